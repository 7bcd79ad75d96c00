"""What was paid ahead or is included: drawdown, rollover, allowances over several months."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final

from configurator.catalog.model import Text
from configurator.contracts.balances import Account, Balance, Lot
from configurator.contracts.model import BalanceTerms
from configurator.contracts.terms import Allowance, AllowanceSettling, QuantityTerms, Rollover, UsageHistory
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import NO_AMOUNT
from configurator.pricing.amounts import Case as AmountCase
from configurator.pricing.charge_models import PerUnit, plain_value, rate
from configurator.pricing.modifiers import Shortage
from configurator.pricing.operations import EXACT, Operation, outcome
from configurator.pricing.periods.proration import rounded_share
from configurator.pricing.steps import after_of
from configurator.source import Location
from tests.conformance.pricing.asked import Answer, Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import number, numbers, rounded

_MONTHS: Final = re.compile(r"([0-9]+) months?")
_HERE: Final = Location("case", 1, 1)
DAY: Final = date(2026, 1, 1)


def prepaid(amount: Fraction, short: Shortage = Shortage.OVERAGE) -> Account:
    """Return an account into which so much was paid ahead."""
    terms = BalanceTerms("prepaid", Text({"en": "Prepaid"}, "en"), "USD", ONE, NO_AMOUNT, _HERE, amount, short=short)
    account = Account(terms)
    account.open(DAY, {})
    return account


@dataclass(frozen=True, slots=True)
class Month:
    """A month against a prepaid balance: what was drawn, what is due beside it, and the balance after it."""

    drawn: Fraction
    overage: Fraction
    balance: Fraction


def _months(prepayment: Fraction, price: Fraction, surcharge: Fraction, used: Sequence[Fraction]) -> tuple[Month, ...]:
    """Pay for the use of months, one after the other, from a prepayment."""
    account, months = prepaid(prepayment), []
    for cost in (_priced(quantity, price) for quantity in used):
        drawn = min(cost, account.balance.amount)
        short = account.draw(DAY, cost)
        overage = outcome(EXACT, Operation.PERCENT, short, short, surcharge)
        months.append(Month(drawn, overage, account.balance.amount))
    return tuple(months)


def _priced(quantity: Fraction, price: Fraction) -> Fraction:
    return after_of(rate(PerUnit((AmountCase(price, _HERE),)), quantity, plain_value), ZERO)


def _drawdown(case: Case) -> Called:
    terms = case.parameters
    used = numbers([value for name, value in case.input.items() if name.startswith("month")])
    if not used:
        raise NotExpressible("it is not said what each month used")
    arguments = {
        "prepayment": number(terms["prepayment"]),
        "price": number(terms["unit_price"]),
        "surcharge": number(terms.get("overage_surcharge_percent", "0")),
        "used": used,
    }

    def read(found: tuple[Month, ...]) -> Answer:
        last = found[-1]
        return {
            "drawdown": last.drawn,
            "balance_after": last.balance,
            "overage": last.overage,
            "instalment": number(terms.get("monthly_instalment", "0")),
        }

    return Called(_months, arguments, read)


def _rollover(case: Case) -> Called:
    committed, renewal = number(case.input["commit"]), number(case.input["renewal"])
    left = Balance((Lot(committed),)).drawn(number(case.input["used"]))
    rollover = Rollover(only_if_not_smaller="renewal >= previous" in case.parameters["rule"])
    arguments = {"left": left, "previous": committed, "renewal": renewal, "rollover": rollover}
    return Called(_renewed, arguments, lambda found: found.amount)


def _renewed(left: Balance, previous: Fraction, renewal: Fraction, rollover: Rollover) -> Balance:
    return left.left_with(rollover.carried(left.amount, previous, renewal)).bought(renewal)


def _rounding(case: Case) -> Called:
    arguments = {"value": number(case.input["credits"]), "places": int(case.parameters["places"])}
    return Called(rounded_share, arguments)


def _window(settling: AllowanceSettling, case: Case) -> Called:
    periods = _MONTHS.search(case.parameters["window"])
    included = number(case.parameters["included_per_month"])
    allowance = Allowance(included, int(periods[1]) if periods else 1, settling)
    used = next(value for name, value in case.input.items() if name.startswith("usage"))
    arguments = {"allowance": allowance, "used": numbers(used), "price": number(case.parameters["overage_price"])}
    return Called(_overage, arguments, lambda found: [rounded(case, each) for each in found])


def _overage(allowance: Allowance[Fraction], used: Sequence[Fraction], price: Fraction) -> tuple[Fraction, ...]:
    """Return what is due for what is over the allowance in every month."""
    terms = QuantityTerms(allowance)
    history: UsageHistory[Fraction] = UsageHistory()
    for quantity in used:
        history.record(quantity, terms.billed(quantity, ZERO, ZERO, history))
    return tuple(_priced(quantity, price) for quantity in history.over)


TRANSLATIONS: Translations = {
    "overage_rolling_window_asap": partial(_window, AllowanceSettling.CONSECUTIVE),
    "overage_rolling_window_end": partial(_window, AllowanceSettling.SLIDING),
    "prepaid_credit_rounding": _rounding,
    "prepaid_drawdown": _drawdown,
    "prepaid_rollover_on_equal_renewal": _rollover,
}
