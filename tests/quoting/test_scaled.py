"""Money as whole numbers: nothing lost on the way to a database and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import NotExact
from configurator.money import Money, exponent, money
from configurator.quoting.limits import MOST_PLACES
from configurator.quoting.scaled import Scaled, from_scaled, to_scaled

CURRENCIES = st.sampled_from(("EUR", "USD", "JPY", "KWD", "CLF", "XAU"))
AMOUNTS = st.integers(-(2**63) + 1, 2**63 - 1).flatmap(
    lambda units: st.integers(0, MOST_PLACES).map(lambda places: Decimal(units).scaleb(-places))
)


@given(AMOUNTS, CURRENCIES)
def test_money_comes_back_equal_or_is_refused(amount: Decimal, currency: str) -> None:
    given_money = Money(amount, currency)
    try:
        scaled = to_scaled(given_money)
    except NotExact:
        assert abs(amount.scaleb(exponent(currency))) > 2**62 or currency == "XAU"
        return
    assert given_money == from_scaled(scaled)
    assert given_money.fraction * 10**scaled.scale == scaled.amount
    assert -(2**63) <= scaled.amount < 2**63


@given(st.lists(st.integers(-(10**12), 10**12), max_size=20), st.sampled_from(("EUR", "JPY", "KWD")))
def test_sums_in_the_scale_of_a_currency_are_sums_of_money(units: list[int], currency: str) -> None:
    places = exponent(currency)
    amounts = [Money(Decimal(each).scaleb(-places), currency) for each in units]
    summed = sum((each.fraction for each in amounts), Money(Decimal(0), currency).fraction)
    assert summed * 10**places == sum(to_scaled(each).amount for each in amounts)
    assert {places} == {to_scaled(each).scale for each in amounts} | {places}


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("42145", "USD", Scaled(4214500, 2, "USD")),
        ("42145.50", "USD", Scaled(4214550, 2, "USD")),
        ("-0.05", "EUR", Scaled(-5, 2, "EUR")),
        ("1200", "JPY", Scaled(1200, 0, "JPY")),
        ("1.250", "KWD", Scaled(1250, 3, "KWD")),
        ("0.0005", "EUR", Scaled(5, 4, "EUR")),
        ("0.00050", "EUR", Scaled(5, 4, "EUR")),
        ("3.5", "XAU", Scaled(35, 1, "XAU")),
        ("0", "EUR", Scaled(0, 2, "EUR")),
    ],
)
def test_the_scale_is_that_of_the_currency_or_the_least_finer_one(amount: str, currency: str, expected: Scaled) -> None:
    assert expected == to_scaled(money(amount, currency))


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("92233720368547758.08", "EUR", "too large to be quoted; expected at most 92233720368547758.07 EUR"),
        ("-92233720368547758.08", "EUR", "too large to be quoted; expected at most 92233720368547758.07 EUR"),
        ("9223372036854775808", "JPY", "too large to be quoted; expected at most 9223372036854775807 JPY"),
        ("10000000000000000.001", "EUR", "too large to be quoted; expected at most 9223372036854775.807 EUR"),
        ("0.0000000000000000001", "EUR", "too fine to be quoted; expected at most 18 decimal places"),
        ("9" * 40, "EUR", "too large to be quoted; expected at most 92233720368547758.07 EUR"),
    ],
)
def test_what_does_not_fit_is_refused_rather_than_cut(amount: str, currency: str, expected: str) -> None:
    with pytest.raises(NotExact) as refused:
        to_scaled(money(amount, currency))
    assert str(refused.value).endswith(f"{currency} is {expected}")


def test_the_largest_amount_fits() -> None:
    assert Scaled(2**63 - 1, 2, "EUR") == to_scaled(money("92233720368547758.07", "EUR"))
