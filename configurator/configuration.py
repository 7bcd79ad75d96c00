"""The result of a session and the input of every price: the values and the origin of each."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.short_repr import short_repr

FeatureValue = str | bool | int | Fraction
"""An option's id, a boolean, an integer quantity, or a number in the unit that its feature declares."""


class Provenance(StrEnum):
    """The origin of a value: a choice, the constraints, or the completion by preferences and defaults."""

    CHOSEN = "chosen"
    IMPLIED = "implied"
    DEFAULT = "default"


@short_repr
@dataclass(frozen=True, slots=True)
class Configuration:
    """A finished, valid set of values.

    `values` maps every present feature, by its full path (`cells[c1].memory`), to its value, in the catalog's display
    order; absent features have no entry. The path of a structure maps to the number of its instances (to a boolean
    where it is an optional singleton), and `instances` lists their ids in order (`{"cells": ("c1", "c3")}`), nested
    ones by the full path of their structure (`partitions[p1].cells`). `catalog_digest` pins the exact catalog.
    """

    catalog: str
    catalog_digest: str
    values: Mapping[str, FeatureValue]
    provenance: Mapping[str, Provenance]
    instances: Mapping[str, tuple[str, ...]]

    @property
    def product(self) -> Hashable:
        """What tells products apart: the catalog, values and instances, wherever the values come from."""
        return self.catalog_digest, frozenset(typed_items(self.values)), frozenset(self.instances.items())


def typed_items(values: Mapping[str, object]) -> tuple[tuple[str, type, object], ...]:
    """Return values as part of a cache key: in their order, with types, as True, 1 and Fraction(1) are equal."""
    return tuple((name, type(value), value) for name, value in values.items())
