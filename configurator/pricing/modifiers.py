"""Modifiers of a charge: what happens to its amount after its model has priced it, in the order of the book.

So whether a discount comes before or after a commitment is what the book says. Each is a frozen dataclass and one pure
function that gives the moves of a line, or of one window of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.errors import InvalidRequest
from configurator.money import Rounding, round_to
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge_models.usage import ONE, ZERO, ValueOf
from configurator.pricing.lines import Move, Operation
from configurator.pricing.operations import outcome


class Due(StrEnum):
    """When something that belongs to a whole period is billed, where the period is billed in several parts."""

    AT_START = "at_start"
    AT_END = "at_end"
    ALWAYS = "always"


class Scope(StrEnum):
    """Whether a modifier acts on the whole period, or on every window or group by itself."""

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
    """What happens beyond a prepaid balance: it is billed as overage, or the balance becomes a debt."""

    OVERAGE = "overage"
    DEBT = "debt"


@dataclass(frozen=True, slots=True)
class Discount:
    """Takes off hundredths of the amount."""

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
    """A promised amount, or the price of a promised quantity.

    What goes beyond counts `overage_factor` times or, for a price per unit, costs `overage_price` for each unit. With
    `true_up` the promise is paid even where less was used.
    """

    amount: Amount = NO_AMOUNT
    quantity: Amount = NO_AMOUNT
    overage_factor: Amount = NO_AMOUNT
    overage_price: Amount = NO_AMOUNT
    true_up: bool = True
    per: Scope = Scope.PERIOD


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A balance that pays first. What it does not cover is billed, raised by `surcharge` hundredths, or is a debt."""

    balance: Amount
    surcharge: Amount = NO_AMOUNT
    short: Shortage = Shortage.OVERAGE


Modifier = Discount | Multiply | Plus | RoundTo | MinimumSpend | MaximumSpend | Commitment | Prepaid


@dataclass(frozen=True, slots=True)
class Setting:
    """What modifiers need to know: amounts, what the model makes of a quantity, what was billed before, which part."""

    value_of: ValueOf
    price_of: Callable[[Fraction], Fraction]
    unit_price: Amount = NO_AMOUNT
    billed: Fraction = ZERO
    part: PartOfPeriod = PartOfPeriod.WHOLE


def moves(modifier: Modifier, before: Fraction, setting: Setting) -> Iterator[Move]:
    """Yield what a modifier does to an amount; nothing where it changes nothing."""
    value_of = setting.value_of
    match modifier:
        case Discount(percent):
            yield from _changed(Operation.PERCENT, before, before, -value_of(percent))
        case Multiply(by):
            yield from _changed(Operation.MULTIPLY, before, ZERO, value_of(by))
        case Plus(amount):
            yield from _changed(Operation.ADD, before, ZERO, value_of(amount))
        case RoundTo(step, mode):
            after = round_to(before, step, mode)
            if after != before:
                yield Move(Operation.ROUND, before, ZERO, step, after)
        case MinimumSpend(amount, due):
            if setting.part.bills(due):
                yield from _changed(Operation.AT_LEAST, before, setting.billed, value_of(amount))
        case MaximumSpend(amount):
            yield from _changed(Operation.AT_MOST, before, setting.billed, value_of(amount))
        case Commitment():
            yield from _committed(modifier, before, setting)
        case Prepaid(balance, surcharge, short):
            factor = ONE + value_of(surcharge) / 100 if short is Shortage.OVERAGE else ZERO
            yield from _changed(Operation.BEYOND, before, value_of(balance), factor)
        case _:
            assert_never(modifier)


def _committed(commitment: Commitment, used: Fraction, setting: Setting) -> Iterator[Move]:
    """Yield `c + (u − c)·f` where u ≥ c; below, c with true-up and u without."""
    value_of = setting.value_of
    promised = value_of(commitment.amount) if commitment.amount else setting.price_of(value_of(commitment.quantity))
    if used > promised:
        yield from _changed(Operation.OVERAGE, used, promised, _factor(commitment, setting))
    elif commitment.true_up:
        yield from _changed(Operation.AT_LEAST, used, ZERO, promised)


def _factor(commitment: Commitment, setting: Setting) -> Fraction:
    value_of = setting.value_of
    if commitment.overage_price:
        price = value_of(setting.unit_price)
        if not price:
            raise InvalidRequest("overage has a price per unit, and the units of the commitment have none")
        return value_of(commitment.overage_price) / price
    return value_of(commitment.overage_factor) if commitment.overage_factor else ONE


def _changed(operation: Operation, before: Fraction, base: Fraction, operand: Fraction) -> Iterator[Move]:
    after = outcome(operation, before, base, operand)
    if after != before:
        yield Move(operation, before, base, operand, after)


def scope_of(modifier: Modifier) -> Scope:
    """Return whether a modifier acts on the whole period or on its parts."""
    return modifier.per if isinstance(modifier, Commitment) else Scope.PERIOD
