"""Charges: each model, repeated for instances, under conditions, and why one did not apply."""

from configurator.pricing.lines import Outcome
from tests.pricing.shop import amounts, line, priced


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
