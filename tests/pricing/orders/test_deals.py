"""The situations D1 to D13 that belong to a whole order, each with its right figure and with other numbers."""

from fractions import Fraction

import pytest

from configurator.money import plain
from configurator.pricing.cadence import Cadence
from tests.pricing.orders.shop import changes, item, order, outcome, rules_of, total

WHOLE = """
stages:
  - {id: large, kind: discount, percent: 10, when: "base >= 100[EUR]", because: From 100 on}
  - {id: smallest, kind: minimum, amount: 50, because: The least we deliver}
  - {id: freight, kind: surcharge, amount: 7.90, because: Once an order}
"""


def test_d1_discount_minimum_and_freight_belong_to_the_order() -> None:
    priced = order([item("1", "40", 3)], WHOLE)
    assert "115.90" == total(priced)
    assert {"stages.large": "-12.00", "stages.freight": "7.90"} == changes(priced)


def test_d2_two_products_are_one_order() -> None:
    assert "77.90" == total(order([item("1", "40"), item("2", "30")], WHOLE))


def test_d5_a_small_order_is_raised_to_the_minimum() -> None:
    assert "57.90" == total(order([item("1", "40")], WHOLE))


@pytest.mark.parametrize(("pieces", "due"), [("1", "57.90"), ("2", "87.90"), ("4", "151.90"), ("10", "367.90")])
def test_the_same_rules_for_other_quantities(pieces: str, due: str) -> None:
    assert due == total(order([item("1", "40", int(pieces))], WHOLE))


# ── D3: quantity breaks ──────────────────────────────────────────────────────────────────────────────────────────────

BREAK = """
categories: {sets: [catalog.sets]}
stages:
  - id: many
    kind: discount
    on: category.sets
    amount: [{amount: "0.48 * quantity.sets", when: quantity.sets >= 20}]
    because: 5.88 each from 20 on
"""


@pytest.mark.parametrize(
    ("one", "other", "due"), [(15, 5, "117.60"), (15, 4, "120.84"), (20, 0, "117.60"), (30, 30, "352.80")]
)
def test_d3_a_quantity_break_counts_all_pieces_of_a_category(one: int, other: int, due: str) -> None:
    items = [item(id, "6.36", count, catalog="sets") for id, count in (("a", one), ("b", other)) if count]
    assert due == total(order(items, BREAK))


# ── D6, D7: what is shared is taxed as the lines that it is shared to ────────────────────────────────────────────────

TAXED = """
categories: {books: [catalog.books], games: [catalog.games]}
vouchers: {codes: {FIFTY: {amount: 50}, TENTH: {percent: 10}}}
stages:
  - {id: voucher, kind: discount, vouchers: true, because: Your code}
  - {id: freight, kind: surcharge, amount: order.freight, because: By mail}
  - {id: reduced, kind: tax, percent: 7, on: category.books, because: "§ 12 UStG"}
  - {id: full, kind: tax, percent: 19, on: category.games, because: "§ 12 UStG"}
parameters: {order.freight: {type: number, default: 0}}
"""
TWO_RATES = [item("b", "100", catalog="books"), item("g", "100", catalog="games")]


def test_d6_a_voucher_is_shared_in_proportion_and_taxed_by_category() -> None:
    priced = order(TWO_RATES, TAXED, codes=["FIFTY"])
    assert "169.50" == total(priced)
    assert {"stages.reduced": "5.25", "stages.full": "14.25"}.items() <= changes(priced).items()
    assert {"b": -25, "g": -25} == priced.steps[0].allocation


def test_d7_freight_is_shared_in_proportion_and_taxed_by_category() -> None:
    priced = order(TWO_RATES, TAXED, parameters={"order.freight": 20})
    assert "248.60" == total(priced)
    assert {"stages.freight": "20.00", "stages.reduced": "7.70", "stages.full": "20.90"} == changes(priced)


def test_a_voucher_before_freight_shifts_no_share_of_it() -> None:
    priced = order(TWO_RATES, TAXED, codes=["TENTH"], parameters={"order.freight": 20})
    assert "226.00" == total(priced)


# ── D8, D10: pieces ──────────────────────────────────────────────────────────────────────────────────────────────────

