"""Prepaid balances: what was bought ahead, what is drawn from it, and what happens at its end.

A balance is in any unit: core-minutes, tokens, money. It may go below zero; that debt is taken from the next purchase.
What expires first is drawn first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest

NOTHING = Fraction(0)


class Entry(StrEnum):
    """What moved a balance."""

    PURCHASE = "purchase"
    BONUS = "bonus"
    ROLLOVER = "rollover"
    DRAW = "draw"
    EXPIRY = "expiry"


class Alert(StrEnum):
    """What a balance has to tell: it runs low, it is used up, it is owed."""

    LOW = "low"
    EMPTY = "empty"
    DEBT = "debt"


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry and the balance after it; `amount` is negative for what left."""

    on: date
    entry: Entry
    amount: Fraction
    balance: Fraction
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one purchase, and the day from which on it is void (None: never)."""

    left: Fraction
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Lots in the order in which they are drawn, and what is owed once they are used up."""

    lots: tuple[Lot, ...] = ()
    owed: Fraction = NOTHING

    @property
    def amount(self) -> Fraction:
        """What is there; negative where more was drawn than there was."""
        return sum((lot.left for lot in self.lots), NOTHING) - self.owed

    def alert(self, low: Fraction) -> Alert | None:
        """Return what there is to tell at a threshold."""
        amount = self.amount
        if amount < 0:
            return Alert.DEBT
        if amount == 0:
            return Alert.EMPTY
        return Alert.LOW if amount < low else None


def bought(balance: Balance, amount: Fraction, expires: date | None = None) -> Balance:
    """Add a lot; what is owed is taken from it first."""
    if amount < 0:
        raise InvalidRequest(f"a purchase of {amount} is none", field="amount")
    settled = min(amount, balance.owed)
    lots = (*balance.lots, Lot(amount - settled, expires))
    ordered = sorted((lot for lot in lots if lot.left), key=lambda lot: lot.expires or date.max)
    return Balance(tuple(ordered), balance.owed - settled)


def drawn(balance: Balance, amount: Fraction) -> Balance:
    """Take an amount from the lots, what expires first at first; what they lack is owed."""
    if amount < 0:
        raise InvalidRequest(f"{amount} cannot be drawn from a balance", field="amount")
    lots, left = [], amount
    for lot in balance.lots:
        used = min(lot.left, left)
        left -= used
        if lot.left > used:
            lots.append(Lot(lot.left - used, lot.expires))
    return Balance(tuple(lots), balance.owed + left)


def expired(balance: Balance, on: date) -> tuple[Balance, Fraction]:
    """Take away the lots that are void on a day; also return how much that was."""
    kept = tuple(lot for lot in balance.lots if lot.expires is None or lot.expires > on)
    gone = sum((lot.left for lot in balance.lots if lot not in kept), NOTHING)
    return Balance(kept, balance.owed), gone


def instant_access(per_unit: Fraction, units: Fraction) -> Fraction:
    """Return the bonus that comes with units without rights: 5 core-days for each of 10 cores are 50."""
    return per_unit * units


@dataclass(frozen=True, slots=True)
class Rollover:
    """What of an unused balance goes over into the next term: a share, where the renewal is not smaller than before."""

    share: Fraction = Fraction(1)
    only_if_not_smaller: bool = True


def carried(unused: Fraction, previous: Fraction, renewal: Fraction, rollover: Rollover | None) -> Fraction:
    """Return what of an unused balance goes over; without a rollover, or with a smaller renewal, it is forfeited."""
    if rollover is None or (renewal < previous and rollover.only_if_not_smaller):
        return NOTHING
    return unused * rollover.share


def renewed(balance: Balance, previous: Fraction, renewal: Fraction, rollover: Rollover | None) -> Balance:
    """Begin a new term with a renewal, and with what goes over of the balance before."""
    kept = carried(max(NOTHING, balance.amount), previous, renewal, rollover)
    return bought(Balance((Lot(kept),) if kept else (), balance.owed), renewal)


@dataclass(frozen=True, slots=True)
class Prepayment:
    """Money paid ahead for use at a price, in instalments; use beyond it costs so many percent more."""

    amount: Fraction
    price: Fraction
    surcharge_percent: Fraction = NOTHING


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A period against a prepaid balance of money: what was drawn, what is due beside it, and the balance after it."""

    drawn: Fraction
    overage: Fraction
    balance: Fraction


def months_of(prepayment: Prepayment, used: Sequence[Fraction]) -> tuple[Drawdown, ...]:
    """Pay for the use of months, one after the other, from a prepayment."""
    balance, found = prepayment.amount, []
    for quantity in used:
        found.append(draw_down(balance, quantity * prepayment.price, prepayment.surcharge_percent))
        balance = found[-1].balance
    return tuple(found)


def draw_down(balance: Fraction, charged: Fraction, surcharge_percent: Fraction = NOTHING) -> Drawdown:
    """Pay a charge from a balance; what the balance lacks is due at the rate with the surcharge."""
    paid = min(balance, charged)
    return Drawdown(paid, (charged - paid) * (1 + surcharge_percent / 100), balance - paid)
