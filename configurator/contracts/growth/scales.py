"""Whole numbers instead of fractions: the scales on which every quantity and every amount of a contract is one.

Planning reckons with integers of any size, so that nothing is rounded but what the contract rounds, and fast.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from configurator.contracts.model import Contract, Dated, Level, LevelKind, Levels, Purchase, Recurring, Usage
from configurator.contracts.ratchets import Decaying, Demand
from configurator.errors import NotExact
from configurator.money import Rounding
from configurator.pricing.steps import RoundingRule

WHOLE = Fraction(1)

LevelUnits = dict[str, int]
"""Units by the name of a level, on the scale of a plan."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a level, such as 70 % of storage.requested; `less` is the level that is taken off, for what has no
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


def share_of(level: Level, share: Fraction = WHOLE) -> Share:
    """Return a share of a level."""
    if level.kind is not LevelKind.WITHOUT_RIGHTS:
        return Share(str(level), "", share.numerator, share.denominator)
    installed, rights = (Level(level.resource, kind) for kind in (LevelKind.INSTALLED, LevelKind.RIGHTS))
    return Share(str(installed), str(rights), share.numerator, share.denominator)


@dataclass(frozen=True, slots=True)
class Scales:
    """One unit is `quantity` whole numbers, one of the currency `quantity · price` of them."""

    quantity: int
    price: int

    def units(self, value: Fraction) -> int:
        """Return a quantity as a whole number."""
        return _times(value, self.quantity)

    def per_unit(self, value: Fraction) -> int:
        """Return a price of one unit as a whole number; times a quantity it is an amount."""
        return _times(value, self.price)

    def money(self, value: Fraction) -> int:
        """Return an amount as a whole number."""
        return _times(value, self.price * self.quantity)

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
    for terms in contract.balances.values():
        price *= (1 + terms.surcharge / 100).denominator
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
        if isinstance(charge, Usage):
            yield from (band.up_to for band in charge.bands if band.up_to is not None)
            if charge.allowance is not None:
                yield charge.allowance.included
            if charge.commitment is not None:
                yield charge.commitment.minimum
                yield from _figures(charge.commitment.quantity)
    for terms in contract.balances.values():
        yield from (terms.block, terms.opening, terms.bonus.amount if terms.bonus is not None else Fraction(0))
    yield from (follows.step for follows in contract.follows.values())


def _factors(contract: Contract, months: int) -> Iterator[int]:
    """Yield what quantities are divided by on their way: hundredths of levels, and ratchets again and again."""
    for charge in contract.charges:
        if not isinstance(charge, Usage):
            continue
        if charge.bands_of is not None:
            yield lcm(100, *((band.up_to / 100).denominator for band in charge.bands if band.up_to is not None)) * 100
        if charge.commitment is not None and charge.commitment.of is not None:
            yield (charge.commitment.percent / 100).denominator
        if charge.cap is not None:
            yield (charge.cap.percent / 100).denominator
        match charge.ratchet:
            case Decaying(shrink):
                yield (1 - shrink).denominator ** months
            case Demand(share):
                yield share.denominator
            case _:
                pass
    for terms in contract.balances.values():
        if terms.months is not None and terms.rollover is not None:
            yield terms.rollover.share.denominator ** (months // terms.months + 1)
        if terms.bonus is not None:
            yield terms.bonus.amount.denominator


def _prices(contract: Contract) -> Iterator[Fraction]:
    for charge in contract.charges:
        match charge:
            case Purchase():
                yield from _figures(charge.price)
            case Recurring():
                yield from _figures(charge.amount)
            case Usage():
                yield from _usage_prices(charge)
    for terms in contract.balances.values():
        yield from _figures(terms.price)
        yield from _figures(terms.overage_price)
        yield from (figure / terms.block for figure in _figures(terms.price))


def _usage_prices(charge: Usage) -> Iterator[Fraction]:
    for band in charge.bands:
        yield from _figures(band.price)
        yield band.flat
    yield from _figures(charge.on_demand)
    yield from (bound for bound in (charge.minimum, charge.maximum) if bound is not None)


def _figures(dated: Dated | None) -> Iterator[Fraction]:
    if dated is not None:
        yield from (figure for _, figure in dated.figures)


def _times(value: Fraction, scale: int) -> int:
    """Multiply without making a fraction first, as planning spends its time here."""
    whole, rest = divmod(value.numerator * scale, value.denominator)
    if rest:
        raise NotExact(f"{value} is not whole on the scale of this plan")
    return whole
