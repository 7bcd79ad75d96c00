"""Figures of a line: the effective price of a unit, what came off, which tier was reached."""

from fractions import Fraction

from configurator.money import Rounding
from configurator.pricing.figures import (
    Per,
    billed_before,
    breakdown,
    effective_unit_price,
    paid_quantity,
    tier_number,
)
from configurator.pricing.price import price
from configurator.pricing.price_lines import Line
from configurator.units import STANDARD_UNITS
from tests.pricing.shop import DAY, book_of, chosen, van


def line(text: str, seats: int = 3) -> Line:
    return price(chosen({"seats": seats}), van(), book_of(f"charges: {{a: {{{text}}}}}"), DAY).lines[0]


def test_the_effective_price_divides_by_all_units_or_by_the_paid_ones() -> None:
    found = line("model: per_unit, quantity: seats, price: 6, free: 1", 4)
    assert (Fraction(9, 2), Fraction(6)) == (effective_unit_price(found), effective_unit_price(found, Per.PAID))


def test_the_effective_price_is_rounded_only_where_places_are_given() -> None:
    found = line("model: graduated, quantity: seats, tiers: [{up_to: 1, price: 5}, {price: 1}]")
    assert Fraction(7, 3) == effective_unit_price(found)
    assert Fraction("2.34") == effective_unit_price(found, places=2, rounding=Rounding.UP)


def test_a_line_counted_in_tonnes_tells_the_price_of_a_kilogram() -> None:
    found = line("model: per_unit, quantity: seats, price: 90")
    tonnes, kilograms = STANDARD_UNITS["t"], STANDARD_UNITS["kg"]
    assert Fraction("0.09") == effective_unit_price(found, counted_in=tonnes, of=kilograms)


def test_what_has_no_quantity_has_no_effective_price() -> None:
    assert 0 == effective_unit_price(line("amount: 5"))


def test_a_breakdown_tells_what_came_off_and_what_was_added_up() -> None:
    found = breakdown(
        line("model: per_unit, quantity: seats, price: 10, modifiers: [{discount: 50}, {minimum_spend: 40}]")
    )
    assert [30, 15, 25, 40] == [found.gross, found.discounts, found.minimum_top_up, found.total]


def test_a_line_knows_its_tier_and_what_was_billed_before() -> None:
    text = "model: graduated, quantity: seats, before: {quantity: 4}, tiers: [{up_to: 5, price: 2}, {price: 1}]"
    found = line(text)
    assert [2, 4, 3] == [tier_number(found), billed_before(found), paid_quantity(found)]
