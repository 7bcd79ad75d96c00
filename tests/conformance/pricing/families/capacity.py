"""Capacity on demand: rights, prepaid time, commitments, ratchets, days that were kept."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, Final

from configurator.catalog.model import Text
from configurator.contracts.balances import Account
from configurator.contracts.capacity import Capacity, CapacityChange, stretches, unit_minutes_over_rights
from configurator.contracts.measuring import measure
from configurator.contracts.model import (
    BalanceTerms,
    Bonus,
    CapacityLevel,
    LevelKind,
    LevelShare,
    OverRights,
    UsageCharge,
)
from configurator.contracts.savings import HourlyUse, SustainedBand, at_plan_rates, hour, sustained_discount
from configurator.contracts.statement import ContractActivity
from configurator.contracts.terms import BilledQuantity, Ratchet, RatchetBasis, UsageHistory
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import NO_AMOUNT
from configurator.pricing.amounts import Case as AmountCase
from configurator.pricing.charge_models import PerUnit, plain_value, rate
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.levels import free_hours, free_samples
from configurator.source import Location
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
_HERE: Final = Location("case", 1, 1)
_TITLE: Final = Text({"en": "Capacity"}, "en")


# ── temporary capacity ───────────────────────────────────────────────────────────────────────────────────────────────


def _bonus(case: Case) -> Called:
    days, cores = number(case.parameters["days_per_core"]), number(case.input["icap_cores"])
    return Called(_bonus_of, {"days": days, "cores": cores})


def _bonus_of(days: Fraction, cores: Fraction) -> Fraction:
    """Open an account whose bonus comes with cores without rights, and return what is there."""
    bonus = Bonus(days, CapacityLevel("cores", LevelKind.WITHOUT_RIGHTS))
    account = Account(BalanceTerms("days", _TITLE, "core-days", ONE, NO_AMOUNT, _HERE, bonus=bonus))
    account.open(_BEGIN.date(), {CapacityLevel("cores", LevelKind.INSTALLED): cores})
    return account.balance.amount


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
    changes = [CapacityChange(start, cores) for start in days] + [CapacityChange(start + each, off) for start in days]
    return unit_minutes_over_rights(stretches(changes, _BEGIN, max(change.at for change in changes)))


def _unreturned(case: Case) -> Called:
    names = ("requested_days", "extra_days")
    units = next(value for name, value in case.input.items() if name not in names)
    requested, extra = (int(case.input.get(name, "0")) for name in names)
    return Called(_unit_days, {"units": number(units), "first": requested, "days": extra})


def _unit_days(units: Fraction, first: int, days: int) -> Fraction:
    """Keep units without rights active until some days after those that were requested; return what those count."""
    begin = _BEGIN.date() + timedelta(first)
    charge = UsageCharge("days", _TITLE, "cores", OverRights(0, days=True), PerUnit(NO_AMOUNT), _HERE)
    activity = ContractActivity(_BEGIN.date(), begin + timedelta(days), {"cores": {_BEGIN.date(): units}})
    return measure(charge, activity, Period(begin, begin + timedelta(days)), {}, UTC).quantity if days else ZERO


# ── commitments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _committed(case: Case) -> Called:
    requested = next(value for name, value in case.input.items() if name.startswith("requested"))
    arguments = {"percent": number(case.parameters["committed_percent"]), "requested": number(requested)}
    given = {**case.parameters, **case.input}
    actual = [number(value) for name, value in given.items() if name.startswith(("actual", "used"))]
    least = [number(value) for name, value in given.items() if name.startswith("minimum")]
    if not actual and not least:
        return Called(_share_of, arguments)
    committed = _share_of(**arguments)
    return Called(_invoiced, {"used": max(actual, default=committed), "committed": max((committed, *least))})


def _share_of(percent: Fraction, requested: Fraction) -> Fraction:
    level = CapacityLevel("storage", LevelKind.REQUESTED)
    return LevelShare(percent, level).units({level: requested})


def _invoiced(used: Fraction, committed: Fraction) -> Fraction:
    return BilledQuantity(used, committed).invoiced


def _demand(case: Case) -> Called:
    rule = case.parameters["rule"]
    share, months = _SHARE.search(rule), _MONTHS.search(rule)
    if share is None or months is None:
        raise NotExpressible(f"{rule!r} is no ratchet")
    ratchet = Ratchet(number(share[1]), RatchetBasis.USED, int(months[1]))
    peaks = [each for name, value in case.input.items() if name.startswith("previous") for each in _figures(value)]
    actual = [each for name, value in case.input.items() if not name.startswith("previous") for each in _figures(value)]
    floor = ratchet.floor(ZERO, UsageHistory(measured=peaks))
    return Called(_invoiced, {"used": max(actual, default=number("0")), "committed": floor})


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


def _use(given: Any) -> HourlyUse:
    """Read a quantity with its plan rate and, where it has one, its rate on demand."""
    if isinstance(given, Sequence):
        quantity, rate, *others = given
        on_demand = others[0] if others else rate
    else:
        quantity, rate = given["qty"], next(given[key] for key in ("sp_rate", *ON_DEMAND) if key in given)
        on_demand = next((given[key] for key in ON_DEMAND if key in given), rate)
    return HourlyUse(number(quantity), number(on_demand), number(rate))


def _sustained(case: Case) -> Called:
    bands = [
        SustainedBand(number(band["up_to_share_of_month"]), number(band["rate_factor"]))
        for band in case.parameters["incremental"]
    ]
    return Called(sustained_discount, {"share": number(case.input["share_of_month"]), "bands": bands})


def _sustained_rate(case: Case) -> Called:
    factor = (AmountCase(number(case.input["rate_factor"]), _HERE),)
    base = number(case.parameters["base_hourly"])
    return Called(rate, {"model": PerUnit(factor), "usage": base, "value_of": plain_value}, lambda found: found.amount)


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
