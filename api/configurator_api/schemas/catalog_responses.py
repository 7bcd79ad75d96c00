"""The answers about catalogs, with nothing chosen."""

from pydantic import Field

from configurator.offering.evaluation_responses import GroupResponse
from configurator.pricing.price_responses import IntervalResponse
from configurator.response_types import Number, Scalar
from configurator_api.schemas.response_types import ResponseModel


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
    effective: IntervalResponse
    groups: list[GroupResponse]
    members: list[MemberResponse]
    constraints: list[ConstraintResponse]
