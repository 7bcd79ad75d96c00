"""Bounds of an amount or a condition without an exact form: a number within an interval, an undecided truth.

Both are exact functions of a program's variables, so a bound tightens as the product is decided.
"""

from dataclasses import dataclass
from fractions import Fraction

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
