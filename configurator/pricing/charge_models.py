"""The charge models: how a quantity becomes an amount. One frozen dataclass and one pricing function for each.

Conventions on which price lists disagree are fields with a documented default: whether a tier's bound belongs to it,
whether a flat fee is due at quantity zero, and what an incomplete package costs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.lines import Operation, Slice
from configurator.source import Place

ValueOf = Callable[[Amount], Fraction]
"""Gives the value of an amount that applies now; an amount that was not written down is 0."""

ZERO = Fraction(0)


class Bounds(StrEnum):
    """Whether a quantity equal to a tier's `up_to` is still in that tier."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class PartialPackage(StrEnum):
    """What an incomplete package costs: a whole one, nothing, or its share."""

    UP = "up"
    DOWN = "down"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Flat:
    """The amount itself, whatever the quantity."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class PerUnit:
    """`price × quantity`."""

    price: Amount


@dataclass(frozen=True, slots=True)
class Tier:
    """Quantities up to a bound (None: all further ones), with a price per unit, a flat fee, or both."""

    up_to: Fraction | None
    place: Place
    price: Amount = NO_AMOUNT
    flat: Amount = NO_AMOUNT


@dataclass(frozen=True, slots=True)
class Graduated:
    """Every tier prices the part of the quantity that falls into it; the flat fee of every tier entered is added."""

    tiers: tuple[Tier, ...]
    bounds: Bounds = Bounds.INCLUSIVE
    flat_at_zero: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """The tier that holds the whole quantity prices all of it."""

    tiers: tuple[Tier, ...]
    bounds: Bounds = Bounds.INCLUSIVE
    flat_at_zero: bool = False


@dataclass(frozen=True, slots=True)
class Stairstep:
    """The flat fee of the tier that holds the quantity, and nothing per unit."""

    tiers: tuple[Tier, ...]
    bounds: Bounds = Bounds.INCLUSIVE
    flat_at_zero: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A price per package of `size` units, after `free` units."""

    price: Amount
    size: Fraction
    free: Fraction = ZERO
    partial: PartialPackage = PartialPackage.UP


ChargeModel = Flat | PerUnit | Graduated | Volume | Stairstep | Package


@dataclass(frozen=True, slots=True)
class Rated:
    """What a model makes of a quantity, as one step: `base` and `operand` are what its operation is applied to."""

    operation: Operation
    base: Fraction
    operand: Fraction
    amount: Fraction
    slices: tuple[Slice, ...] = ()


def rate(model: ChargeModel, quantity: Fraction, value_of: ValueOf) -> Rated:
    """Price a quantity, exactly. It is never negative."""
    match model:
        case Flat():
            return flat(model, value_of)
        case PerUnit():
            return per_unit(model, quantity, value_of)
        case Graduated():
            return graduated(model, quantity, value_of)
        case Volume():
            return volume(model, quantity, value_of)
        case Stairstep():
            return stairstep(model, quantity, value_of)
        case Package():
            return package(model, quantity, value_of)
        case _:
            assert_never(model)


def flat(model: Flat, value_of: ValueOf) -> Rated:
    """Return the amount."""
    amount = value_of(model.amount)
    return Rated(Operation.ADD, ZERO, amount, amount)


def per_unit(model: PerUnit, quantity: Fraction, value_of: ValueOf) -> Rated:
    """Return `p · q`."""
    price = value_of(model.price)
    return Rated(Operation.TIMES, price, quantity, price * quantity)


def graduated(model: Graduated, quantity: Fraction, value_of: ValueOf) -> Rated:
    """Return `Σ pᵢ · clamp(q − bᵢ₋₁, 0, bᵢ − bᵢ₋₁)` and the flat fees of the tiers entered."""
    slices, low = [], ZERO
    for position, tier in enumerate(model.tiers):
        if not _entered(quantity, low, position, model.bounds, model.flat_at_zero):
            break
        part = max(ZERO, (quantity if tier.up_to is None else min(quantity, tier.up_to)) - low)
        slices.append(_slice(tier, part, low, value_of))
        low = low if tier.up_to is None else tier.up_to
    return _tiered(quantity, slices)


def volume(model: Volume, quantity: Fraction, value_of: ValueOf) -> Rated:
    """Return `pₖ · q + fₖ`, k being the tier that holds q."""
    if quantity == 0 and not model.flat_at_zero:
        return _tiered(quantity, [])
    tier, low = _tier_of(model.tiers, quantity, model.bounds)
    return _tiered(quantity, [_slice(tier, quantity, low, value_of)])


def stairstep(model: Stairstep, quantity: Fraction, value_of: ValueOf) -> Rated:
    """Return `fₖ`, k being the tier that holds q."""
    if quantity == 0 and not model.flat_at_zero:
        return _tiered(quantity, [])
    tier, low = _tier_of(model.tiers, quantity, model.bounds)
    fee = value_of(tier.flat)
    return _tiered(quantity, [Slice(low, tier.up_to, quantity, ZERO, fee, fee)])


def package(model: Package, quantity: Fraction, value_of: ValueOf) -> Rated:
    """Return `⌈max(0, q − free) / size⌉ · p` (or rounded down, or exact)."""
    packages = max(ZERO, quantity - model.free) / model.size
    match model.partial:
        case PartialPackage.UP:
            packages = Fraction(math.ceil(packages))
        case PartialPackage.DOWN:
            packages = Fraction(math.floor(packages))
        case PartialPackage.EXACT:
            pass
    price = value_of(model.price)
    return Rated(Operation.TIMES, price, packages, price * packages)


def _entered(quantity: Fraction, low: Fraction, position: int, bounds: Bounds, flat_at_zero: bool) -> bool:
    if position == 0:
        return quantity > 0 or flat_at_zero
    return quantity > low if bounds is Bounds.INCLUSIVE else quantity >= low


def _tier_of(tiers: tuple[Tier, ...], quantity: Fraction, bounds: Bounds) -> tuple[Tier, Fraction]:
    """Return the tier that holds a quantity and its lower bound; the last tier is open by the checks of a book."""
    low = ZERO
    for tier in tiers[:-1]:
        bound = tier.up_to or ZERO
        if quantity < bound or (quantity == bound and bounds is Bounds.INCLUSIVE):
            return tier, low
        low = bound
    return tiers[-1], low


def _slice(tier: Tier, part: Fraction, low: Fraction, value_of: ValueOf) -> Slice:
    price, fee = value_of(tier.price), value_of(tier.flat)
    return Slice(low, tier.up_to, part, price, fee, price * part + fee)


def _tiered(quantity: Fraction, slices: list[Slice]) -> Rated:
    amount = sum((each.amount for each in slices), ZERO)
    return Rated(Operation.TIERS, ZERO, quantity, amount, tuple(slices))
