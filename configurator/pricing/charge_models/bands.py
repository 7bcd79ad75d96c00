"""The model for capacity: one flat price for the lowest band whose limits all units respect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge_models.tiers import Beyond, Bounds
from configurator.pricing.charge_models.usage import ChargeModel, Section, Sections, Usage, ValueOf
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation, Slice
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Band:
    """A price for all usage within the limits of every unit (none: without limit)."""

    limits: Mapping[str, Fraction]
    location: Location
    flat: Amount = NO_AMOUNT


@dataclass(frozen=True, slots=True)
class CapacityBand(ChargeModel):
    """Bands in rising order; going beyond the limit of one unit moves all of them up."""

    bands: tuple[Band, ...]
    bounds: Bounds = Bounds.INCLUSIVE
    beyond: Beyond = Beyond.LAST_TIER


def capacity_band(model: CapacityBand, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `fₖ`, k being the lowest band in which every unit stays within its limit."""
    number = band_of(model, usage.units or {"": usage.quantity})
    if number is None:
        return Calculation(Operation.TIERS, ZERO, usage.quantity)
    fee = value_of(model.bands[number].flat)
    low = ZERO if usage.units or not number else model.bands[number - 1].limits.get("", ZERO)
    high = None if usage.units else model.bands[number].limits.get("")
    only = Slice(low, high, usage.quantity, ZERO, fee, number + 1)
    return Calculation(Operation.TIERS, ZERO, ZERO if usage.units else usage.quantity, (only,))


def sections_of_bands(model: CapacityBand) -> Sections:
    """Return the bands; within one the price is flat."""
    return Sections("bands", tuple(Section(band.limits, band.location) for band in model.bands))


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A band that was passed over, and the first unit that went beyond its limit."""

    band: Band
    unit: str
    quantity: Fraction
    limit: Fraction


def exceeded(model: CapacityBand, units: Mapping[str, Fraction]) -> Iterator[Exceeded]:
    """Yield why each band below the one that was reached does not hold the usage."""
    reached = band_of(model, units)
    for band in model.bands[: len(model.bands) if reached is None else reached]:
        for unit, limit in band.limits.items():
            quantity = units.get(unit, ZERO)
            if not _within(quantity, limit, model.bounds):
                yield Exceeded(band, unit, quantity, limit)
                break


def band_of(model: CapacityBand, units: Mapping[str, Fraction]) -> int | None:
    """Return the position of the band that holds the usage; None where nothing is due beyond the last."""
    for position, band in enumerate(model.bands):
        if all(_within(units.get(unit, ZERO), limit, model.bounds) for unit, limit in band.limits.items()):
            return position
    if not model.bands:
        raise InvalidRequest("a charge by capacity has no bands")
    return None if model.beyond is Beyond.NOTHING else len(model.bands) - 1


def _within(quantity: Fraction, limit: Fraction, bounds: Bounds) -> bool:
    return quantity < limit or (quantity == limit and bounds is Bounds.INCLUSIVE)
