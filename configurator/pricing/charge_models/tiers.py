"""The models with tiers: graduated, volume, stairstep, and graduated percentages.

A tier may price single units or whole blocks of them, have a flat fee, and be capped. Its width is written as the
bound that it ends at, or as a number of blocks.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.money import ONE, ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge_models.usage import (
    ChargeModel,
    Curve,
    Reading,
    Section,
    Sections,
    Usage,
    ValueOf,
    multiples,
)
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation, Slice
from configurator.source import Location


class Bounds(StrEnum):
    """Whether a quantity equal to a tier's `up_to` is still in that tier."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class Beyond(StrEnum):
    """The price of quantities beyond the last bound, if the last tier has one."""

    LAST_TIER = "last_tier"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Tier:
    """Quantities up to a bound (None: all further ones), with a price per unit, a flat fee, or both.

    With `block`, the price applies to each started block of that many units. `cap` is the maximum of the tier.
    """

    up_to: Fraction | None
    location: Location
    price: Amount = NO_AMOUNT
    flat: Amount = NO_AMOUNT
    block: Fraction | None = None
    cap: Amount = NO_AMOUNT


@dataclass(frozen=True, slots=True)
class Tiers(ChargeModel):
    """Tiers, and the conventions on which price lists disagree."""

    tiers: tuple[Tier, ...]
    bounds: Bounds = Bounds.INCLUSIVE
    flat_at_zero: bool = False
    beyond: Beyond = Beyond.LAST_TIER


@dataclass(frozen=True, slots=True)
class Graduated(Tiers):
    """Every tier prices the part of the quantity that falls into it; the flat fee of every tier entered is added."""


@dataclass(frozen=True, slots=True)
class GraduatedPercentage(Tiers):
    """Like graduated, for an amount of money: the price of a tier is a percentage of the money in it."""


@dataclass(frozen=True, slots=True)
class Volume(Tiers):
    """The tier that holds the whole quantity prices all of it."""


@dataclass(frozen=True, slots=True)
class Stairstep(Tiers):
    """The flat fee of the tier that holds the quantity, and nothing per unit."""


Graded = Graduated | GraduatedPercentage


