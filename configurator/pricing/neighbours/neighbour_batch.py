"""Products that differ from a priced one in values alone, and the lines that they open.

All have the same features and the same instances, so every rule asks at the same instances. A rule is asked again only
for the products in which a value changed that it reads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from configurator.catalog.addresses import IdPath, id_path_of
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.charge import Charge
from configurator.pricing.exact.exact_carrier import LIST, ExactCarrier
from configurator.pricing.incremental_pricing import NO_READS, Neighbour, Reads
from configurator.pricing.neighbours.amount_vectors import bits
from configurator.pricing.price import Run
from configurator.pricing.price_lines import OpenLine
from configurator.pricing.rule_evaluation import At, instances_of
from configurator.pricing.stages.opened_lines import lines_of_charge, lines_of_sold

PieceKey = tuple[str, str]
"""A rule, and the instance or feature that its lines were opened for."""


class NeighbourBatch:
    """The neighbours of a priced product, numbered in order."""

    def __init__(self, running: Run, neighbours: Sequence[Neighbour]) -> None:
        self.prepared, self.neighbours = running.prepared, neighbours
        self._near, self._pieces = running.configuration, running.pieces
        self._changed_in: dict[str, int] = {}
        for number, neighbour in enumerate(neighbours):
            for path in neighbour.changed:
                self._changed_in[path] = self._changed_in.get(path, 0) | 1 << number
        self._changed_ids: dict[IdPath, int] = {}
        for path, where in self._changed_in.items():
            ids = id_path_of(path)
            self._changed_ids[ids] = self._changed_ids.get(ids, 0) | where
        self._worlds: dict[int, ConfigurationWorld] = {}
        self._carriers: dict[int, ExactCarrier] = {}

    # ── what rules see ───────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def world(self) -> ConfigurationWorld:
        """The priced product as expressions see it."""
        return self._world(self._near)

    def world_of(self, number: int) -> ConfigurationWorld:
        """Return a neighbour as expressions see it."""
        world = self._worlds.get(number)
        if world is None:
            world = self._worlds[number] = self._world(self.neighbours[number].configuration)
        return world

    def _world(self, configuration: Configuration) -> ConfigurationWorld:
        prepared = self.prepared
        return ConfigurationWorld(prepared.catalog, configuration, prepared.parameters, prepared.members)

    def affected(self, reads: Reads, at: At) -> int:
        """Return the mask of the products in which a value changed that a rule reads."""
        return self._changed(reads.at(at), reads.wide)

    def _changed(self, read: Iterable[str], wide: Iterable[IdPath]) -> int:
        where = 0
        for path in read:
            where |= self._changed_in.get(path, 0)
        for ids in wide:
            where |= self._changed_ids.get(ids, 0)
        return where

    # ── opened lines ─────────────────────────────────────────────────────────────────────────────────────────────────

    def opened(self) -> list[tuple[OpenLine, int]]:
        """Return the lines that the products open, in the order of each, with the masks of those that have them."""
        everywhere, ranks = (1 << len(self.neighbours)) - 1, self._ranks
        keys = {key: self._changed(piece.read, piece.wide) for key, piece in self._pieces.items()}
        for path, where in self._changed_in.items():
            keys.setdefault((LIST, path), where)
        opened: list[tuple[OpenLine, int]] = []
        for key in sorted(keys, key=ranks.__getitem__):
            known = self._pieces.get(key)
            if known is not None and keys[key] != everywhere:
                opened += ((line, everywhere & ~keys[key]) for line in known.lines)
            opened += self._reopened(key, keys[key])
        return opened

    @cached_property
    def _ranks(self) -> Mapping[PieceKey, int]:
        """The order of pieces: what is sold in the order of the catalog, then charges in the order of the book."""
        sold = [(LIST, path) for path in self._near.values]
        charged = [key for key in self._pieces if key[0] != LIST]
        return {key: rank for rank, key in enumerate((*sold, *charged))}

    def _reopened(self, key: PieceKey, where: int) -> Iterator[tuple[OpenLine, int]]:
        """Yield the lines of a piece for the products in which it is another."""
        rule, path = key
        if rule == LIST:
            yield from self._sold(path, where)
            return
        charge, at = self._charges[key]
        for number in bits(where):
            lines = lines_of_charge(self._carrier(number), charge, path, at, True)
            yield from ((line, 1 << number) for line in lines)

    def _sold(self, path: str, where: int) -> Iterator[tuple[OpenLine, int]]:
        """Yield the lines of what the value at a path sells; those that follow from the value alone, once."""
        masks: dict[FeatureValue, int] = {}
        for number in bits(where):
            value = self.neighbours[number].configuration.values[path]
            masks[value] = masks.get(value, 0) | 1 << number
        for value, those in masks.items():
            first = self._carrier(next(bits(those)))
            sold = first.sold_by_choice(path, value)
            if sold is None:
                continue
            if sold.listed.reads is NO_READS:
                yield from ((line, those) for line in lines_of_sold(first, sold))
                continue
            for number in bits(those):
                yield from ((line, 1 << number) for line in lines_of_sold(self._carrier(number), sold))

    @cached_property
    def _charges(self) -> Mapping[PieceKey, tuple[Charge, At]]:
        return {
            (f"charges.{charge.id}", at[charge.each]): (charge, at)
            for charge in self.prepared.charges
            for at in instances_of(charge.each, self.world)
        }

    def _carrier(self, number: int) -> ExactCarrier:
        carrier = self._carriers.get(number)
        if carrier is None:
            configuration, world = self.neighbours[number].configuration, self.world_of(number)
            carrier = self._carriers[number] = ExactCarrier(self.prepared, configuration, world)
        return carrier
