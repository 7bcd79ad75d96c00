"""Money as a whole number in a declared scale, which every database keeps exactly."""

from dataclasses import dataclass

from configurator.errors import NotExact
from configurator.money import Money, exponent, from_minor, plain
from configurator.storage.limits import MOST_PLACES

_LARGEST = 2**63 - 1


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
    amount = money.minor_units(scale)
    if scale > MOST_PLACES or abs(amount) > _LARGEST:
        raise NotExact(f"{money} is too large or too fine to be stored; expected at most 18 digits in all")
    return Scaled(amount, scale, money.currency)


def from_scaled(scaled: Scaled) -> Money:
    """Read money back."""
    return from_minor(scaled.amount, scaled.currency, scaled.scale)


def _own_scale(currency: str) -> int:
    try:
        return exponent(currency)
    except NotExact:  # Gold and its like have no minor unit.
        return 0
