"""The one table of charge models: by the name that books use, its dataclass and its function."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from fractions import Fraction
from typing import Any, Final

from configurator.pricing.charge_models.bands import CapacityBand, capacity_band
from configurator.pricing.charge_models.events import Percentage, percentage
from configurator.pricing.charge_models.matrix import Matrix, matrix
from configurator.pricing.charge_models.plain import (
    CostPlus,
    Flat,
    Package,
    PerUnit,
    cost_plus,
    flat,
    package,
    per_unit,
)
from configurator.pricing.charge_models.tiers import (
    Graduated,
    GraduatedPercentage,
    Stairstep,
    Volume,
    graduated,
    stairstep,
    volume,
)
from configurator.pricing.charge_models.usage import Usage, ValueOf
from configurator.pricing.steps import Calculation

ChargeModel = (
    Flat
    | PerUnit
    | Graduated
    | Volume
    | Stairstep
    | Package
    | CapacityBand
    | Percentage
    | GraduatedPercentage
    | CostPlus
    | Matrix
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A charge model: its dataclass, its function, and what it prices: a `quantity`, or what else it needs."""

    model: type[ChargeModel]
    rate: Callable[[Any, Usage, ValueOf], Calculation[Fraction]]
    needs: tuple[str, ...] = ("quantity",)


MODELS: Final[Mapping[str, Entry]] = {
    "flat": Entry(Flat, flat, ()),
    "per_unit": Entry(PerUnit, per_unit),
    "graduated": Entry(Graduated, graduated),
    "volume": Entry(Volume, volume),
    "stairstep": Entry(Stairstep, stairstep),
    "package": Entry(Package, package),
    "capacity_band": Entry(CapacityBand, capacity_band),
    "percentage": Entry(Percentage, percentage),
    "graduated_percentage": Entry(GraduatedPercentage, graduated),
    "cost_plus": Entry(CostPlus, cost_plus),
    "matrix": Entry(Matrix, matrix),
}
"""All charge models. High water, time-weighted and windowed quantities are measures, which go with any of them."""

_RATES: Final = {entry.model: entry.rate for entry in MODELS.values()}
_BUILT: Final = {"columns", "masks", "rows"}
"""Fields that are made from other keys: a matrix from its `table` and `by`."""


def rate(model: ChargeModel, usage: Usage | Fraction, value_of: ValueOf) -> Calculation[Fraction]:
    """Price usage, exactly."""
    given = Usage(usage) if isinstance(usage, Fraction) else usage
    return _RATES[type(model)](model, given, value_of)


def keys_of(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of a book that a model needs, and those it may have besides."""
    own = [each for each in fields(entry.model) if each.name not in _BUILT]
    needed = tuple(each.name for each in own if each.default is MISSING)
    table = ("table", "by") if entry.model is Matrix else ()
    return (*needed, *table), tuple(each.name for each in own if each.default is not MISSING)
