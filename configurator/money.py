"""Exact amounts of money: no float comes in, no two currencies mix, and nothing is rounded but by a named rounding."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_EVEN,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from math import lcm
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency
from iso4217 import Currency

from configurator.errors import InvalidRequest, NotExact
from configurator.limits import AMOUNT_DIGITS

ZERO: Final = Fraction(0)
"""Exactly zero: the start of a sum, the amount of a free item."""

ONE: Final = Fraction(1)
"""Exactly one: a neutral factor, a single piece, the whole."""


_TRAPS = [Inexact, InvalidOperation, Overflow, DivisionByZero, Clamped]
_EXACT = Context(prec=AMOUNT_DIGITS, rounding=ROUND_HALF_EVEN, Emin=-AMOUNT_DIGITS, Emax=AMOUNT_DIGITS, traps=_TRAPS)

_WIDE = Context(prec=3 * AMOUNT_DIGITS, traps=_TRAPS)

# Where Unicode's locale data asks for a space that does not break: KWD 1.500, but $1.50.
_LETTER_BESIDE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

_AMOUNT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)

Exact = int | Decimal | Fraction
"""Exact number types. Floats are not."""


class Rounding(StrEnum):
    """How a figure between two steps becomes one of them. `up` and `down` go away from zero and toward it."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"


class Remainder(StrEnum):
    """Which share gets a unit first where remainders are equal: the first, the last, or the one of most weight."""

    FIRST = "first"
    LAST = "last"
    HEAVIEST = "heaviest"


@dataclass(frozen=True, slots=True)
class Rounded:
    """A rounding that changed a figure: its exact value, the step, and the mode."""

    exact: Fraction
    step: Fraction
    rounding: Rounding


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in one currency (an ISO 4217 code), held exactly; 1.5 EUR and 1.50 EUR are equal."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        _known(self.currency)
        object.__setattr__(self, "amount", _decimal(self.amount))

    def __str__(self) -> str:
        return f"{plain(self.amount, at_least=_places_shown(self.currency))} {self.currency}"

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __neg__(self) -> "Money":
        return Money(_EXACT.minus(self.amount), self.currency)

    def __abs__(self) -> "Money":
        return -self if self.amount < 0 else self

    def __add__(self, other: "Money") -> "Money":
        return Money(_exactly(_EXACT.add, self.amount, self._same(other, "added to")), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(_exactly(_EXACT.subtract, self.amount, self._same(other, "subtracted from")), self.currency)

    def __mul__(self, factor: Exact) -> "Money":
        """Multiply by an exact number; NotExact where the product has no end (a third), for which see from_fraction."""
        _refuse_inexact(factor)
        return Money(decimal_of(Fraction(self.amount) * Fraction(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other, "compared with")

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other, "compared with")

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other, "compared with")

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other, "compared with")

    def _same(self, other: "Money", verb: str) -> Decimal:
        if not isinstance(other, Money):
            raise TypeError(f"an amount of money cannot be {verb} {type(other).__name__} {other!r}")
        if other.currency != self.currency:
            raise InvalidRequest(f"{other} and {self} are of different currencies and cannot be {verb} one another")
        return other.amount

    @property
    def fraction(self) -> Fraction:
        """The amount for exact arithmetic that money does not do, such as division."""
        return Fraction(self.amount)

    def rounded(self, rounding: Rounding, places: int | None = None) -> "Money":
        """Round to decimal places, by default those of the currency."""
        return from_fraction(self.fraction, self.currency, rounding, places)[0]

    def minor_units(self, places: int | None = None) -> int:
        """Return the amount as a whole number of 10^-places (by default of the currency's minor unit), for SQL.

        NotExact when the amount has more decimal places.
        """
        digits = exponent(self.currency) if places is None else places
        scaled = self.fraction * Fraction(10) ** digits
        if scaled.denominator != 1:
            raise NotExact(f"{self} has more than {digits} decimal places; round it first")
        return scaled.numerator

    def allocated(self, weights: Sequence[Exact], remainder: Remainder = Remainder.FIRST) -> tuple["Money", ...]:
        """Split into shares by weights so that they sum exactly, in whole minor units (largest-remainder method).

        Shares are rounded toward zero first; the units left over go to the largest remainders, equal ones by
        `remainder`. Weights must not be negative nor all be zero. NotExact when the amount is not in minor units.
        """
        units = self.minor_units()
        shares = shares_of(abs(units), [_weight(weight) for weight in weights], remainder)
        return tuple(from_minor(share if units >= 0 else -share, self.currency) for share in shares)


