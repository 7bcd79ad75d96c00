"""Treatments of a metered quantity before rating, in this order: conversion, rounding, ratchet, free units,
reservation. Each records its effect. A level or a series of readings becomes a quantity by its measure.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from configurator.money import ONE, ZERO, Rounding
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge_models.tiers import changes_of
from configurator.pricing.charge_models.usage import Reading, Usage
from configurator.pricing.operations import A, Arithmetic, Treatment, converted, treated
from configurator.pricing.periods.levels import Rank, high_water_mark, percentile
from configurator.pricing.steps import Treated

AnyQuantity = TypeVar("AnyQuantity", int, Fraction)
"""A quantity, exact as a fraction or as a whole number on some scale."""


class Measure(StrEnum):
    """How several readings are priced: aggregated to one quantity, or each separately."""

    SUM = "sum"
    LAST = "last"
    COUNT = "count"
    HIGH_WATER = "high_water"
    TIME_WEIGHTED = "time_weighted"
    PERCENTILE = "percentile"
    EVENTS = "events"
    RUNNING_TOTALS = "running_totals"
    PRORATED_CHANGES = "prorated_changes"
    WINDOWED = "windowed"
    PER_GROUP = "per_group"

    @property
    def in_parts(self) -> bool:
        """Whether every window or group is priced separately."""
        return self in (Measure.WINDOWED, Measure.PER_GROUP)


@dataclass(frozen=True, slots=True)
class Percent:
    """Which percentile, and by which rank rule."""

    percent: Fraction = Fraction(95)
    rank: Rank = Rank.CEILING


@dataclass(frozen=True, slots=True)
class Conversion:
    """From the unit that is metered to the one that is priced: × `multiply_by` / `divide_by`, then rounded.

    Without a `rounding` nothing is rounded; `places` may be negative, for tens and hundreds.
    """

    multiply_by: Fraction = ONE
    divide_by: Fraction = ONE
    rounding: Rounding | None = None
    places: int = 0


@dataclass(frozen=True, slots=True)
class Treatments:
    """The transformations of a quantity: see the module. `ratchet` is a percentage of the highest earlier peak."""

    conversion: Conversion | None = None
    ratchet: Amount = NO_AMOUNT
    peaks: str = ""
    free: Amount = NO_AMOUNT
    reserved: Amount = NO_AMOUNT
    reserved_price: Amount = NO_AMOUNT


NO_TREATMENT = Treatments()


def as_usage(measure: Measure, readings: Sequence[Reading], percent: Percent) -> Usage:
    """Return the billed quantity of several readings."""
    quantities = [each.quantity for each in readings]
    match measure:
        case Measure.LAST:
            return Usage(quantities[-1] if quantities else ZERO)
        case Measure.COUNT:
            return Usage(Fraction(len(quantities)))
        case Measure.HIGH_WATER:
            return Usage(high_water_mark(quantities))
        case Measure.TIME_WEIGHTED:
            return Usage(_average(readings))
        case Measure.PERCENTILE:
            return Usage(percentile(quantities, percent.percent, percent.rank))
        case Measure.EVENTS:
            return Usage(sum(quantities, ZERO), events=tuple(quantities))
        case Measure.RUNNING_TOTALS:
            return Usage(quantities[-1] if quantities else ZERO, events=tuple(_differences(quantities)))
        case Measure.PRORATED_CHANGES:
            return changes_of(tuple(readings))
        case Measure.SUM | Measure.WINDOWED | Measure.PER_GROUP:
            return Usage(sum(quantities, ZERO))


def _average(readings: Sequence[Reading]) -> Fraction:
    """Return `Σ levelₜ · Δt / Σ Δt`; a level without a weight held for one unit of time."""
    weights = [ONE if each.weight is None else each.weight for each in readings]
    whole = sum(weights, ZERO)
    held = sum((each.quantity * weight for each, weight in zip(readings, weights, strict=True)), ZERO)
    return held / whole if whole else ZERO


def _differences(totals: Sequence[Fraction]) -> Iterator[Fraction]:
    before = ZERO
    for total in totals:
        yield total - before
        before = total


def in_groups(measure: Measure, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings that are priced one by one: every window, or the groups, each with its sum."""
    if measure is Measure.WINDOWED:
        return tuple(readings)
    sums: dict[str, Fraction] = {}
    for number, each in enumerate(readings, start=1):
        key = each.key or str(number)
        sums[key] = sums.get(key, ZERO) + each.quantity
    return tuple(Reading(quantity, key) for key, quantity in sums.items())


# ── treatments ───────────────────────────────────────────────────────────────────────────────────────────────────────


def conversion_steps(conversion: Conversion | None) -> Iterator[tuple[Treatment, Fraction, Rounding | None]]:
    """Yield how the metered unit becomes the priced one: each treatment with its figure and rounding."""
    if conversion is None:
        return
    if conversion.multiply_by != 1:
        yield Treatment.MULTIPLIED, conversion.multiply_by, None
    if conversion.divide_by != 1:
        yield Treatment.DIVIDED, conversion.divide_by, None
    if conversion.rounding is not None:
        yield Treatment.ROUNDED, Fraction(10) ** -conversion.places, conversion.rounding


def percent_of(quantity: AnyQuantity, percent: Fraction) -> AnyQuantity:
    """Return a percentage of a quantity; a whole one must be on a scale on which the result is whole, too."""
    if isinstance(quantity, int):
        up, of = percent.as_integer_ratio()
        return quantity * up // (100 * of)
    return quantity * percent / 100


def ratchet_floor(percent: Fraction, earlier: Sequence[AnyQuantity], periods: int | None = None) -> AnyQuantity:
    """Return a percentage of the highest of the last `periods` quantities, of which there is at least one."""
    return percent_of(max(earlier if periods is None else earlier[-periods:]), percent)


def treatment_steps(
    terms: Treatments, floor_of: Callable[[A], A], value_of: Callable[[Amount], A]
) -> Iterator[tuple[Treatment, A]]:
    """Yield ratchet, free units and reservation, each with its operand; `floor_of` returns the floor of a
    percentage."""
    if terms.ratchet:
        yield Treatment.RATCHETED, floor_of(value_of(terms.ratchet))
    if terms.free:
        yield Treatment.FREE, value_of(terms.free)
    if terms.reserved:
        yield Treatment.RESERVED, value_of(terms.reserved)


def treat(
    carrier: Arithmetic[A],
    terms: Treatments,
    quantity: A,
    floor_of: Callable[[A], A],
    value_of: Callable[[Amount], A],
) -> A:
    """Return a quantity after all treatments, over any carrier."""
    for treatment, figure, mode in conversion_steps(terms.conversion):
        quantity = converted(carrier, treatment, quantity, figure, mode)
    for treatment, operand in treatment_steps(terms, floor_of, value_of):
        quantity = treated(carrier, treatment, quantity, operand)
    return quantity


def treatments_of(
    terms: Treatments, quantity: Fraction, peaks: Sequence[Reading], value_of: Callable[[Amount], Fraction]
) -> Iterator[Treated]:
    """Yield every treatment of an exact quantity, each from where the last one ended."""
    for treatment, figure, mode in conversion_steps(terms.conversion):
        step = Treated(treatment, quantity, figure, mode)
        quantity = step.after
        yield step
    earlier = [each.quantity for each in peaks] or [ZERO]
    for treatment, operand in treatment_steps(terms, lambda percent: ratchet_floor(percent, earlier), value_of):
        step = Treated(treatment, quantity, operand)
        quantity = step.after
        yield step
