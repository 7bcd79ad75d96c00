"""Parts of periods: the calendar counts the days, and the book says what they cost."""

from datetime import date
from typing import Any, Final

from configurator.pricing.periods.calendar import Period, add_months, days_from, month_of, months_of, year_of
from configurator.pricing.periods.day_count import ACTUAL_DAYS, Basis, FixedMonths, count
from tests.conformance.pricing.asked import NotExpressible, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_formula
from tests.conformance.pricing.reading import total
from tests.conformance.pricing.terms import day, exclusive, inclusive, period

MONTHS: Final = {"month": 1, "quarter": 3, "semiannual": 6, "half-year": 6, "annual": 12, "year": 12}
SHARE: Final = "usage.days / usage.of"
OF_AMOUNT: Final = "usage.amount * usage.days / usage.of"


def _actual_days(case: Case) -> Quoted:
    part = exclusive(case.input["start"], case.input["end"])
    words = case.parameters.get("period", "month")
    return by_formula(case, SHARE, _days(part, period(words) if ".." in words else _from_start(part.start, words)))


def _days(part: Period, whole: Period, basis: Basis = ACTUAL_DAYS) -> dict[str, int]:
    """Return how many days a part and its period have."""
    return {"days": count(part.start, part.end, basis), "of": count(whole.start, whole.end, basis)}


def _from_start(start: date, words: str) -> Period:
    if "week" in words:
        return days_from(start, 7)
    months = next((number_of for word, number_of in MONTHS.items() if word in words), None)
    if months is None:
        raise NotExpressible(f"no period is called {words!r}")
    return Period(start, add_months(start, months))


def _fixed_month(case: Case) -> Quoted:
    days = int(case.parameters["fixed_days"])
    used = count(day(case.input["start"]), day(case.input["end"]), FixedMonths(days))
    return by_formula(case, SHARE, {"days": used, "of": days})


def _across_months(case: Case) -> Quoted:
    shares, inputs = _by_month(inclusive(case.input["start"], case.input["end"]))
    return by_formula(case, shares, inputs)


def _by_month(part: Period) -> tuple[str, dict[str, int]]:
    """Return the sum of a period's shares of calendar months, and the days that it needs."""
    inputs: dict[str, int] = {}
    for number, piece in enumerate(months_of(part), start=1):
        inputs |= {f"{name}_{number}": days for name, days in _days(piece, month_of(piece.start)).items()}
    numbers = [name.removeprefix("days_") for name in inputs if name.startswith("days_")]
    return " + ".join(f"usage.days_{number} / usage.of_{number}" for number in numbers), inputs


def _coefficient(case: Case) -> Quoted:
    if "days" in case.input:
        return by_formula(case, SHARE, {"days": case.input["days"], "of": case.input["days_in_period"]})
    part = _days_of(case)
    return by_formula(case, SHARE, _days(part, month_of(part.start)))


def _days_inclusive(case: Case) -> Quoted:
    part, given = _days_of(case), case.parameters
    if "monthly" in given:
        shares, inputs = _by_month(part)
        return by_formula(case, f"usage.monthly * ({shares})", {"monthly": given["monthly"], **inputs})
    if "yearly" in given:
        return by_formula(case, OF_AMOUNT, {"amount": given["yearly"], **_days(part, year_of(part.start))})
    price = given["period_price_minor" if "period_price_minor" in given else "period_price"]
    return by_formula(case, OF_AMOUNT, {"amount": price, **_days(part, period(given["period"]))})


def _days_of(case: Case) -> Period:
    """Return the days of a case, from `start` to `end` or `from` to `to`, both of which count."""
    first, last = ("from", "to") if "from" in case.input else ("start", "end")
    return inclusive(case.input[first], case.input[last])


def _commitment(case: Case) -> Quoted:
    amount = case.parameters["commitment_minor" if "commitment_minor" in case.parameters else "commitment"]
    inputs = {"amount": amount, "days": case.input["days"], "of": case.input["days_in_period"]}
    return by_formula(case, OF_AMOUNT, inputs)


def _one_time(case: Case) -> Quoted:
    quantity = {**case.input, **case.parameters}.get("quantity", "1")
    charge = {"model": "per_unit", "price": case.parameters["price"], "quantity": quantity}
    return Quoted({"charges": {"once": charge}}, total)


def _sum(case: Case) -> Quoted:
    """The carried level, and every change by its part of the period."""
    inputs: dict[str, Any] = {"carried": case.input.get("carried", "0")}
    terms = ["usage.carried"]
    for number, (quantity, words) in enumerate(case.input["deltas"], start=1):
        used, _, of = words.removesuffix("days").partition(" of ")
        of = of or case.parameters["days_in_period"]
        inputs |= {f"quantity_{number}": quantity, f"days_{number}": used.strip(), f"of_{number}": of.strip()}
        terms.append(f"usage.quantity_{number} * usage.days_{number} / usage.of_{number}")
    return by_formula(case, " + ".join(terms), inputs)


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
