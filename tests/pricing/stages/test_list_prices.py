"""List prices: what is sold, how often, at which price, and by which name."""

from datetime import date

from configurator.pricing.lines import Outcome
from configurator.pricing.price import price
from tests.pricing.shop import amounts, book_of, chosen, line, priced, total, van

SIMPLE = "prices: {items: {petrol: 9000, diesel: 11000, paint.white: 0, paint.red: 500, paint.black: 450, navi: 1500}}"


def test_options_components_and_yeses_are_priced_and_a_no_is_not() -> None:
    found = priced(SIMPLE, {"paint": "red", "navigation": True})
    assert {"prices.engine": "9000", "prices.paint": "500", "prices.navigation": "1500"} == amounts(found)


def test_a_free_option_has_a_line_of_nothing() -> None:
    assert {"prices.engine": "9000", "prices.paint": "0"} == amounts(priced(SIMPLE))


def test_a_feature_or_option_is_priced_before_the_component_that_it_is() -> None:
    book = "prices: {items: {petrol: 1, diesel: 2, engine.diesel: 3, navi: 4, navigation: 5}}"
    found = priced(book, {"engine": "diesel", "navigation": True})
    assert {"prices.engine": "3", "prices.navigation": "5"} == amounts(found)


def test_a_quantity_costs_its_price_as_often_as_it_says_in_its_own_unit() -> None:
    found = priced("prices: {items: {seats: 80, cable: 3.50}}")
    assert ("240.00 EUR", "7.00 EUR") == tuple(str(each.amount) for each in found.lines)


def test_a_structure_costs_its_price_for_every_instance() -> None:
    book = "prices: {items: {racks: 100, racks.shelves: 10, racks.coat.plain: 0, racks.coat.zinc: 25}}"
    found = priced(book, racks=2)
    assert "230" == total(found)
    assert ["prices.racks", "prices.racks[r1].shelves", "prices.racks[r2].shelves"] == [
        each.id for each in found.lines if each.amount
    ]


def test_a_book_may_say_how_many_are_sold_of_what_a_feature_has() -> None:
    book = """
    prices:
      items: {petrol: 100, diesel: 120, racks.coat.plain: 0, racks.coat.zinc: 7}
      quantities: {engine: 1 + count(racks), racks.coat: shelves}
    """
    found = priced(book, {"racks[r2].coat": "zinc"}, racks=2)
    assert ("300", "14") == (
        str(line(found, "prices.engine").amount.amount),
        str(line(found, "prices.racks[r2].coat").amount.amount),
    )


def test_a_price_depends_on_the_day_and_on_conditions() -> None:
    book = """
    prices:
      items:
        petrol: [{amount: 100, when: sport, because: Sport engine}, {amount: 90}, {amount: 95, from: 2027-01-01}]
        diesel: 120
    """
    on = {"sport": True}, {"sport": False}
    assert ["100", "90"] == [total(priced(book, values)) for values in on]
    assert ["100", "95"] == [total(priced(book, values, on=date(2027, 1, 1))) for values in on]


def test_a_case_that_was_passed_over_is_told_with_its_condition() -> None:
    found = priced("prices: {items: {petrol: [{amount: 100, when: sport}, {amount: 90}], diesel: 1}}")
    assert [("prices.petrol", Outcome.CASE_PASSED_OVER, "sport")] == [
        (each.rule, each.outcome, each.condition) for each in found.trace
    ]


def test_the_step_knows_its_figure_its_days_and_its_reason() -> None:
    book = "prices: {items: {petrol: [{amount: 90, from: 2026-01-01, because: New list}], diesel: 1}}"
    (step,) = line(priced(book), "prices.engine").steps
    assert ("prices.petrol", "book.yaml:6:36", "list") == (step.rule, str(step.location), step.stage)
    assert [90, 1, 90] == [step.base, step.operand, step.after]
    assert ("New list", date(2026, 1, 1)) == (str(step.because), step.interval.start)


def test_an_item_may_have_prices_in_several_cadences() -> None:
    book = "prices: {items: {radio: [{amount: 200}, {amount: 3.50, recurring: month}, {amount: 9, recurring: year}]}}"
    found = priced(book, {"radio": True})
    assert {"one_time": "200.00 EUR", "monthly": "3.50 EUR", "yearly": "9.00 EUR"} == {
        str(cadence): str(amount) for cadence, amount in found.totals.by_cadence.items()
    }


def test_the_bill_of_materials_may_be_what_is_counted() -> None:
    book = "prices: {sales: bill_of_materials, items: {petrol: 5000, diesel: 6000, screw: 0.05}}"
    found = priced(book, racks=2)
    assert {"prices.motor": "5000", "prices.racks[r1].screws": "0.2", "prices.racks[r2].screws": "0.4"} == {
        name: amount.rstrip("0") if "." in amount else amount for name, amount in amounts(found).items()
    }


def test_a_table_holds_prices_one_row_for_each_day_and_condition() -> None:

    book = book_of(
        "prices: {table: prices.csv}",
        prices_csv="""\
        item,amount,from,until,when,because,recurring
        petrol,90,,,,,
        petrol,95,2027-01-01,,,,
        diesel,120,,,sport,Sport,
        diesel,110,,,,,
        navi,5,,,,,month
        """,
    )
    totals = [price(chosen({"navigation": True}), van(), book, date(year, 6, 1)).totals for year in (2026, 2027)]
    assert ["90.00 EUR", "95.00 EUR"] == [str(each.one_time) for each in totals]
