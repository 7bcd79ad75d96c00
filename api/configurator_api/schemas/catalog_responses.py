"""The responses about catalogs, with nothing chosen."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from configurator.offering.evaluation_responses import GroupResponse
from configurator.pricing.price_responses import IntervalResponse
from configurator.response_types import Described, Number, Scalar


class BookSummaryResponse(TypedDict):
    """A price book of a catalog."""

    id: str
    digest: str
    title: str
    currency: str
    illustrative: bool


class CatalogSummaryResponse(TypedDict):
    """A catalog in a list."""

    id: str
    digest: str
    title: str
    locales: list[str]
    illustrative: bool
    books: list[BookSummaryResponse]


class CatalogListResponse(TypedDict):
    """All catalogs."""

    catalogs: list[CatalogSummaryResponse]
    unusable: Annotated[
        list[str], Described("Catalogs whose files, or whose price books, have errors: the log has them.")
    ]


class ProductCodeResponse(TypedDict):
    """What a product code says."""

    catalog: str
    code: str
    choices: dict[str, Scalar]


class NamedOptionResponse(TypedDict):
    """An option as it is declared."""

    value: Scalar
    title: str


class MemberResponse(TypedDict):
    """A feature, or a structure with members of its own."""

    id: str
    title: str
    description: str | None
    kind: Annotated[str, Described("enumeration, boolean, integer, number or structure")]
    options: NotRequired[list[NamedOptionResponse]]
    low: NotRequired[Number | int]
    high: NotRequired[Number | int]
    step: NotRequired[Number]
    unit: NotRequired[str | None]
    members: NotRequired[list["MemberResponse"]]


class ConstraintResponse(TypedDict):
    """A constraint with its reason."""

    id: str
    structure: str
    severity: str
    because: str
    place: str


class CatalogContentResponse(TypedDict):
    """What a catalog holds: features, structures, groups and constraints."""

    source: str | None
    effective: IntervalResponse
    groups: list[GroupResponse]
    members: list[MemberResponse]
    constraints: list[ConstraintResponse]


class CatalogResponse(CatalogSummaryResponse, CatalogContentResponse):
    """A whole catalog."""
