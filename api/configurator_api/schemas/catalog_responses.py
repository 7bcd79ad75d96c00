"""The answers about catalogs, with nothing chosen."""

from datetime import date

from pydantic import Field

from configurator_api.schemas.evaluation_responses import GroupResponse
from configurator_api.schemas.response_types import Number, ResponseModel, Scalar


class BookSummaryResponse(ResponseModel):
    """A price book of a catalog."""

    id: str
    digest: str
    title: str
    currency: str
    illustrative: bool


class CatalogSummaryResponse(ResponseModel):
    """A catalog in a list."""

    id: str
    digest: str
    title: str
    locales: list[str]
    illustrative: bool
    books: list[BookSummaryResponse]


class CatalogListResponse(ResponseModel):
    """All catalogs."""

    catalogs: list[CatalogSummaryResponse]


class ProductCodeResponse(ResponseModel):
    """What a product code says."""

    catalog: str
    code: str
    choices: dict[str, Scalar]


class EffectiveResponse(ResponseModel):
    """From when on, and until when, a catalog holds; null is without end."""

    from_: date | None = Field(alias="from")
    until: date | None


class NamedOptionResponse(ResponseModel):
    """An option as it is declared."""

    value: Scalar
    title: str


class MemberResponse(ResponseModel):
    """A feature, or a structure with members of its own."""

    id: str
    title: str
    description: str | None
    kind: str = Field(description="enumeration, boolean, integer, number or structure")
    options: list[NamedOptionResponse] = Field(default_factory=list)
    low: Number | int | None = None
    high: Number | int | None = None
    step: Number | None = None
    unit: str | None = None
    members: list["MemberResponse"] = Field(default_factory=list)


class ConstraintResponse(ResponseModel):
    """A constraint with its reason."""

    id: str
    structure: str
    severity: str
    because: str
    place: str


class CatalogResponse(CatalogSummaryResponse):
    """A whole catalog."""

    source: str | None
    effective: EffectiveResponse
    groups: list[GroupResponse]
    members: list[MemberResponse]
    constraints: list[ConstraintResponse]
