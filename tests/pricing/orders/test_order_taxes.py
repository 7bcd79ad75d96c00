"""Taxes of an order: on what each item costs with its shares, line by line or on the total of a rate."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.money import Rounding, round_to
from configurator.pricing.orders.priced_order import PricedOrder
from configurator.pricing.orders.rendered_order import order_as_text
from tests.pricing.orders.shop import changes, item, line, order, rules_of, total

FREIGHT = "{{id: freight, kind: surcharge, amount: {}, because: Freight}}"
RATES = "place,category,rate,from\nNL,,21,\nNL,food,9,2019-01-01\nNL,food,6,2001-01-01\nBE,,21,\n"
HEAD = "parameters: {place: {type: text, default: NL}}\ncategories: {food: [catalog.food]}\n"


def included(priced: PricedOrder, id: str) -> str:
    """Return the tax that an order includes, by its line."""
    (shown,) = [step.line.included for step in priced.steps if step.line.id == id]
    assert shown is not None
    return f"{shown.amount:.2f}"


@pytest.mark.parametrize(("at", "of_which"), [("line", "17.35"), ("total", "17.36")])
def test_d11_an_order_at_prices_that_include_tax(at: str, of_which: str) -> None:
    vat = f"{{id: vat, kind: tax, percent: 21, included: true, at: {at}, because: VAT}}"
    found = order([item("a", "45"), item("b", "49")], f"stages: [{FREIGHT.format('6.00')}, {vat}]\n")
    assert ("100.00", of_which) == (total(found), included(found, "stages.vat"))
    for locale, words in (("en", ("Total", "of which Vat", f"€{of_which}")), ("de", ("Summe", "davon Vat", "17,3"))):
        after = order_as_text(found, locale).partition(words[0])[2]
        assert all(word in after for word in words[1:]), after


def test_d14_no_tax_of_an_order_is_on_another() -> None:
    gst, pst = (
        f"{{id: {id}, kind: tax, percent: {rate}, on: one_time, because: So}}" for id, rate in (("gst", 5), ("pst", 10))
    )
    assert "115.00" == total(order([item("a", "100")], f"stages: [{gst}, {pst}]\n"))


@pytest.mark.parametrize(
    ("at", "inside", "food", "other", "due"),
    [("total", False, "9.90", "23.10", "253.00"), ("line", True, "9.09", "19.10", "220.00")],
)
def test_freight_is_taxed_in_proportion(at: str, inside: bool, food: str, other: str, due: str) -> None:
    """100 at 9 % and 100 at 21 %, and freight of 20 in equal parts: 110 at 9 % and 110 at 21 %."""
    keys = f"at: {at}, included: {str(inside).lower()}, rates: {{table: r.csv, place: place}}"
    vat = f"{{id: vat, kind: tax, because: VAT, {keys}}}"
    rules = rules_of(f"{HEAD}stages: [{FREIGHT.format(20)}, {vat}]\n", r_csv=RATES)
    found = order([item("a", "100", catalog="food"), item("b", "100")], rules)
    shown = changes(found)
    if inside:
        shown = {id: included(found, id) for id in shown if id.startswith("stages.vat")}
    assert (food, other, due) == (shown["stages.vat@9"], shown["stages.vat@21"], total(found))


cents = st.integers(1, 30_000).map(lambda units: f"{units // 100}.{units % 100:02}")


@given(st.lists(st.tuples(cents, st.booleans()), min_size=1, max_size=5), st.sampled_from(("line", "total")), cents)
def test_the_tax_of_the_parts_is_the_tax_of_the_whole_by_rate(
    costs: list[tuple[str, bool]], at: str, freight: str
) -> None:
    vat = f"{{id: vat, kind: tax, rates: {{table: r.csv, place: place}}, at: {at}, because: VAT}}"
    rules = rules_of(f"{HEAD}stages: [{FREIGHT.format(freight)}, {vat}]\n", r_csv=RATES)
    items = [item(str(at), cost, catalog="food" if food else "x") for at, (cost, food) in enumerate(costs)]
    found = order(items, rules)
    for step in found.steps:
        if step.line.kind != "tax":
            continue
        shares = sum(step.allocation.values(), Fraction(0))
        assert step.line.exact == shares
        if at == "total":
            (own,) = step.line.steps
            assert own.after == round_to(own.base * own.operand / 100, Fraction(1, 100), Rounding.HALF_UP)
    bases = sum((each.base for step in found.steps if step.line.kind == "tax" for each in step.line.steps), Fraction(0))
    assert bases == sum(map(Fraction, (freight, *(cost for cost, _ in costs))), Fraction(0))


def test_lines_of_several_rates_in_one_item_are_taxed_by_theirs() -> None:
    lines = [line("100", tags=("feature.food",)), line("50")]
    vat = "{id: vat, kind: tax, rates: {table: r.csv, place: place}, because: VAT}"
    rules = rules_of(f"{HEAD.replace('catalog.food', 'feature.food')}stages: [{vat}]\n", r_csv=RATES)
    assert {"stages.vat@9": "9.00", "stages.vat@21": "10.50"} == changes(order([item("a", lines)], rules))