def zero(currency: str) -> Money:
    """Return no money of a currency."""
    return Money(Decimal(0), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum amounts of one currency; of none the sum is zero."""
    result = zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def money(amount: str | Exact, currency: str) -> Money:
    """Make an amount from decimal text or an exact number, all of whose digits are kept."""
    if not isinstance(amount, str):
        _refuse_inexact(amount)
        return Money(decimal_of(Fraction(amount)), currency)
    if not _AMOUNT.fullmatch(amount):
        raise InvalidRequest(f"'{amount[:60]}' is not an amount; expected digits such as 1234.50")
    return Money(Decimal(amount), currency)


def from_minor(units: int, currency: str, places: int | None = None) -> Money:
    """Make an amount from a whole number of 10^-places, by default of the currency's minor unit."""
    _refuse_inexact(units)
    digits = exponent(currency) if places is None else places
    return Money(_exactly(_EXACT.scaleb, _decimal(Decimal(units)), Decimal(-digits)), currency)


def from_fraction(
    value: Fraction, currency: str, rounding: Rounding, places: int | None = None
) -> tuple[Money, Rounded | None]:
    """Round an exact figure to money at decimal places, by default those of the currency; also return the rounding.

    Negative places round to tens, hundreds and so on.
    """
    digits = exponent(currency) if places is None else places
    return at_step(value, currency, rounding, Fraction(10) ** -digits)


def at_step(value: Fraction, currency: str, rounding: Rounding, step: Fraction) -> tuple[Money, Rounded | None]:
    """Round an exact figure to a multiple of a step (1/20 for the Swiss five-centime rounding)."""
    rounded = round_to(value, step, rounding)
    note = None if rounded == value else Rounded(Fraction(value), step, rounding)
    return Money(decimal_of(rounded), currency), note


def round_to(value: Exact, step: Fraction, rounding: Rounding) -> Fraction:
    """Round an exact number to a multiple of a positive step."""
    _refuse_inexact(value)
    if step <= 0:
        raise InvalidRequest(f"a step to round to must be more than zero, not {step}")
    numerator, denominator = value.as_integer_ratio()
    units, parts = step.as_integer_ratio()
    return Fraction(whole_steps(numerator * parts, denominator * units, rounding) * units, parts)


def whole_steps(numerator: int, divisor: int, rounding: Rounding) -> int:
    """Round a ratio to a whole number; the divisor is positive."""
    whole, rest = divmod(abs(numerator), divisor)
    sign = -1 if numerator < 0 else 1
    if rest:
        whole += _rounds_up(rounding, whole, 2 * rest - divisor, sign)
    return sign * whole


def _rounds_up(rounding: Rounding, whole: int, beyond_half: int, sign: int) -> bool:
    """Return whether a magnitude between `whole` steps and the next one rounds up.

    `beyond_half` is above, below or at zero as the rest is above, below or at half a step.
    """
    match rounding:
        case Rounding.HALF_UP:
            return beyond_half >= 0
        case Rounding.HALF_DOWN:
            return beyond_half > 0
        case Rounding.HALF_EVEN:
            return beyond_half > 0 or (beyond_half == 0 and whole % 2 == 1)
        case Rounding.UP:
            return True
        case Rounding.DOWN:
            return False
        case Rounding.CEILING:
            return sign > 0
        case Rounding.FLOOR:
            return sign < 0


def exponent(currency: str) -> int:
    """Return the decimal places of a currency's minor unit by ISO 4217: EUR 2, JPY 0, KWD 3.

    Raises NotExact if it has none, such as gold (XAU).
    """
    places = _known(currency)
    if places is None:
        raise NotExact(f"ISO 4217 knows no minor unit of {currency}; declare the decimal places")
    return places


def formatted(amount: Money, locale: str) -> str:
    """Write an amount for people of a locale (`de-DE`), with all its decimal places: nothing is rounded for display."""
    with localcontext(_WIDE):
        shown = format_currency(amount.amount, amount.currency, locale=_locale(locale), decimal_quantization=False)
    return _LETTER_BESIDE_DIGIT.sub("\u00a0", shown)


def plain(amount: Decimal, at_least: int = 0) -> str:
    """Write a decimal without exponent, with at least so many places and none that are zeros beyond them."""
    whole, _, places = f"{amount:f}".partition(".")
    places = places.rstrip("0").ljust(at_least, "0")
    text = f"{whole}.{places}" if places else whole
    return text if amount else text.removeprefix("-")


def decimal_of(value: Fraction) -> Decimal:
    """Return an exact fraction as a decimal; NotExact when it has no end or too many digits."""
    places = _places_of(value.denominator)
    if places is None:
        raise NotExact(f"{_shown(value)} has no end as a decimal number; round it by a named rounding")
    return _scaled(value.numerator * 10**places // value.denominator, places)


def amounts_of(numerators: Iterable[int], denominator: int, currency: str) -> list[Money]:
    """Make many amounts with one denominator; NotExact where one has no end as a decimal number."""
    places = _places_of(denominator)
    if places is None:
        return [Money(decimal_of(Fraction(each, denominator)), currency) for each in numerators]
    factor = 10**places // denominator
    return [Money(_scaled(each * factor, places), currency) for each in numerators]


def _places_of(denominator: int) -> int | None:
    """Return the decimal places of fractions with a denominator; None where they have no end."""
    twos, rest = _factored(denominator, 2)
    fives, rest = _factored(rest, 5)
    return max(twos, fives) if rest == 1 else None


def _scaled(coefficient: int, places: int) -> Decimal:
    if not -_TOO_MANY < coefficient < _TOO_MANY:
        raise NotExact(f"a number of more than {AMOUNT_DIGITS} digits cannot be held")
    return Decimal(coefficient).scaleb(-places, _EXACT)


_TOO_MANY: Final = 10**AMOUNT_DIGITS
"""The least whole number of more digits than are held."""


def _factored(number: int, prime: int) -> tuple[int, int]:
    """Return how often a prime divides a number, up to the supported digits, and the cofactor."""
    times = 0
    while times <= 4 * AMOUNT_DIGITS and number % prime == 0:
        number //= prime
        times += 1
    return times, number


def _shown(value: Fraction) -> str:
    text = str(value) if value.denominator.bit_length() + value.numerator.bit_length() < 400 else "the number"
    return text if len(text) <= 60 else f"{text[:60]}…"


def shares_of(units: int, weights: Sequence[Fraction], remainder: Remainder) -> list[int]:
    """Split whole units by weights, neither of them negative (largest-remainder method)."""
    scale = lcm(*(weight.denominator for weight in weights))
    parts = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole = sum(parts)
    if not whole:
        raise InvalidRequest("an amount cannot be split by weights that are all zero")
    divided = [divmod(units * part, whole) for part in parts]
    shares = [share for share, _ in divided]
    order = sorted(range(len(weights)), key=lambda at: (-divided[at][1], *_tie(at, weights[at], remainder)))
    for at in order[: units - sum(shares)]:
        shares[at] += 1
    return shares


def _tie(at: int, weight: Fraction, remainder: Remainder) -> tuple[Fraction, int]:
    match remainder:
        case Remainder.FIRST:
            return ZERO, at
        case Remainder.LAST:
            return ZERO, -at
        case Remainder.HEAVIEST:
            return -weight, at


def _weight(weight: Exact) -> Fraction:
    _refuse_inexact(weight)
    if weight < 0:
        raise InvalidRequest(f"an amount cannot be split by the negative weight {weight}")
    return Fraction(weight)


def _refuse_inexact(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"money is made of int, Decimal and Fraction, not of {type(value).__name__} {value!r}")


def _decimal(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError(f"an amount is a Decimal, not {type(amount).__name__} {amount!r}")
    if not amount.is_finite():
        raise InvalidRequest(f"{amount} is not an amount")
    return _exactly(_EXACT.plus, amount)


def _exactly(operation: Callable[..., Decimal], *operands: Decimal) -> Decimal:
    try:
        return operation(*operands)
    except (Inexact, Overflow, Clamped, InvalidOperation):
        raise NotExact(f"a number of more than {AMOUNT_DIGITS} digits cannot be held") from None


@cache
def _known(currency: str) -> int | None:
    try:
        places = Currency(currency).exponent
    except ValueError:
        raise InvalidRequest(f"'{currency}' is not a currency of ISO 4217; expected a code such as EUR") from None
    return None if places is None else int(places)


def _places_shown(currency: str) -> int:
    return _known(currency) or 0


@lru_cache(maxsize=256)
def _locale(locale: str) -> Locale:
    try:
        return Locale.parse(locale, sep="-" if "-" in locale else "_")
    except (ValueError, UnknownLocaleError):
        raise InvalidRequest(f"'{locale}' is not a locale that is known; expected one such as en or de-DE") from None
