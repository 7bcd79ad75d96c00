"""Charges and balances in integers, month by month.

The price of a charge is sampled from pricing's exact `rate` and modifiers (see `piecewise`), and its billed quantity
comes from the same terms on integers, so a plan equals a statement; a law compares the two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Final

from configurator.contracts.capacity import counted
from configurator.contracts.growth.months import PlanMonth
from configurator.contracts.growth.piecewise import (
    WholeFunction,
    crossings,
    curve_of,
    model_bends,
    modifier_bends,
    whole_function,
)
from configurator.contracts.growth.scales import LevelUnits, ScaledShare, Scales
from configurator.contracts.model import (
    BalanceTerms,
    CapacityLevel,
    ContractCharge,
    LevelKind,
    Offer,
    OverRights,
    UsageCharge,
    value_on,
    values_on,
)
from configurator.contracts.price_changes import figures_in
from configurator.contracts.terms import (
    Allowance,
    QuantityTerms,
    Ratchet,
    RatchetBasis,
    UsageHistory,
    blocks_for,
    is_renewal,
    payable,
)
from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT
from configurator.pricing.charge import Given, exact_setting
from configurator.pricing.charge_models import PerUnit, rate
from configurator.pricing.modifiers import Modifier, PartOfPeriod, calculations
from configurator.pricing.periods.calendar import ONE_DAY
from configurator.pricing.steps import after_of

EVERLASTING: Final = Ratchet(Fraction(100), RatchetBasis.INVOICED)


@dataclass(slots=True)
class RatedMonths:
    """The price of a quantity by a charge's model, for each month.

    Functions are compiled on first use: one per set of prices and, if bounds are percentages of a level, one per
    occurring number of its units.
    """

    charge: ContractCharge
    scales: Scales
    days: Sequence[date]
    same: Sequence[int]
    plain: list[WholeFunction | None]
    of_bounds: dict[tuple[int, int], WholeFunction] = field(default_factory=dict)

    @staticmethod
    def of(charge: ContractCharge, months: Sequence[PlanMonth], scales: Scales) -> "RatedMonths":
        """Find the months of the same prices."""
        days = [month.period.start for month in months]
        same = first_alike(tuple(figures_in(charge.model)), days)
        return RatedMonths(charge, scales, days, same, [None] * len(days))

    def amount(self, number: int, quantity: int, whole: int | None = None) -> int:
        """Return the amount for a quantity; `whole` are the units that bounds are percentages of."""
        rated = self.plain[number] if whole is None else self.of_bounds.get((self.same[number], whole))
        return (rated or self._compiled(number, whole))(quantity)

    def _compiled(self, number: int, whole: int | None) -> WholeFunction:
        charge, value_of = self.charge, values_on(self.days[number])
        model = charge.model
        if whole is not None and isinstance(charge, UsageCharge):
            model = charge.model_at(Fraction(whole, self.scales.quantity))

        def amount(quantity: Fraction) -> Fraction:
            return rate(model, quantity, value_of).amount

        rated = whole_function(amount, model_bends(model), self.scales.quantity, self.scales.one)
        if whole is None:
            for at, first in enumerate(self.same):
                if first == self.same[number]:
                    self.plain[at] = rated
        else:
            self.of_bounds[self.same[number], whole] = rated
        return rated


def first_alike(amounts: Sequence[tuple[object, ...]], days: Sequence[date]) -> list[int]:
    """Return for every day the number of the first one on which all amounts are the same."""
    if all(len(amount) == 1 for amount in amounts):
        return [0] * len(days)
    first: dict[tuple[Fraction, ...], int] = {}
    return [
        first.setdefault(tuple(value_on(amount, day) for amount in amounts), number)  # type: ignore[arg-type]
        for number, day in enumerate(days)
    ]


# ── usage ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class CompiledUsage:
    """A usage charge on the scale of a plan, with its state from earlier months."""

    charge: UsageCharge
    scales: Scales
    rounded: Callable[[int], int]
    balance: "CompiledBalance | None"
    ours: bool
    weights: tuple[int, ...] | None
    whole_from: Fraction | None
    rights: str
    terms: QuantityTerms[int] | None
    committed: tuple[int, ...]
    share: ScaledShare | None
    least: int
    rises_to: ScaledShare | None
    rated: RatedMonths
    whole: ScaledShare | None
    overage: tuple[int, ...] | None
    cap: ScaledShare | None
    bounded: tuple[WholeFunction, ...] | None
    history: UsageHistory[int] = field(default_factory=UsageHistory)

    @staticmethod
    def of(
        charge: UsageCharge,
        offer: Offer,
        months: tuple[PlanMonth, ...],
        scales: Scales,
        rounded: Callable[[int], int],
        balance: "CompiledBalance | None",
        resource: str,
    ) -> "CompiledUsage":
        """Put a charge on a scale."""
        days = [month.period.start for month in months]
        rule, commitment, overage = charge.measure, charge.commitment, charge.overage_price
        least = 0 if commitment is None else scales.units(commitment.minimum)
        quantity = () if commitment is None else commitment.quantity
        share = None if commitment is None else commitment.share
        rises_to = None if commitment is None else commitment.rises_to
        return CompiledUsage(
            charge,
            scales,
            rounded,
            balance,
            charge.resource == resource,
            tuple(month.weight(rule, offer.time_zone) for month in months) if isinstance(rule, OverRights) else None,
            rule.whole_from if isinstance(rule, OverRights) else None,
            str(CapacityLevel(charge.resource, LevelKind.RIGHTS)),
            _terms(charge, scales),
            tuple(max(least, scales.units(value_on(quantity, day))) for day in days),
            None if share is None else ScaledShare.of_share(share),
            least,
            None if rises_to is None else ScaledShare.of_level(rises_to),
            RatedMonths.of(charge, months, scales),
            None if charge.bounds_of is None else ScaledShare.of_level(charge.bounds_of),
            tuple(scales.per_unit(value_on(overage, day)) for day in days) if overage else None,
            None if charge.cap is None else ScaledShare.of_share(charge.cap),
            _bounded(charge.modifiers, days, scales) if charge.modifiers else None,
        )

    def begin(self) -> None:
        """Forget the months before."""
        self.history = UsageHistory()

    def due(self, number: int, units: int, levels: LevelUnits) -> int:
        """Return the amount due for a month, in rounding steps, without what a balance pays."""
        over = self._measured(number, units, levels)
        floor = self.committed[number] if self.share is None else max(self.least, self.share.units(levels))
        if self.terms is not None:
            risen = 0 if self.rises_to is None else self.rises_to.units(levels)
            billed = self.terms.billed(over, floor, risen, self.history)
            self.history.record(over, billed)
            over, floor = billed
        if self.balance is None:
            return self.rounded(self._amount(number, over, floor, levels))
        drawn = self._amount(number, over, floor, levels) if self.balance.money else max(over, floor)
        return self.balance.drawn(number, drawn)

    def _measured(self, number: int, units: int, levels: LevelUnits) -> int:
        if not self.ours:
            return 0
        if self.weights is None:
            return units
        excess = counted(max(0, units - levels[self.rights]), self.scales.quantity, self.whole_from)
        return excess * self.weights[number]

    def _amount(self, number: int, over: int, floor: int, levels: LevelUnits) -> int:
        whole = None if self.whole is None else self.whole.units(levels)
        if self.overage is None:
            amount = self.rated.amount(number, over if over > floor else floor, whole)
        else:
            amount = self.rated.amount(number, floor, whole)
            if over > floor:
                amount += (over - floor) * self.overage[number]
        if self.cap is not None:
            amount = min(amount, self.rated.amount(number, self.cap.units(levels), whole))
        return amount if self.bounded is None else self.bounded[number](amount)


def _terms(charge: UsageCharge, scales: Scales) -> QuantityTerms[int] | None:
    """Return the terms on quantities on a scale; None where there are none but a commitment."""
    allowance, ratchet, rises = charge.terms.allowance, charge.terms.ratchet, charge.terms.rises
    if allowance is None and ratchet is None and not rises:
        return None
    if ratchet == EVERLASTING:
        ratchet = replace(
            ratchet, periods=1
        )  # the invoiced quantity then never falls, so the last month is the highest
    if allowance is None:
        return QuantityTerms(None, ratchet, rises)
    free = scales.units(allowance.free)
    return QuantityTerms(Allowance(free, allowance.periods, allowance.settling), ratchet, rises)


def _bounded(modifiers: tuple[Modifier, ...], days: Sequence[date], scales: Scales) -> tuple[WholeFunction, ...]:
    """Return the effect of the modifiers on an amount, for each month."""
    same = first_alike(tuple(figures_in(modifiers)), days)
    compiled = {number: _modified(modifiers, days[number], scales) for number in set(same)}
    return tuple(compiled[number] for number in same)


def _modified(modifiers: tuple[Modifier, ...], day: date, scales: Scales) -> WholeFunction:
    """Compile modifiers one after the other; each bends where the amount before it reaches a bend of its own."""
    value_of, bends, done = values_on(day), {ZERO}, 0
    setting = exact_setting(PerUnit(NO_AMOUNT), Given(), value_of, part=PartOfPeriod.WHOLE)

    def exact(amount: Fraction) -> Fraction:
        for modifier in modifiers[:done]:
            for calculation in calculations(modifier, amount, setting):
                amount = after_of(calculation, amount)
        return amount

    for number, modifier in enumerate(modifiers, start=1):
        own = modifier_bends(modifier, value_of)
        if own is None:
            done = len(modifiers)
            return whole_function(exact, None, scales.one, scales.one)
        for bend in own:
            bends |= set(_reached(exact, bends, bend))
        done = number
    return whole_function(exact, bends, scales.one, scales.one)


def _reached(exact: Callable[[Fraction], Fraction], bends: set[Fraction], figure: Fraction) -> list[Fraction]:
    """Return the amounts at which a function that has these bends reaches a figure, beyond its last bend, too."""
    last = max(bends)
    one, other = exact(last + 1), exact(last + 2)
    beyond = [last + 1 + (figure - one) / (other - one)] if other != one else []
    inside = crossings(curve_of(exact, bends, last), figure) if last else ()
    return [*inside, *(each for each in beyond if each > last)]


# ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class CompiledBalance:
    """A balance on the scale of a plan: one number, because the next purchase settles the debt.

    A balance of money is an amount, any other a quantity. Drawdown, refill and rollover are the rules of an `Account`
    (`payable`, `blocks_for`, `Rollover.carried`) on whole numbers; an `Account` also keeps movements and lots. The law
    `test_any_balance_comes_to_the_same` compares the two.
    """

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
        terms: BalanceTerms, offer: Offer, months: Sequence[PlanMonth], scales: Scales, rounded: Callable[[int], int]
    ) -> "CompiledBalance":
        """Put a balance on a scale."""
        starts = [month.period.start for month in months]
        money = terms.unit == offer.currency
        scaled = scales.money if money else scales.units
        return CompiledBalance(
            terms,
            rounded,
            money,
            scaled(terms.opening),
            scaled(terms.block),
            ZERO if terms.bonus is None else terms.bonus.amount * (scales.price if money else 1),
            tuple(scales.money(value_on(terms.price, day)) for day in starts),
            tuple(scales.money(value_on(terms.price, month.period.end - ONE_DAY)) for month in months),
            tuple(1 if money else scales.per_unit(terms.unit_price(day)) for day in starts),
            1 + terms.surcharge / 100,
        )

    def begin(self, levels: LevelUnits) -> None:
        """Start with the opening balance and the bonus for installed units."""
        self.amount = self.opening
        if self.terms.bonus is not None:
            self.amount += ScaledShare.of_level(self.terms.bonus.per, self.bonus).units(levels)

    def drawn(self, number: int, amount: int) -> int:
        """Draw an amount; return the charge for the shortfall, in steps, if it is billed at once."""
        taken = payable(self.amount, amount, self.terms.short)
        self.amount -= taken
        if taken == amount:
            return 0
        due = (amount - taken) * self.overage[number] * self.surcharge.numerator
        return self.rounded(due // self.surcharge.denominator)

    def refilled(self, number: int) -> int:
        """Buy as many blocks as the debt requires; return their cost, in steps."""
        if not self.terms.refill or self.amount >= 0:
            return 0
        blocks = blocks_for(-self.amount, self.block)
        self.amount += blocks * self.block
        return self.rounded(blocks * self.prices_at_end[number])

    def renewed(self, number: int) -> int:
        """Begin a new term if it is due; return its cost, in steps."""
        if not is_renewal(number, self.terms.months):
            return 0
        rollover, unused = self.terms.rollover, max(0, self.amount)
        kept = 0 if rollover is None else rollover.carried(unused, self.block, self.block)
        self.amount += kept - unused + self.block
        return self.rounded(self.prices[number])
