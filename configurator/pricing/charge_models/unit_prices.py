"""The models without tiers: flat, per unit, package, and cost plus."""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.money import ZERO
from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models.usage import ChargeModel, Curve, Near, Usage, ValueOf, multiples
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation


class PartialPackage(StrEnum):
    """The price of an incomplete package: a whole one, nothing, or its share."""

    UP = "up"
    DOWN = "down"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Flat(ChargeModel):
    """The amount itself, whatever the quantity."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class PerUnit(ChargeModel):
    """`price × quantity`."""

    price: Amount

    @property
    def unit_price(self) -> Amount:
        """The price of one unit."""
        return self.price


@dataclass(frozen=True, slots=True)
class Package(ChargeModel):
    """A price per package of `size` units."""

    price: Amount
    size: Fraction
    partial: PartialPackage = PartialPackage.UP


@dataclass(frozen=True, slots=True)
class CostPlus(ChargeModel):
    """The cost of the units elsewhere, times `multiplier`: the quantity is an amount of money."""

    multiplier: Amount


def flat(model: Flat, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return the amount."""
    amount = value_of(model.amount)
    return Calculation(Operation.ADD, ZERO, amount)


def per_unit(model: PerUnit, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `p · q`."""
    return Calculation(Operation.TIMES, value_of(model.price), usage.applied)


def package(model: Package, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `⌈q / size⌉ · p` (or rounded down, or exact)."""
    packages = whole(usage.applied / model.size, model.partial)
    return Calculation(Operation.TIMES, value_of(model.price), packages)


def package_curve(model: Package, most: Fraction) -> Curve:
    """Return a step for each package; where these are too many, half a package of doubt."""
    if model.partial is PartialPackage.EXACT:
        return Curve((ZERO,))
    half = Fraction(1, 2)
    middle = half if model.partial is PartialPackage.UP else -half
    near = Near(1 / model.size, middle, half, "its packages are too many to be listed")
    return Curve(tuple(multiples(model.size, most)), near, endless=True)


def size_of(model: Package) -> Fraction:
    """Return the units in one package."""
    return model.size


def cost_plus(model: CostPlus, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `m · x`."""
    return Calculation(Operation.TIMES, usage.applied, value_of(model.multiplier))


def whole(packages: Fraction, partial: PartialPackage) -> Fraction:
    """Return how many packages are paid."""
    match partial:
        case PartialPackage.UP:
            return Fraction(math.ceil(packages))
        case PartialPackage.DOWN:
            return Fraction(math.floor(packages))
        case PartialPackage.EXACT:
            return packages
