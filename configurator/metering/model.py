"""Meters: which events count, and how a period's events aggregate to one exact quantity."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.source import Location


class Aggregation(StrEnum):
    """How the events of a period become one quantity."""

    COUNT = "count"
    """the number of events"""
    SUM = "sum"
    """the sum of their quantities"""
    MAX = "max"
    """the greatest quantity of one event: the high-water mark"""
    LAST = "last"
    """the quantity of the latest event; of several at one instant, of the greatest id"""
    UNIQUE = "unique"
    """the number of different values of the dimension `of`"""
    TIME_WEIGHTED = "time_weighted"
    """the level, weighted by how long it was held; the level before the period is carried into it"""
    WINDOWED_PEAK = "windowed_peak"
    """every window's value, and of these the sum, the greatest or the mean"""
    PERCENTILE = "percentile"
    """every window's value, and of these the one at a rank: what burstable bandwidth is billed by"""


class LevelEvent(StrEnum):
    """The meaning of a time-weighted meter's events."""

    LEVEL = "level"
    """the level from now on"""
    CHANGE = "change"
    """by how much the level changes"""


class WindowAggregation(StrEnum):
    """How the events of one window become its value."""

    SUM = "sum"
    MAX = "max"
    COUNT = "count"


class PeriodAggregation(StrEnum):
    """How the windows of a period become its quantity."""

    SUM = "sum"
    MAX = "max"
    MEAN = "mean"


class WindowRank(StrEnum):
    """Which window a percentile between two selects."""

    CEIL = "ceil"
    """the upper one: at least so many windows are not above it"""
    FLOOR = "floor"
    """the lower one, and never below the least"""


class EmptyWindow(StrEnum):
    """The treatment of windows without events."""

    ZERO = "zero"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Window:
    """The length of a window: a number of minutes, or, if `days`, of calendar days in the meters' time zone.

    Windows of minutes begin at the period's start; the last may be shorter.
    """

    minutes: int
    days: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """One meter. `by` are the dimensions that split its quantity; fields without a use for the aggregation are unused.

    `percent` is between 0 and 100. `per_hours` is the unit of time of a time-weighted quantity; 0 is the whole period,
    which makes it the average level.
    """

    id: str
    aggregation: Aggregation
    location: Location
    title: str = ""
    by: tuple[str, ...] = ()
    of: str = ""
    levels: LevelEvent = LevelEvent.LEVEL
    per_hours: int = 0
    window: Window | None = None
    inside: WindowAggregation = WindowAggregation.SUM
    over: PeriodAggregation = PeriodAggregation.SUM
    percent: Fraction = Fraction(95)
    rank: WindowRank = WindowRank.CEIL
    missing: EmptyWindow = EmptyWindow.ZERO


@dataclass(frozen=True, slots=True)
class Meters:
    """All meters of a file, by id; days and months begin at midnight of `time_zone`."""

    id: str
    time_zone: str
    meters: Mapping[str, Meter]
    digest: str


@dataclass(frozen=True, slots=True)
class Event:
    """One use: `id` names it for ever, so that it counts once however often it is sent.

    `at` is in microseconds since 1970-01-01 UTC. The quantity is a multiple of 0.000001 below 10^18. `dimensions` are
    texts by name.
    """

    id: str
    subject: str
    meter: str
    at: int
    quantity: Fraction
    dimensions: Mapping[str, str]
