"""Prepaid balances: purchases, drawdown and expiry.

A balance has any unit: core-minutes, tokens, money. It may become negative; the next purchase settles the debt. Lots
that expire first are drawn first.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.contracts.model import BalanceTerms, Levels, units_of
from configurator.contracts.terms import blocks_for, payable
from configurator.errors import InvalidRequest
from configurator.money import ZERO


class MovementKind(StrEnum):
    """The kind of a balance movement."""

    PURCHASE = "purchase"
    BONUS = "bonus"
    DRAW = "draw"
    EXPIRY = "expiry"


class BalanceAlert(StrEnum):
    """Events of a balance: low, empty, debt."""

    LOW = "low"
    EMPTY = "empty"
    DEBT = "debt"


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement of a balance, and the balance after it; `amount` is negative for withdrawals."""

    on: date
    kind: MovementKind
    amount: Fraction
    balance: Fraction
    alert: BalanceAlert | None = None

    @property
    def drawn(self) -> Fraction:
        """The amount that was taken; 0 for one that was added."""
        return max(ZERO, -self.amount)


@dataclass(frozen=True, slots=True)
class Lot:
    """The remainder of one purchase, and the day on which it expires (None: never)."""

    left: Fraction
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Lots in drawdown order, and the debt once they are used up."""

    lots: tuple[Lot, ...] = ()
    owed: Fraction = ZERO

    @property
    def amount(self) -> Fraction:
        """The balance; negative after overdraft."""
        return sum((lot.left for lot in self.lots), ZERO) - self.owed

    def alert(self, low: Fraction) -> BalanceAlert | None:
        """Return the event to report at a threshold."""
        amount = self.amount
        if amount < 0:
            return BalanceAlert.DEBT
        if not amount:
            return BalanceAlert.EMPTY
        return BalanceAlert.LOW if amount < low else None

    def bought(self, amount: Fraction, expires: date | None = None) -> "Balance":
        """Add a lot; debt is settled first."""
        if amount < 0:
            raise InvalidRequest(f"a purchase of {amount} is none", field="amount")
        settled = min(amount, self.owed)
        lots = (*self.lots, Lot(amount - settled, expires))
        ordered = sorted((lot for lot in lots if lot.left), key=lambda lot: lot.expires or date.max)
        return Balance(tuple(ordered), self.owed - settled)

    def drawn(self, amount: Fraction) -> "Balance":
        """Draw an amount from the lots, the earliest expiry first; the shortfall becomes debt."""
        if amount < 0:
            raise InvalidRequest(f"{amount} cannot be drawn from a balance", field="amount")
        lots, left = [], amount
        for lot in self.lots:
            used = min(lot.left, left)
            left -= used
            if lot.left > used:
                lots.append(Lot(lot.left - used, lot.expires))
        return Balance(tuple(lots), self.owed + left)

    def expired(self, on: date) -> tuple["Balance", Fraction]:
        """Take away the lots that are void on a day; also return how much that was."""
        kept = tuple(lot for lot in self.lots if lot.expires is None or lot.expires > on)
        gone = sum((lot.left for lot in self.lots if lot not in kept), ZERO)
        return Balance(kept, self.owed), gone

    def left_with(self, kept: Fraction) -> "Balance":
        """Return the balance reduced to this amount, with its debt."""
        return Balance((Lot(kept),) if kept else (), self.owed)


@dataclass(slots=True)
class Account:
    """A balance while a statement is made of it, with everything that moved it."""

    terms: BalanceTerms
    balance: Balance = Balance()
    movements: list[Movement] = field(default_factory=list)

    def open(self, on: date, levels: Levels) -> None:
        """Book the opening balance, and the bonus for installed units."""
        terms = self.terms
        if terms.opening:
            self.buy(on, terms.opening)
        if terms.bonus is not None:
            amount = terms.bonus.amount * units_of(levels, terms.bonus.per)
            if amount:
                self.buy(on, amount, MovementKind.BONUS)

    def buy(self, on: date, amount: Fraction, kind: MovementKind = MovementKind.PURCHASE) -> None:
        """Add to the balance; debt is settled first."""
        self.balance = self.balance.bought(amount)
        self._record(on, kind, amount)

    def draw(self, on: date, amount: Fraction) -> Fraction:
        """Draw an amount; return the shortfall, which is billed immediately instead of becoming debt."""
        taken = payable(self.balance.amount, amount, self.terms.short)
        if taken:
            self.balance = self.balance.drawn(taken)
            self._record(on, MovementKind.DRAW, -taken)
        return amount - taken

    def refill(self, on: date) -> int:
        """Buy as many blocks as the debt requires; return their number."""
        blocks = blocks_for(self.balance.owed, self.terms.block) if self.terms.refill else 0
        if blocks:
            self.buy(on, blocks * self.terms.block)
        return blocks

    def renew(self, on: date) -> None:
        """Begin a new term with one block: the remainder expires, or rolls over by the terms."""
        block, rollover, unused = self.terms.block, self.terms.rollover, max(ZERO, self.balance.amount)
        kept = ZERO if rollover is None else rollover.carried(unused, block, block)
        self.balance = self.balance.left_with(kept)
        if unused != kept:
            self._record(on, MovementKind.EXPIRY, kept - unused)
        self.buy(on, block)

    def _record(self, on: date, kind: MovementKind, amount: Fraction) -> None:
        alert = self.balance.alert(self.terms.low)
        self.movements.append(Movement(on, kind, amount, self.balance.amount, alert))
