"""The charge models, with figures that other price engines publish for the same quantities."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.amounts import NO_AMOUNT, Amount, Case
from configurator.pricing.charge_models import (
    Bounds,
    ChargeModel,
    Flat,
    Graduated,
    Package,
    PartialPackage,
    PerUnit,
    Stairstep,
    Tier,
    Volume,
    rate,
)
from configurator.pricing.operations import Operation
from configurator.source import Location

HERE = Location("book.yaml", 1, 1)


def amount(figure: str) -> Amount:
    return (Case(Fraction(figure), HERE),) if figure else NO_AMOUNT


def value_of(found: Amount) -> Fraction:
    value = found[0].value if found else Fraction(0)
    assert isinstance(value, Fraction)
    return value


def tiers(*rows: tuple[str, str, str]) -> tuple[Tier, ...]:
    """Return tiers from (bound, price, fee)."""
    return tuple(
        Tier(Fraction(bound) if bound else None, HERE, amount(price), amount(fee)) for bound, price, fee in rows
    )


def cost(model: ChargeModel, quantity: str) -> Fraction:
    return rate(model, Fraction(quantity), value_of).amount


def test_a_flat_amount_is_the_same_for_every_quantity() -> None:
    assert [Fraction(100)] * 2 == [cost(Flat(amount("100")), quantity) for quantity in ("1", "7")]


@pytest.mark.parametrize(
    ("price", "quantity", "expected"), [("100", "5", "500"), ("5.12345", "10", "51.2345"), ("0.001", "100000", "100")]
)
def test_per_unit_multiplies_exactly(price: str, quantity: str, expected: str) -> None:
    assert Fraction(expected) == cost(PerUnit(amount(price)), quantity)


# Published by Autumn, Flexprice, Lago, OpenMeter and Stripe for their graduated prices.
GRADUATED = [
    ((("1000", "0.01", ""), ("10000", "0.008", ""), ("", "0.005", "")), "15000", "107"),
    ((("10", "50", ""), ("20", "40", ""), ("", "30", "")), "15", "700"),
    ((("10", "50", ""), ("20", "40", ""), ("", "30", "")), "25", "1050"),
    ((("5", "0", ""), ("10", "2", ""), ("", "3", "")), "15", "25"),
    ((("5", "0", "1"), ("10", "1", "2"), ("", "2", "")), "3", "1"),
    ((("10", "10", "2"), ("20", "5", "3"), ("", "5", "3")), "10", "102"),
    ((("10", "10", "2"), ("20", "5", "3"), ("", "5", "3")), "11", "110"),
    ((("10", "10", "2"), ("20", "5", "3"), ("", "5", "3")), "21", "163"),
    ((("0.1", "10", ""), ("1", "5", ""), ("", "2", "")), "0.5", "3"),
    ((("5", "", "100"), ("10", "", "50"), ("15", "5", ""), ("", "1", "")), "22", "182"),
    ((("5", "", "100"), ("10", "", "50"), ("15", "10", ""), ("", "5", "")), "5.001", "150"),
    ((("5", "7", ""), ("10", "6.5", ""), ("", "6", "")), "5", "35"),
]


@pytest.mark.parametrize(("rows", "quantity", "expected"), GRADUATED)
def test_graduated_tiers_price_the_part_that_falls_into_each(
    rows: tuple[tuple[str, str, str], ...], quantity: str, expected: str
) -> None:
    assert Fraction(expected) == cost(Graduated(tiers(*rows)), quantity)


# Published by Kill Bill, Lago, OpenMeter and Stripe for the tier that holds the whole quantity.
LAGO = (("100", "2", "10"), ("200", "1", ""), ("", "0.5", "50"))
METERED = (("5", "", "100"), ("10", "", "150"), ("15", "10", ""), ("", "5", ""))
VOLUME = [
    ((("10000", "1.40", ""), ("50000", "1.32", ""), ("", "1.25", "")), "10500", "13860"),
    (LAGO, "1", "12"),
    (LAGO, "100", "210"),
    (LAGO, "100.5", "100.5"),
    (LAGO, "101", "101"),
    (LAGO, "210", "155"),
    (METERED, "3", "100"),
    (METERED, "14", "140"),
    (METERED, "16", "80"),
    ((("5", "7", ""), ("10", "6.5", ""), ("", "6", "")), "6", "39"),
]


@pytest.mark.parametrize(("rows", "quantity", "expected"), VOLUME)
def test_volume_tiers_price_the_whole_quantity_by_one_of_them(
    rows: tuple[tuple[str, str, str], ...], quantity: str, expected: str
) -> None:
    assert Fraction(expected) == cost(Volume(tiers(*rows)), quantity)


@pytest.mark.parametrize("model", [Graduated, Volume])
def test_a_flat_fee_at_quantity_zero_is_due_only_where_the_book_says_so(model: type[Graduated | Volume]) -> None:
    rows = tiers(*LAGO)
    assert (Fraction(0), Fraction(10)) == (cost(model(rows), "0"), cost(model(rows, flat_at_zero=True), "0"))


@pytest.mark.parametrize(("bounds", "expected"), [(Bounds.INCLUSIVE, "200"), (Bounds.EXCLUSIVE, "350")])
def test_a_bound_belongs_to_its_tier_unless_the_book_says_otherwise(bounds: Bounds, expected: str) -> None:
    steps = tiers(("1000", "", "50"), ("5000", "", "200"), ("", "", "350"))
    assert Fraction(expected) == cost(Stairstep(steps, bounds), "5000")


@pytest.mark.parametrize(("quantity", "expected"), [("0", "0"), ("1500", "200"), ("4500", "200")])
def test_a_stairstep_is_the_fee_of_one_tier(quantity: str, expected: str) -> None:
    steps = tiers(("1000", "", "50"), ("5000", "", "200"), ("", "", "350"))
    assert Fraction(expected) == cost(Stairstep(steps), quantity)


# Published by Chargebee, Flexprice and Lago for prices by the package.
@pytest.mark.parametrize(
    ("price", "size", "partial", "quantity", "expected"),
    [
        ("1.25", "1000000", PartialPackage.UP, "10", "1.25"),
        ("1.25", "1000000", PartialPackage.UP, "1500000", "2.5"),
        ("1", "100", PartialPackage.DOWN, "250", "2"),
        ("1", "100", PartialPackage.EXACT, "250", "2.5"),
    ],
)
def test_packages_are_counted_whole_or_by_their_share(
    price: str, size: str, partial: PartialPackage, quantity: str, expected: str
) -> None:
    assert Fraction(expected) == cost(Package(amount(price), Fraction(size), partial), quantity)


def test_a_tiered_step_lists_the_slices_that_it_is_the_sum_of() -> None:
    found = rate(Graduated(tiers(("3", "100", ""), ("", "80", "5"))), Fraction(5), value_of)
    assert Operation.TIERS == found.operation
    assert ["0..3: 3 at 300", "3..None: 2 at 165"] == [
        f"{each.low}..{each.up_to}: {each.quantity} at {each.amount}" for each in found.slices
    ]


quantities = st.fractions(min_value=0, max_value=1000, max_denominator=100)
prices = st.integers(min_value=0, max_value=50)


@given(st.lists(st.tuples(st.integers(1, 100), prices), min_size=1, max_size=5), quantities, quantities)
def test_graduated_prices_never_fall_as_the_quantity_grows(
    rows: list[tuple[int, int]], one: Fraction, other: Fraction
) -> None:
    bounds = [sum(width for width, _ in rows[: at + 1]) for at in range(len(rows))]
    model = Graduated(
        tiers(*((str(bound) if at < len(rows) - 1 else "", str(price), "")
                for at, (bound, (_, price)) in enumerate(zip(bounds, rows, strict=True))))
    )  # fmt: skip
    low, high = sorted((one, other))
    assert cost(model, str(low)) <= cost(model, str(high))


@given(prices, quantities)
def test_tiers_of_one_price_cost_what_units_of_that_price_cost(price: int, quantity: Fraction) -> None:
    even = tiers(("10", str(price), ""), ("30", str(price), ""), ("", str(price), ""))
    costs = {cost(model, str(quantity)) for model in (Graduated(even), Volume(even), PerUnit(amount(str(price))))}
    assert {price * quantity} == costs
