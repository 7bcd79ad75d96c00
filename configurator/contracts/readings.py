"""What a resource was used, day by day, and the one quantity that a period is billed by.

Readings are missing sometimes; what then counts is a rule of the contract, and every figure that a rule filled in is
told apart from what was read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.levels import Rank, high_water_mark, percentile

NOTHING = Fraction(0)


class Missing(StrEnum):
    """What a day without a reading counts as: the reading before it, nothing, or an estimate of the contract."""

    COPY_LAST = "copy_last"
    ZERO = "zero"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class MissingRule:
    """How missing days are filled; `estimate` is what one counts as where they are estimated."""

    kind: Missing = Missing.COPY_LAST
    estimate: Fraction = NOTHING


class Measure(StrEnum):
    """How the readings of a period become one quantity."""

    AVERAGE = "average"
    PEAK = "peak"
    LAST = "last"
    SUM = "sum"
    PERCENTILE = "percentile"


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """A measure; percent and rank are those of a percentile."""

    kind: Measure = Measure.AVERAGE
    percent: Fraction = Fraction(95)
    rank: Rank = Rank.CEILING


@dataclass(frozen=True, slots=True)
class Reading:
    """What counts for a day; `filled` where no reading came."""

    day: date
    value: Fraction
    filled: bool = False


def complete(
    readings: Mapping[date, Fraction], period: Period, contract: Period, rule: MissingRule, before: Fraction = NOTHING
) -> tuple[Reading, ...]:
    """Return one reading for every day of a period. Days outside of the contract count as 0.

    A missing day takes the last reading before it where the rule is to copy; `before` is the last one of an earlier
    period.
    """
    last, found = before, []
    for number in range(period.days):
        day = period.start + timedelta(number)
        given = readings.get(day)
        if given is not None:
            last = given
        found.append(Reading(day, given, False) if given is not None else _filled(day, contract, last, rule))
    return tuple(found)


def measured(values: Sequence[Fraction], rule: MeasureRule) -> Fraction:
    """Return the one quantity of a period; of no readings it is 0."""
    match rule.kind:
        case Measure.AVERAGE:
            return sum(values, NOTHING) / len(values) if values else NOTHING
        case Measure.PEAK:
            return high_water_mark(values)
        case Measure.LAST:
            return values[-1] if values else NOTHING
        case Measure.SUM:
            return sum(values, NOTHING)
        case Measure.PERCENTILE:
            return percentile(values, rule.percent, rule.rank)
        case _:
            assert_never(rule.kind)


def _filled(day: date, contract: Period, last: Fraction, rule: MissingRule) -> Reading:
    if day not in contract:
        return Reading(day, NOTHING)
    match rule.kind:
        case Missing.COPY_LAST:
            return Reading(day, last, True)
        case Missing.ZERO:
            return Reading(day, NOTHING, True)
        case Missing.ESTIMATE:
            return Reading(day, rule.estimate, True)
        case _:
            assert_never(rule.kind)
