"""Levels over time: averages weighted by time, highest levels."""

import re
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final

from configurator.pricing.periods.calendar import Period, month_of
from configurator.pricing.periods.change import instalment
from configurator.pricing.periods.day_count import count
from configurator.pricing.periods.levels import high_water_mark, time_weighted
from tests.conformance.pricing.asked import Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import day, number, numbers, period, rounded

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LEVEL: Final = re.compile(r"([0-9.]+) from ([0-9]{4}-[0-9]{2}-[0-9]{2})")


def _average(case: Case) -> Called:
    given = case.parameters
    carried = _NUMBER.search(given.get("recurring", given.get("carried", given.get("carried_level", ""))))
    if "group" in case.note and case.input["deltas_at_hour"]:
        carried = None  # what was carried over had no group, and so is none of this one's
    arguments = {
        "deltas": [(number(hour), number(delta)) for hour, delta in case.input["deltas_at_hour"]],
        "length": number(given["period_hours"]),
        "carried": number(carried[0]) if carried else number("0"),
    }
    return Called(time_weighted, arguments, partial(rounded, case))


def _charge(case: Case) -> Called:
    whole = _period(case.parameters["period"])
    arguments = {
        "deltas": [(_since(whole, when), number(delta)) for when, delta in _deltas(case)],
        "length": _since(whole, whole.end),
        "carried": number(case.parameters.get("carried_level", "0")),
        "unit_price": number(case.parameters["unit_price"]),
    }
    return Called(_charged, arguments, partial(_minor, case))


def _charged(
    deltas: list[tuple[Fraction, Fraction]], length: Fraction, carried: Fraction, unit_price: Fraction
) -> Fraction:
    return instalment(unit_price, time_weighted(deltas, length, carried))


def _minor(case: Case, found: Fraction) -> Fraction:
    """Let the engine round an amount to minor units."""
    return rounded(case, instalment(number("100"), found)) if "minor" in case.unit else rounded(case, found)


def _period(text: str) -> Period:
    return period(text) if ".." in text else month_of(day(f"{text}-01"))


def _since(whole: Period, when: date) -> Fraction:
    return number(count(whole.start, when))


def _deltas(case: Case) -> list[tuple[date, str]]:
    if "deltas" in case.input:
        return [(day(when), delta) for when, delta in case.input["deltas"]]
    if "level" not in case.input and "carried_level" in case.parameters:
        return []
    found = _LEVEL.fullmatch(case.input["level"])
    if found is None:
        raise NotExpressible(f"{case.input['level']!r} is no level")
    return [(day(found[2]), found[1])]


def _highest(case: Case) -> Called:
    levels = next((value for value in case.input.values() if isinstance(value, list)), None)
    if levels is None:
        raise NotExpressible("it is not said which levels there were")
    return Called(high_water_mark, {"levels": numbers(levels)})


TRANSLATIONS: Translations = {
    "high_water_mark_quantity": _highest,
    "time_weighted_average": _average,
    "time_weighted_average_charge": _charge,
}
