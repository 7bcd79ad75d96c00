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


def test_the_first_whole_quantity_that_costs_less_is_named() -> None:
    tiers = "[{up_to: 100, price: 2}, {price: 1}]"
    (problem,) = problems_of(f"charges: {{a: {{model: volume, quantity: seats, tiers: {tiers}}}}}")
    assert "at 100 the whole quantity costs 200, and just above it 100 (101 cost 101)" == problem[1]


def test_a_minimum_may_take_a_cliff_away() -> None:
    tiers = "[{up_to: 10, price: 2}, {price: 1}], modifiers: [{minimum_spend: 50}]"
    assert [] == codes_of(f"charges: {{a: {{model: volume, quantity: seats, tiers: {tiers}}}}}")


def test_a_cheaper_band_above_a_dearer_one_is_told() -> None:
    bands = "[{up_to: 1000, flat: 750}, {up_to: 10000, flat: 500}, {flat: 900}]"
    assert ["pricing.cheaper-if-more"] == codes_of(
        f"charges: {{a: {{model: capacity_band, quantity: seats, bands: {bands}}}}}"
    )


def test_blocks_that_begin_anew_are_no_cliff() -> None:
    tiers = "[{block: 10, up_to: 100, price: 5}, {block: 20, price: 9}]"
    assert [] == codes_of(f"charges: {{a: {{model: volume, quantity: seats, tiers: {tiers}}}}}")


def test_a_tier_within_which_the_whole_becomes_cheaper_is_told_with_figures() -> None:
    tiers = "[{up_to: 10, price: 1}, {up_to: 20, price: -0.5}, {price: 1}]"
    ((code, message),) = problems_of(f"charges: {{a: {{model: graduated, quantity: seats, tiers: {tiers}}}}}")
    assert "pricing.cheaper-if-more" == code
    assert "15 cost 7.5, and 20, in the same tier, 5" in message


def test_a_tier_with_a_negative_price_and_a_rebate_beyond_the_amount_are_told() -> None:
    assert ["pricing.negative-total", "pricing.cheaper-if-more"] == codes_of(
        "charges: {a: {model: graduated, quantity: seats, tiers: [{up_to: 5, price: 2}, {price: -1}]}}"
    )
    assert ["pricing.negative-total"] == codes_of(
        "charges: {a: {model: per_unit, quantity: seats, price: 9, modifiers: [{plus: -5}]}}"
    )


def test_a_credit_that_is_written_as_one_is_meant() -> None:
    assert [] == codes_of("charges: {a: {amount: -35}}")


def test_a_rule_that_is_never_in_force_is_told() -> None:
    effective = "effective: {from: 2026-01-01, until: 2027-01-01}\n"
    assert ["pricing.never-in-force"] == codes_of(f"{effective}charges: {{a: {{amount: 1, from: 2027-01-01}}}}")
    assert [] == codes_of(f"{effective}charges: {{a: {{amount: 1, from: 2026-12-31}}}}")


MATRIX = "charges: {fuel: {model: matrix, quantity: seats, table: rates.csv, by: {engine: engine, sport: sport}}}"


def test_a_row_for_a_value_that_is_not_there_is_told() -> None:
    rates = "engine,sport,price\npetrol,,1\ndiesel,,2\nsteam,,3\n"
    assert [("pricing.unreachable-row", "no `engine` is `steam`, so the row never applies")] == problems_of(
        MATRIX, rates_csv=rates
    )


def test_a_tax_that_leaves_out_what_a_discount_takes_off_is_told() -> None:
    prices = "prices: {items: {radio: 100, roof: [{amount: 50}, {amount: 5, recurring: month}]}}\n"
    stages = "stages: [{{id: d, kind: {}, because: So}}, {{id: t, kind: tax, percent: 19, because: Tax{}}}]\n"
    told = ["pricing.untaxed-discount"]
    for kind, on, expected in (
        ("discount, percent: 10", "", []),
        ("discount, percent: 10", ", on: list", told),
        ("discount, percent: 10", ", on: [list, stages.d]", []),
        ("discount, percent: 10", ", except: stages", told),
        ("discount, percent: 10, at: line", ", on: list", []),
        ("discount, percent: 10, on: roof", ", on: radio", []),
        ("discount, percent: 10, on: roof", ", on: [monthly, radio]", []),
        ("discount, percent: 10, on: roof", ", on: one_time", []),
        ("surcharge, amount: 10", ", on: list", []),
        ("maximum, amount: 10, on: radio", ", on: list", told),
    ):
        assert expected == codes_of(prices + stages.format(kind, on)), (kind, on)
