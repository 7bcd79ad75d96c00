"""Booked bill lines: the amounts due of a subject, numbered so that nothing is booked twice.

`pricing.rerating` computes the difference from the booked amounts; this module names and parses it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.pricing.price_lines import Priced
from configurator.pricing.rerating import Entry, EntryKind, due


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A booked entry. `id` is made of the bill, the subject, the entry and how often that was booked before."""

    id: str
    bill: str
    subject: str
    number: int
    kind: EntryKind
    entry: Entry


def due_lines_of(bill: str, subject: str, priced: Priced, booked: Iterable[BookedLine]) -> list[BookedLine]:
    """Return the amounts still due of a subject, given everything booked on the same bill."""
    lines = sorted(booked, key=lambda line: line.number)
    number = lines[-1].number if lines else 0
    due_entries = due(priced, standing(lines)).entries
    return [
        BookedLine(f"{bill}/{subject}/{at}", bill, subject, at, each.kind, each.entry)
        for at, each in enumerate(due_entries, start=number + 1)
    ]


def standing(lines: Iterable[BookedLine]) -> Iterator[Entry]:
    """Yield the net entries of numbered lines: one for each that is still booked."""
    entries: dict[str, Entry] = {}
    for line in lines:
        match line.kind:
            case EntryKind.NEW:
                entries[line.entry.id] = line.entry
            case EntryKind.REVERSAL:
                entries.pop(line.entry.id, None)
            case EntryKind.DIFFERENCE:
                entries[line.entry.id] = _more(entries[line.entry.id], line.entry)
    yield from entries.values()


def _more(entry: Entry, change: Entry) -> Entry:
    quantity = entry.quantity
    if quantity is not None and change.quantity is not None:
        quantity += change.quantity
    return replace(entry, amount=entry.amount + change.amount, quantity=quantity)


def total(lines: Iterable[BookedLine]) -> Fraction:
    """Return the sum of lines, whatever their cadence: a bill of a period is due once."""
    return sum((line.entry.amount for line in lines), Fraction(0))
