"""The result of a verification: every check, its findings, and their locations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import islice

from typing_extensions import TypedDict

from configurator.canonical_json import exact_text
from configurator.errors import ConfiguratorError
from configurator.money import ZERO, Money, money
from configurator.quoting.json_differences import MISSING, JsonDifference
from configurator.quoting.limits import MOST_DIFFERENCES
from configurator.quoting.quote_model import (
    ONE_TIME,
    SEMANTICS_VERSION,
    Quote,
    QuotedOrder,
    QuoteItem,
    QuoteTotals,
    added,
    times,
)
from configurator.quoting.strict_json import Fields
from configurator.short_repr import short_repr


class VerificationOutcome(StrEnum):
    """How a check ended. Undecided is no failure: something that had to come before it was not there."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


class CheckName(StrEnum):
    """The checks, in this order; the first four once, the others for every item."""

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
    """The recomputed price is the stored one, line by line and step by step."""
    ITEM_SUMS = "item sums"
    ORDER_BYTES = "order bytes"
    """The stored files of order rules have the digest that the quote cites."""
    ORDER = "order"
    """What order rules come to is what is stored, step by step, with every allocation."""
    """The lines sum to the price of one piece, and that times the quantity is the total."""


class VerificationDifferenceResponse(TypedDict):
    """A difference between the stored and the recomputed value."""

    path: str
    stored: str
    found: str


class VerificationCheckResponse(TypedDict):
    """One check; `item` is empty for the quote as a whole."""

    name: str
    item: str
    outcome: VerificationOutcome
    message: str
    differences: list[VerificationDifferenceResponse]


class VerificationResponse(TypedDict):
    """Every check of a quote, and the gravest outcome."""

    quote: str
    outcome: VerificationOutcome
    checks: list[VerificationCheckResponse]


@dataclass(frozen=True, slots=True)
class VerificationCheck:
    """One check; `item` is the id of the item it is about, empty for the quote as a whole."""

    name: CheckName
    item: str
    outcome: VerificationOutcome
    message: str
    differences: tuple[JsonDifference, ...] = ()

    def __str__(self) -> str:
        subject = f"item {self.item}: {self.name}" if self.item else str(self.name)
        return "\n".join((f"{self.outcome}: {subject}: {self.message}", *(f"  {each}" for each in self.differences)))

    def as_json(self) -> VerificationCheckResponse:
        """Return the check as JSON."""
        return {
            "name": self.name.value,
            "item": self.item,
            "outcome": self.outcome,
            "message": self.message,
            "differences": [
                {"path": each.path, "stored": each.stored, "found": each.found} for each in self.differences
            ],
        }


@short_repr
@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Every check of one quote."""

    quote: str
    checks: tuple[VerificationCheck, ...]

    @property
    def outcome(self) -> VerificationOutcome:
        """The gravest outcome: failed before undecided before passed."""
        outcomes = {check.outcome for check in self.checks}
        gravest = (VerificationOutcome.FAILED, VerificationOutcome.UNDECIDED)
        return next((outcome for outcome in gravest if outcome in outcomes), VerificationOutcome.PASSED)

    def __str__(self) -> str:
        head = f"quote {self.quote}: {self.outcome} ({len(self.checks)} checks)"
        return "\n".join((head, *map(str, self.checks)))

    def as_json(self) -> VerificationResponse:
        """Return the report as JSON."""
        return {"quote": self.quote, "outcome": self.outcome, "checks": [check.as_json() for check in self.checks]}


def passed(name: CheckName, item: str, message: str) -> VerificationCheck:
    """Return a check that passed."""
    return VerificationCheck(name, item, VerificationOutcome.PASSED, message)


def failed(
    name: CheckName, item: str, message: str, json_differences: Iterable[JsonDifference] = ()
) -> VerificationCheck:
    """Return a check that failed, with its first hundred differences."""
    shown = tuple(islice(json_differences, MOST_DIFFERENCES))
    return VerificationCheck(name, item, VerificationOutcome.FAILED, message, shown)


def undecided(name: CheckName, item: str, message: str) -> VerificationCheck:
    """Return a check that could not be made, and why."""
    return VerificationCheck(name, item, VerificationOutcome.UNDECIDED, message)


def currency_check(quote: Quote) -> VerificationCheck:
    """Check that every amount of the quote is in the quote's currency."""
    json_differences = [
        JsonDifference(f"{where}.{cadence}", quote.currency, amount.currency)
        for where, totals in _all_totals(quote)
        for cadence, amount in totals.by_cadence.items()
        if amount.currency != quote.currency
    ]
    if json_differences:
        return failed(CheckName.CURRENCY, "", f"some amounts are not in {quote.currency}", json_differences)
    return passed(CheckName.CURRENCY, "", f"every amount is in {quote.currency}")


