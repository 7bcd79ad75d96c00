import decimal
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.errors import InvalidRequest, NotExact
from configurator.money import (
    Money,
    Remainder,
    Rounded,
    Rounding,
    at_step,
    decimal_of,
    exponent,
    formatted,
    from_fraction,
    from_minor,
    money,
    plain,
    round_to,
    total,
    zero,
)


def _eur(amount: str) -> Money:
    return money(amount, "EUR")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Money(1.5, "EUR"),  # type: ignore[arg-type]
        lambda: Money(1, "EUR"),  # type: ignore[arg-type]
        lambda: money(1.5, "EUR"),  # type: ignore[arg-type]
        lambda: money(True, "EUR"),
        lambda: _eur("1") * 1.5,  # type: ignore[operator]
        lambda: _eur("1") * True,
        lambda: _eur("1") + 1,  # type: ignore[operator]
        lambda: _eur("1") + Decimal(1),  # type: ignore[operator]
        lambda: _eur("1") < 2.0,  # type: ignore[operator]
        lambda: _eur("1").allocated([0.5, 0.5]),  # type: ignore[list-item]
        lambda: from_minor(1.0, "EUR"),  # type: ignore[arg-type]
        lambda: from_fraction(1.5, "EUR", Rounding.UP),  # type: ignore[arg-type]
        lambda: round_to(1.5, Fraction(1), Rounding.UP),  # type: ignore[arg-type]
        lambda: sum([_eur("1")]),  # type: ignore[list-item]
    ],
)
def test_no_float_bool_or_bare_number_becomes_money(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize("text", ["", "abc", "1,50", "NaN", "Infinity", "1e5", "1_000", "１", " 1", "1.", ".5", "0x1"])
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="is not an amount"):
        money(text, "EUR")


def test_amounts_that_are_not_finite_are_refused() -> None:
    for amount in (Decimal("NaN"), Decimal("Infinity"), Decimal("-sNaN")):
        with pytest.raises(InvalidRequest, match="is not an amount"):
            Money(amount, "EUR")


@pytest.mark.parametrize("currency", ["EURO", "eur", "", "XYZ", "E\0R"])
def test_currencies_are_those_of_iso_4217(currency: str) -> None:
    with pytest.raises(InvalidRequest, match="is not a currency of ISO 4217"):
        money("1", currency)


def test_equal_amounts_are_equal_however_they_are_written() -> None:
    assert _eur("1.5") == _eur("1.50")
    assert hash(_eur("1.5")) == hash(_eur("1.50"))
    assert _eur("0") == _eur("-0.00") == zero("EUR")
    assert _eur("1") != money("1", "USD")


def test_amounts_are_shown_with_the_places_of_their_currency_and_more_where_they_have_more() -> None:
    shown = [_eur("42145"), _eur("1.5"), _eur("-0.005"), _eur("-0.00"), money("5", "JPY"), money("5", "KWD")]
    assert [str(each) for each in shown] == ["42145.00 EUR", "1.50 EUR", "-0.005 EUR", "0.00 EUR", "5 JPY", "5.000 KWD"]


def test_arithmetic_is_exact() -> None:
    assert _eur("0.30") == _eur("0.10") + _eur("0.20")
    assert _eur("-0.10") == _eur("0.10") - _eur("0.20")
    assert _eur("0.125") == _eur("0.5") * Fraction(1, 4) == Fraction(1, 4) * _eur("0.5")
    assert _eur("3.30") == 3 * _eur("1.10") == Decimal(3) * _eur("1.10")
    assert (_eur("1"), _eur("-1")) == (abs(_eur("-1")), -_eur("1"))
    assert _eur("0.6") == total([_eur("0.1"), _eur("0.2"), _eur("0.3")], "EUR")
    assert zero("EUR") == total([], "EUR")
    assert Fraction(1, 8) == _eur("0.125").fraction
    assert not zero("EUR")


def test_the_surrounding_decimal_context_has_no_say() -> None:
    with decimal.localcontext(decimal.Context(prec=3)):
        assert _eur("1234567.89") == _eur("1234567") + _eur("0.89")
        assert formatted(_eur("1234567.89"), "en") == "€1,234,567.89"


def test_what_cannot_be_held_exactly_is_said_and_not_rounded() -> None:
    with pytest.raises(NotExact, match="1/3 has no end as a decimal number"):
        _eur("1") * Fraction(1, 3)
    with pytest.raises(NotExact, match="more than 60 digits"):
        money("9" * 61, "EUR")
    with pytest.raises(NotExact, match="more than 60 digits"):
        money("9" * 60, "EUR") + _eur("0.1")
    with pytest.raises(NotExact):
        decimal_of(Fraction(1, 2**4_000))
    with pytest.raises(NotExact):
        decimal_of(Fraction(10**4_000))


