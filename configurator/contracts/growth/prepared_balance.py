"""A prepaid balance in whole numbers, month by month; one number, as what is owed is taken from the next purchase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from configurator.contracts.billing import unit_price
from configurator.contracts.growth.months import Month
from configurator.contracts.growth.scales import LevelUnits, Scales, share_of
from configurator.contracts.model import BalanceTerms, Beyond, Offer


@dataclass(slots=True)
class PreparedBalance:
    """A balance on the scale of a plan. A balance of money is kept as an amount, any other as a quantity."""

    terms: BalanceTerms
    rounded: Callable[[int], int]
    money: bool
    opening: int
    block: int
    bonus: Fraction
    prices: tuple[int, ...]
    prices_at_end: tuple[int, ...]
    overage: tuple[int, ...]
    surcharge: Fraction
    amount: int = 0

    @staticmethod
    def of(
        terms: BalanceTerms, offer: Offer, months: Sequence[Month], scales: Scales, rounded: Callable[[int], int]
    ) -> "PreparedBalance":
        """Put a balance on a scale."""
        starts = [month.period.start for month in months]
        money = terms.unit == offer.currency
        scaled = scales.money if money else scales.units
        return PreparedBalance(
            terms,
            rounded,
            money,
            scaled(terms.opening),
            scaled(terms.block),
            Fraction(0) if terms.bonus is None else terms.bonus.amount * (scales.price if money else 1),
            tuple(scales.money(terms.price.on(day)) for day in starts),
            tuple(scales.money(terms.price.on(month.period.end)) for month in months),
            tuple(1 if money else scales.per_unit(unit_price(terms, day)) for day in starts),
            1 + terms.surcharge / 100,
        )

    def begin(self, levels: LevelUnits) -> None:
        """Begin with what is there, and the bonus for what is installed."""
        self.amount = self.opening
        if self.terms.bonus is not None:
            self.amount += share_of(self.terms.bonus.per, self.bonus).units(levels)

    def drawn(self, number: int, amount: int) -> int:
        """Take an amount; return what is due for what the balance lacked, in steps, where it is billed at once."""
        if self.terms.beyond is Beyond.DEBT:
            self.amount -= amount
            return 0
        taken = min(amount, max(0, self.amount))
        self.amount -= taken
        if taken == amount:
            return 0
        due = (amount - taken) * self.overage[number] * self.surcharge.numerator
        return self.rounded(due // self.surcharge.denominator)

    def refilled(self, number: int) -> int:
        """Buy as many blocks as what is owed takes; return what they cost, in steps."""
        if not self.terms.refill or self.amount >= 0:
            return 0
        blocks = -(self.amount // self.block)
        self.amount += blocks * self.block
        return self.rounded(blocks * self.prices_at_end[number])

    def renewed(self, number: int) -> int:
        """Begin a new term where it is time; return what it costs, in steps."""
        if self.terms.months is None or not number or number % self.terms.months:
            return 0
        share = Fraction(0) if self.terms.rollover is None else self.terms.rollover.share
        unused = max(0, self.amount)
        self.amount += unused * share.numerator // share.denominator - unused + self.block
        return self.rounded(self.prices[number])