def sums_check(quote: Quote) -> VerificationCheck:
    """Check that the totals of the items, and the steps of an order, sum to that of the quote, and shares to steps."""
    try:
        steps = [] if quote.order is None else _steps(quote.order)
        items = list(added(item.total for item in quote.items).by_cadence.items())
        summed = _summed([*items, *((cadence, amount) for _, cadence, amount, _ in steps)], quote.total)
        json_differences = [*_apart(quote.total, summed, "total"), *_unshared(steps)]
    except (ConfiguratorError, KeyError, ValueError) as error:
        return failed(CheckName.SUMS, "", f"the items cannot be added up: {error}")
    if json_differences:
        return failed(CheckName.SUMS, "", "the items do not sum to the total", json_differences)
    what = f" and {len(steps)} steps of the order" if steps else ""
    return passed(CheckName.SUMS, "", f"{len(quote.items)} items{what} sum to the total")


def _steps(order: QuotedOrder) -> list[tuple[str, str, Money, Fraction]]:
    """Return path, cadence and amount of every step of a stored order, and the sum of its shares."""
    return [
        (
            step.path,
            step.inner("line").text("cadence"),
            _money(step.inner("line").inner("amount")),
            sum((step.inner("allocation").number(item) for item in step.inner("allocation").members), ZERO),
        )
        for step in Fields(order.priced, "order.priced").objects("steps")
    ]


def _unshared(steps: Iterable[tuple[str, str, Money, Fraction]]) -> Iterator[JsonDifference]:
    for path, _, amount, shared in steps:
        if amount.fraction != shared:
            yield JsonDifference(f"{path}.allocation", str(amount), exact_text(shared))


def item_sums_check(item: QuoteItem, semantics: int = SEMANTICS_VERSION) -> VerificationCheck:
    """Check that the lines of a price sum to the item's total; with other semantics, those of one piece may as well."""
    try:
        lines = _lines(item)
        json_differences = list(_apart(item.total, _summed(lines, item.total), "total"))
        if json_differences and semantics != SEMANTICS_VERSION:
            json_differences = _of_one_piece(item, lines)
    except (ConfiguratorError, KeyError) as error:
        return failed(CheckName.ITEM_SUMS, item.id, f"the lines cannot be added up: {error}")
    if json_differences:
        return failed(CheckName.ITEM_SUMS, item.id, "the lines do not sum to the price", json_differences)
    return passed(
        CheckName.ITEM_SUMS,
        item.id,
        f"{len(lines)} lines sum to the price",
    )


def _of_one_piece(item: QuoteItem, lines: list[tuple[str, Money]]) -> list[JsonDifference]:
    """Return where lines do not sum to the price of one piece, or that times the quantity is not the total."""
    return [
        *_apart(item.unit, _summed(lines, item.unit), "unit"),
        *_apart(item.total, times(item.unit, item.quantity), "total"),
    ]


def _all_totals(quote: Quote) -> Iterator[tuple[str, QuoteTotals]]:
    yield "total", quote.total
    for item in quote.items:
        yield f"items.{item.id}.unit", item.unit
        yield f"items.{item.id}.total", item.total


def _lines(item: QuoteItem) -> list[tuple[str, Money]]:
    """Return cadence and amount of every line of the stored price."""
    priced = Fields(item.priced, "priced")
    return [(line.text("cadence"), _money(line.inner("amount"))) for line in priced.objects("lines")]


def _money(fields: Fields) -> Money:
    return money(fields.text("amount"), fields.text("currency"))


def _summed(lines: list[tuple[str, Money]], unit: QuoteTotals) -> QuoteTotals:
    nothing = unit.one_time - unit.one_time
    by_cadence = {ONE_TIME: nothing}
    for cadence, amount in lines:
        by_cadence[cadence] = by_cadence.get(cadence, nothing) + amount
    return QuoteTotals(by_cadence)


def _apart(stored: QuoteTotals, quote_totals: QuoteTotals, where: str) -> Iterator[JsonDifference]:
    for cadence in dict.fromkeys((*stored.by_cadence, *quote_totals.by_cadence)):
        there, summed = stored.by_cadence.get(cadence), quote_totals.by_cadence.get(cadence)
        if there != summed:
            yield JsonDifference(f"{where}.{cadence}", _shown(there), _shown(summed))


def _shown(amount: Money | None) -> str:
    return MISSING if amount is None else str(amount)
