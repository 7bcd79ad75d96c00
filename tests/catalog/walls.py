"""Configurations of the example `workshop`, for tests."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue

VALID: Mapping[str, FeatureValue] = {
    "panel": "pine",
    "colour": "green",
    "clock": False,
    "hooks": 4,
    "width": Fraction(3, 2),
    "supply_line": 2000,
    "door": True,
    "door.hinge": "large",
    "door.handle": "round",
    "door.weight": Fraction(41, 2),
    "bays": 2,
    "bays[bay1].kind": "shelf",
    "bays[bay1].boards": 2,
    "bays[bay1].boards[b1].depth": 20,
    "bays[bay1].boards[b3].depth": 30,
    "bays[bay2].kind": "bench",
    "bays[bay2].tool": "saw",
    "bays[bay2].boards": 0,
}
INSTANCES = {"bays": ("bay1", "bay2"), "bays[bay1].boards": ("b1", "b3"), "bays[bay2].boards": ()}


def wall(catalog: Catalog, values: Mapping[str, FeatureValue | None] | None = None) -> Configuration:
    """Return a valid wall, with some values changed; None takes one away."""
    changed = {**VALID, **(values or {})}
    present = {path: value for path, value in changed.items() if value is not None}
    return Configuration(catalog.id, catalog.digest, present, {}, INSTANCES)


def with_instances(configuration: Configuration, instances: Mapping[str, tuple[str, ...]]) -> Configuration:
    """Return a configuration with other instances."""
    return replace(configuration, instances={**configuration.instances, **instances})
