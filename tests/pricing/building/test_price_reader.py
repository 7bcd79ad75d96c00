"""List prices from YAML and CSV."""

import pytest

from configurator.pricing.cadence import Cadence
from configurator.pricing.limits import ITEM_HINTS
from configurator.pricing.model import Sales
from tests.pricing.shop import book_of, load, problems_of


def test_prices_come_from_yaml_and_tables_alike() -> None:
    inline = book_of("prices: {items: {navi: [{amount: 5, because: Maps}, {amount: 1, recurring: month}]}}").prices
    table = book_of(
        "prices: {table: prices.csv}", prices_csv="item,amount,because,recurring\nnavi,5,Maps,\nnavi,1,,month\n"
    ).prices
    shown = [
        [(each.item, each.cadence, each.amount[0].value, str(each.amount[0].because)) for each in found.items["navi"]]
        for found in (inline, table)
    ]
    assert shown[0] == shown[1]
    assert [Cadence.ONE_TIME, Cadence.MONTHLY] == [each.cadence for each in table.items["navi"]]


def test_several_tables_may_be_named() -> None:
    found = book_of(
        "prices: {table: [one.csv, two.csv]}", one_csv="item,amount\nnavi,5\n", two_csv="item,amount\nradio,6\n"
    )
    assert (["navi", "radio"], ["book.yaml", "one.csv", "two.csv"]) == (list(found.prices.items), list(found.files))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("item,price\nnavi,5\n", "pricing.price-column"),
        ("item,amount\n,5\n", "pricing.price-column"),
        ("item,amount\nnavi,\n", "reading.missing-key"),
        ("item,amount,from\nnavi,5,soon\n", "reading.wrong-day"),
        ("item,amount,recurring\nnavi,5,weekly\n", "reading.not-one-of"),
        ("item,amount\nnavi,5\nnavi,6\n", "pricing.overlapping-dates"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_in_the_table(table: str, code: str) -> None:
    _, problems = load("prices: {table: prices.csv}", prices_csv=table)
    assert code in {problem.code.name for problem in problems}
    assert {"prices.csv"} == {problem.location.file for problem in problems}


def test_a_table_that_is_not_there_is_told() -> None:
    assert ["reading.file-not-found"] == [code for code, _ in problems_of("prices: {table: none.csv}")]


def test_what_can_be_priced_depends_on_what_is_counted() -> None:
    assert [] == problems_of("prices: {sales: bill_of_materials, items: {screw: 1}}")
    assert ["pricing.unknown-item"] == [code for code, _ in problems_of("prices: {items: {screw: 1}}")]
    assert ["pricing.unknown-item"] == [
        code for code, _ in problems_of("prices: {sales: bill_of_materials, items: {paint.red: 1}}")
    ]
    assert Sales.CHOICES == book_of("prices: {items: {seats: 1}}").prices.sales


def test_an_option_without_its_feature_is_hinted_at() -> None:
    _, problems = load("prices: {items: {red: 5}}")
    assert ["write `paint.red`"] == [problem.hint for problem in problems]


def test_a_table_for_another_catalog_is_told_without_searching_for_every_item() -> None:
    rows = "".join(f"naviX{number},5\n" for number in range(ITEM_HINTS + 5))
    _, problems = load("prices: {table: prices.csv}", prices_csv=f"item,amount\n{rows}")
    assert (ITEM_HINTS + 5, ITEM_HINTS) == (len(problems), sum(bool(problem.hint) for problem in problems))


def test_conditions_of_a_feature_inside_a_structure_see_its_instance() -> None:
    assert [] == problems_of("prices: {items: {racks.shelves: [{amount: 5, when: coat == 'zinc'}, {amount: 4}]}}")
    assert ["language.unknown-name"] == [
        code for code, _ in problems_of("prices: {items: {seats: [{amount: 5, when: coat == 'zinc'}, {amount: 4}]}}")
    ]


def test_quantities_are_plain_numbers() -> None:
    found = problems_of("prices: {items: {seats: 5}, quantities: {seats: cable}}")
    assert ["language.wrong-dimension"] == [code for code, _ in found]


@pytest.mark.parametrize(
    "text",
    [
        "prices: {items: {navi: []}}",
        "charges: {b: {amount: []}}",
        "stages: [{id: s, kind: surcharge, amount: [], because: x}]",
        "charges: {b: {model: per_unit, quantity: seats, price: [{amount: []}]}}",
    ],
)
def test_a_list_of_figures_has_at_least_one(text: str) -> None:
    assert [("reading.wrong-value", "found an empty list")] == problems_of(text)


def test_nothing_is_rounded_to_multiples_of_zero() -> None:
    problems = problems_of("charges: {b: {amount: 5, modifiers: [{round_to: 0}]}}")
    assert ["reading.wrong-number"] == [code for code, _ in problems]
