"""Two prices side by side: which lines came, went or changed, so that the differences sum to that of the totals."""

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.catalog.model import Text
from configurator.errors import InvalidRequest
from configurator.money import Money, zero
from configurator.pricing.cadence import Cadence
from configurator.pricing.price_lines import Line, Priced


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that differs between two prices; None if it is missing in one.

    Lines are identified by id; one with the same amount for other reasons (a waived part, another tier) is included,
    with a change of 0.
    """

    id: str
    title: Text
    cadence: Cadence
    instance: str
    before: Line | None
    after: Line | None
    change: Money


@dataclass(frozen=True, slots=True)
class PriceDifference:
    """Differences between two prices: lines in the order of the later one, removed ones last."""

    lines: tuple[LineDifference, ...]
    totals: Mapping[Cadence, Money]


def price_difference(before: Priced, after: Priced) -> PriceDifference:
    """Compare two prices line by line. Raises InvalidRequest where their currencies differ."""
    if before.currency != after.currency:
        raise InvalidRequest(f"a price in {after.currency} cannot be compared with one in {before.currency}")
    earlier = {line.id: line for line in before.lines}
    later = {line.id: line for line in after.lines}
    pairs = [(earlier.get(line.id), line) for line in after.lines]
    gone = [(line, None) for line in before.lines if line.id not in later]
    nothing = zero(after.currency)
    line_differences = tuple(_difference(old, new, nothing) for old, new in (*pairs, *gone) if not _same(old, new))
    cadences = [each for each in Cadence if each in before.totals.by_cadence or each in after.totals.by_cadence]
    totals = {
        each: after.totals.by_cadence.get(each, nothing) - before.totals.by_cadence.get(each, nothing)
        for each in cadences
    }
    return PriceDifference(line_differences, totals)


def _same(before: Line | None, after: Line | None) -> bool:
    """Whether two lines are equal apart from locations and days, which depend on the book and the day."""
    if before is None or after is None or before.item != after.item or len(before.steps) != len(after.steps):
        return False
    pairs = zip(before.steps, after.steps, strict=True)
    return all((one.rule, one.operation, one.before, one.base, one.operand, one.after)
               == (other.rule, other.operation, other.before, other.base, other.operand, other.after)
               for one, other in pairs)  # fmt: skip


def _difference(before: Line | None, after: Line | None, nothing: Money) -> LineDifference:
    shown = after or before
    if shown is None:
        raise TypeError("a difference has at least one side")
    change = (after.amount if after else nothing) - (before.amount if before else nothing)
    return LineDifference(shown.id, shown.title, shown.cadence, shown.instance, before, after, change)


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step from one total to another: the change by a line, and the running total."""

    title: Text
    line: str
    before: Money
    change: Money
    after: Money


def bridge(before: Priced, after: Priced, cadence: Cadence = Cadence.ONE_TIME) -> tuple[BridgeStep, ...]:
    """Return the waterfall between two totals: every line that changed the sum, the largest changes first.

    It begins at the one total and ends at the other. Raises InvalidRequest where the currencies differ.
    """
    changed = [each for each in price_difference(before, after).lines if each.cadence is cadence and each.change]
    running = before.totals.by_cadence.get(cadence, zero(before.currency))
    steps = []
    for each in sorted(changed, key=lambda each: -abs(each.change.amount)):
        steps.append(BridgeStep(each.title, each.id, running, each.change, running + each.change))
        running = running + each.change
    return tuple(steps)
