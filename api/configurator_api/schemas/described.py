"""The answers about catalogs, with nothing chosen."""

from datetime import date

from pydantic import Field

from configurator_api.schemas.evaluated import Group
from configurator_api.schemas.told import Number, Scalar, Told


class BookSummary(Told):
    """A price book of a catalog."""

    id: str
    digest: str
    title: str
    currency: str
    illustrative: bool


class CatalogSummary(Told):
    """A catalog in a list."""

    id: str
    digest: str
    title: str
    locales: list[str]
    illustrative: bool
    books: list[BookSummary]


class Catalogs(Told):
    """All catalogs."""

    catalogs: list[CatalogSummary]


class Coded(Told):
    """What a product code says."""

    catalog: str
    code: str
    choices: dict[str, Scalar]


class Effective(Told):
    """From when on, and until when, a catalog holds; null is without end."""

    from_: date | None = Field(alias="from")
    until: date | None


class NamedOption(Told):
    """An option as it is declared."""

    value: Scalar
    title: str


class Member(Told):
    """A feature, or a structure with members of its own."""

    id: str
    title: str
    description: str | None
    kind: str = Field(description="enumeration, boolean, integer, number or structure")
    options: list[NamedOption] = Field(default_factory=list)
    low: Number | int | None = None
    high: Number | int | None = None
    step: Number | None = None
    unit: str | None = None
    members: list["Member"] = Field(default_factory=list)


class Law(Told):
    """A constraint with its reason."""

    id: str
    structure: str
    severity: str
    because: str
    place: str


class Described(CatalogSummary):
    """A whole catalog."""

    source: str | None
    effective: Effective
    groups: list[Group]
    members: list[Member]
    constraints: list[Law]
