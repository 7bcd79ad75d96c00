"""Words of the published cases read as the engine's own terms: dates, shares, roundings, periods."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final

from configurator.money import Rounding, exponent, round_to
from configurator.pricing.periods.allocation import unit_of
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.day_count import End, period_of
from tests.conformance.pricing import words
from tests.conformance.pricing.asked import NotExpressible
from tests.conformance.pricing.cases import Case

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_DAY: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
PLAIN_YEAR: Final = "2023"
"""The year of days that were published without one."""


def number(text: Any) -> Fraction:
    """Read a number."""
    return Fraction(text)


def numbers(texts: Sequence[Any]) -> list[Fraction]:
    """Read numbers."""
    return [Fraction(text) for text in texts]


def day(text: str) -> date:
    """Read a day: `2024-05-20`, `05-20` of a plain year, `2024-01-31 inclusive`."""
    found = _DAY.match(text)
    if found is None:
        raise NotExpressible(f"{text!r} is no day")
    return date.fromisoformat(f"{found[1] or PLAIN_YEAR}-{found[2]}-{found[3]}")


def moment(text: str) -> datetime:
    """Read a moment in UTC."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def inclusive(first: str, last: str) -> Period:
    """Read a period of which both days are written down."""
    return period_of(day(first), day(last), End.INCLUSIVE)


def exclusive(first: str, end: str) -> Period:
    """Read a period whose end is the day after its last."""
    return period_of(day(first), day(end))


def period(text: str) -> Period:
    """Read `2024-03-01..2024-03-31 inclusive`, `2024-03` or `2024-04-15..2024-07-14 (91 days)`."""
    first, _, last = text.partition("..")
    return exclusive(first, last) if "exclusive" in text else inclusive(first, last)


def places_of(text: str) -> int | None:
    """Return how many places `9 places half-up` has; None where it says none, or those of a currency."""
    found = words.places_of(text)
    return None if found in (None, "currency") else int(found)


def step_of(case: Case) -> Fraction:
    """Return what the figure of a case is a multiple of: by its rounding, or by its unit."""
    places = places_of(case.rounding or "")
    if places is not None:
        return unit_of(places)
    if "minor" in case.unit:
        return unit_of(0)
    named = case.unit if _CURRENCY.fullmatch(case.unit) else "USD"
    return unit_of(exponent(case.parameters.get("currency", named)))


def mode_of(case: Case) -> Rounding:
    """Return the rounding of a case; half up where it says none."""
    return Rounding(words.rounding_mode(case.rounding or ""))


def rounded(case: Case, value: Fraction) -> Fraction:
    """Let the engine round as the case says; where it says nothing and is no money, not at all."""
    money = case.unit not in ("ratio", "units", "days", "billing cycles", "hours", "kW", "GB")
    if (case.rounding is None and not money) or case.rounding in ("none", "exact", "unrounded"):
        return value
    return round_to(value, step_of(case), mode_of(case))
