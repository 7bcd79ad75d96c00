"""The charge models: how a quantity becomes an amount. One frozen dataclass and one pure function for each.

Conventions on which price lists disagree are fields with a documented default: whether a tier's bound belongs to it,
whether a flat fee is due at quantity zero, and the price of an incomplete package. `MODELS` lists them all: the keys of
the book, its checks, the documentation and the conformance bench follow it.
"""

from configurator.pricing.charge_models.bands import Band, CapacityBand
from configurator.pricing.charge_models.matrix import Hit, Matrix, MatrixRow
from configurator.pricing.charge_models.percentages import Percentage
from configurator.pricing.charge_models.registry import (
    CONTRACT_MODELS,
    MODELS,
    RegistryEntry,
    curve_of,
    entry_of,
    keys_of,
    rate,
    sections_of,
)
from configurator.pricing.charge_models.tiers import (
    Beyond,
    Bounds,
    Graduated,
    GraduatedPercentage,
    Stairstep,
    Tier,
    Volume,
)
from configurator.pricing.charge_models.unit_prices import CostPlus, Flat, Package, PartialPackage, PerUnit
from configurator.pricing.charge_models.usage import ChargeModel, Sections, Usage, ValueOf, plain_value
from configurator.pricing.steps import Calculation

__all__ = [
    "CONTRACT_MODELS",
    "MODELS",
    "Band",
    "Beyond",
    "Bounds",
    "Calculation",
    "CapacityBand",
    "ChargeModel",
    "CostPlus",
    "Flat",
    "Graduated",
    "GraduatedPercentage",
    "Hit",
    "Matrix",
    "MatrixRow",
    "Package",
    "PartialPackage",
    "PerUnit",
    "Percentage",
    "RegistryEntry",
    "Sections",
    "Stairstep",
    "Tier",
    "Usage",
    "ValueOf",
    "Volume",
    "curve_of",
    "entry_of",
    "keys_of",
    "plain_value",
    "rate",
    "sections_of",
]
