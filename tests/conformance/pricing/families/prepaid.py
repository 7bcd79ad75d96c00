"""What was paid ahead or is included: drawdown, rollover, allowances over several months, as contracts say it."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from configurator.contracts.balances import MovementKind
from configurator.contracts.statement import Statement
from configurator.money import ZERO
from configurator.pricing.periods.calendar import add_months
from tests.conformance.pricing.asked import Answer, NotExpressible, Quoted, Stated, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_formula

_MONTHS: Final = re.compile(r"([0-9]+) months?")
_START: Final = date(2026, 1, 1)
_RESOURCES: Final = {"usage": {"unit": "units"}}


def _use_of(months: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the use of months, each on its first day, and nothing on the others."""
    firsts = [add_months(_START, number) for number, _ in enumerate(months)]
    none = {"from": _START, "until": add_months(_START, len(months)), "value": "0"}
    return [none, *({"from": first, "value": used} for first, used in zip(firsts, months, strict=True))]


def _stated(contract: dict[str, Any], months: Sequence[Any], read: Any) -> Stated:
    offer = {"resources": _RESOURCES, "contracts": {"ahead": contract}}
    until = add_months(_START, len(months))
    scenario = {"contract": "ahead", "start": _START, "until": until, "use": {"usage": _use_of(months)}}
    return Stated(offer, scenario, read)


# ── a balance ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _drawdown(case: Case) -> Stated:
    terms = case.parameters
    used = [value for name, value in case.input.items() if name.startswith("month")]
    if not used:
        raise NotExpressible("it is not said what each month used")
    charges = {
        "fee": {"kind": "recurring", "amount": terms.get("monthly_instalment", "0")},
        "use": {
            "kind": "usage",
            "quantities": "usage",
            "measured": "sum",
            "price": terms["unit_price"],
            "draws": "paid",
        },
    }
    surcharge = terms.get("overage_surcharge_percent", "0")
    balance = {"unit": "USD", "opening": terms["prepayment"], "block": "1", "price": "1", "short": "overage"}
    contract = {"charges": charges, "balances": {"paid": {**balance, "surcharge": surcharge}}}
    return _stated(contract, used, _last_month)


def _last_month(statement: Statement) -> Answer:
    """Return what the last month drew and came to."""
    last = statement.lines[-1].period
    draws = [each for each in statement.movements["paid"] if each.kind is MovementKind.DRAW and each.on >= last.start]
    return {
        "drawdown": draws[-1].drawn if draws else ZERO,
        "balance_after": statement.balance("paid"),
        "overage": _billed(statement, "paid"),
        "instalment": _billed(statement, "fee"),
    }


def _billed(statement: Statement, charge: str) -> Answer:
    """Return what a statement bills for a charge in its last month."""
    last = statement.lines[-1].period
    lines = (line for line in statement.lines if line.charge == charge and line.period == last)
    return next((line.amount for line in lines), ZERO)


def _rollover(case: Case) -> Stated:
    """A balance that is renewed after a month: what is unused goes into the next term."""
    given = case.input
    rollover = {"percent": "100", "only_if_not_smaller": "true" if ">=" in case.parameters["rule"] else "false"}
    balance = {
        "unit": "units", "opening": given["commit"], "block": given["renewal"], "price": "1", "term": "1 month",
        "rollover": rollover,
    }  # fmt: skip
    use = {"kind": "usage", "quantities": "usage", "measured": "sum", "draws": "paid"}
    contract = {"charges": {"use": use}, "balances": {"paid": balance}}
    return _stated(contract, [given["used"], "0"], lambda statement: statement.balance("paid"))


def _rounding(case: Case) -> Quoted:
    rounded = by_formula(case, "usage.credits", {"credits": case.input["credits"]})
    return Quoted({**rounded.book, "rounding": {"places": case.parameters["places"]}}, rounded.read, rounded.phases)


# ── allowances over several months ───────────────────────────────────────────────────────────────────────────────────


def _window(settling: str, case: Case) -> Stated:
    periods = _MONTHS.search(case.parameters["window"])
    allowance = {
        "free": case.parameters["included_per_month"],
        "periods": periods[1] if periods else "1",
        "settling": settling,
    }
    price = case.parameters["overage_price"]
    use = {"kind": "usage", "quantities": "usage", "measured": "sum", "allowance": allowance, "price": price}
    used = next(value for name, value in case.input.items() if name.startswith("usage"))
    return _stated({"charges": {"use": use}}, used, lambda statement: [line.amount for line in statement.lines])


TRANSLATIONS: Translations = {
    "overage_rolling_window_asap": partial(_window, "consecutive"),
    "overage_rolling_window_end": partial(_window, "sliding"),
    "prepaid_credit_rounding": _rounding,
    "prepaid_drawdown": _drawdown,
    "prepaid_rollover_on_equal_renewal": _rollover,
}
