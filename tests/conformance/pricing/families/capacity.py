"""Capacity on demand: rights, prepaid time, commitments, ratchets, days that were kept."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, Final

from configurator.contracts.activations import Activation
from configurator.contracts.capacity import Capacity, Change, stretches, unit_minutes_over_rights
from configurator.contracts.commitment import invoiced, share_of
from configurator.contracts.ledger import instant_access
from configurator.contracts.ratchets import Demand, floor_after
from configurator.contracts.savings import (
    Sustained,
    Use,
    at_plan_rates,
    hour,
    sustained_discount,
    sustained_rate,
)
from configurator.pricing.periods.day_count import share_of_days
from configurator.pricing.periods.levels import free_hours, free_samples
from tests.conformance.pricing.asked import Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import number, rounded

_SHARE: Final = re.compile(r"([0-9.]+) ?%")
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_MONTHS: Final = re.compile(r"([0-9]+) months?")
_PATTERN: Final = re.compile(
    r"([0-9]+) cores? x (?:(?P<time>[0-9]+) ?(?P<unit>h|min)[a-z]*/day x (?P<times>[0-9]+)|(?P<days>[0-9]+)) days?"
)
_BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)


# ── temporary capacity ───────────────────────────────────────────────────────────────────────────────────────────────


def _bonus(case: Case) -> Called:
    days, cores = number(case.parameters["days_per_core"]), number(case.input["icap_cores"])
    return Called(instant_access, {"per_unit": days, "units": cores})


def _minutes(case: Case) -> Called:
    found = _PATTERN.fullmatch(case.input["pattern"])
    if found is None:
        raise NotExpressible(f"{case.input['pattern']!r} is no pattern of use")
    cores = Capacity(active=number(found[1]))
    if found["time"]:
        time = int(found["time"])
        uses, each = int(found["times"]), timedelta(hours=time) if found["unit"] == "h" else timedelta(minutes=time)
    else:
        uses, each = 1, timedelta(days=int(found["days"]))
    return Called(_used, {"cores": cores, "each": each, "uses": uses})


def _used(cores: Capacity, each: timedelta, uses: int) -> Fraction:
    """Let cores without rights be active every day for some time, and return what the engine counts."""
    off = Capacity(active=-cores.active)
    days = [_BEGIN + timedelta(number) for number in range(uses)]
    changes = [Change(start, cores) for start in days] + [Change(start + each, off) for start in days]
    return unit_minutes_over_rights(stretches(changes, _BEGIN, max(change.at for change in changes)))


def _unreturned(case: Case) -> Called:
    days = ("requested_days", "extra_days")
    units = next(value for name, value in case.input.items() if name not in days)
    activation = Activation(number(units), *(number(case.input.get(name, "0")) for name in days))
    return Called(lambda: activation.unreturned)


# ── commitments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _committed(case: Case) -> Called:
    requested = next(value for name, value in case.input.items() if name.startswith("requested"))
    arguments = {"percent": number(case.parameters["committed_percent"]), "requested": number(requested)}
    given = {**case.parameters, **case.input}
    actual = [number(value) for name, value in given.items() if name.startswith(("actual", "used"))]
    least = [number(value) for name, value in given.items() if name.startswith("minimum")]
    if not actual and not least:
        return Called(share_of, arguments)
    committed = share_of(**arguments)
    return Called(invoiced, {"used": max(actual, default=committed), "committed": max((committed, *least))})


def _demand(case: Case) -> Called:
    rule = case.parameters["rule"]
    share, months = _SHARE.search(rule), _MONTHS.search(rule)
    if share is None or months is None:
        raise NotExpressible(f"{rule!r} is no ratchet")
    ratchet = Demand(share_of_days(number(share[1]), 100), int(months[1]))
    peaks = [each for name, value in case.input.items() if name.startswith("previous") for each in _figures(value)]
    actual = [each for name, value in case.input.items() if not name.startswith("previous") for each in _figures(value)]
    floor = floor_after(ratchet, number("0"), peaks)
    return Called(invoiced, {"used": max(actual, default=number("0")), "committed": floor})


def _figures(given: Any) -> list[Fraction]:
    """Return the numbers of a value; words such as `far lower` hold none."""
    values = given if isinstance(given, list) else [given]
    return [number(each) for each in values if _NUMBER.fullmatch(str(each))]


# ── clouds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rate_card(case: Case) -> Called:
    uses = [_use(each) for each in case.input["usage"]]
    commitment = case.parameters.get("commitment_per_hour")
    if commitment is None:
        return Called(at_plan_rates, {"uses": uses}, partial(rounded, case))
    return Called(hour, {"uses": uses, "commitment": number(commitment)}, lambda found: rounded(case, found.due))


ON_DEMAND = ("on_demand", "od_rate", "rate")
"""What the rate on demand is called."""


def _use(given: Any) -> Use:
    """Read a quantity with its plan rate and, where it has one, its rate on demand."""
    if isinstance(given, Sequence):
        quantity, rate, *others = given
        on_demand = others[0] if others else rate
    else:
        quantity, rate = given["qty"], next(given[key] for key in ("sp_rate", *ON_DEMAND) if key in given)
        on_demand = next((given[key] for key in ON_DEMAND if key in given), rate)
    return Use(number(quantity), number(on_demand), number(rate))


def _sustained(case: Case) -> Called:
    bands = [
        Sustained(number(band["up_to_share_of_month"]), number(band["rate_factor"]))
        for band in case.parameters["incremental"]
    ]
    return Called(sustained_discount, {"share": number(case.input["share_of_month"]), "bands": bands})


def _sustained_rate(case: Case) -> Called:
    arguments = {"base": number(case.parameters["base_hourly"]), "factor": number(case.input["rate_factor"])}
    return Called(sustained_rate, arguments)


def _free_time(case: Case) -> Called:
    given = {**case.parameters, **case.input}
    if "samples" in given:
        return Called(free_samples, {"percent": number(given["percentile"]), "samples": number(given["samples"])})
    return Called(free_hours, {"percent": number(given["percentile"]), "days": number(given["days"])})


TRANSLATIONS: Translations = {
    "bonus_capacity": _bonus,
    "commitment_rate_card": _rate_card,
    "committed_capacity": _committed,
    "demand_ratchet": _demand,
    "percentile_free_time": _free_time,
    "prepaid_drawdown_minutes": _minutes,
    "sustained_use_discount": _sustained,
    "sustained_use_rate": _sustained_rate,
    "unreturned_capacity_days": _unreturned,
}
