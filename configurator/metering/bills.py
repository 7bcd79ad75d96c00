"""What was billed for usage, line by line, and what a new rating adds to it: exactly the difference, and nothing twice.

The rules follow cumulative re-rating: a line whose unit price stays is billed its difference in quantity; where the
unit price changed, what was billed is reversed and billed anew. Booking the difference makes the next one empty.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.pricing.lines import Line, Operation, Priced

REST = "rest"
"""The part of a line that no tier explains: rounding, modifiers, discounts of the line."""


class BillKind(StrEnum):
    """Whether a line bills something, or takes a billed one back."""

    CHARGE = "charge"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a priced line: so many units at one price; None where there is no single one. `amount` is exact."""

    line: str
    part: str
    quantity: Fraction
    price: Fraction | None
    amount: Fraction


@dataclass(frozen=True, slots=True)
class BillLine:
    """A part as it was billed to a subject. `id` is made of what it bills and how often that was billed before."""

    id: str
    bill: str
    subject: str
    kind: BillKind
    part: Part


def parts_of(priced: Priced) -> list[Part]:
    """Return the parts of all lines; they sum exactly to the lines."""
    return [part for line in priced.lines for part in _parts(line)]


def due(bill: str, subject: str, now: Iterable[Part], booked: Sequence[BillLine]) -> list[BillLine]:
    """Return what is still to be billed to a subject, given everything that was booked for the same bill."""
    wanted = {(part.line, part.part): part for part in now}
    before: dict[tuple[str, str], list[BillLine]] = {}
    for line in booked:
        if line.subject == subject:
            before.setdefault((line.part.line, line.part.part), []).append(line)
    keys = dict.fromkeys((*before, *wanted))
    return [
        line
        for key in keys
        for line in _numbered(bill, subject, _changes(wanted.get(key), before.get(key, [])), before.get(key, []))
    ]


def _parts(line: Line) -> Iterator[Part]:
    first = line.steps[0] if line.steps else None
    explained = Fraction(0)
    if first is not None and first.operation is Operation.TIMES:
        explained = first.after
        yield Part(line.id, "1", first.operand, first.base, first.after)
    elif first is not None:
        for number, tier in enumerate(first.slices, start=1):
            explained += tier.amount
            price = None if tier.flat or tier.cap is not None else tier.price
            yield Part(line.id, str(number), tier.quantity, price, tier.amount)
    if line.exact != explained:
        yield Part(line.id, REST, Fraction(0), None, line.exact - explained)


def _changes(now: Part | None, booked: list[BillLine]) -> Iterator[tuple[BillKind, Part]]:
    """Yield what turns the booked lines of one part into what it is now."""
    standing = _standing(booked)
    if now is not None and list(standing) in ([now.price], []):
        was = standing.get(now.price, _nothing(now))
        if (now.quantity, now.amount) != (was.quantity, was.amount):
            yield (
                BillKind.CHARGE,
                Part(now.line, now.part, now.quantity - was.quantity, now.price, now.amount - was.amount),
            )
        return
    for part in standing.values():
        yield BillKind.REVERSAL, Part(part.line, part.part, -part.quantity, part.price, -part.amount)
    if now is not None and (now.quantity or now.amount):
        yield BillKind.CHARGE, now


def _standing(booked: list[BillLine]) -> Mapping[Fraction | None, Part]:
    """Return what of the booked lines still stands, by unit price."""
    found: dict[Fraction | None, Part] = {}
    for line in booked:
        was = found.get(line.part.price, _nothing(line.part))
        quantity, amount = was.quantity + line.part.quantity, was.amount + line.part.amount
        found[line.part.price] = Part(was.line, was.part, quantity, was.price, amount)
    return {price: part for price, part in found.items() if part.quantity or part.amount}


def _nothing(part: Part) -> Part:
    return Part(part.line, part.part, Fraction(0), part.price, Fraction(0))


def _numbered(
    bill: str, subject: str, changes: Iterable[tuple[BillKind, Part]], before: Sequence[BillLine]
) -> Iterator[BillLine]:
    for number, (kind, part) in enumerate(changes, start=len(before) + 1):
        yield BillLine(f"{bill}/{subject}/{part.line}/{part.part}/{number}", bill, subject, kind, part)
