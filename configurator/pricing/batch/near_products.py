"""Products that differ from a priced one in values alone.

All have the same features and the same instances, so every rule asks at the same instances. A rule is asked again only
for the products in which a value changed that it reads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from configurator.catalog.addresses import IdPath, id_path_of
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.batch.amount_vectors import bits
from configurator.pricing.incremental_pricing import Reads
from configurator.pricing.price import Run
from configurator.pricing.rule_evaluation import At


class NearProducts:
    """Products near the `running` one, numbered in order, each by its `changes`: the other values, by path."""

    def __init__(self, running: Run, changes: Sequence[Mapping[str, FeatureValue]]) -> None:
        self.running, self.prepared, self.changes = running, running.prepared, changes
        self.count = len(changes)
        self.changed_in: dict[str, int] = {}
        """The mask of the products with another value, by path."""
        for number, changed in enumerate(changes):
            for path in changed:
                self.changed_in[path] = self.changed_in.get(path, 0) | 1 << number
        self._changed_ids: dict[IdPath, int] = {}
        for path, where in self.changed_in.items():
            ids = id_path_of(path)
            self._changed_ids[ids] = self._changed_ids.get(ids, 0) | where
        self._worlds: dict[int, ConfigurationWorld] = {}

    @cached_property
    def world(self) -> ConfigurationWorld:
        """The priced product as expressions see it."""
        return self._world(self.running.configuration)

    def world_of(self, number: int) -> ConfigurationWorld:
        """Return a product as expressions see it."""
        world = self._worlds.get(number)
        if world is None:
            world = self._worlds[number] = self._world(self.configuration(number))
        return world

    def configuration(self, number: int) -> Configuration:
        """Return a product."""
        near = self.running.configuration
        return replace(near, values={**near.values, **self.changes[number]})

    def _world(self, configuration: Configuration) -> ConfigurationWorld:
        return self.prepared.world(configuration)

    def affected(self, reads: Reads, at: At) -> int:
        """Return the mask of the products in which a value changed that a rule reads."""
        return self.changed(reads.at(at), reads.wide)

    def changed(self, read: Iterable[str], wide: Iterable[IdPath]) -> int:
        """Return the mask of the products in which a value changed at a path, or at an id path in any instance."""
        where = 0
        for path in read:
            where |= self.changed_in.get(path, 0)
        for ids in wide:
            where |= self._changed_ids.get(ids, 0)
        return where

    def values_at(self, path: str, where: int) -> dict[FeatureValue, list[int]]:
        """Return the values that some products have at a path, each with the numbers of those that have it."""
        numbers: dict[FeatureValue, list[int]] = {}
        running = self.running.configuration.values[path]
        for number in bits(where):
            numbers.setdefault(self.changes[number].get(path, running), []).append(number)
        return numbers