def test_different_currencies_never_mix() -> None:
    operations: list[Callable[[Any, Any], object]] = [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
        lambda a, b: total([a, b], "EUR"),
    ]
    for operation in operations:
        with pytest.raises(InvalidRequest, match="different currencies"):
            operation(_eur("1"), money("1", "USD"))


def test_amounts_of_one_currency_compare() -> None:
    assert _eur("1") < _eur("1.01") <= _eur("1.010")
    assert _eur("2") > _eur("1.99") >= _eur("1.990")
    assert [_eur("-1"), _eur("0"), _eur("2")] == sorted([_eur("2"), _eur("-1"), _eur("0")])


# Twelve figures and what each rounding makes of them, checked against the standard library's decimal below.
_ROUNDED = {
    Rounding.HALF_UP: ["1", "2", "3", "-1", "-2", "-3"],
    Rounding.HALF_EVEN: ["0", "2", "2", "0", "-2", "-2"],
    Rounding.HALF_DOWN: ["0", "1", "2", "0", "-1", "-2"],
    Rounding.UP: ["1", "2", "3", "-1", "-2", "-3"],
    Rounding.DOWN: ["0", "1", "2", "0", "-1", "-2"],
    Rounding.CEILING: ["1", "2", "3", "0", "-1", "-2"],
    Rounding.FLOOR: ["0", "1", "2", "-1", "-2", "-3"],
}


@pytest.mark.parametrize("rounding", list(Rounding))
def test_each_rounding_decides_halves_as_its_name_says(rounding: Rounding) -> None:
    halves = [Fraction(n, 2) for n in (1, 3, 5, -1, -3, -5)]
    assert [Fraction(text) for text in _ROUNDED[rounding]] == [round_to(half, Fraction(1), rounding) for half in halves]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**9), max_value=10**9))
def test_rounding_agrees_with_the_standard_library(value: Decimal) -> None:
    for rounding in Rounding:
        theirs = value.quantize(Decimal("0.01"), rounding=f"ROUND_{rounding.name}", context=decimal.Context(prec=60))
        assert Money(theirs, "EUR") == from_fraction(Fraction(value), "EUR", rounding)[0]


def test_what_was_rounded_is_said() -> None:
    assert (_eur("0.33"), Rounded(Fraction(1, 3), Fraction(1, 100), Rounding.HALF_UP)) == from_fraction(
        Fraction(1, 3), "EUR", Rounding.HALF_UP
    )
    assert (_eur("0.25"), None) == from_fraction(Fraction(1, 4), "EUR", Rounding.HALF_UP)


def test_places_come_from_the_currency_or_are_declared() -> None:
    figure = Fraction(12345678, 10000)
    rounded = [from_fraction(figure, code, Rounding.HALF_UP)[0] for code in ("EUR", "JPY", "KWD")]
    assert [str(each) for each in rounded] == ["1234.57 EUR", "1235 JPY", "1234.568 KWD"]
    assert str(from_fraction(figure, "EUR", Rounding.DOWN, places=4)[0]) == "1234.5678 EUR"
    assert str(from_fraction(figure, "EUR", Rounding.DOWN, places=-2)[0]) == "1200.00 EUR"
    assert _eur("1.24") == _eur("1.235").rounded(Rounding.HALF_UP)
    assert _eur("1.3") == _eur("1.235").rounded(Rounding.UP, places=1)


def test_cash_is_rounded_to_the_step_of_its_coins() -> None:
    assert money("1.25", "CHF") == at_step(Fraction("1.23"), "CHF", Rounding.HALF_UP, Fraction(1, 20))[0]
    with pytest.raises(InvalidRequest, match="must be more than zero"):
        round_to(1, Fraction(0), Rounding.UP)


def test_exponents_are_those_of_iso_4217() -> None:
    assert [exponent(code) for code in ("EUR", "JPY", "KWD", "CLF")] == [2, 0, 3, 4]
    with pytest.raises(NotExact, match="no minor unit of XAU"):
        exponent("XAU")


def test_minor_units_are_whole_numbers_both_ways() -> None:
    assert [_eur("1.1").minor_units(), _eur("-0.05").minor_units(), money("3", "JPY").minor_units()] == [110, -5, 3]
    assert _eur("1.1").minor_units(places=4) == 11000
    assert _eur("1.1") == from_minor(110, "EUR") == from_minor(11000, "EUR", places=4)
    with pytest.raises(NotExact, match="more than 2 decimal places"):
        _eur("0.005").minor_units()


