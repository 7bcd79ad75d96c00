"""The one table of charge models: by the name that books use, its class, its function, and what it declares."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from fractions import Fraction
from typing import Any, Final

from configurator.money import ONE
from configurator.pricing.charge_models.bands import CapacityBand, capacity_band, sections_of_bands
from configurator.pricing.charge_models.matrix import Matrix, matrix
from configurator.pricing.charge_models.percentages import Percentage, percentage
from configurator.pricing.charge_models.tiers import (
    Graduated,
    GraduatedPercentage,
    Stairstep,
    Volume,
    graduated,
    sections_of_tiers,
    stairstep,
    tiers_curve,
    volume,
)
from configurator.pricing.charge_models.unit_prices import (
    CostPlus,
    Flat,
    Package,
    PerUnit,
    cost_plus,
    flat,
    package,
    package_curve,
    per_unit,
    size_of,
)
from configurator.pricing.charge_models.usage import (
    ChargeModel,
    Curve,
    Sections,
    Usage,
    ValueOf,
    no_curve,
    no_sections,
    straight,
)
from configurator.pricing.steps import Calculation


def single(model: object) -> Fraction:
    """Return that a price is for one unit."""
    return ONE


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A charge model: its dataclass, its function, and its inputs: a `quantity`, or others in `needs`.

    `curve` gives the amount as a function of the quantity, up to a maximum; without one, searches enumerate the
    amounts, within a limit. `sections` gives the tiers or bands, whose bounds are checked. `may_be_credit` allows a
    negative amount. `package` is the number of units that one price is for. `in_contracts` offers it to contracts, too,
    whose charges have keys of their own.
    """

    model: type[ChargeModel]
    rate: Callable[[Any, Usage, ValueOf], Calculation[Fraction]]
    needs: tuple[str, ...] = ("quantity",)
    curve: Callable[[Any, Fraction], Curve | None] = no_curve
    sections: Callable[[Any], Sections] = no_sections
    may_be_credit: bool = False
    package: Callable[[Any], Fraction] = single
    in_contracts: bool = False


MODELS: Final[Mapping[str, RegistryEntry]] = {
    "flat": RegistryEntry(Flat, flat, (), straight, may_be_credit=True, in_contracts=True),
    "per_unit": RegistryEntry(PerUnit, per_unit, curve=straight, in_contracts=True),
    "graduated": RegistryEntry(Graduated, graduated, curve=tiers_curve, sections=sections_of_tiers, in_contracts=True),
    "volume": RegistryEntry(Volume, volume, curve=tiers_curve, sections=sections_of_tiers, in_contracts=True),
    "stairstep": RegistryEntry(Stairstep, stairstep, curve=tiers_curve, sections=sections_of_tiers, in_contracts=True),
    "package": RegistryEntry(Package, package, curve=package_curve, package=size_of, in_contracts=True),
    "capacity_band": RegistryEntry(CapacityBand, capacity_band, sections=sections_of_bands),
    "percentage": RegistryEntry(Percentage, percentage),
    "graduated_percentage": RegistryEntry(
        GraduatedPercentage, graduated, curve=tiers_curve, sections=sections_of_tiers
    ),
    "cost_plus": RegistryEntry(CostPlus, cost_plus, curve=straight),
    "matrix": RegistryEntry(Matrix, matrix),
}
"""All charge models. High water, time-weighted and windowed quantities are measures, which go with any of them."""

CONTRACT_MODELS: Final = tuple(name for name, entry in MODELS.items() if entry.in_contracts)
"""Those of contracts, by name."""

_ENTRIES: Final = {entry.model: entry for entry in MODELS.values()}
_RATES: Final = {model: entry.rate for model, entry in _ENTRIES.items()}
_BUILT: Final = {"columns", "masks", "rows", "ranges"}
"""Fields that are made from other keys: a matrix from its `table` and `by`."""


def rate(model: ChargeModel, usage: Usage | Fraction, value_of: ValueOf) -> Calculation[Fraction]:
    """Price usage, exactly."""
    given = Usage(usage) if isinstance(usage, Fraction) else usage
    return _RATES[type(model)](model, given, value_of)


def curve_of(model: ChargeModel, most: Fraction) -> Curve | None:
    """Return the form of a model up to a quantity; None where it is no sum of its amounts."""
    return _ENTRIES[type(model)].curve(model, most)


def entry_of(model: ChargeModel) -> RegistryEntry:
    """Return what the table says about a model."""
    return _ENTRIES[type(model)]


def sections_of(model: ChargeModel) -> Sections:
    """Return the tiers or bands of a model."""
    return _ENTRIES[type(model)].sections(model)


def keys_of(entry: RegistryEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of a book that a model needs, and those it may have besides."""
    own = [each for each in fields(entry.model) if each.name not in _BUILT]
    needed = tuple(each.name for each in own if each.default is MISSING)
    table = ("table", "by") if entry.model is Matrix else ()
    return (*needed, *table), tuple(each.name for each in own if each.default is not MISSING)
