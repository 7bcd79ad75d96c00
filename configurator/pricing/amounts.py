"""Amounts that depend on the day and on conditions, as a book writes them down."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.language.checked import CheckedExpression
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Case:
    """One value of an amount: in force in an interval of days, where `when` holds, for a reason.

    `existing` is the day from which it holds for existing customers; without one, it reaches them with everyone else. A
    number is exact, in the book's currency (or percent, for a percentage); an expression is evaluated per
    configuration.
    """

    value: Fraction | CheckedExpression
    location: Location
    interval: Interval = ALWAYS
    when: CheckedExpression | None = None
    because: Text | None = None
    existing: date | None = None

    def __hash__(self) -> int:
        """Hash by where the case is written: cheap, and hardly any two cases of a charge share it."""
        return hash((self.location.line, self.location.column))


Amount = tuple[Case, ...]
"""Of the cases in force on the day, the first that applies gives the value."""

NO_AMOUNT: Amount = ()


def both(left: Interval, right: Interval) -> Interval:
    """Return the days that are in both intervals; an empty one where they do not meet."""
    if left in (ALWAYS, right):
        return right
    if right == ALWAYS:
        return left
    starts = [day for day in (left.start, right.start) if day is not None]
    ends = [day for day in (left.end, right.end) if day is not None]
    return Interval(max(starts, default=None), min(ends, default=None))
