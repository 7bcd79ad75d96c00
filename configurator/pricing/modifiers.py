"""Modifiers of a charge: they change its amount after rating, in the order of the book.

So the book decides whether a discount precedes a commitment. Each is a frozen dataclass and a few calculations over the
carrier of amounts: exact ones become steps of a line, symbolic ones are searched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, assert_never

from configurator.errors import InvalidRequest
from configurator.money import ONE, ZERO, Rounding
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.operations import PERCENT, A, Arithmetic, Operation
from configurator.pricing.steps import Calculation


class Due(StrEnum):
    """When something that belongs to a whole period is billed, where the period is billed in several parts."""

    AT_START = "at_start"
    AT_END = "at_end"
    ALWAYS = "always"


class Scope(StrEnum):
    """Whether a modifier acts on the whole period, or on every window or group separately."""

    PERIOD = "period"
    PART = "part"


class PartOfPeriod(StrEnum):
    """Which part of its period is billed."""

    WHOLE = "whole"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"

    def bills(self, due: Due) -> bool:
        """Whether something that is due then belongs on the bill of this part."""
        match due:
            case Due.ALWAYS:
                return True
            case Due.AT_START:
                return self in (PartOfPeriod.WHOLE, PartOfPeriod.FIRST)
            case Due.AT_END:
                return self in (PartOfPeriod.WHOLE, PartOfPeriod.LAST)


class Shortage(StrEnum):
    """The treatment of usage beyond a prepaid balance: billed as overage, or a debt."""

    OVERAGE = "overage"
    DEBT = "debt"


@dataclass(frozen=True, slots=True)
class Discount:
    """Takes a percentage off the amount."""

    percent: Amount


@dataclass(frozen=True, slots=True)
class Multiply:
    """Multiplies the amount, as by a rate of exchange."""

    by: Amount


@dataclass(frozen=True, slots=True)
class Plus:
    """Adds an amount, which may be negative."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class RoundTo:
    """Rounds the amount to a multiple of `step`, such as 10 or 0.05."""

    step: Fraction
    mode: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class MinimumSpend:
    """At least this much, together with what was billed before in the period."""

    amount: Amount
    due: Due = Due.AT_END


@dataclass(frozen=True, slots=True)
class MaximumSpend:
    """At most this much, together with what was billed before in the period."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Commitment:
    """A committed amount, or the price of a committed quantity.

    Overage counts `overage_factor` times or, for a price per unit, costs `overage_price` per unit. With `true_up` a
    shortfall is charged.
    """

    amount: Amount = NO_AMOUNT
    quantity: Amount = NO_AMOUNT
    overage_factor: Amount = NO_AMOUNT
    overage_price: Amount = NO_AMOUNT
    true_up: bool = True
    per: Scope = Scope.PERIOD


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A balance that pays first. The rest is billed with a `surcharge` in percent, or is a debt."""

    balance: Amount
    surcharge: Amount = NO_AMOUNT
    short: Shortage = Shortage.OVERAGE


Modifier = Discount | Multiply | Plus | RoundTo | MinimumSpend | MaximumSpend | Commitment | Prepaid


@dataclass(frozen=True, slots=True)
class Setting(Generic[A]):
    """The inputs of modifiers: amounts, the rating of a quantity, earlier bills, the part of the period.

    All of these are of one piece; the amount that is modified is that of all `pieces`.
    """

    carrier: Arithmetic[A]
    value_of: Callable[[Amount], A]
    price_of: Callable[[A], A]
    billed: A
    unit_price: Amount = NO_AMOUNT
    part: PartOfPeriod = PartOfPeriod.WHOLE
    pieces: Fraction = ONE

    def of_all(self, amount: A) -> A:
        """Return an amount of one piece for all of them."""
        return amount if self.pieces is ONE else self.carrier.scaled(amount, self.pieces)

    def money(self, amount: Amount) -> A:
        """Return the value of an amount for all pieces."""
        return self.of_all(self.value_of(amount))


def calculations(modifier: Modifier, before: A, setting: Setting[A]) -> Iterator[Calculation[A]]:
    """Yield the calculations of a modifier on an amount, over any carrier."""
    carrier, value_of, money = setting.carrier, setting.value_of, setting.money
    nothing = carrier.constant(ZERO)
    match modifier:
        case Discount(percent):
            yield Calculation(Operation.PERCENT, before, carrier.scaled(value_of(percent), -ONE))
        case Multiply(by):
            yield Calculation(Operation.MULTIPLY, nothing, value_of(by))
        case Plus(amount):
            yield Calculation(Operation.ADD, nothing, money(amount))
        case RoundTo(step, mode):
            yield Calculation(Operation.ROUND, nothing, carrier.constant(step * setting.pieces), mode=mode)
        case MinimumSpend(amount, due):
            if setting.part.bills(due):
                yield Calculation(Operation.AT_LEAST, setting.of_all(setting.billed), money(amount))
        case MaximumSpend(amount):
            yield Calculation(Operation.AT_MOST, setting.of_all(setting.billed), money(amount))
        case Commitment():
            yield from _committed(modifier, before, setting)
        case Prepaid(balance, surcharge, short):
            factor = nothing
            if short is Shortage.OVERAGE:
                factor = carrier.add(carrier.constant(ONE), carrier.scaled(value_of(surcharge), PERCENT))
            yield Calculation(Operation.BEYOND, money(balance), factor)
        case _:
            assert_never(modifier)


def _committed(commitment: Commitment, used: A, setting: Setting[A]) -> Iterator[Calculation[A]]:
    """Yield `c + (u − c)·f` where u ≥ c; below, c with true-up and u without."""
    carrier, value_of = setting.carrier, setting.value_of
    given = value_of(commitment.amount) if commitment.amount else setting.price_of(value_of(commitment.quantity))
    promised = setting.of_all(given)
    if commitment.true_up and carrier.may_exceed(promised, used):
        yield Calculation(Operation.AT_LEAST, carrier.constant(ZERO), promised)
    if carrier.may_exceed(used, promised):
        factor = _factor(commitment, setting)
        if factor is not None:
            yield Calculation(Operation.OVERAGE, promised, factor)


def _factor(commitment: Commitment, setting: Setting[A]) -> A | None:
    """Return the factor of overage; None if it is 1."""
    carrier, value_of = setting.carrier, setting.value_of
    if commitment.overage_price:
        price = value_of(setting.unit_price)
        if carrier.is_nothing(price):
            raise InvalidRequest("overage has a price per unit, and the units of the commitment have none")
        return carrier.quotient(value_of(commitment.overage_price), price)
    return value_of(commitment.overage_factor) if commitment.overage_factor else None


def scope_of(modifier: Modifier) -> Scope:
    """Return whether a modifier acts on the whole period or on its parts."""
    return modifier.per if isinstance(modifier, Commitment) else Scope.PERIOD
