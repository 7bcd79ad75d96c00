"""The proof of a price: every step recomputed, every line ended where it says, every total summed again.

It trusts nothing but the figures themselves. A price that this room made has no flaw; one that was altered has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from configurator.money import Money, round_to, total
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.lines import NOTHING, Line, Priced, Step
from configurator.pricing.steps import origin_of, outcome


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
    before = NOTHING
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
    for each in step.slices:
        if each.amount != each.price * each.quantity + each.flat:
            yield Flaw(f"{where}: a slice", str(each.amount), str(each.price * each.quantity + each.flat))
    exact = outcome(step.operation, step.before, step.base, step.operand, step.slices)
    if step.rounding is None:
        after = exact
    else:
        origin = origin_of(step.operation, step.before)
        after = origin + round_to(exact - origin, step.rounding.step, step.rounding.rounding)
        if step.rounding.exact != exact:
            yield Flaw(f"{where}: before rounding", str(step.rounding.exact), str(exact))
    if step.after != after:
        yield Flaw(f"{where}: after", str(step.after), str(after))


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
