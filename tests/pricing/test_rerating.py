"""Re-rating bills exactly the difference, in whatever order usage arrives, and nothing when nothing changed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.cadence import Cadence
from configurator.pricing.price import price
from configurator.pricing.price_lines import Priced
from configurator.pricing.rerating import Entry, EntryKind, booked_amount, due, due_in_turn, entries
from tests.pricing.shop import DAY, book_of, chosen, van

HEAD = "parameters: {calls: {type: number}}\ncharges: "
VOLUME = "{a: {model: volume, quantity: calls, tiers: [{up_to: 15, price: 10}, {price: 5}]}}"
BOOKS = (
    VOLUME,
    "{a: {model: graduated, quantity: calls, tiers: [{up_to: 5, price: 1, flat: 3}, {price: 0.333}]}}",
    "{a: {model: per_unit, quantity: calls, price: 0.001}, b: {model: package, quantity: calls, price: 4, size: 7}}",
    "{a: {model: per_unit, quantity: calls, price: 2, free: 3, modifiers: [{discount: 12.5}, {minimum_spend: 9}]}}",
)


def rated(text: str, calls: int) -> Priced:
    return price(chosen(), van(), book_of(f"{HEAD}{text}"), DAY, {"calls": calls})


def bills(text: str, *calls: int) -> list[Fraction]:
    return [each.amount for each in due_in_turn([rated(text, each) for each in calls])]


@pytest.mark.parametrize(
    ("calls", "expected"), [((15, 16, 16), [150, -70, 0]), ((15, 15, 16), [150, 0, -70]), ((8, 5), [80, -30])]
)
def test_bills_are_differences_of_cumulative_prices(calls: tuple[int, ...], expected: list[int]) -> None:
    assert expected == bills(VOLUME, *calls)


def test_rounding_never_drifts_as_the_cumulative_price_is_rounded() -> None:
    assert [Fraction("0.33"), Fraction("0.34")] == bills(
        "{a: {model: per_unit, quantity: calls, price: 0.001}}", 333, 666
    )


def test_another_unit_price_reverses_what_was_booked() -> None:
    first, second = due_in_turn([rated(VOLUME, 15), rated(VOLUME, 16)])
    assert [EntryKind.NEW] == [each.kind for each in first.entries]
    assert {"new 80", "reversal -150"} == {f"{each.kind} {each.entry.amount}" for each in second.entries}


def test_the_same_unit_price_books_a_difference_in_quantity() -> None:
    (change,) = due_in_turn([rated(VOLUME, 5), rated(VOLUME, 8)])[1].entries
    assert EntryKind.DIFFERENCE == change.kind
    assert [3, 10, 30] == [change.entry.quantity, change.entry.unit_price, change.entry.amount]


@given(st.sampled_from(BOOKS), st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_bills_telescope_to_the_price_of_the_whole(text: str, calls: list[int]) -> None:
    assert rated(text, calls[-1]).totals.one_time.fraction == sum(bills(text, *calls), Fraction(0))


@given(st.sampled_from(BOOKS), st.integers(0, 40))
def test_rating_twice_bills_nothing(text: str, calls: int) -> None:
    found = rated(text, calls)
    again = due(found, due(found).booked)
    assert () == again.entries
    assert [0, 0] == [again.amount, again.credit]


@given(st.sampled_from(BOOKS), st.integers(0, 40))
def test_what_is_booked_sums_to_the_lines(text: str, calls: int) -> None:
    found = rated(text, calls)
    assert found.totals.one_time.fraction == sum((each.amount for each in entries(found)), Fraction(0))


def test_an_amount_of_which_nothing_else_is_known_is_reversed_as_a_whole() -> None:
    found = due(rated(VOLUME, 1), [booked_amount(Fraction("12.5"))])
    assert (Fraction("-2.5"), Fraction("2.5")) == (found.amount, found.credit)


def test_what_was_booked_for_another_cadence_is_refused() -> None:
    entry = entries(rated(VOLUME, 1))[0]
    with pytest.raises(InvalidRequest, match="was booked monthly"):
        due(rated(VOLUME, 1), [Entry(entry.id, Cadence.MONTHLY, entry.amount)])
