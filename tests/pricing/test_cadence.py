"""What recurs, and how it counts in the number that ranks."""

from fractions import Fraction

from configurator.pricing.cadence import Cadence, compared, weight
from tests.pricing.shop import priced


def test_a_horizon_counts_every_period_by_its_length() -> None:
    assert [1, 36, 12, 3] == [weight(cadence, 36) for cadence in Cadence]


def test_without_a_horizon_only_what_is_due_once_ranks() -> None:
    assert Fraction(100) == compared({Cadence.ONE_TIME: Fraction(100), Cadence.MONTHLY: Fraction(7)}, None)


def test_a_horizon_that_ends_inside_a_period_counts_the_part() -> None:
    assert Fraction(3, 2) == weight(Cadence.YEARLY, 18)


def test_a_book_ranks_by_its_horizon() -> None:
    book = """
    compare_over: 2 years
    charges: {once: {amount: 100}, care: {amount: 5, recurring: month}, check: {amount: 30, recurring: year}}
    """
    assert 100 + 24 * 5 + 2 * 30 == priced(book).totals.compare
