"""Months, days and billing cycles."""

from datetime import datetime
from functools import partial
from typing import Final

from configurator.pricing.periods.calendar import add_months, calendar_days, time_zone
from configurator.pricing.periods.cycles import Before, billed_by, number_of
from configurator.pricing.periods.day_count import FixedMonths, count
from tests.conformance.pricing.asked import Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import day, moment, places_of, rounded

MONTHS: Final = {
    "monthly": 1, "bimonthly": 2, "quarterly": 3, "triannual": 4, "biannual": 6, "semiannual": 6, "annual": 12,
    "yearly": 12, "biennial": 24, "triennial": 36,
}  # fmt: skip


def _add_month(case: Case) -> Called:
    arguments = {
        "day": day(case.input["date"]),
        "months": int(case.input.get("months", "1")),
        "anchor": int(case.parameters["anchor_day"]) if "anchor_day" in case.parameters else None,
    }
    return Called(add_months, arguments)


def _cycles(case: Case) -> Called:
    end, period = case.input.get("end"), case.parameters["period"].lower()
    if period not in MONTHS:
        raise NotExpressible(f"billing cycles have no period {period!r}")
    arguments = {
        "start": day(case.input["start"]),
        "months": MONTHS[period],
        "billing_day": int(case.parameters["billing_cycle_day"]),
        "target": day(case.input["target"]),
        "end": None if end is None else day(end),
        "before": Before.SAME_DAY,
    }
    places = places_of(case.parameters.get("fraction", case.rounding or ""))
    return Called(billed_by, arguments, partial(number_of, places=places))


def _days_in_zone(case: Case) -> Called:
    def days(start: datetime, end: datetime, zone: str) -> int:
        return calendar_days(start, end, time_zone(zone))

    arguments = {
        "start": moment(case.input["start_utc"]),
        "end": moment(case.input["end_utc"]),
        "zone": case.parameters["timezone"],
    }
    return Called(days, arguments)


def _fixed_days(case: Case) -> Called:
    basis = FixedMonths(int(case.parameters["fixed_days"]))
    arguments = {"start": day(case.input["start"]), "end": day(case.input["end"]), "basis": basis}
    return Called(count, arguments, partial(rounded, case))


TRANSLATIONS: Translations = {
    "add_month_clamped": _add_month,
    "billing_cycles_in_advance": _cycles,
    "calendar_days_in_timezone": _days_in_zone,
    "days_between_fixed_month": _fixed_days,
}
