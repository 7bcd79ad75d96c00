"""Money as a whole number in a declared scale, which every database keeps exactly."""

from dataclasses import dataclass

from configurator.errors import NotExact
from configurator.money import Money, exponent, from_minor, plain
from configurator.quoting.limits import MOST_PLACES, MOST_UNITS


@dataclass(frozen=True, slots=True)
class Scaled:
    """`amount` units of ten to the power of minus `scale`, in a currency."""

    amount: int
    scale: int
    currency: str


def to_scaled(money: Money) -> Scaled:
    """Write money in its currency's own scale (cents), or in the least finer one that holds it.

    Raises `NotExact` where 64 bits or 18 decimal places do not suffice; nothing is ever cut off.
    """
    scale = max(_own_scale(money.currency), len(plain(money.amount).partition(".")[2]))
    if scale > MOST_PLACES:
        raise NotExact(f"{money} is too fine to be quoted; expected at most {MOST_PLACES} decimal places")
    amount = money.minor_units(scale)
    if abs(amount) > MOST_UNITS:
        most = from_minor(MOST_UNITS, money.currency, scale)
        raise NotExact(f"{money} is too large to be quoted; expected at most {most}")
    return Scaled(amount, scale, money.currency)


def from_scaled(scaled: Scaled) -> Money:
    """Read money back."""
    return from_minor(scaled.amount, scaled.currency, scaled.scale)


def _own_scale(currency: str) -> int:
    try:
        return exponent(currency)
    except NotExact:  # Gold and its like have no minor unit.
        return 0
