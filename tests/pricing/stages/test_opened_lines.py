"""What opens lines: list prices of what is sold, and charges repeated for instances, under conditions."""

from datetime import date

from configurator.pricing.price import price
from configurator.pricing.price_lines import Outcome
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


def test_a_flat_charge_is_due_whatever_is_chosen() -> None:
    assert {"charges.base": "500"} == amounts(priced("charges: {base: {amount: 500}}"))


def test_a_charge_is_repeated_for_every_instance_and_names_resolve_there_first() -> None:
    book = "charges: {bolts: {each: racks, model: per_unit, quantity: shelves * seats, price: 2}}"
    assert {"charges.bolts@racks[r1]": "6", "charges.bolts@racks[r2]": "12"} == amounts(priced(book, racks=2))


def test_a_quantity_with_a_unit_is_counted_in_the_unit_of_the_price() -> None:
    book = (
        "charges: {by_m: {model: per_unit, quantity: cable, per: m, price: 3}, "
        "by_cm: {model: per_unit, quantity: cable, per: cm, price: 0.03}}"
    )
    assert {"charges.by_m": "6", "charges.by_cm": "6"} == amounts(priced(book))


def test_tiers_and_packages_price_quantities() -> None:
    book = """
    charges:
      graduated: {model: graduated, quantity: seats, tiers: [{up_to: 2, price: 10}, {price: 7, flat: 1}]}
      volume: {model: volume, quantity: seats, tiers: [{up_to: 2, price: 10}, {price: 7}]}
      stairstep: {model: stairstep, quantity: seats, tiers: [{up_to: 3, flat: 40}, {flat: 70}]}
      package: {model: package, quantity: seats, size: 2, price: 15, free: 0}
    """
    assert {
        "charges.graduated": "28", "charges.volume": "21", "charges.stairstep": "40", "charges.package": "30",
    } == amounts(priced(book))  # fmt: skip


def test_the_price_of_one_thing_may_depend_on_another() -> None:
    book = """
    charges:
      handling:
        when: roof
        amount: [{amount: 1300, when: sport, because: Cheaper with the sport package}, {amount: 1400}]
    """
    assert {"charges.handling": "1400"} == amounts(priced(book, {"roof": True}))
    found = priced(book, {"roof": True, "sport": True})
    assert "Cheaper with the sport package" == str(line(found, "charges.handling").steps[0].because)
    assert {"charges.handling": "1300"} == amounts(found)


def test_a_charge_of_quantity_zero_has_no_line() -> None:
    assert {} == amounts(priced("charges: {racks: {model: per_unit, quantity: count(racks), price: 5}}"))


def test_why_a_charge_did_not_apply_is_told() -> None:
    book = """
    charges:
      a: {amount: 1, when: sport}
      b: {amount: 1, when: spare == 'full'}
      c: {model: per_unit, quantity: seats - 9, price: 1}
      d: {amount: [{amount: 1, when: roof}]}
      e: {amount: [{amount: 1, from: 2030-01-01}]}
    """
    without_spare = {"sport": True, "roof": False}
    found = {each.rule: each for each in priced(book, without_spare).trace}
    assert {
        "charges.b": (Outcome.ABSENT, "spare == 'full'"),
        "charges.c": (Outcome.NEGATIVE_QUANTITY, "seats - 9"),
        "charges.d": (Outcome.NOT_ELIGIBLE, "roof"),
        "charges.e": (Outcome.OUT_OF_DATE, ""),
    } == {rule: (each.outcome, each.condition) for rule, each in found.items()}
    assert Outcome.NOT_ELIGIBLE == next(each.outcome for each in priced(book).trace if each.rule == "charges.a")


def test_an_amount_may_be_an_expression_of_the_configuration() -> None:
    book = 'charges: {power: {model: flat, amount: "engine.power / 1[kW] * 2 + 0.50[EUR] / 1[EUR]"}}'
    assert {"charges.power": "180.5"} == amounts(priced(book))


def test_a_modifier_is_in_force_as_long_as_its_figure_and_quotes_its_reason() -> None:
    least = "[{amount: 10, until: 2027-01-01, because: Pilot}, {amount: 20, from: 2027-01-01}]"
    modifiers = f"modifiers: [{{minimum_spend: {{amount: {least}}}}}]"
    text = f"charges: {{a: {{model: per_unit, quantity: seats, price: 1, {modifiers}}}}}"
    step = priced(text).lines[0].steps[-1]
    assert ("10", "Pilot", "2027-01-01") == (str(step.after), str(step.because), str(step.interval.end))