def graduated(model: Graded, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `Σ pᵢ · clamp(q − bᵢ₋₁, 0, bᵢ − bᵢ₋₁)` and the flat fees of the tiers entered.

    Where a level changed within the period and each change is prorated, changes fill the tiers up and take away from
    the top again; fees are due for the highest level reached, and the sum is never negative.
    """
    scale = Fraction(1, 100) if isinstance(model, GraduatedPercentage) else ONE
    if usage.changes:
        return _by_changes(model, usage, value_of, scale)
    slices = [
        _slice(tier, number, part, low, value_of, scale)
        for number, (tier, low, part) in enumerate(_entered(model, usage.quantity), start=1)
    ]
    return _tiered(usage.quantity, slices)


def volume(model: Volume, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `pₖ · q + fₖ`, k being the tier that holds q; the price applies to the prorated quantity, if any."""
    number = tier_of(model, usage.quantity)
    if number is None:
        return _tiered(usage.applied, [])
    tier, low = model.tiers[number], _low(model.tiers, number)
    return _tiered(usage.applied, [_slice(tier, number + 1, usage.applied, low, value_of, ONE)])


def stairstep(model: Stairstep, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `fₖ`, k being the tier that holds q."""
    number = tier_of(model, usage.quantity)
    if number is None:
        return _tiered(usage.quantity, [])
    tier, low = model.tiers[number], _low(model.tiers, number)
    fee = value_of(tier.flat)
    return _tiered(usage.quantity, [Slice(low, tier.up_to, usage.quantity, ZERO, fee, number + 1)])


def tier_of(model: Tiers, quantity: Fraction) -> int | None:
    """Return the position of the tier that holds a quantity; None where nothing is due for it."""
    if quantity == 0 and not model.flat_at_zero:
        return None
    bounds = [tier.up_to for tier in model.tiers if tier.up_to is not None]
    find = bisect_left if model.bounds is Bounds.INCLUSIVE else bisect_right
    position = find(bounds, quantity)
    if position < len(model.tiers):
        return position
    return None if model.beyond is Beyond.NOTHING else len(model.tiers) - 1


def tiers_curve(model: Tiers, most: Fraction) -> Curve | None:
    """Return a bend at every tier and block; a tier with a cap is no sum of its amounts."""
    if any(tier.cap for tier in model.tiers):
        return None
    bends, low = [ZERO], ZERO
    for tier in model.tiers:
        high = most if tier.up_to is None else min(most, tier.up_to)
        if tier.block is not None:
            bends += [low + each for each in multiples(tier.block, high - low)] + multiples(tier.block, high)
        if tier.up_to is not None:
            bends.append(tier.up_to)
            low = tier.up_to
    return Curve(tuple(bends), endless=any(tier.block for tier in model.tiers))


def sections_of_tiers(model: Tiers) -> Sections:
    """Return the tiers, and whether a bound moves the whole quantity to another price."""
    limits = ({} if tier.up_to is None else {"": tier.up_to} for tier in model.tiers)
    return Sections(
        "tiers",
        tuple(Section(each, tier.location) for each, tier in zip(limits, model.tiers, strict=True)),
        sloped=not isinstance(model, Stairstep),
        in_blocks=any(tier.block for tier in model.tiers),
        whole_jumps=not isinstance(model, Graduated),
    )


# ── graduated ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _entered(model: Graded, quantity: Fraction) -> Iterator[tuple[Tier, Fraction, Fraction]]:
    """Yield the tiers that a quantity reaches, each with where it begins and how much falls into it."""
    if not (quantity or model.flat_at_zero):
        return
    low, last, inclusive = ZERO, len(model.tiers), model.bounds is Bounds.INCLUSIVE
    for number, tier in enumerate(model.tiers, start=1):
        bound = tier.up_to
        if bound is None or (number == last and model.beyond is Beyond.LAST_TIER):
            yield tier, low, quantity - low if low else quantity
            return
        if quantity <= bound if inclusive else quantity < bound:
            yield tier, low, quantity - low if low else quantity
            return
        yield tier, low, bound - low if low else bound
        low = bound


def _by_changes(model: Graded, usage: Usage, value_of: ValueOf, scale: Fraction) -> Calculation[Fraction]:
    """Walk the changes: the part of each within a tier takes its share of the prorated change."""
    applied = [ZERO] * len(model.tiers)
    level = top = ZERO
    for change in usage.changes:
        level, before = level + change.quantity, level
        top = max(top, level)
        for position, share in _shares(model, before, level):
            applied[position] += share * (change.quantity if change.weight is None else change.weight)
    slices = [
        _slice(tier, number, applied[number - 1], low, value_of, scale)
        for number, (tier, low, _) in enumerate(_entered(model, top), start=1)
    ]
    calculation = _tiered(usage.quantity, slices)
    return calculation if calculation.amount >= 0 else _tiered(usage.quantity, [])


def _shares(model: Graded, before: Fraction, after: Fraction) -> list[tuple[int, Fraction]]:
    """Return how a change of level is spread over the tiers, as shares of 1."""
    low, high = min(before, after), max(before, after)
    results, start = [], ZERO
    for number, tier in enumerate(model.tiers, start=1):
        end = max(high, start) if number == len(model.tiers) and model.beyond is Beyond.LAST_TIER else tier.up_to
        end = high if end is None else end
        part = min(high, end) - max(low, start)
        if part > 0:
            results.append((number - 1, part / (high - low)))
        start = end
    return results


# ── one tier ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _low(tiers: tuple[Tier, ...], position: int) -> Fraction:
    return ZERO if position == 0 else tiers[position - 1].up_to or ZERO


def _slice(tier: Tier, number: int, part: Fraction, low: Fraction, value_of: ValueOf, scale: Fraction) -> Slice:
    price, fee = value_of(tier.price), value_of(tier.flat)
    price = price if scale is ONE else price * scale
    block = ONE if tier.block is None else tier.block
    counted = part if tier.block is None else Fraction(math.ceil(part / block))
    cap = value_of(tier.cap) if tier.cap else None
    return Slice(low, tier.up_to, counted, price, fee, number, block, cap)


def _tiered(quantity: Fraction, slices: list[Slice]) -> Calculation[Fraction]:
    return Calculation(Operation.TIERS, ZERO, quantity, tuple(slices))


def changes_of(readings: tuple[Reading, ...]) -> Usage:
    """Return the usage of a changing level: its last level, its prorated quantity, and the changes.

    A change of weight 0 was gone before the period began: it reaches no tier and owes no fee, wherever it stands.
    """
    changes = tuple(each for each in readings if each.weight != 0)
    level = sum((each.quantity for each in changes), ZERO)
    prorated = sum((each.quantity if each.weight is None else each.weight for each in changes), ZERO)
    return Usage(level, prorated, changes)
