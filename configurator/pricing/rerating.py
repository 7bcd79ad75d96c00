"""Re-rating: the amount due now is the price of all usage so far, less what has been booked, to the last unit.

Late usage and corrections bill exactly the difference, and rating twice bills nothing. If the unit price has changed
(the quantity reached another tier), the booked entry is reversed and booked again; if only the quantity has, the
difference is booked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import ZERO
from configurator.pricing.cadence import Cadence
from configurator.pricing.operations import Operation, summed
from configurator.pricing.price_lines import Line, Priced
from configurator.pricing.steps import Step


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a line as it is booked: a tier or a step, with quantity and unit price where it has them.

    `id` is stable: the line, the step, and the tier.
    """

    id: str
    cadence: Cadence
    amount: Fraction
    quantity: Fraction | None = None
    unit_price: Fraction | None = None


class EntryKind(StrEnum):
    """The kind of an entry in a later bill: new, a difference, or a reversal."""

    NEW = "new"
    DIFFERENCE = "difference"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class DueEntry:
    """One entry of a later bill."""

    kind: EntryKind
    entry: Entry


@dataclass(frozen=True, slots=True)
class DueEntries:
    """The entries due in addition to the booked ones. `booked` are all entries after this bill."""

    entries: tuple[DueEntry, ...]
    booked: tuple[Entry, ...]

    @property
    def amount(self) -> Fraction:
        """The one-time sum; negative for a credit."""
        return self.amounts(Cadence.ONE_TIME)

    @property
    def credit(self) -> Fraction:
        """The one-time credit; 0 if an amount is due."""
        return max(ZERO, -self.amount)

    def amounts(self, cadence: Cadence) -> Fraction:
        """Return the sum of a cadence."""
        return summed(each.entry.amount for each in self.entries if each.entry.cadence is cadence)


def due(priced: Priced, booked: Iterable[Entry] = ()) -> DueEntries:
    """Return the entries due for the price of all usage so far; entries no longer priced are reversed."""
    now = entries(priced)
    before = {each.id: each for each in booked}
    due_entries = [each for entry in now for each in _against(entry, before.pop(entry.id, None))]
    due_entries += [DueEntry(EntryKind.REVERSAL, _reversed(each)) for each in before.values() if each.amount]
    return DueEntries(tuple(due_entries), now)


def due_in_turn(prices: Sequence[Priced]) -> tuple[DueEntries, ...]:
    """Return the entries that each of several prices of one period adds to those before it. The sums telescope."""
    due_entries: list[DueEntries] = []
    for priced in prices:
        due_entries.append(due(priced, due_entries[-1].booked if due_entries else ()))
    return tuple(due_entries)


def _against(entry: Entry, before: Entry | None) -> Iterator[DueEntry]:
    if before is None:
        if entry.amount:
            yield DueEntry(EntryKind.NEW, entry)
        return
    if before.cadence is not entry.cadence:
        raise InvalidRequest(f"{entry.id} was booked {before.cadence}, and is due {entry.cadence} now")
    if entry.unit_price != before.unit_price and entry.quantity is not None and before.quantity is not None:
        if before.amount:
            yield DueEntry(EntryKind.REVERSAL, _reversed(before))
        if entry.amount:
            yield DueEntry(EntryKind.NEW, entry)
        return
    if entry.amount != before.amount:
        quantity = None if entry.quantity is None or before.quantity is None else entry.quantity - before.quantity
        change = Entry(entry.id, entry.cadence, entry.amount - before.amount, quantity, entry.unit_price)
        yield DueEntry(EntryKind.DIFFERENCE, change)


def _reversed(entry: Entry) -> Entry:
    quantity = None if entry.quantity is None else -entry.quantity
    return Entry(entry.id, entry.cadence, -entry.amount, quantity, entry.unit_price)


# ── entries of a price ───────────────────────────────────────────────────────────────────────────────────────────────


def entries(priced: Priced) -> tuple[Entry, ...]:
    """Return a price as it is booked: tiers and steps, which sum exactly to its lines."""
    return tuple(entry for line in priced.lines for entry in _entries(line))


def _entries(line: Line) -> Iterator[Entry]:
    for number, step in enumerate(line.steps, start=1):
        yield from _of_step(line, step, f"{line.id}#{number}")


def _of_step(line: Line, step: Step, name: str) -> Iterator[Entry]:
    change = step.after - step.before
    if step.operation is Operation.TIMES:
        yield Entry(name, line.cadence, change, step.operand, step.base)
        return
    for each in step.slices:
        priced = each.price * each.quantity
        yield Entry(f"{name}.tier{each.tier}", line.cadence, priced, each.quantity, each.price)
        if each.amount != priced:
            yield Entry(f"{name}.tier{each.tier}.fee", line.cadence, each.amount - priced)
    rest = change - summed(each.amount for each in step.slices)
    if rest or not step.slices:
        yield Entry(f"{name}.rest" if step.slices else name, line.cadence, rest)


def booked_amount(amount: Fraction, name: str = "booked", cadence: Cadence = Cadence.ONE_TIME) -> Entry:
    """Return an amount of which nothing more is known than that it was booked; it is reversed as a whole."""
    return Entry(name, cadence, amount if amount else ZERO)