CHEAPEST_FREE = """
categories: {half: [item.c]}
stages:
  - {id: half_price, kind: discount, percent: 50, on: category.half, because: Last of its kind}
  - id: third
    kind: discount
    percent: 100
    pieces: {number: 1 if quantity.all >= 3 else 0}
    because: The cheapest of three
"""


def test_d8_the_cheapest_piece_is_free_as_earlier_steps_left_it() -> None:
    priced = order([item("a", "30"), item("b", "20"), item("c", "24")], CHEAPEST_FREE)
    assert "50.00" == total(priced)
    assert {"stages.half_price": "-12.00", "stages.third": "-12.00"} == changes(priced)


THREE_FOR_TWO = """
stages:
  - {id: three_for_two, kind: discount, percent: 100, pieces: {of: 3}, because: Three for the price of two}
"""


@pytest.mark.parametrize(
    ("prices", "due"),
    [
        ("10 9 8 7 6 5 4", "36.00"),
        ("10 9", "19.00"),
        ("10 9 8", "19.00"),
        ("5 5 5 5 5 5", "20.00"),
        ("1 2 3 4 5 6 7 8 9", "33.00"),
    ],
)
def test_d10_three_for_two_cuts_pieces_into_threes_dearest_first(prices: str, due: str) -> None:
    items = [item(f"i{number}", price) for number, price in enumerate(prices.split())]
    assert due == total(order(items, THREE_FOR_TWO))
    assert due == total(order(items[::-1], THREE_FOR_TWO))


def test_three_for_two_counts_the_pieces_of_an_item() -> None:
    assert "29.00" == total(order([item("a", "10", 2), item("b", "9", 2)], THREE_FOR_TWO))


BUNDLE = """
categories: {chairs: [catalog.chairs], printers: [catalog.printers]}
stages:
  - id: bundle
    kind: discount
    percent: 50
    on: category.printers
    pieces: {number: quantity.chairs / 10}
    because: A printer with every ten chairs at half price
"""


@pytest.mark.parametrize(("chairs", "printers", "due"), [(9, 1, "1100.00"), (10, 1, "1100.00"), (25, 3, "2900.00")])
def test_a_printer_with_every_ten_chairs_is_at_half_price(chairs: int, printers: int, due: str) -> None:
    items = [item("c", "100", chairs, catalog="chairs"), item("p", "200", printers, catalog="printers")]
    assert due == total(order(items, BUNDLE))


# ── D13: what pays a bill does not change it ─────────────────────────────────────────────────────────────────────────

PREPAID = """
parameters: {customer.prepaid: {type: number, default: 0}}
stages:
  - {id: vat, kind: tax, percent: 19, because: VAT}
settlement:
  credits:
    prepaid: {amount: customer.prepaid, because: Paid before}
"""


@pytest.mark.parametrize(
    ("prepaid", "due", "used"), [(60, "59.00", "60.00"), (200, "0.00", "119.00"), (0, "119.00", "0.00")]
)
def test_d13_prepaid_credit_pays_after_tax(prepaid: int, due: str, used: str) -> None:
    priced = order([item("1", "100")], PREPAID, parameters={"customer.prepaid": prepaid})
    assert {"stages.vat": "19.00"} == changes(priced)
    assert ("119.00", due) == (total(priced), plain(priced.due.amount, 2))
    assert used == plain(priced.credits[0].used.amount, 2)


ZONES = """
parameters: {zone: {type: text}}
stages:
  - id: freight
    kind: surcharge
    because: By zone
    rate: {model: matrix, quantity: "1", table: zones.csv, by: {zone: zone}}
"""


@pytest.mark.parametrize(("zone", "due"), [("a", "45.00"), ("b", None)])
def test_an_order_whose_freight_has_no_row_is_refused_and_not_cheaper(zone: str, due: str | None) -> None:
    result = outcome([item("1", "40")], rules_of(ZONES, zones_csv="zone,price\na,5\n"), parameters={"zone": zone})
    if isinstance(result, list):
        assert due is None and "zone b" in result[0].message
    else:
        assert due == total(result)


# ── taxes by line ────────────────────────────────────────────────────────────────────────────────────────────────────

