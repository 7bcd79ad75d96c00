"""Balances over time: what is bought, drawn, renewed and owed, as the terms of a balance say."""

import math
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from configurator.contracts.ledger import Balance, Entry, Lot, Movement, bought, carried, drawn, instant_access
from configurator.contracts.model import BalanceTerms, Beyond, Levels, units_of
from configurator.contracts.statement import Notice, Told

NOTHING = Fraction(0)


@dataclass(slots=True)
class Account:
    """A balance while a statement is made of it."""

    terms: BalanceTerms
    balance: Balance = field(default_factory=Balance)
    movements: list[Movement] = field(default_factory=list)

    def open(self, on: date, levels: Levels) -> None:
        """Write what is there at the begin, and the bonus that comes with what is installed."""
        terms = self.terms
        if terms.opening:
            self.buy(on, terms.opening)
        if terms.bonus is not None:
            amount = instant_access(terms.bonus.amount, units_of(levels, terms.bonus.per))
            if amount:
                self.buy(on, amount, Entry.BONUS)

    def buy(self, on: date, amount: Fraction, entry: Entry = Entry.PURCHASE) -> None:
        """Add to the balance; what is owed is paid first."""
        self.balance = bought(self.balance, amount)
        self._write(on, entry, amount)

    def draw(self, on: date, amount: Fraction) -> Fraction:
        """Take an amount; return what the balance lacked and is billed at once instead of being owed."""
        available = max(NOTHING, self.balance.amount)
        taken = amount if self.terms.beyond is Beyond.DEBT else min(amount, available)
        if taken:
            self.balance = drawn(self.balance, taken)
            self._write(on, Entry.DRAW, -taken)
        return amount - taken

    def refill(self, on: date) -> int:
        """Buy as many blocks as what is owed takes; return how many."""
        blocks = math.ceil(self.balance.owed / self.terms.block) if self.terms.refill else 0
        if blocks:
            self.buy(on, blocks * self.terms.block)
        return blocks

    def renew(self, on: date) -> None:
        """Begin a new term with one block: what was left expires, or rolls over as the terms say."""
        terms, unused = self.terms, max(NOTHING, self.balance.amount)
        kept = carried(unused, terms.block, terms.block, terms.rollover)
        self.balance = Balance((Lot(kept),) if kept else (), self.balance.owed)
        if unused != kept:
            self._write(on, Entry.EXPIRY, kept - unused)
        self.buy(on, terms.block)

    def told(self) -> tuple[Told, ...]:
        """Return what the movements had to tell."""
        return tuple(
            Told(Notice(each.alert), self.terms.id, each.on, each.balance) for each in self.movements if each.alert
        )

    def _write(self, on: date, entry: Entry, amount: Fraction) -> None:
        alert = self.balance.alert(self.terms.low)
        self.movements.append(Movement(on, entry, amount, self.balance.amount, alert))
