"""The price of equal items that were priced as one, shared over them by their pieces."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from configurator.catalog.model import ALWAYS
from configurator.money import ZERO, Money, decimal_of
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.operations import Operation, summed_by
from configurator.pricing.orders.model import Spread
from configurator.pricing.orders.spreading import spread
from configurator.pricing.price_lines import Line, Priced, Totals
from configurator.pricing.steps import RoundingRule, Step
from configurator.source import Location

MERGED: Final = "merged"
"""The level of the waterfall, and the rule, of an item's share in the price of all equal ones."""


def shared_price(priced: Priced, pieces: Sequence[int], rounding: RoundingRule, location: Location) -> list[Priced]:
    """Return a price of all pieces as one for each of several items; line by line, they sum to it exactly."""
    if len(pieces) == 1:
        return [priced]
    by_line = [_shares(line, pieces, rounding, location) for line in priced.lines]
    return [_of_lines(priced, tuple(shares[at] for shares in by_line)) for at in range(len(pieces))]


def _shares(line: Line, pieces: Sequence[int], rounding: RoundingRule, location: Location) -> list[Line]:
    counts = [Fraction(count) for count in pieces]
    shares = spread(line.exact, counts, counts, Spread.EQUAL, rounding.step)
    whole = sum(counts, ZERO)
    return [
        replace(line, steps=(*line.steps, _step(line, share, location)), quantity=line.quantity * count / whole)
        for share, count in zip(shares, counts, strict=True)
    ]


def _step(line: Line, share: Fraction, location: Location) -> Step:
    return Step(MERGED, MERGED, location, ALWAYS, Operation.ADD, line.exact, ZERO, share - line.exact)


def _of_lines(priced: Priced, lines: tuple[Line, ...]) -> Priced:
    sums = {Cadence.ONE_TIME: ZERO, **summed_by((line.cadence, line.exact) for line in lines)}
    by_cadence = {each: Money(decimal_of(sums[each]), priced.currency) for each in Cadence if each in sums}
    totals = Totals(by_cadence, compared(sums, priced.compare_over))
    return replace(priced, lines=lines, totals=totals, stages=(*priced.stages, MERGED))