BY_LINE = """
stages:
  - {id: off, kind: discount, amount: 0.10, because: Ten cents}
  - {id: vat, kind: tax, percent: 19, at: line, because: VAT}
"""


def test_a_tax_by_line_rounds_what_each_item_costs_with_its_shares() -> None:
    items = [item("a", "0.55"), item("b", "0.55"), item("c", "0.33")]
    priced = order(items, BY_LINE)
    nets = {each.id: plain(each.net[Cadence.ONE_TIME].amount, 2) for each in priced.items}
    assert {"a": "0.61", "b": "0.61", "c": "0.37"} == nets
    assert {"stages.off": "-0.10", "stages.vat": "0.26"} == changes(priced)
    assert priced.steps[1].line.exact == sum(priced.steps[1].allocation.values())


# ── D9: one of several that exclude one another ──────────────────────────────────────────────────────────────────────

EITHER = """
stages:
  - {{id: share, kind: discount, percent: {percent}, on: catalog.a, group: promotion{choose}, because: A in March}}
  - {{id: coupon, kind: discount, amount: {amount}, on: catalog.b, group: promotion, because: The coupon}}
"""


@pytest.mark.parametrize(
    ("percent", "amount", "choose", "due"),
    [
        ("15", "25", "", "195.00"),
        ("20", "25", "", "190.00"),
        ("15", "25", ", choose: best", "195.00"),
        ("15", "25", ", choose: dearest", "197.50"),
        ("10", "15", "", "205.00"),
    ],
)
def test_d9_of_exclusive_promotions_the_one_that_saves_more_applies(
    percent: str, amount: str, choose: str, due: str
) -> None:
    items = [item("1", "150", catalog="a"), item("2", "70", catalog="b")]
    priced = order(items, EITHER.format(percent=percent, amount=amount, choose=choose))
    assert due == total(priced)
    assert 1 == len(priced.steps)


def test_what_was_not_chosen_is_named_with_the_amounts_compared() -> None:
    items = [item("1", "150", catalog="a"), item("2", "70", catalog="b")]
    priced = order(items, EITHER.format(percent=15, amount=25, choose=""))
    (other,) = priced.trace
    assert ("stages.share", "share -22.5, coupon -25") == (other.rule, other.condition)


def test_where_only_one_promotion_has_lines_it_applies_whatever_the_choice() -> None:
    rules = EITHER.format(percent=15, amount=25, choose=", choose: dearest")
    assert "45.00" == total(order([item("2", "70", catalog="b")], rules))


LIMITED = """
categories: {a: [catalog.a]}
stages:
  - {id: share, kind: discount, percent: 30, because: A}
  - {id: coupon, kind: discount, amount: 25, on: category.a, because: The coupon}
  - {id: most, kind: limit, LIMIT, because: Never more off}
"""


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("amount: 50", "170.00"),
        ("percent: 20", "176.00"),
        ("percent: 90", "129.00"),
        ("amount: 10, of: coupon", "144.00"),
        ("amount: '0.1 * amount.a', of: [coupon]", "146.00"),
    ],
)
def test_a_limit_gives_back_what_discounts_take_off_beyond_it(limit: str, due: str) -> None:
    items = [item("1", "150", catalog="a"), item("2", "70", catalog="b")]
    assert due == total(order(items, LIMITED.replace("LIMIT", limit)))


def test_expressions_read_the_amounts_of_earlier_stages() -> None:
    rules = """
    stages:
      - {id: share, kind: discount, percent: 10, because: All}
      - {id: back, kind: surcharge, amount: "-0.5 * amount.share", when: '0[EUR] > amount.share', because: Half of it}
    """
    assert "95.00" == total(order([item("1", "100")], rules))


def test_a_rate_by_line_reads_what_the_line_costs_with_its_shares() -> None:
    text = """
    stages:
      - {id: off, kind: discount, amount: 5, because: Five}
      - {id: luxury, kind: tax, at: line, percent: [{amount: 20, when: "base >= 29[EUR]"}, {amount: 10}], because: x}
    """
    priced = order([item("a", "10"), item("b", "30"), item("c", "60")], text)
    assert {"a": Fraction(95, 100), "b": Fraction(57, 10) / 2, "c": Fraction(114, 10)} == priced.steps[1].allocation
