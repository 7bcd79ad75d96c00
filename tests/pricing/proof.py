"""The proof of a price: every step recomputed, every line ended where it says, every total summed again.

It trusts nothing but the figures themselves. Steps compute their amounts, so a price that was built has no flaw; one
whose figures were altered afterwards has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from configurator.money import ZERO, Money, round_to, total
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.operations import EXACT, outcome
from configurator.pricing.price_lines import Line, Priced
from configurator.pricing.steps import Part, Slice, Step, origin_of, pieces_of


@dataclass(frozen=True, slots=True)
class Flaw:
    """A figure that does not follow: where it stands, what it is and what it should be."""

    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where} is {self.found}; it should be {self.expected}"


def flaws(priced: Priced) -> tuple[Flaw, ...]:
    """Return every figure that does not follow from those before it; none means proved."""
    return (*(flaw for line in priced.lines for flaw in _line(line, priced.currency)), *_totals(priced))


def _line(line: Line, currency: str) -> Iterator[Flaw]:
    before = ZERO
    for number, step in enumerate(line.steps):
        yield from _step(step, before, f"line {line.id}, step {number + 1}")
        before = step.after
    if line.amount.currency != currency:
        yield Flaw(f"the currency of line {line.id}", line.amount.currency, currency)
    if line.amount.fraction != before:
        yield Flaw(f"the amount of line {line.id}", str(line.amount.amount), str(before))


def _step(step: Step, before: Fraction, where: str) -> Iterator[Flaw]:
    if step.before != before:
        yield Flaw(f"{where}: before", str(step.before), str(before))
    yield from _slices(step.slices, where)
    yield from _parts(step.parts, where)
    pieces = pieces_of(step.slices, step.parts, step.times) if step.slices or step.parts else None
    exact = outcome(EXACT, step.operation, step.before, step.base, step.operand, pieces)
    if step.rounding is None:
        after = exact
    else:
        origin = origin_of(step.operation, step.before)
        after = origin + round_to(exact - origin, step.rounding.step, step.rounding.rounding)
        if step.rounding.exact != exact:
            yield Flaw(f"{where}: before rounding", str(step.rounding.exact), str(exact))
    if step.after != after:
        yield Flaw(f"{where}: after", str(step.after), str(after))


def _slices(slices: tuple[Slice, ...], where: str) -> Iterator[Flaw]:
    for each in slices:
        full = each.price * each.quantity + each.flat
        expected = full if each.cap is None else min(full, each.cap)
        if each.amount != expected:
            yield Flaw(f"{where}: a slice", str(each.amount), str(expected))


def _parts(parts: tuple[Part, ...], where: str) -> Iterator[Flaw]:
    for part in parts:
        here, before = f"{where}, part {part.label}", ZERO
        for move in part.moves:
            yield from _slices(move.slices, here)
            pieces = pieces_of(move.slices, ()) if move.slices else None
            after = outcome(EXACT, move.operation, before, move.base, move.operand, pieces)
            if (move.before, move.after) != (before, after):
                yield Flaw(f"{here}: a move", f"{move.before} to {move.after}", f"{before} to {after}")
            before = move.after
        if part.amount != before:
            yield Flaw(f"{here}: the amount", str(part.amount), str(before))


def _totals(priced: Priced) -> Iterator[Flaw]:
    cadences = {Cadence.ONE_TIME, *(line.cadence for line in priced.lines)}
    summed = {each: _sum(priced, each) for each in cadences}
    for cadence in Cadence:
        found, expected = priced.totals.by_cadence.get(cadence), summed.get(cadence)
        if found != expected:
            yield Flaw(f"the total {cadence}", str(found), str(expected))
    ranking = compared({cadence: amount.fraction for cadence, amount in summed.items()}, priced.compare_over)
    if priced.totals.compare != ranking:
        yield Flaw("the number that ranks", str(priced.totals.compare), str(ranking))


def _sum(priced: Priced, cadence: Cadence) -> Money:
    """Return the sum of the lines of a cadence; one in another currency is a flaw already and cannot be added."""
    amounts = (line.amount for line in priced.lines if line.cadence is cadence)
    return total((amount for amount in amounts if amount.currency == priced.currency), priced.currency)
