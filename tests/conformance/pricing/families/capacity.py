"""Capacity on demand: rights, prepaid time, commitments, ratchets, days that were kept, discounts of clouds."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from configurator.contracts.savings import HourlyUse, hour
from configurator.contracts.statement import Statement
from configurator.pricing.periods.calendar import days_from
from tests.conformance.pricing.asked import Answer, Called, NotExpressible, Phase, Quoted, Stated, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_formula
from tests.conformance.pricing.reading import total, unit_price
from tests.conformance.pricing.terms import number, rounded
from tests.conformance.pricing.words import EXACT, NUMBER, SERIES, asking, rounding_as, series, usage_charge

_SHARE: Final = re.compile(r"([0-9.]+) ?%")
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_PATTERN: Final = re.compile(
    r"([0-9]+) cores? x (?:(?P<time>[0-9]+) ?(?P<unit>h|min)[a-z]*/day x (?P<times>[0-9]+)|(?P<days>[0-9]+)) days?"
)
_START: Final = date(2026, 1, 1)
_RIGHTS: Final = {"cores.rights": "0"}


# ── temporary capacity ───────────────────────────────────────────────────────────────────────────────────────────────


def _prepaid_time(bonus: Mapping[str, str], installed: str = "0") -> dict[str, Any]:
    """Return an offer of cores without rights, whose use is drawn from a balance."""
    balance = {"unit": "core-days", "block": "1", "price": "0", **({"bonus": bonus} if bonus else {})}
    use = {"kind": "usage", "quantities": "cores", "measured": "minutes_over_rights", "draws": "days"}
    contract = {"levels": _RIGHTS, "charges": {"use": use}, "balances": {"days": balance}}
    cores = {"unit": "cores", "installed": installed, "rights": "0"}
    return {"resources": {"cores": cores}, "contracts": {"temporary": contract}}


def _scenario(contract: str, days: int, **keys: Any) -> dict[str, Any]:
    return {"contract": contract, "start": _START, "until": days_from(_START, days).end, **keys}


def _bonus(case: Case) -> Stated:
    """The balance on the first day holds the days that come with cores without rights."""
    bonus = {"amount": case.parameters["days_per_core"], "per": "cores.without_rights"}
    offer = _prepaid_time(bonus, case.input["icap_cores"])
    return Stated(offer, _scenario("temporary", 1), lambda statement: statement.balance("days"))


def _minutes(case: Case) -> Stated:
    pattern = _PATTERN.fullmatch(case.input["pattern"])
    if pattern is None:
        raise NotExpressible(f"{case.input['pattern']!r} is no pattern of use")
    days = int(pattern["times"] or pattern["days"])
    offer = _measured("minutes_over_rights")
    return Stated(offer, _scenario("temporary", days, active={"cores": _active(pattern, days)}), _quantity)


def _active(pattern: re.Match[str], days: int) -> list[dict[str, Any]]:
    """Return when cores are active: every day for some time, by the hour as often as it has hours; or all day."""
    each = {"from": _START, "until": days_from(_START, days).end, "units": pattern[1]}
    match pattern["unit"]:
        case "h":
            return [{**each, "at": f"{hour:02}:00", "minutes": "60"} for hour in range(int(pattern["time"]))]
        case "min":
            return [{**each, "at": "00:00", "minutes": pattern["time"]}]
        case _:
            return [each]


def _measured(measured: str, **keys: str) -> dict[str, Any]:
    """Return an offer of cores without rights, whose use costs one a unit."""
    use = {"kind": "usage", "quantities": "cores", "measured": measured, "price": "1", **keys}
    cores = {"unit": "cores", "installed": "0", "rights": "0"}
    return {
        "resources": {"cores": cores},
        "contracts": {"temporary": {"levels": _RIGHTS, "charges": {"use": use}}},
    }


def _quantity(statement: Statement) -> Answer:
    """Return what a statement comes to, at a price of one a unit."""
    return statement.total


def _unreturned(case: Case) -> Stated:
    """Keep units without rights for some days after those that were requested, and count those days."""
    units = next(value for name, value in case.input.items() if not name.endswith("_days"))
    requested, extra = (int(case.input.get(name, "0")) for name in ("requested_days", "extra_days"))
    kept = days_from(days_from(_START, requested).end, extra)
    scenario = {"contract": "temporary", "start": kept.start, "until": days_from(kept.end, 1).end}
    uses = [{"from": kept.start, "until": kept.end, "value": units}] if extra else []
    return Stated(_measured("days_over_rights", missing="zero"), {**scenario, "use": {"cores": uses}}, _quantity)


# ── commitments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _committed(case: Case) -> Quoted:
    """What was used, but at least a share of what was requested, and the minimum of the contract."""
    given = {**case.parameters, **case.input}
    used = [value for name, value in given.items() if name.startswith(("actual", "used"))]
    least = [value for name, value in given.items() if name.startswith("minimum")]
    requested = [value for name, value in given.items() if name.startswith("requested")]
    return _at_least(case, case.parameters["committed_percent"], requested, used, [{"minimum_spend": x} for x in least])


def _demand(case: Case) -> Quoted:
    """What was used, but at least a share of the highest earlier peak."""
    share = _SHARE.search(case.parameters["rule"])
    if share is None:
        raise NotExpressible(f"{case.parameters['rule']!r} is no ratchet")
    peaks = [each for name, value in case.input.items() if name.startswith("previous") for each in _figures(value)]
    used = [each for name, value in case.input.items() if not name.startswith("previous") for each in _figures(value)]
    return _at_least(case, share[1], peaks, used, [])


def _at_least(case: Case, percent: str, peaks: list[str], used: list[str], modifiers: list[dict[str, str]]) -> Quoted:
    charge = {
        "model": "per_unit",
        "price": "1",
        "quantities": "usage.used",
        "measured": "high_water",
        "ratchet": {"percent": percent, "of": "usage.peaks"},
        "modifiers": modifiers,
    }
    book = {
        "parameters": asking(used=SERIES, peaks=SERIES),
        "rounding": rounding_as(case),
        "charges": {"usage": charge},
    }
    return Quoted(book, total, [Phase({"usage.used": series(used), "usage.peaks": series(peaks)})])


def _figures(given: Any) -> list[str]:
    """Return the numbers of a value; words such as `far lower` hold none."""
    values = given if isinstance(given, list) else [given]
    return [each for each in values if _NUMBER.fullmatch(str(each))]


# ── clouds ───────────────────────────────────────────────────────────────────────────────────────────────────────────

ON_DEMAND: Final = ("on_demand", "od_rate", "rate")
"""What the rate on demand is called."""


def _rate_card(case: Case) -> Quoted | Called:
    """Every kind of use at its rate of the plan; a commitment is the least that an hour costs.

    Where rates on demand differ, what exceeds a commitment is covered by saving, which no book can say.
    """
    uses = [_use(each) for each in case.input["usage"]]
    commitment = case.parameters.get("commitment_per_hour")
    if commitment is not None and any(plan != on_demand for _, plan, on_demand in uses):
        hourly = [HourlyUse(number(quantity), number(rate), number(plan)) for quantity, plan, rate in uses]
        arguments = {"uses": hourly, "commitment": number(commitment)}
        return Called(hour, arguments, lambda result: rounded(case, result.due))
    lines = {
        f"use_{index}": {"model": "per_unit", "quantity": quantity, "price": plan}
        for index, (quantity, plan, _) in enumerate(uses, start=1)
    }
    stage = {"id": "commitment", "kind": "minimum", "amount": commitment or "0", "because": "published"}
    book = {"rounding": {**rounding_as(case), "at": "total"}, "charges": lines, "stages": [stage]}
    return Quoted(book, total)


def _use(given: Any) -> tuple[Any, Any, Any]:
    """Return a quantity with its rate in the plan, and its rate on demand where it has one."""
    if isinstance(given, list):
        quantity, plan, *others = given
        return quantity, plan, (others or [plan])[0]
    plan = next(given[key] for key in ("sp_rate", *ON_DEMAND) if key in given)
    return given["qty"], plan, next((given[key] for key in ON_DEMAND if key in given), plan)


def _sustained(case: Case) -> Quoted:
    """The discount of an hour of use: every band takes off what its factor lacks to the base rate."""
    tiers = [
        {"up_to": band["up_to_share_of_month"], "price": f"1 - {band['rate_factor']}"}
        for band in case.parameters["incremental"]
    ]
    charge = usage_charge("graduated", tiers=tiers, beyond="last_tier")
    book = {"parameters": asking(quantity=NUMBER), "rounding": EXACT, "charges": {"usage": charge}}
    return Quoted(book, unit_price(), [Phase({"usage.quantity": case.input["share_of_month"]})])


def _sustained_rate(case: Case) -> Quoted:
    charge = {"amount": case.parameters["base_hourly"], "modifiers": [{"multiply": case.input["rate_factor"]}]}
    return Quoted({"rounding": EXACT, "charges": {"usage": charge}}, total)


def _free_time(case: Case) -> Quoted:
    given = {**case.parameters, **case.input}
    counted = "samples" if "samples" in given else "days"
    hours = "" if counted == "samples" else " * 24"
    inputs = {"percentile": given["percentile"], counted: given[counted]}
    return by_formula(case, f"usage.{counted}{hours} * (100 - usage.percentile) / 100", inputs)


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
