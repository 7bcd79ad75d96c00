"""Allocation: shares of an amount in whole units that sum exactly to it, by a rule that is named.

All rules mirror negative amounts: the shares of −x are those of x with the sign turned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from configurator.errors import InvalidRequest, NotExact
from configurator.money import Exact, Remainder, Rounding, round_to, shares_of


@dataclass(frozen=True, slots=True)
class Largest:
    """Shares are rounded down; the units left over go to the largest remainders, equal ones by `tie`."""

    tie: Remainder = Remainder.FIRST


@dataclass(frozen=True, slots=True)
class HeaviestFirst:
    """Shares are rounded down; the units left over go one by one to the largest weights, never to a weight of zero."""

    tie: Remainder = Remainder.FIRST


@dataclass(frozen=True, slots=True)
class LastTakesRest:
    """Every share but the last is rounded separately; the last takes the remainder."""

    rounding: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class CarriedResidue:
    """Every share is rounded with the residue of those before it, so that no prefix is off by more than half a unit."""

    rounding: Rounding = Rounding.HALF_UP


Rule = Largest | HeaviestFirst | LastTakesRest | CarriedResidue


def unit_of(places: int) -> Fraction:
    """Return the smallest unit of an amount with a number of decimal places."""
    return Fraction(1, 10**places)


def allocate(amount: Exact, weights: Sequence[Exact], step: Fraction, rule: Rule) -> tuple[Fraction, ...]:
    """Split an amount by weights into multiples of `step`. The amount itself must be one, or NotExact is raised."""
    units = Fraction(amount) / step
    if units.denominator != 1:
        raise NotExact(f"{amount} is not a multiple of {step}; round it first")
    given = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in given) or not any(given):
        raise InvalidRequest("an amount is split by weights of which none is negative and one at least is not zero")
    sign = -1 if units < 0 else 1
    return tuple(sign * share * step for share in _shares(abs(units.numerator), given, rule))


def _shares(units: int, weights: list[Fraction], rule: Rule) -> list[int]:
    match rule:
        case Largest(tie):
            return shares_of(units, weights, tie)
        case HeaviestFirst(tie):
            return _heaviest_first(units, weights, tie)
        case LastTakesRest(rounding):
            return _last_takes_rest(units, weights, rounding)
        case CarriedResidue(rounding):
            return _carried(units, weights, rounding)
        case _:
            assert_never(rule)


def _heaviest_first(units: int, weights: list[Fraction], tie: Remainder) -> list[int]:
    whole = sum(weights, Fraction(0))
    shares = [int(units * weight / whole) for weight in weights]
    order: dict[Remainder, Callable[[int], tuple[Fraction, int]]] = {
        Remainder.FIRST: lambda at: (-weights[at], at),
        Remainder.LAST: lambda at: (-weights[at], -at),
        Remainder.HEAVIEST: lambda at: (-weights[at], at),
    }
    chosen = sorted((at for at, weight in enumerate(weights) if weight), key=order[tie])
    for at in chosen[: units - sum(shares)]:
        shares[at] += 1
    return shares


def _last_takes_rest(units: int, weights: list[Fraction], rounding: Rounding) -> list[int]:
    whole = sum(weights, Fraction(0))
    shares = [_whole(units * weight / whole, rounding) for weight in weights[:-1]]
    return [*shares, units - sum(shares)]


def _carried(units: int, weights: list[Fraction], rounding: Rounding) -> list[int]:
    whole, exact, given = sum(weights, Fraction(0)), Fraction(0), 0
    shares = []
    for weight in weights:
        exact += units * weight / whole
        shares.append(_whole(exact, rounding) - given)
        given += shares[-1]
    return shares


def _whole(value: Fraction, rounding: Rounding) -> int:
    return round_to(value, Fraction(1), rounding).numerator
