"""The outcome of a verification: every check that was made, what it found, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from configurator.canonical_json import Json, as_json
from configurator.quoting.compare import Difference

MOST_DIFFERENCES = 100


class Outcome(StrEnum):
    """How a check ended. Undecided is no failure: something that had to come before it was not there."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


class CheckName(StrEnum):
    """What is checked, in this order; the first four once, the others for every item."""

    BODY = "body"
    """The body can be read, is canonical, has the digest and the id it is stored under, and columns that repeat it."""
    SEMANTICS = "semantics"
    """This engine reads files as the one that made the quote did."""
    CURRENCY = "currency"
    """Every total of the quote is in its one currency."""
    SUMS = "sums"
    """The totals of the items sum to that of the quote."""
    CATALOG_BYTES = "catalog bytes"
    BOOK_BYTES = "book bytes"
    """The stored files have the digest that the quote cites."""
    CATALOG = "catalog"
    """The catalog can be read again from its bytes, and is the one named."""
    CONFIGURATION = "configuration"
    """The configuration keeps every law of the catalog."""
    PRICE = "price"
    """The price, worked out again, is the stored one, line by line and step by step."""
    ITEM_SUMS = "item sums"
    """The lines sum to the price of one piece, and that times the quantity is the total."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check; `item` is the id of the item it is about, empty for the quote as a whole."""

    name: CheckName
    item: str
    outcome: Outcome
    message: str
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        subject = f"item {self.item}: {self.name}" if self.item else str(self.name)
        return "\n".join((f"{self.outcome}: {subject}: {self.message}", *(f"  {each}" for each in self.differences)))


@dataclass(frozen=True, slots=True)
class Report:
    """Every check of one quote."""

    quote: str
    checks: tuple[Check, ...]

    @property
    def outcome(self) -> Outcome:
        """The gravest outcome: failed before undecided before passed."""
        outcomes = {check.outcome for check in self.checks}
        gravest = (Outcome.FAILED, Outcome.UNDECIDED)
        return next((outcome for outcome in gravest if outcome in outcomes), Outcome.PASSED)

    def __str__(self) -> str:
        head = f"quote {self.quote}: {self.outcome} ({len(self.checks)} checks)"
        return "\n".join((head, *map(str, self.checks)))

    def as_json(self) -> Json:
        """Return the report as JSON."""
        return {"quote": self.quote, "outcome": self.outcome.value, "checks": as_json(self.checks)}


def passed(name: CheckName, item: str, message: str) -> Check:
    """Return a check that passed."""
    return Check(name, item, Outcome.PASSED, message)


def failed(name: CheckName, item: str, message: str, found: Iterable[Difference] = ()) -> Check:
    """Return a check that failed, with its first hundred differences."""
    shown = tuple(islice(found, MOST_DIFFERENCES))
    return Check(name, item, Outcome.FAILED, message, shown)


def undecided(name: CheckName, item: str, message: str) -> Check:
    """Return a check that could not be made, and why."""
    return Check(name, item, Outcome.UNDECIDED, message)
