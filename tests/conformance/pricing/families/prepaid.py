"""What was paid ahead or is included: drawdown, rollover, allowances over several months."""

import re
from functools import partial
from typing import Final

from configurator.contracts.allowances import Allowance, Settling, overage
from configurator.contracts.ledger import Balance, Drawdown, Lot, Prepayment, Rollover, drawn, months_of, renewed
from configurator.pricing.periods.proration import rounded_share
from tests.conformance.pricing.asked import Answer, Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import number, numbers, rounded

_MONTHS: Final = re.compile(r"([0-9]+) months?")


def _drawdown(case: Case) -> Called:
    terms = case.parameters
    prepayment = Prepayment(
        number(terms["prepayment"]), number(terms["unit_price"]), number(terms.get("overage_surcharge_percent", "0"))
    )
    used = numbers([value for name, value in case.input.items() if name.startswith("month")])
    if not used:
        raise NotExpressible("it is not said what each month used")

    def read(found: tuple[Drawdown, ...]) -> Answer:
        last = found[-1]
        return {
            "drawdown": last.drawn,
            "balance_after": last.balance,
            "overage": last.overage,
            "instalment": number(terms.get("monthly_instalment", "0")),
        }

    return Called(months_of, {"prepayment": prepayment, "used": used}, read)


def _rollover(case: Case) -> Called:
    committed, renewal = number(case.input["commit"]), number(case.input["renewal"])
    left = drawn(Balance((Lot(committed),)), number(case.input["used"]))
    rollover = Rollover(only_if_not_smaller="renewal >= previous" in case.parameters["rule"])
    arguments = {"balance": left, "previous": committed, "renewal": renewal, "rollover": rollover}
    return Called(renewed, arguments, lambda found: found.amount)


def _rounding(case: Case) -> Called:
    arguments = {"value": number(case.input["credits"]), "places": int(case.parameters["places"])}
    return Called(rounded_share, arguments)


def _window(settling: Settling, case: Case) -> Called:
    periods = _MONTHS.search(case.parameters["window"])
    included = number(case.parameters["included_per_month"])
    allowance = Allowance(included, int(periods[1]) if periods else 1, settling)
    used = next(value for name, value in case.input.items() if name.startswith("usage"))
    arguments = {"allowance": allowance, "used": numbers(used), "price": number(case.parameters["overage_price"])}
    return Called(overage, arguments, lambda found: [rounded(case, each) for each in found])


TRANSLATIONS: Translations = {
    "overage_rolling_window_asap": partial(_window, Settling.CONSECUTIVE),
    "overage_rolling_window_end": partial(_window, Settling.SLIDING),
    "prepaid_credit_rounding": _rounding,
    "prepaid_drawdown": _drawdown,
    "prepaid_rollover_on_equal_renewal": _rollover,
}
