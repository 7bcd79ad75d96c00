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
    package_curve,
    per_unit,
)
from configurator.pricing.charge_models.tiers import (
    Graduated,
    GraduatedPercentage,
    Stairstep,
    Volume,
    graduated,
    stairstep,
    tiers_curve,
    volume,
)
from configurator.pricing.charge_models.usage import Curve, Usage, ValueOf, no_curve, straight
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
class RegistryEntry:
    """A charge model: its dataclass, its function, and its inputs: a `quantity`, or others in `needs`.

    `curve` gives the amount as a function of the quantity, up to a maximum; without one, searches enumerate the
    amounts, within a limit.
    """

    model: type[ChargeModel]
    rate: Callable[[Any, Usage, ValueOf], Calculation[Fraction]]
    needs: tuple[str, ...] = ("quantity",)
    curve: Callable[[Any, Fraction], Curve | None] = no_curve


MODELS: Final[Mapping[str, RegistryEntry]] = {
    "flat": RegistryEntry(Flat, flat, (), straight),
    "per_unit": RegistryEntry(PerUnit, per_unit, curve=straight),
    "graduated": RegistryEntry(Graduated, graduated, curve=tiers_curve),
    "volume": RegistryEntry(Volume, volume, curve=tiers_curve),
    "stairstep": RegistryEntry(Stairstep, stairstep, curve=tiers_curve),
    "package": RegistryEntry(Package, package, curve=package_curve),
    "capacity_band": RegistryEntry(CapacityBand, capacity_band),
    "percentage": RegistryEntry(Percentage, percentage),
    "graduated_percentage": RegistryEntry(GraduatedPercentage, graduated, curve=tiers_curve),
    "cost_plus": RegistryEntry(CostPlus, cost_plus, curve=straight),
    "matrix": RegistryEntry(Matrix, matrix),
}
"""All charge models. High water, time-weighted and windowed quantities are measures, which go with any of them."""

_RATES: Final = {entry.model: entry.rate for entry in MODELS.values()}
_CURVES: Final = {entry.model: entry.curve for entry in MODELS.values()}
_BUILT: Final = {"columns", "masks", "rows"}
"""Fields that are made from other keys: a matrix from its `table` and `by`."""


def rate(model: ChargeModel, usage: Usage | Fraction, value_of: ValueOf) -> Calculation[Fraction]:
    """Price usage, exactly."""
    given = Usage(usage) if isinstance(usage, Fraction) else usage
    return _RATES[type(model)](model, given, value_of)


def curve_of(model: ChargeModel, most: Fraction) -> Curve | None:
    """Return the form of a model up to a quantity; None where it is no sum of its amounts."""
    return _CURVES[type(model)](model, most)


def keys_of(entry: RegistryEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of a book that a model needs, and those it may have besides."""
    own = [each for each in fields(entry.model) if each.name not in _BUILT]
    needed = tuple(each.name for each in own if each.default is MISSING)
    table = ("table", "by") if entry.model is Matrix else ()
    return (*needed, *table), tuple(each.name for each in own if each.default is not MISSING)
