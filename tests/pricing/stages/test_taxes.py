"""Taxes as they are: by category and place, on top or included, one on another, and not due."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.configuration import FeatureValue
from configurator.money import Rounding, round_to
from configurator.pricing.batch.batch_differences import differences_near
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.json_form import to_json
from configurator.pricing.prepare import ParameterValue, prepare
from configurator.pricing.price import price, price_prepared, run
from configurator.pricing.price_lines import Priced
from configurator.pricing.rendered_price import as_html, as_text
from configurator.pricing.symbolic import objective
from tests.pricing.proof import flaws
from tests.pricing.shop import DAY, book_of, chosen, problems_of, van
from tests.pricing.symbolic.test_objective import compiled, solution_of

RATES = """\
    place,category,rate,from,until,source
    DE,,19,2007-01-01,2020-07-01,§ 12 UStG
    DE,,16,2020-07-01,2021-01-01,Corona-Steuerhilfegesetz
    DE,,19,2021-01-01,,§ 12 UStG
    DE,food,7,2007-01-01,,§ 12 Absatz 2 UStG
    FR,,20,2014-01-01,,CGI art. 278
    FR,food,5.5,2014-01-01,,CGI art. 278-0 bis
    FR,books,5.5,2014-01-01,,CGI art. 278-0 bis
    DE,books,7,2007-01-01,,§ 12 Absatz 2 UStG
    """
PARAMETERS: Final = "parameters: {place: {type: text, default: DE}, customer: {type: text, default: ''}}\n"
HEAD: Final = PARAMETERS + "categories: {food: [radio], books: [roof]}\n"
PRICES: Final = "prices: {{items: {{navigation: {}, radio: {}, roof: {}}}}}\n"
ALL: Final = {"navigation": True, "radio": True, "roof": True}


def tax(keys: str) -> str:
    return f"stages: [{{id: vat, title: VAT, kind: tax, because: VAT, {keys}}}]\n"


TABLE: Final = "rates: {table: rates.csv, place: place}"


def of(
    text: str,
    values: Mapping[str, FeatureValue] = ALL,
    parameters: Mapping[str, ParameterValue] | None = None,
    on: date = DAY,
    quantity: int = 1,
) -> Priced:
    """Price a van by a book with the table of rates; all carriers must agree."""
    prepared = prepare(book_of(text, rates_csv=RATES), van(), on, parameters, quantity=quantity)
    found = price_prepared(chosen(values), prepared)
    assert () == flaws(found)
    sums = objective(prepared, compiled())
    solution = solution_of(sums, chosen(values))
    assert sums.below.amount(sums.below.cost(solution)) <= found.totals.compare
    assert found.totals.compare <= sums.above.amount(sums.above.cost(solution))
    plain = run(chosen({"sport": True}), prepared)
    if set(chosen(values).values) == set(plain.configuration.values):
        near = [Neighbour.of(plain.configuration, chosen(values))]
        assert [found.totals.less(plain.priced.totals)] == differences_near(plain, near)
    return found


def taxes(found: Priced) -> dict[str, str]:
    """Return the tax lines; included ones in brackets."""
    return {
        line.id.removeprefix("stages."): f"({line.included.amount:.2f})"
        if line.included is not None
        else f"{line.amount.amount:.2f}"
        for line in found.lines
        if line.kind == "tax"
    }


def total(found: Priced) -> str:
    return f"{found.total.amount:.2f}"


# ── rates by category, place and day ─────────────────────────────────────────────────────────────────────────────────

THREE: Final = HEAD + PRICES.format("100", "50", "30")


@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("DE", date(2026, 3, 1), {"vat@19": "19.00", "vat@7": "5.60"}),
        ("DE", date(2020, 6, 30), {"vat@19": "19.00", "vat@7": "5.60"}),
        ("DE", date(2020, 7, 1), {"vat@16": "16.00", "vat@7": "5.60"}),
        ("FR", date(2026, 3, 1), {"vat@20": "20.00", "vat@5.5": "4.40"}),
    ],
)
def test_each_category_has_the_rate_of_its_place_and_day(place: str, on: date, expected: dict[str, str]) -> None:
    assert expected == taxes(of(THREE + tax(TABLE), parameters={"place": place}, on=on))


def test_a_rate_is_named_in_its_title_and_has_its_source() -> None:
    found = of(THREE + tax(TABLE), parameters={"place": "FR"})
    assert ["20", "5.5"] == [each["rate"] for each in to_json(found)["lines"] if each["kind"] == "tax"]
    assert ("VAT 5.5 %" in as_text(found), "VAT 5,5 %" in as_text(found, "de")) == (True, True)
    assert "CGI art. 278-0 bis" in as_text(found)


def test_the_total_of_a_rate_is_that_of_all_its_categories() -> None:
    cents = HEAD + PRICES.format("0", "0.07", "0.07")
    assert {"vat@7": "0.01"} == taxes(of(cents + tax(TABLE)))
    assert {"vat@7": "0.00"} == taxes(of(cents + tax(TABLE + ", at: line")))


@pytest.mark.parametrize(
    ("on", "rate"),
    [(date(2010, 1, 1), "20"), (date(2011, 1, 1), "5"), (date(2012, 1, 1), "20"), (date(2013, 1, 1), "21")],
)
def test_a_category_has_the_rate_of_all_others_where_it_has_none_of_its_own(on: date, rate: str) -> None:
    table = "category,rate,from,until\n,20,2000-01-01,\n,21,2013-01-01,\nfood,5,2011-01-01,2012-01-01\n"
    book = book_of(HEAD + PRICES.format("0", "100", "0") + tax("rates: {table: rates.csv}"), rates_csv=table)
    assert {f"vat@{rate}": f"{rate}.00"} == taxes(price(chosen({"radio": True}), van(), book, on))


def test_what_a_table_has_no_rate_for_is_no_price() -> None:
    for text, parameters, missing in (
        (THREE + tax(TABLE), {"place": "US"}, 3),
        (THREE.replace("books: [roof]", "books: [roof], none: [navigation]") + tax(TABLE), {"place": "DE"}, 0),
    ):
        found = price(chosen(ALL), van(), book_of(text, rates_csv=RATES), DAY, parameters)
        assert missing == len(found.unpriced)
        assert bool(missing) == ("stages.vat" in found.incomplete)


# ── prices that include a tax ────────────────────────────────────────────────────────────────────────────────────────

FREIGHT: Final = "{{id: freight, kind: surcharge, amount: {}, because: Freight}}"


def included(at: str, percent: str = "21", freight: str = "6.00") -> str:
    stage = f"{{id: vat, title: VAT, kind: tax, because: VAT, percent: {percent}, included: true, at: {at}}}"
    return f"stages: [{FREIGHT.format(freight)}, {stage}]\n"


@pytest.mark.parametrize(("at", "of_which"), [("line", "(17.35)"), ("total", "(17.36)")])
def test_d11_prices_that_include_tax_keep_their_gross_to_the_cent(at: str, of_which: str) -> None:
    found = of(HEAD + PRICES.format("45", "49", "0") + included(at), {"navigation": True, "radio": True})
    assert ("100.00", {"vat": of_which}) == (total(found), taxes(found))


def test_d12_an_article_including_tax() -> None:
    book = HEAD + PRICES.format("9.99", "0", "0") + tax("percent: 20, included: true")
    found = of(book, {"navigation": True})
    assert ("9.99", {"vat": "(1.67)"}) == (total(found), taxes(found))


@pytest.mark.parametrize(
    ("figures", "freight", "percent", "line", "at_total"),
    [
        (("119", "0", "0"), "0", "19", "(19.00)", "(19.00)"),
        (("19.99", "19.99", "19.99"), "4.90", "20", "(10.81)", "(10.81)"),
        (("10.05", "10.05", "10.05"), "0", "5.5", "(1.56)", "(1.57)"),
    ],
)
def test_d11_with_other_numbers(
    figures: tuple[str, str, str], freight: str, percent: str, line: str, at_total: str
) -> None:
    for at, expected in (("line", line), ("total", at_total)):
        found = of(HEAD + PRICES.format(*figures) + included(at, percent, freight))
        assert ({"vat": expected}, sum(map(Decimal, (*figures, freight)))) == (taxes(found), Decimal(total(found)))


def test_included_rates_by_category_are_shown_each() -> None:
    found = of(HEAD + PRICES.format("119", "53.5", "53.5") + tax(f"{TABLE}, included: true"))
    assert ("226.00", {"vat@19": "(19.00)", "vat@7": "(7.00)"}) == (total(found), taxes(found))


def test_several_included_taxes_share_what_is_left_without_any() -> None:
    gst = "{id: gst, kind: tax, percent: 5, included: true, because: GST}"
    qst = "{id: qst, kind: tax, percent: 9.975, included: true, because: QST}"
    found = of(HEAD + PRICES.format("114.98", "0", "0") + f"stages: [{gst}, {qst}]\n", {"navigation": True})
    assert ("114.98", {"gst": "(5.00)", "qst": "(9.98)"}) == (total(found), taxes(found))
    on_another = qst.replace("9.975", "9.5, on: [all, stages.gst]")
    found = of(HEAD + PRICES.format("114.98", "0", "0") + f"stages: [{gst}, {on_another}]\n", {"navigation": True})
    assert ("114.98", {"gst": "(5.00)", "qst": "(9.98)"}) == (total(found), taxes(found))


def test_a_discount_takes_its_part_of_an_included_tax_with_it() -> None:
    discount = "{id: d, kind: discount, percent: 50, because: Half}"
    book = HEAD + PRICES.format("119", "0", "0") + f"stages: [{discount}, {tax('percent: 19, included: true')[9:]}"
    found = of(book, {"navigation": True})
    assert ("59.50", {"vat": "(9.50)"}) == (total(found), taxes(found))


def test_what_is_included_is_shown_in_every_form() -> None:
    found = of(HEAD + PRICES.format("119", "0", "0") + tax("percent: 19, included: true"), {"navigation": True})
    line = next(each for each in to_json(found)["lines"] if each["kind"] == "tax")
    assert ("0.00", "19.00") == (line["amount"]["amount"], line["included"]["amount"])
    assert "of which VAT" in as_text(found)
    assert "davon VAT" in as_text(found, "de")
    assert as_html(found).index("of which VAT") > as_html(found).index("Total")


def test_included_and_added_taxes_do_not_go_together() -> None:
    added = "{id: b, kind: tax, percent: 1, because: B}"
    text = f"stages: [{{id: a, kind: tax, percent: 1, included: true, because: A}}, {added}]"
    assert [("pricing.stage-keys", "prices include one of the taxes `a` and `b`, and not the other")] == problems_of(
        text
    )


# ── one tax on another ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "on", ["", ", on: one_time", ", on: all", ", on: [list, charges]", ", on: stages, except: list"]
)
def test_d14_no_tax_is_on_another_however_lines_are_selected(on: str) -> None:
    gst = f"{{id: gst, kind: tax, percent: 5, because: GST{on if 'stages' not in on else ''}}}"
    pst = f"{{id: pst, kind: tax, percent: 10, because: PST{on}}}"
    found = of(HEAD + PRICES.format("100", "0", "0") + f"stages: [{gst}, {pst}]\n", {"navigation": True})
    assert {"gst": "5.00"} | ({} if "stages" in on else {"pst": "10.00"}) == taxes(found)
    assert ("105.00" if "stages" in on else "115.00") == total(found)


QUEBEC: Final = """
  - {id: gst, kind: tax, percent: 5, because: GST}
  - id: qst_on_gst
    kind: tax
    percent: [{amount: 7.5}, {amount: 8.5, from: 2011-01-01}, {amount: 9.5, from: 2012-01-01}]
    on: [all, stages.gst]
    until: 2013-01-01
    because: QST on the price and GST
  - {id: qst, kind: tax, percent: 9.975, from: 2013-01-01, because: QST}
