"""What order rules do beside the deals: thresholds, rates, codes, days, cadences, settlement."""

from collections.abc import Sequence
from datetime import date

import pytest

from configurator.money import plain
from configurator.pricing.cadence import Cadence
from configurator.pricing.orders.order_faults import OrderFault
from configurator.pricing.orders.priced_order import PricedOrder
from tests.pricing.orders.shop import changes, item, line, order, outcome, rules_of, total

FREE_FREIGHT = """
stages:
  - id: freight
    kind: surcharge
    amount: [{amount: 0, when: "base >= 100[EUR]", because: free freight}, {amount: 7.90}]
    because: By mail
  - {id: many, kind: discount, percent: 5, when: quantity.all > 9, because: More than nine}
"""


def _missed(priced: PricedOrder) -> list[tuple[str, str, bool, bool]]:
    return [(each.rule, str(each.by), each.money, each.beyond) for each in priced.missed]


def test_a_missed_threshold_says_by_how_much() -> None:
    priced = order([item("a", "81.90")], FREE_FREIGHT)
    assert [("stages.freight", "181/10", True, False), ("stages.many", "8", False, True)] == _missed(priced)


def test_a_threshold_that_is_met_or_of_no_use_is_not_missed() -> None:
    text = """
    stages:
      - {id: heavy, kind: surcharge, amount: 20, when: quantity.all >= 50, because: Heavy}
      - {id: small, kind: surcharge, amount: 3, when: "base < 10[EUR]", because: Small}
      - {id: member, kind: discount, percent: 3, when: customer.age >= 65, because: Senior}
    parameters: {customer.age: {type: number, default: 30}}
    """
    assert [] == _missed(order([item("a", "20")], text))
    assert [] == _missed(order([item("a", "100", 10)], FREE_FREIGHT))


def test_a_condition_with_another_part_that_fails_is_no_threshold() -> None:
    text = """
    parameters: {member: {type: boolean, default: false}}
    stages: [{id: off, kind: discount, percent: 5, when: "base >= 100[EUR] and member", because: Members}]
    """
    assert [] == _missed(order([item("a", "50")], text))
    assert ["50"] == [by for _, by, _, _ in _missed(order([item("a", "50")], text, parameters={"member": True}))]


RATE = """
measures: {weight: kg}
parameters: {zone: {type: text, one_of: [near, far], default: near}}
stages:
  - id: freight
    kind: surcharge
    rate:
      model: volume
      quantity: weight.all
      tiers: [{up_to: 10, price: 0, flat: 5}, {price: 0.60}]
      modifiers: [{minimum_spend: 6}]
    because: By weight
  - id: zone
    kind: surcharge
    rate: {model: matrix, quantity: 1 + 0, table: zones.csv, by: {zone: zone}}
    because: By zone
"""
ZONES = "zone,price\nnear,1\nfar,9.50\n"


@pytest.mark.parametrize(
    ("weights", "zone", "freight", "by_zone"),
    [((2, 3), "near", "6.00", "1.00"), ((6, 5), "far", "6.60", "9.50"), ((40, 0), "near", "24.00", "1.00")],
)
def test_freight_by_weight_and_zone_is_a_charge(weights: Sequence[int], zone: str, freight: str, by_zone: str) -> None:
    items = [item(f"i{at}", "10", measures={"weight": str(weight)}) for at, weight in enumerate(weights)]
    priced = order(items, rules_of(RATE, zones_csv=ZONES), parameters={"zone": zone})
    assert {"stages.freight": freight, "stages.zone": by_zone} == changes(priced)
    assert all(step.rule.startswith("stages.") for each in priced.steps for step in each.line.steps)


CODES = """
categories: {books: [catalog.books]}
vouchers:
  per_order: 2
  codes:
    TEN: {percent: 10}
    BOOKS: {amount: 5, on: category.books, because: Readers}
    BIG: {amount: 50, minimum: 100}
    OLD: {amount: 1, until: 2026-01-01}
stages: [{id: code, kind: discount, vouchers: true, because: Your code}]
"""


def _faults(codes: Sequence[str], amount: str = "50") -> list[str]:
    result = outcome([item("a", amount)], CODES, codes=codes)
    return [str(fault) for fault in result] if isinstance(result, list) else []


def test_codes_take_off_in_the_order_in_which_they_are_given() -> None:
    items = [item("a", "40"), item("b", "60", catalog="books")]
    priced = order(items, CODES, codes=["TEN", "BOOKS"])
    assert {"stages.code.TEN": "-10.00", "stages.code.BOOKS": "-5.00"} == changes(priced)
    assert {"b": -5} == priced.steps[1].allocation
    assert "85.00" == total(priced)


def test_every_code_that_cannot_be_used_is_a_fault_with_its_place() -> None:
    assert [
        "/codes/0: there is no code `TENN`; did you mean `TEN`?",
        "/codes/1: the code `OLD` cannot be used on 2026-03-01; it holds from the beginning until 2026-01-01",
    ] == _faults(["TENN", "OLD"])
    assert ["/codes/1: the code `TEN` is given twice"] == _faults(["TEN", "TEN"])
    assert ["/codes/2: an order may use 2 of the codes; `BIG` is one more"] == _faults(["TEN", "BOOKS", "BIG"])
    assert ["/codes/0: the code `BIG` is for orders of 100.00 EUR or more; what it is for costs 50.00 EUR"] == _faults(
        ["BIG"]
    )
    assert [] == _faults(["BIG"], "100")


