"""What a book must satisfy as a whole."""

from tests.pricing.shop import problems_of


def codes_of(text: str) -> list[str]:
    return [code for code, _ in problems_of(text)]


def test_where_one_option_has_a_price_all_must_have_one() -> None:
    assert ["pricing.missing-price"] == codes_of("prices: {items: {paint.red: 5, paint.white: 0}}")
    assert [] == codes_of("prices: {items: {paint.red: 5, paint.white: 0, paint.black: 0}}")


def test_a_price_of_the_component_counts_for_its_option() -> None:
    assert [] == codes_of("prices: {items: {engine.petrol: 5, diesel: 6}}")


def test_the_bill_of_materials_may_leave_options_without_a_price() -> None:
    assert [] == codes_of("prices: {sales: bill_of_materials, items: {petrol: 5}}")


def test_a_waiver_of_a_part_without_a_price_is_told_unless_a_charge_has_its_name() -> None:
    waiver = "waivers: {w: {includes: [radio], because: In}}"
    assert ["pricing.nothing-to-waive"] == codes_of(waiver)
    assert [] == codes_of(waiver + "\ncharges: {radio: {amount: 5}}")
    assert [] == codes_of(waiver + "\nprices: {items: {radio: 5}}")


def test_a_discount_of_everything_is_possible_and_one_of_more_is_not() -> None:
    stage = "stages: [{{id: s, kind: discount, percent: {}, because: So}}]"
    assert [] == codes_of(stage.format(100))
    assert ["pricing.bad-percent"] == codes_of(stage.format("100.1"))


def test_a_larger_quantity_that_costs_less_is_told_for_every_bound_once() -> None:
    tiers = "[{up_to: 5, price: 10}, {up_to: 8, price: [{amount: 9}, {amount: 7, from: 2027-01-01}]}, {price: 9}]"
    assert ["pricing.cheaper-if-more"] == codes_of(
        f"charges: {{a: {{model: volume, quantity: seats, tiers: {tiers}}}}}"
    )


def test_volume_prices_that_never_fall_are_not_told() -> None:
    tiers = "[{up_to: 5, flat: 10}, {flat: 20}]"
    assert [] == codes_of(f"charges: {{a: {{model: stairstep, quantity: seats, tiers: {tiers}}}}}")
