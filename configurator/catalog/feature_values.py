"""Values of features as people and programs write them: read, shown, and as JSON."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from configurator.catalog.limits import LONGEST_QUANTITY, MOST_BITS
from configurator.catalog.model import BooleanDomain, Enumeration, Feature, NumericDomain
from configurator.configuration import FeatureValue
from configurator.language.checked import Value
from configurator.language.types import NumberType
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.units import STANDARD_UNITS, Unit, Units

Given = str | bool | int | float | Decimal | Fraction
"""The accepted types of a value: text, or its JSON or Python type."""

_QUANTITY = re.compile(r"\s*(?P<amount>[+-]?[0-9]+(?:\.[0-9]+)?(?:/[1-9][0-9]*)?)\s*(?P<unit>[^\s\d+./-][^\s]*)?\s*")


@dataclass(frozen=True, slots=True)
class BadValue:
    """Why a given value is not a value of a feature: what was found, what was expected, what to do."""

    message: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message}; expected {self.expected}" + (f"; {self.hint}" if self.hint else "")


def parse_value(feature: Feature, given: Given, units: Units = STANDARD_UNITS) -> FeatureValue | BadValue:
    """Read a value of a feature: an option's id, `true`, `4`, `2.5`, `250 cm`.

    A number without a unit is in the unit of the feature. A float (as JSON readers make them) is taken by its
    shortest decimal text.
    """
    match feature.domain:
        case Enumeration(options):
            return _option(options, given)
        case BooleanDomain():
            return _boolean(given)
        case NumericDomain() as domain:
            return _number(domain, given, units)
        case other:
            assert_never(other)


def text_of(given: Given) -> str:
    """Show a given value as text; a huge integer only by its size, because its digits are unbounded."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int) and given.bit_length() > MOST_BITS:
        return f"a number of {given.bit_length()} bits"
    return str(given)


def _option(options: Collection[str], given: Given) -> str | BadValue:
    text = text_of(given)
    if text in options:
        return text
    return BadValue(f"{_quoted(text)} is not an option", _some_of(options), did_you_mean(text, options))


def _boolean(given: Given) -> bool | BadValue:
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and given in ("true", "false"):
        return given == "true"
    return BadValue(f"{_quoted(text_of(given))} is neither true nor false", "true or false")


def _number(domain: NumericDomain, given: Given, units: Units) -> int | Fraction | BadValue:
    expected = describe_range(domain)
    if isinstance(given, bool):
        return BadValue(f"{str(given).lower()} is not a number", expected)
    result = read_quantity(text_of(given), domain.unit, units)
    if isinstance(result, str):
        return BadValue(result, expected)
    amount = domain.unit.from_base(result)
    if not domain.low <= amount <= domain.high:
        return BadValue(f"{show_number(amount)} is outside the range", expected)
    if ((amount - domain.low) / domain.step).denominator != 1:
        below = domain.low + (amount - domain.low) // domain.step * domain.step
        nearest = f"the nearest are {show_number(below)} and {show_number(min(below + domain.step, domain.high))}"
        return BadValue(f"{show_number(amount)} is not on a step", expected, nearest)
    return int(amount) if domain.integral else amount


def read_amount(text: str) -> tuple[Fraction, str] | None:
    """Read `55 W` into a number and the name of a unit, which is empty where none is written; None where it is none."""
    match = _QUANTITY.fullmatch(text) if len(text) <= LONGEST_QUANTITY else None
    return None if match is None else (Fraction(match["amount"]), match["unit"] or "")


def read_quantity(text: str, plain: Unit, units: Units) -> Fraction | str:
    """Read `55 W` into base units, a number without a unit being in `plain`; return a message where it is none."""
    result = read_amount(text)
    if result is None:
        return f"{_quoted(text)} is not a number"
    amount, name = result
    if name.startswith(","):
        return f"{_quoted(text)} is not a number; write a point, not a comma"
    if not name:
        return plain.to_base(amount)
    unit = units.get(name)
    if unit is None:
        near = did_you_mean(name, units)
        return f"`{name}` is not a known unit" + (f", {near}" if near else "")
    if unit.dimension != plain.dimension:
        return f"`{text.strip()}` is {_of(unit)}, not {_of(plain)}"
    return unit.to_base(amount)


def _of(unit: Unit) -> str:
    return str(NumberType(unit.dimension)) if unit.dimension.exponents else "a plain number"


def show_number(amount: Fraction | int) -> str:
    """Write an exact number: a decimal where it has one, `1/3` where it does not."""
    amount = Fraction(amount)
    digits = _decimal_places(amount.denominator)
    if digits is None:
        return f"{amount.numerator}/{amount.denominator}"
    if not digits:
        return str(amount.numerator)
    scaled = str(abs(amount.numerator) * 10**digits // amount.denominator).rjust(digits + 1, "0")
    return f"{'-' if amount < 0 else ''}{scaled[:-digits]}.{scaled[-digits:]}"


def _decimal_places(denominator: int) -> int | None:
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def show_quantity(amount: Fraction | int, unit: Unit) -> str:
    """Write a number in a unit, with the unit's name: `55 W`."""
    return f"{show_number(amount)} {unit.name}".rstrip()


def show_value(value: FeatureValue) -> str:
    """Write a value as `parse_value` reads it: an option's id, `true`, `4`, `2.5` (in the feature's unit)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else show_number(value)


def wire_value(value: FeatureValue) -> str | bool | int:
    """Return a value for JSON: texts, booleans and integers unchanged, other numbers as exact text."""
    if type(value) in _PLAIN:  # Nearly always; the check for fractions, an abstract class, takes far longer.
        return value  # type: ignore[return-value]
    return show_number(value) if isinstance(value, Fraction) else value


_PLAIN = frozenset({str, bool, int})


def describe_value(feature: Feature, value: FeatureValue, locale: str) -> str:
    """Write a value for people: the option's title, the number with its unit."""
    match feature.domain:
        case Enumeration(options) if value in options:
            return options[str(value)].title.in_locale(locale)
        case NumericDomain(unit=unit) if not isinstance(value, str):
            return show_quantity(value, unit)
    return show_value(value)


def describe_range(domain: NumericDomain) -> str:
    """Describe the numbers of a domain: `0.5 m .. 10 m in steps of 0.5 m`."""
    low, high, step = (show_quantity(amount, domain.unit) for amount in (domain.low, domain.high, domain.step))
    plain = domain.integral and domain.step == 1 and not domain.unit.name
    return f"{low} .. {high}" + ("" if plain else f" in steps of {step}")


def in_base_units(feature: Feature, value: FeatureValue) -> Value:
    """Return a feature's value as expressions see it: numbers as fractions in base units."""
    if isinstance(value, bool | str):
        return value
    unit = feature.domain.unit if isinstance(feature.domain, NumericDomain) else None
    return unit.to_base(Fraction(value)) if unit else Fraction(value)


def belongs(feature: Feature, value: FeatureValue) -> bool:
    """Return whether a value is in the feature's domain, with its exact type."""
    match feature.domain:
        case Enumeration(options):
            return isinstance(value, str) and value in options
        case BooleanDomain():
            return isinstance(value, bool)
        case NumericDomain(low, high, step, integral):
            if isinstance(value, bool | str) or isinstance(value, int) is not integral:
                return False
            return low <= value <= high and ((Fraction(value) - low) / step).denominator == 1
        case other:
            assert_never(other)


def _quoted(text: str) -> str:
    return f"`{text if len(text) <= 60 else text[:57] + '…'}`"


def _some_of(options: Collection[str]) -> str:
    return f"one of {some_of(options, 6)}"