@pytest.mark.parametrize(
    ("paid_on", "due"), [(date(2026, 3, 11), "98.00"), (date(2026, 3, 12), "100.00"), (None, "100.00")]
)
def test_a_cash_discount_is_for_those_who_pay_in_time(paid_on: date | None, due: str) -> None:
    text = "stages: [{id: cash, kind: discount, percent: 2, when: payment_days <= 10, because: Within ten days}]\n"
    assert due == total(order([item("a", "100")], text, paid_on=paid_on))


def test_a_payment_before_the_order_is_a_fault() -> None:
    result = outcome([item("a", "1")], "title: x\n", paid_on=date(2026, 2, 1))
    assert [OrderFault(("paid_on",), "the day of payment 2026-02-01 is before that of the order, 2026-03-01")] == result


def test_rules_hold_on_their_days() -> None:
    text = """
    stages:
      - {id: spring, kind: discount, percent: 10, from: 2026-03-01, until: 2026-04-01, because: Spring}
      - {id: fee, kind: surcharge, amount: [{amount: 1}, {amount: 2, from: 2026-04-01}], because: Fee}
    """
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1))
    assert ["101.00", "91.00", "102.00"] == [total(order([item("a", "100")], text, on=day)) for day in days]


def test_a_percentage_follows_every_cadence_and_a_fee_once_is_shared_over_monthly_lines() -> None:
    text = """
    stages:
      - {id: off, kind: discount, percent: 10, because: Ten}
      - {id: setup, kind: surcharge, amount: 3, because: Once}
    """
    monthly = [item(id, [line(amount, Cadence.MONTHLY)]) for id, amount in (("a", "10"), ("b", "20"))]
    priced = order(monthly, text)
    assert {"stages.off:monthly": "-3.00", "stages.setup": "3.00"} == changes(priced)
    assert {"a": 1, "b": 2} == priced.steps[1].allocation
    assert {"one_time": "3.00", "monthly": "27.00"} == {
        str(cadence): plain(money.amount, 2) for cadence, money in priced.totals.by_cadence.items()
    }


def test_expressions_read_amounts_by_category_and_cadence_as_of_earlier_steps() -> None:
    text = """
    categories: {a: [catalog.a]}
    stages:
      - {id: off, kind: discount, amount: 10, on: category.a, because: Ten}
      - id: fee
        kind: surcharge
        amount: 0.1 * amount.a + monthly.all + (products.all + items.a) * 1[EUR]
        because: Fee
    """
    items = [
        item("1", "30", 2, catalog="a", product="p"),
        item("2", "40", catalog="a", product="p"),
        item("3", [line("5", Cadence.MONTHLY)], catalog="b"),
    ]
    assert "18.00" == changes(order(items, text))["stages.fee"]


@pytest.mark.parametrize(("amount", "due"), [("10.02", "10.00"), ("10.03", "10.05"), ("9.975", "10.00")])
def test_the_total_is_rounded_to_the_smallest_coin(amount: str, due: str) -> None:
    text = "rounding: {places: 3}\nsettlement: {round_to: 0.05}\n"
    priced = order([item("a", amount)], text)
    assert due == total(priced)
    assert all(step.line.exact == sum(step.allocation.values()) for step in priced.steps)


def test_rounding_at_the_total_ends_every_item_at_a_multiple_of_the_step() -> None:
    text = """
    rounding: {at: total, step: 0.05}
    stages: [{id: off, kind: discount, percent: 3, because: Three}]
    """
    priced = order([item(f"i{at}", "3.33") for at in range(3)], text)
    assert "9.70" == total(priced)
    assert ["3.25", "3.25", "3.20"] == [plain(each.net[Cadence.ONE_TIME].amount, 2) for each in priced.items]


def test_credits_pay_in_their_order_what_is_left() -> None:
    text = """
    settlement:
      credits: {card: {amount: 30, because: Gift}, prepaid: {amount: 100, because: Paid}, more: {amount: 5, because: x}}
    """
    priced = order([item("a", "70")], text)
    assert ["30.00", "40.00", "0.00"] == [plain(each.used.amount, 2) for each in priced.credits]
    assert ("70.00", "0.00") == (total(priced), plain(priced.due.amount, 2))


def test_all_parameters_that_do_not_fit_are_faults() -> None:
    text = "parameters: {a: {type: number}, b: {type: boolean}}\n"
    result = outcome([item("x", "1")], text, parameters={"a": "many", "c": 1})
    assert isinstance(result, list)
    assert ["/parameters/c", "/parameters/a", "/parameters/b"] == [fault.pointer for fault in result]


def test_an_item_in_another_currency_is_a_fault() -> None:
    result = outcome([item("a", "1")], rules_of("", "format: 1\norder_rules: us\ncurrency: USD\n"))
    assert ["/items/0: item a is priced in EUR, the order in USD"] == [str(fault) for fault in result]  # type: ignore[union-attr]
