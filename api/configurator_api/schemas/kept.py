"""The answers about what is stored: quotes, their verification, saved configurations."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from configurator.configuration import Provenance
from configurator.quoting.verification_report import VerificationOutcome
from configurator_api.schemas.evaluated import Change, Configuration, Explanation, Repair
from configurator_api.schemas.priced import Price
from configurator_api.schemas.told import Difference, Instances, Money, Reference, Scalar, Told


class Kinded(Told):
    """A value with its kind, so that it can be read without its catalog."""

    kind: Literal["text", "boolean", "integer", "number"]
    value: Scalar


class QuotedValue(Kinded):
    """One value of a quoted product."""

    path: str
    provenance: Provenance | None


class Pinned(Reference):
    """The very files of a catalog or a book, and the one to begin reading at."""

    entry: str


class QuotedItem(Told):
    """So many pieces of one product."""

    id: str
    quantity: int
    catalog: Pinned
    book: Pinned
    parameters: dict[str, Kinded]
    values: list[QuotedValue]
    instances: Instances
    priced: Price
    unit: Difference
    total: Difference


class Quote(Told):
    """A sealed quote."""

    format: int
    id: str
    seller: str
    number: str | None
    revision: int
    revises: str | None
    created: datetime
    on: date
    currency: str
    semantics: int
    items: list[QuotedItem]
    total: dict[str, Money] = Field(description="What is due, by cadence: `one_time` always, then `monthly` and so on.")


class QuoteLine(Told):
    """A quote in a list."""

    id: str
    number: str | None
    revision: int
    created: datetime
    on: date
    digest: str
    total: dict[str, Money]


class Quotes(Told):
    """A page of quotes, newest first; `next` is the cursor of the page after it."""

    quotes: list[QuoteLine]
    next: str | None


class Found(Told):
    """A place where what is stored and what was found differ."""

    path: str
    stored: str | None
    found: str | None


class Check(Told):
    """One check; `item` is empty for the quote as a whole."""

    name: str
    item: str
    outcome: VerificationOutcome
    message: str
    differences: list[Found]


class Verification(Told):
    """Every check of a quote, and the gravest outcome."""

    quote: str
    outcome: VerificationOutcome
    checks: list[Check]


class SavedConfiguration(Told):
    """Choices as they were saved, and the product as it stood then."""

    id: str
    created: datetime
    catalog: Reference
    book: str | None
    on: date | None
    parameters: dict[str, Kinded]
    choices: dict[str, Scalar]
    instances: Instances
    configuration: Configuration | None


class Lost(Told):
    """Something saved that the catalog has no place for any more, or a book that is gone."""

    path: str
    value: Scalar | None
    kind: Literal["unknown-path", "unknown-value", "unknown-book"]
    message: str


class Reopened(Told):
    """What became of saved choices on the catalog as it is now."""

    id: str
    catalog: Reference
    same_catalog: bool
    holds: bool = Field(description="Whether everything that was chosen is still possible as it was.")
    choices: dict[str, Scalar] = Field(description="What is left of the choices: ask `evaluate` with these.")
    instances: Instances
    lost: list[Lost]
    conflicts: list[Explanation] = Field(description="Minimal conflicts among the choices, none sharing a choice.")
    repairs: list[Repair] = Field(description="The smallest changes after which everything holds.")
    changed: list[Change] = Field(description="What was not chosen, and is different now.")