def test_a_split_gives_what_is_left_over_to_the_largest_remainders() -> None:
    assert _amounts(_eur("10").allocated([1, 1, 1])) == ["3.34", "3.33", "3.33"]
    assert _amounts(_eur("0.10").allocated([Fraction("0.66"), Fraction("0.24"), Fraction("0.1")])) == [
        "0.07",
        "0.02",
        "0.01",
    ]
    assert _amounts(_eur("10").allocated([0, 5])) == ["0.00", "10.00"]
    assert _amounts(money("7", "JPY").allocated([Decimal("0.5"), Decimal("0.5")])) == ["4", "3"]


def test_equal_remainders_are_decided_as_declared() -> None:
    weights = [1, 3, 1, 3]
    amounts = {each: _amounts(_eur("0.02").allocated(weights, each)) for each in Remainder}
    assert amounts[Remainder.HEAVIEST] == ["0.00", "0.01", "0.00", "0.01"]
    thirds = {each: _amounts(_eur("0.01").allocated([1, 1, 1], each)) for each in Remainder}
    assert ["0.01", "0.00", "0.00"] == thirds[Remainder.FIRST] == thirds[Remainder.HEAVIEST]
    assert thirds[Remainder.LAST] == ["0.00", "0.00", "0.01"]


def test_splits_that_cannot_be_are_refused() -> None:
    for weights in ([], [0, 0]):
        with pytest.raises(InvalidRequest, match="all zero"):
            _eur("1").allocated(weights)
    with pytest.raises(InvalidRequest, match="negative weight"):
        _eur("1").allocated([2, -1])
    with pytest.raises(NotExact, match="decimal places"):
        _eur("0.005").allocated([1, 1])


def _amounts(shares: tuple[Money, ...]) -> list[str]:
    return [str(share).split()[0] for share in shares]


_CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
_WEIGHTS = st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=8).filter(any)


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), _CURRENCIES, _WEIGHTS, st.sampled_from(Remainder))
def test_the_shares_of_a_split_sum_to_it_exactly_and_are_off_by_less_than_one_unit(
    units: int, currency: str, weights: list[Fraction], remainder: Remainder
) -> None:
    amount = from_minor(units, currency)
    shares = amount.allocated(weights, remainder)
    assert amount == total(shares, currency)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor_units() - units * weight / sum(weights)) < 1


_AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20)


@given(_AMOUNTS, _AMOUNTS, _AMOUNTS)
def test_sums_do_not_depend_on_their_order(a: Decimal, b: Decimal, c: Decimal) -> None:
    x, y, z = (Money(each, "EUR") for each in (a, b, c))
    assert (x + y) + z == x + (z + y)
    assert x == (x + y) - y


@given(_AMOUNTS)
def test_an_amount_survives_its_text_and_its_units(amount: Decimal) -> None:
    value = Money(amount, "EUR")
    assert value == money(str(value).split()[0], "EUR") == from_minor(value.minor_units(4), "EUR", 4)
    assert amount == decimal_of(Fraction(amount))


def test_plain_text_has_no_exponent_and_no_needless_zeros() -> None:
    numbers = [Decimal("1E+3"), Decimal("1.500"), Decimal("-0.00"), Decimal("1E-7")]
    assert [plain(number) for number in numbers] == ["1000", "1.5", "0", "0.0000001"]
    assert [plain(number, at_least=2) for number in numbers] == ["1000.00", "1.50", "0.00", "0.0000001"]


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        ("42145", "USD", "en-US", "$42,145.00"),
        ("-1234.5", "EUR", "de-DE", "-1.234,50\xa0€"),
        ("-1234.5", "EUR", "de_DE", "-1.234,50\xa0€"),
        ("1234.505", "EUR", "en", "€1,234.505"),
        ("5", "JPY", "ja", "￥5"),
        ("1.5", "KWD", "en", "KWD\xa01.500"),
        ("-5", "CHF", "en", "-CHF\xa05.00"),
        ("9" * 40 + ".99", "EUR", "en", "€" + "9" + ",999" * 13 + ".99"),
    ],
)
def test_people_see_amounts_as_their_locale_writes_them(amount: str, currency: str, locale: str, shown: str) -> None:
    assert shown == formatted(money(amount, currency), locale)


@pytest.mark.parametrize("locale", ["", "xx", "../../etc/passwd", "en-", "e\0n", "a" * 1_000])
def test_a_locale_that_is_not_known_is_refused(locale: str) -> None:
    with pytest.raises(InvalidRequest, match="is not a locale that is known"):
        formatted(_eur("1"), locale)
