"""Levels over time: averages weighted by time, highest levels."""

import re
from datetime import date
from typing import Any, Final

from configurator.pricing.periods.calendar import Period, month_of
from configurator.pricing.periods.day_count import count
from tests.conformance.pricing.asked import NotExpressible, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_formula
from tests.conformance.pricing.families.tiers import by_readings
from tests.conformance.pricing.terms import day, period
from tests.conformance.pricing.words import series

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LEVEL: Final = re.compile(r"([0-9.]+) from ([0-9]{4}-[0-9]{2}-[0-9]{2})")


def _average(case: Case) -> Quoted:
    given, deltas = case.parameters, case.input["deltas_at_hour"]
    average, inputs = _averaged(deltas, given["period_hours"], _carried(given, bool(deltas)))
    return by_formula(case, average, inputs)


def _carried(given: Any, changed: bool) -> str:
    """Return the level before the period.

    `recurring` is what all groups carry over: it is that of a group which did not change; a group that appears within
    the period begins at 0.
    """
    words = given.get("carried", given.get("carried_level", "0" if changed else given.get("recurring", "0")))
    level = _NUMBER.search(words)
    return level[0] if level else "0"


def _averaged(deltas: Any, length: Any, carried: str) -> tuple[str, dict[str, Any]]:
    """Return the average of a level as an expression: each change counts until the end of the period."""
    terms, inputs = ["usage.carried"], {"carried": carried, "length": length}
    for number, (when, delta) in enumerate(deltas, start=1):
        inputs |= {f"at_{number}": when, f"delta_{number}": delta}
        terms.append(f"usage.delta_{number} * (usage.length - usage.at_{number}) / usage.length")
    return " + ".join(terms), inputs


def _charge(case: Case) -> Quoted:
    whole = _period(case.parameters["period"])
    deltas = [(_since(whole, when), delta) for when, delta in _deltas(case)]
    average, inputs = _averaged(deltas, _since(whole, whole.end), case.parameters.get("carried_level", "0"))
    price = "usage.price * 100" if "minor" in case.unit else "usage.price"
    return by_formula(case, f"{price} * ({average})", {"price": case.parameters["unit_price"], **inputs})


def _period(text: str) -> Period:
    return period(text) if ".." in text else month_of(day(f"{text}-01"))


def _since(whole: Period, when: date) -> int:
    return count(whole.start, when)


def _deltas(case: Case) -> list[tuple[date, str]]:
    if "deltas" in case.input:
        return [(day(when), delta) for when, delta in case.input["deltas"]]
    if "level" not in case.input and "carried_level" in case.parameters:
        return []
    level = _LEVEL.fullmatch(case.input["level"])
    if level is None:
        raise NotExpressible(f"{case.input['level']!r} is no level")
    return [(day(level[2]), level[1])]


def _highest(case: Case) -> Quoted:
    levels = next((value for value in case.input.values() if isinstance(value, list)), None)
    if levels is None:
        raise NotExpressible("it is not said which levels there were")
    return by_readings(case, {"model": "per_unit", "price": "1", "measured": "high_water"}, series(levels))


TRANSLATIONS: Translations = {
    "high_water_mark_quantity": _highest,
    "time_weighted_average": _average,
    "time_weighted_average_charge": _charge,
}
