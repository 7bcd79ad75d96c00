"""The gate for meters: the bytes of a file in; meters that hold, or every problem at once, out."""

import re
from fractions import Fraction
from pathlib import PurePath
from typing import Final

from configurator.errors import InvalidRequest
from configurator.metering import codes
from configurator.metering.limits import PERCENT_PARTS
from configurator.metering.model import (
    Aggregation,
    EmptyWindow,
    LevelEvent,
    Meter,
    Meters,
    PeriodAggregation,
    Window,
    WindowAggregation,
    WindowRank,
)
from configurator.metering.shape import MeterShape, MetersShape
from configurator.pricing.periods.calendar import time_zone
from configurator.problems import Problem, ProblemCode, errors_in, in_order
from configurator.reading.files import Files
from configurator.reading.message_parts import quoted
from configurator.reading.shape import Word
from configurator.reading.yaml import document_of
from configurator.source import Location

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,99}", re.ASCII)
_WINDOW: Final = re.compile(r"([1-9][0-9]{0,4}) (min|minute|hour|day)s?", re.ASCII)
_DAY: Final = 24 * 60
_PER: Final = {"period": 0, "hour": 1, "day": 24}

USES: Final = {
    Aggregation.UNIQUE: ({"of"}, {"of"}),
    Aggregation.TIME_WEIGHTED: (set(), {"levels", "per"}),
    Aggregation.WINDOWED_PEAK: ({"window"}, {"window", "inside", "over", "missing"}),
    Aggregation.PERCENTILE: ({"window", "percent"}, {"window", "inside", "percent", "rank", "missing"}),
}
"""Which keys an aggregation needs, and which it has a use for; those without an entry take none of them."""

_KEYS: Final = ("of", "levels", "per", "window", "inside", "over", "percent", "rank", "missing")


def load_meters(data: bytes, file: str) -> tuple[Meters | None, tuple[Problem, ...]]:
    """Read a file of meters. None where any problem is an error."""
    shape, problems = document_of(data, file, MetersShape)
    if shape is None:
        return None, problems
    building = _Building(list(problems))
    meters = building.meters(shape, Files({PurePath(file).name: data}).digest)
    ordered = in_order(building.problems)
    return (None if errors_in(ordered) else meters), ordered


class _Building:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def meters(self, shape: MetersShape, digest: str) -> Meters:
        self._id(shape.meters, "meters")
        self._time_zone(shape.time_zone)
        results = {str(name): self._meter(name, each) for name, each in shape.definitions.items()}
        return Meters(str(shape.meters), str(shape.time_zone), results, digest)

    def _report(self, code: ProblemCode, location: Location, where: str, message: str, expected: str) -> None:
        self.problems.append(Problem(code, location, where, message, expected))

    def _id(self, name: Word, where: str) -> None:
        if not _ID.fullmatch(name):
            expected = "small letters, digits and _, beginning with a letter"
            self._report(codes.BAD_ID, name.location, where, f"{quoted(name)} is no id", expected)

    def _time_zone(self, name: Word) -> None:
        try:
            time_zone(name)
        except InvalidRequest:
            message, expected = f"{quoted(name)} is no time zone", "a name such as Europe/Berlin"
            self._report(codes.BAD_TIME_ZONE, name.location, "time_zone", message, expected)

    def _meter(self, name: Word, shape: MeterShape) -> Meter:
        where = f"definitions.{name}"
        self._id(name, where)
        aggregation = Aggregation(shape.aggregate)
        self._keys(aggregation, shape, where)
        return Meter(
            str(name),
            aggregation,
            shape.location,
            str(shape.title or name),
            tuple(dict.fromkeys(map(str, shape.by))),
            str(shape.of or ""),
            LevelEvent(shape.levels or "level"),
            _PER[shape.per or "period"],
            self._window(shape.window, where),
            WindowAggregation(shape.inside or ("max" if aggregation is Aggregation.WINDOWED_PEAK else "sum")),
            PeriodAggregation(shape.over or "sum"),
            self._percent(shape, where),
            WindowRank(shape.rank or "ceil"),
            EmptyWindow(shape.missing or "zero"),
        )

    def _keys(self, aggregation: Aggregation, shape: MeterShape, where: str) -> None:
        needed, useful = USES.get(aggregation, (set(), set()))
        for key in _KEYS:
            if key in needed and not shape.has(key):
                message, expected = f"`{key}` is missing", f"`{key}`, as {aggregation} needs it"
                self._report(codes.BAD_METER, shape.location, where, message, expected)
            elif shape.has(key) and key not in useful:
                message = f"`{key}` has no use where the meter aggregates by {aggregation}"
                self._report(codes.BAD_METER, shape.location_of(key), f"{where}.{key}", message, "no such key")

    def _window(self, given: Word | None, where: str) -> Window | None:
        if given is None:
            return None
        match = _WINDOW.fullmatch(given)
        number, unit = (int(match[1]), match[2]) if match else (0, "")
        minutes = number * {"min": 1, "minute": 1, "hour": 60, "day": _DAY}.get(unit, 0)
        if not match or minutes > _DAY or _DAY % minutes:
            message, expected = f"{quoted(given)} is no window", "a part of a day, such as 5 min, 1 hour or 1 day"
            self._report(codes.BAD_WINDOW, given.location, f"{where}.window", message, expected)
            return None
        return Window(minutes, days=minutes == _DAY)

    def _percent(self, shape: MeterShape, where: str) -> Fraction:
        given = Fraction(95) if shape.percent is None else Fraction(shape.percent)
        if not 0 <= given <= 100 or (given * PERCENT_PARTS / 100).denominator != 1:
            message, expected = "the percentile cannot be used", "a number from 0 to 100 with at most 4 decimals"
            self._report(codes.BAD_METER, shape.location_of("percent"), f"{where}.percent", message, expected)
        return given
