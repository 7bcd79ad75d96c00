"""Parts of periods: shares, prorated amounts and quantities."""

from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Final

from configurator.pricing.periods.calendar import Period, add_months, month_of, year_of
from configurator.pricing.periods.day_count import FixedMonths, count, share, share_of_days
from configurator.pricing.periods.proration import over_months, prorated, prorated_days, share_by_month, weighted
from tests.conformance.pricing.asked import Called, NotExpressible, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.reading import total
from tests.conformance.pricing.terms import day, exclusive, inclusive, number, period, rounded

MONTHS: Final = {"month": 1, "quarter": 3, "semiannual": 6, "half-year": 6, "annual": 12, "year": 12}


def _actual_days(case: Case) -> Called:
    part = exclusive(case.input["start"], case.input["end"])
    words = case.parameters.get("period", "month")
    whole = period(words) if ".." in words else _from_start(part.start, words)
    return Called(share, {"part": part, "whole": whole}, partial(rounded, case))


def _from_start(start: date, words: str) -> Period:
    months = next((number_of for word, number_of in MONTHS.items() if word in words), None)
    if "week" in words:
        return Period(start, start + timedelta(weeks=1))
    if months is None:
        raise NotExpressible(f"no period is called {words!r}")
    return Period(start, add_months(start, months))


def _fixed_month(case: Case) -> Called:
    days = int(case.parameters["fixed_days"])
    used = count(day(case.input["start"]), day(case.input["end"]), FixedMonths(days))
    return Called(share_of_days, {"days": used, "of": days}, partial(rounded, case))


def _across_months(case: Case) -> Called:
    part = inclusive(case.input["start"], case.input["end"])
    return Called(share_by_month, {"part": part}, partial(rounded, case))


def _coefficient(case: Case) -> Called:
    if "days" in case.input:
        arguments = {"days": number(case.input["days"]), "of": number(case.input["days_in_period"])}
        return Called(share_of_days, arguments, partial(rounded, case))
    part = _days_of(case)
    return Called(share, {"part": part, "whole": month_of(part.start)}, partial(rounded, case))


def _days_inclusive(case: Case) -> Called:
    part = _days_of(case)
    if "monthly" in case.parameters:
        monthly = number(case.parameters["monthly"])
        return Called(over_months, {"monthly": monthly, "part": part}, partial(rounded, case))
    if "yearly" in case.parameters:
        arguments = {"amount": number(case.parameters["yearly"]), "part": part, "whole": year_of(part.start)}
        return Called(prorated, arguments, partial(rounded, case))
    price = case.parameters["period_price_minor" if "period_price_minor" in case.parameters else "period_price"]
    arguments = {"amount": number(price), "part": part, "whole": period(case.parameters["period"])}
    return Called(prorated, arguments, partial(rounded, case))


def _days_of(case: Case) -> Period:
    """Return the days of a case, from `start` to `end` or `from` to `to`, both of which count."""
    first, last = ("from", "to") if "from" in case.input else ("start", "end")
    return inclusive(case.input[first], case.input[last])


def _commitment(case: Case) -> Called:
    amount = case.parameters["commitment_minor" if "commitment_minor" in case.parameters else "commitment"]
    arguments = {
        "amount": number(amount),
        "days": number(case.input["days"]),
        "of": number(case.input["days_in_period"]),
    }
    return Called(prorated_days, arguments, partial(rounded, case))


def _one_time(case: Case) -> Quoted:
    quantity = {**case.input, **case.parameters}.get("quantity", "1")
    charge = {"model": "per_unit", "price": case.parameters["price"], "quantity": quantity}
    return Quoted({"charges": {"once": charge}}, total)


def _sum(case: Case) -> Called:
    deltas = [(number(quantity), _part(words, case)) for quantity, words in case.input["deltas"]]
    arguments = {"deltas": deltas, "carried": number(case.input.get("carried", "0"))}
    return Called(weighted, arguments, partial(rounded, case))


def _part(words: str, case: Case) -> Fraction:
    """Read `6 of 31 days`, or so many days of the period of the case."""
    used, _, of = words.removesuffix("days").partition(" of ")
    return share_of_days(number(used), number(of or case.parameters["days_in_period"]))


TRANSLATIONS: Translations = {
    "minimum_commitment_prorated": _commitment,
    "one_time_never_prorated": _one_time,
    "prorated_sum": _sum,
    "proration_30_day_month": _fixed_month,
    "proration_across_months": _across_months,
    "proration_actual_days": _actual_days,
    "proration_coefficient": _coefficient,
    "proration_days_inclusive": _days_inclusive,
}
