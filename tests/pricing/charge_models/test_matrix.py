"""Prices by attributes: one row or the most specific one, at the same cost whatever the size of the table."""

from fractions import Fraction

import pytest

from configurator.pricing.charge_models import Matrix, Usage, plain_value, rate
from configurator.pricing.charge_models.matrix import NoRow, shares_of
from configurator.pricing.price import price
from configurator.pricing.price_lines import Outcome
from tests.pricing.shop import DAY, book_of, chosen, load, van

CHARGE = (
    "charges: {{fuel: {{model: matrix, quantity: seats, table: rates.csv, by: {{engine: engine, sport: sport}}{}}}}}"
)
RATES = "engine,sport,price\npetrol,,3\n,true,5\npetrol,true,4\n,,1\n"


def matrix(keys: str = ", hit: most_specific", rates: str = RATES) -> Matrix:
    found = book_of(CHARGE.format(keys), rates_csv=rates).charges[0].model
    assert isinstance(found, Matrix)
    return found


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [(("petrol", "true"), 4), (("petrol", "false"), 3), (("diesel", "true"), 5), (("diesel", "false"), 1)],
)
def test_the_row_that_states_most_attributes_is_taken(attributes: tuple[str, str], expected: int) -> None:
    assert 2 * expected == rate(matrix(), Usage(Fraction(2), attributes=attributes), plain_value).amount


def test_of_equally_specific_rows_the_one_with_the_earlier_column_is_taken() -> None:
    ((row, _),) = shares_of(matrix(rates="engine,sport,price\n,true,5\npetrol,,3\n"), ("petrol", "true"))
    assert 3 == plain_value(row.price)


def test_rows_that_may_fit_at_once_are_told_unless_the_most_specific_counts() -> None:
    assert {"pricing.duplicate-price"} == {each.code.name for each in load(CHARGE.format(""), rates_csv=RATES)[1]}
    assert () == load(CHARGE.format(", hit: most_specific"), rates_csv=RATES)[1]


def test_a_row_that_is_there_twice_is_told() -> None:
    twice = "engine,sport,price\n,true,5\n,true,6\n,false,1\n"
    assert ["pricing.duplicate-price"] == [each.code.name for each in load(CHARGE.format(""), rates_csv=twice)[1]]


def test_what_has_no_row_has_no_line_and_says_so() -> None:
    with pytest.raises(NoRow, match="no price for engine diesel, sport false"):
        rate(
            matrix(rates="engine,sport,price\npetrol,,3\n"),
            Usage(Fraction(1), attributes=("diesel", "false")),
            plain_value,
        )
    book = book_of(CHARGE.format(""), rates_csv="engine,sport,price\ndiesel,,3\n")
    found = price(chosen(), van(), book, DAY)
    assert () == found.lines
    assert [(Outcome.NO_PRICE, "engine petrol, sport false")] == [
        (each.outcome, each.condition) for each in found.trace
    ]


def test_numbers_are_the_same_however_they_are_written() -> None:
    text = "charges: {a: {model: matrix, quantity: seats, table: rates.csv, by: {seats: seats}}}"
    book = book_of(text, rates_csv="seats,price\n3.0,7\n")
    assert Fraction(21) == price(chosen(), van(), book, DAY).totals.one_time.fraction


def test_a_commitment_of_a_quantity_is_priced_by_the_same_row() -> None:
    keys = ", hit: most_specific, modifiers: [{commitment: {quantity: 10}}]"
    book = book_of(CHARGE.format(keys), rates_csv=RATES)
    assert Fraction(30) == price(chosen(), van(), book, DAY).totals.one_time.fraction
