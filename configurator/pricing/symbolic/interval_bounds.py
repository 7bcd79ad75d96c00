"""Bounds of an amount or a condition without an exact form: a number within an interval, an undecided truth.

Both are exact functions of a program's variables, so a bound tightens as the product is decided.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from configurator.money import ZERO
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula

NOTHING = LoweredNumber()


@dataclass(frozen=True, slots=True)
class Where:
    """Where a condition holds: `surely` there, and nowhere but `perhaps` there, which `surely` implies."""

    surely: Formula
    perhaps: Formula

    @staticmethod
    def exactly(formula: Formula) -> "Where":
        """Return a condition of which everything is known."""
        return Where(formula, formula)

    @property
    def exact(self) -> bool:
        """Whether nothing is in doubt."""
        return self.surely == self.perhaps


EVERYWHERE = Where.exactly(TRUE)
NOWHERE = Where.exactly(FALSE)
UNKNOWN = Where(FALSE, TRUE)


@dataclass(frozen=True, slots=True)
class Between:
    """A number that differs from the true one by `slack` at most; the slack is never negative. Neither is absent."""

    number: LoweredNumber
    slack: LoweredNumber = NOTHING

    @property
    def exact(self) -> bool:
        """Whether the number is the true one."""
        return self.slack == NOTHING

    @property
    def constant(self) -> Fraction | None:
        """The number, if it is the same for every product."""
        return None if self.number.variables or not self.exact else self.number.constant

    def times(self, factor: Fraction) -> "Between":
        """Return the number multiplied by a constant."""
        return Between(self.number.times(factor), self.slack.times(abs(factor)))


ZERO_AMOUNT = Between(NOTHING)


@dataclass(frozen=True, slots=True)
class StraightPiece:
    """A part of a function, from `low` to `high`, each end with it or not: there it is `slope · x + start`."""

    low: Fraction
    high: Fraction
    closed: tuple[bool, bool]
    slope: Fraction
    start: Fraction


def straight_pieces(
    function: Callable[[Fraction], Fraction], low: Fraction, high: Fraction, at: Iterable[Fraction]
) -> list[StraightPiece]:
    """Cut a function that is straight but for some points into pieces that touch in no point."""
    ends = [low, *sorted(point for point in set(at) if low < point < high), high]
    pieces: list[StraightPiece] = []
    for start, end in pairwise(ends):
        third = (end - start) / 3
        slope = (function(end - third) - function(start + third)) / third
        line = function(start + third) - slope * (start + third)
        mine = bool(not pieces or not pieces[-1].closed[1]) and function(start) == line + slope * start
        if not mine and (not pieces or not pieces[-1].closed[1]):
            pieces.append(StraightPiece(start, start, (True, True), ZERO, function(start)))
        pieces.append(StraightPiece(start, end, (mine, function(end) == line + slope * end), slope, line))
    if pieces and not pieces[-1].closed[1]:
        pieces.append(StraightPiece(high, high, (True, True), ZERO, function(high)))
    return pieces
