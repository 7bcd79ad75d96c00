"""Integers instead of fractions: the scales on which every quantity and amount of a contract is an integer.

Planning computes with integers of any size: fast, and rounded only where the contract rounds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from configurator.contracts.growth.piecewise import on_scale
from configurator.contracts.model import (
    CapacityLevel,
    Contract,
    LevelKind,
    Levels,
    LevelShare,
    UsageCharge,
)
from configurator.contracts.price_changes import figures_in
from configurator.contracts.terms import RatchetBasis
from configurator.money import ONE, ZERO, Rounding
from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models import ChargeModel, entry_of, sections_of
from configurator.pricing.modifiers import Discount
from configurator.pricing.steps import RoundingRule

LevelUnits = dict[str, int]
"""Units by the name of a level, on the scale of a plan."""


@dataclass(frozen=True, slots=True)
class ScaledShare:
    """A share of a level, such as 70 % of storage.requested; `less` is a level to subtract, for units without
    rights."""

    name: str
    less: str
    up: int
    of: int

    def units(self, levels: LevelUnits) -> int:
        """Return the units of the share."""
        there = levels[self.name]
        if self.less:
            there = max(0, there - levels[self.less])
        return there * self.up // self.of

    @staticmethod
    def of_level(level: CapacityLevel, share: Fraction = ONE) -> "ScaledShare":
        """Return a share of a level."""
        if level.kind is not LevelKind.WITHOUT_RIGHTS:
            return ScaledShare(str(level), "", share.numerator, share.denominator)
        installed, rights = (CapacityLevel(level.resource, kind) for kind in (LevelKind.INSTALLED, LevelKind.RIGHTS))
        return ScaledShare(str(installed), str(rights), share.numerator, share.denominator)

    @staticmethod
    def of_share(share: LevelShare) -> "ScaledShare":
        """Return a percentage of a level."""
        return ScaledShare.of_level(share.of, share.percent / 100)


@dataclass(frozen=True, slots=True)
class Scales:
    """One unit is `quantity` whole numbers, one of the currency `quantity · price` of them."""

    quantity: int
    price: int

    def units(self, value: Fraction) -> int:
        """Return a quantity as a whole number."""
        return on_scale(value, self.quantity)

    def per_unit(self, value: Fraction) -> int:
        """Return a price of one unit as a whole number; times a quantity it is an amount."""
        return on_scale(value, self.price)

    def money(self, value: Fraction) -> int:
        """Return an amount as a whole number."""
        return on_scale(value, self.one)

    @property
    def one(self) -> int:
        """One of the currency."""
        return self.quantity * self.price


def scales_of(contract: Contract, levels: Levels, demands: Iterable[Fraction], months: int) -> Scales:
    """Return scales on which all that a contract can come to in some months is whole."""
    quantity = lcm(1, *(value.denominator for value in (*demands, *levels.values(), *_quantities(contract))))
    for factor in _factors(contract, months):
        quantity *= factor
    price = lcm(1, *(value.denominator for value in _prices(contract)))
    for factor in _price_factors(contract):
        price *= factor
    return Scales(quantity, price)


def rounding_to_steps(rounding: RoundingRule, one: int) -> Callable[[int], int]:
    """Return how an amount, where one of the currency is `one`, becomes whole steps of the rounding."""
    up, down = rounding.step.denominator, one * rounding.step.numerator

    goes_up = _GOES_UP[rounding.mode]

    def rounded(amount: int) -> int:
        if amount < 0:
            whole, rest = divmod(-amount * up, down)
            return -(whole + goes_up(whole, rest, down, -1)) if rest else -whole
        whole, rest = divmod(amount * up, down)
        return whole + goes_up(whole, rest, down, 1) if rest else whole

    return rounded


_GOES_UP: Mapping[Rounding, Callable[[int, int, int, int], bool]] = {
    Rounding.HALF_UP: lambda whole, rest, down, sign: 2 * rest >= down,
    Rounding.HALF_DOWN: lambda whole, rest, down, sign: 2 * rest > down,
    Rounding.HALF_EVEN: lambda whole, rest, down, sign: 2 * rest > down or (2 * rest == down and whole % 2 == 1),
    Rounding.UP: lambda whole, rest, down, sign: True,
    Rounding.DOWN: lambda whole, rest, down, sign: False,
    Rounding.CEILING: lambda whole, rest, down, sign: sign > 0,
    Rounding.FLOOR: lambda whole, rest, down, sign: sign < 0,
}
"""Whether a magnitude of `whole` steps and a rest of `rest / down`, which is not 0, becomes one step more."""


def _quantities(contract: Contract) -> Iterator[Fraction]:
    for charge in contract.charges:
        if isinstance(charge, UsageCharge):
            if charge.allowance is not None:
                yield charge.allowance.free
            if charge.commitment is not None:
                yield charge.commitment.minimum
                yield from _figures(charge.commitment.quantity)
        yield from _bounds(charge.model)
    for terms in contract.balances.values():
        yield from (terms.block, terms.opening, terms.bonus.amount if terms.bonus is not None else ZERO)
    yield from (rule.step for rule in contract.follows.values())


def _bounds(model: ChargeModel) -> Iterator[Fraction]:
    yield from (limit for section in sections_of(model).sections for limit in section.limits.values())
    yield entry_of(model).package(model)


def _factors(contract: Contract, months: int) -> Iterator[int]:
    """Yield the divisors of quantities: percentages of levels, and repeated ratchets."""
    for charge in contract.charges:
        if not isinstance(charge, UsageCharge):
            continue
        if charge.bounds_of is not None:
            yield lcm(100, *((bound / 100).denominator for bound in _bounds(charge.model))) * 100
        if charge.commitment is not None and charge.commitment.share is not None:
            yield (charge.commitment.share.percent / 100).denominator
        if charge.cap is not None:
            yield (charge.cap.percent / 100).denominator
        if charge.ratchet is not None:
            once = charge.ratchet.basis is RatchetBasis.USED
            yield (charge.ratchet.percent / 100).denominator ** (1 if once else months)
    for terms in contract.balances.values():
        if terms.months is not None and terms.rollover is not None:
            yield terms.rollover.share.denominator ** (months // terms.months + 1)
        if terms.bonus is not None:
            yield terms.bonus.amount.denominator


def _prices(contract: Contract) -> Iterator[Fraction]:
    for charge in contract.charges:
        yield from _figures(*figures_in(charge.model))
        if isinstance(charge, UsageCharge):
            yield from _figures(charge.overage_price, *figures_in(charge.modifiers))
    for terms in contract.balances.values():
        yield from _figures(terms.price, terms.overage_price)
        yield from (figure / terms.block for figure in _figures(terms.price))


def _price_factors(contract: Contract) -> Iterator[int]:
    """Yield the divisors of amounts: packages, surcharges, and consecutive modifiers."""
    for charge in contract.charges:
        yield entry_of(charge.model).package(charge.model).numerator
        for modifier in charge.modifiers if isinstance(charge, UsageCharge) else ():
            part = 100 if isinstance(modifier, Discount) else 1
            yield lcm(*((figure / part).denominator for figure in _figures(*figures_in(modifier))))
    for terms in contract.balances.values():
        yield (1 + terms.surcharge / 100).denominator


def _figures(*amounts: Amount) -> Iterator[Fraction]:
    for amount in amounts:
        yield from (case.value for case in amount if isinstance(case.value, Fraction))