"""


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2010, 12, 31), "112.88"),
        (date(2011, 6, 1), "113.93"),
        (date(2012, 12, 31), "114.98"),
        (date(2013, 1, 1), "114.98"),
        (date(2026, 3, 1), "114.98"),
    ],
)
def test_quebec_taxed_the_tax_until_2012(on: date, expected: str) -> None:
    assert expected == total(
        of(HEAD + PRICES.format("100", "0", "0") + "stages:" + QUEBEC, {"navigation": True}, on=on)
    )


# ── not due ──────────────────────────────────────────────────────────────────────────────────────────────────────────

EXEMPT: Final = (
    "exempt: [{when: \"customer == 'school'\", because: Exempt}, "
    "{when: \"customer == 'firm'\", because: Reverse charge}]"
)


@pytest.mark.parametrize("keys", ["percent: 19", TABLE])
def test_who_is_exempt_sees_a_line_of_nothing_and_why(keys: str) -> None:
    name = "vat" if "percent" in keys else "vat@0"
    for customer, reason in (("school", "Exempt"), ("firm", "Reverse charge")):
        found = of(THREE + tax(f"{keys}, {EXEMPT}"), parameters={"customer": customer})
        assert ({name: "0.00"}, "180.00") == (taxes(found), total(found))
        assert f"0 % of €180.00: {reason}" in as_text(found)
    assert "180.00" != total(of(THREE + tax(f"{keys}, {EXEMPT}")))


# ── several pieces ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_d4_with_a_table() -> None:
    found = of(HEAD + PRICES.format("0.333", "0", "0") + tax(TABLE), {"navigation": True}, quantity=1000)
    assert ("396.27", {"vat@19": "63.27"}) == (total(found), taxes(found))


# ── law: a naive tax ─────────────────────────────────────────────────────────────────────────────────────────────────

cents = st.integers(0, 20_000).map(lambda units: Fraction(units, 100))


def _cent(exact: Fraction) -> Fraction:
    return round_to(exact, Fraction(1, 100), Rounding.HALF_UP)


@given(
    st.tuples(cents, cents, cents),
    st.sampled_from(("DE", "FR")),
    st.sampled_from(("line", "total")),
    st.booleans(),
    st.sampled_from((1, 3, 12)),
)
def test_taxes_are_those_of_a_naive_sum(
    figures: tuple[Fraction, Fraction, Fraction], place: str, at: str, inside: bool, quantity: int
) -> None:
    rates = {"DE": ("19", "7", "7"), "FR": ("20", "5.5", "5.5")}[place]
    text = HEAD + PRICES.format(*(f"{Decimal(int(each * 100)) / 100:.2f}" for each in figures))
    found = of(
        text + tax(f"{TABLE}, at: {at}, included: {str(inside).lower()}"),
        parameters={"place": place},
        quantity=quantity,
    )
    bases: dict[Fraction, list[Fraction]] = {}
    for figure, rate in zip(figures, rates, strict=True):
        bases.setdefault(Fraction(rate), []).append(figure * quantity)
    due = Fraction(0)
    for percent, lines in bases.items():
        divisor = 100 + percent if inside else Fraction(100)
        parts = lines if at == "line" else [sum(lines, Fraction(0))]
        due += sum((_cent(base * percent / divisor) for base in parts), Fraction(0))
    shown = [line.included or line.amount for line in found.lines if line.kind == "tax"]
    assert due == sum((each.fraction for each in shown), Fraction(0))
    assert found.total.fraction == sum(figures) * quantity + (0 if inside else due)
