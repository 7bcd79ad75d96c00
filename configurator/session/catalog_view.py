"""State shared by the sessions of one catalog: names, readers, states and texts, computed once and cached with a bound.

Caching changes no answer, only its speed. Keys are the compiled catalog, which is equal to no other, and the instance
ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from configurator.canonical_json import Fragment
from configurator.catalog.model import Structure
from configurator.configuration import FeatureValue
from configurator.language.checked import Absence
from configurator.program.compile import CompiledCatalog, CountSlot, Slot
from configurator.session.limits import (
    CATALOGS_CACHED,
    NAMINGS_CACHED,
    READ_VALUES_CACHED,
)
from configurator.session.naming import CatalogMember, Naming, location_of
from configurator.session.states import FeatureState
from configurator.solving.local_search.completion_trail import TrailedProgram
from configurator.solving.local_search.incremental_evaluation import IncrementalEvaluation
from configurator.solving.port import Solution

StateKey = tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int | None]
"""The inputs of a feature's state: its address, the values left to it, the undecided ones and the chosen one."""


@dataclass(frozen=True, slots=True)
class AddressReader:
    """Reads the value at an address from a solution.

    `ids` are the instance ids of a structure. `around` are the variable and the number of the enclosing instance, which
    determine presence; None means always present. `known` caches the meaning of values, up to `READ_VALUES_CACHED` of
    them.
    """

    address: str
    variable: int
    slot: Slot
    ids: tuple[str, ...] | None
    around: tuple[int, int] | None
    known: dict[int, FeatureValue | None] = field(default_factory=dict, compare=False)

    def value(self, solution: Solution) -> FeatureValue | None:
        """Return the value in a solution; None if it is absent."""
        if self.around is not None and solution[self.around[0]] < self.around[1]:
            return None
        held = solution[self.variable]
        try:
            return self.known[held]
        except KeyError:
            value = self.slot.value(held)
            present = None if isinstance(value, Absence) else value
            if len(self.known) < READ_VALUES_CACHED:
                self.known[held] = present
            return present


class CatalogView:
    """A compiled catalog under the names of instances.

    `feature_states` holds up to `FEATURE_STATES_CACHED` states. `group_fragments` holds responses, by locale;
    `offering.evaluation_json` fills and bounds it.
    """

    def __init__(self, compiled: CompiledCatalog, naming: Naming) -> None:
        self.compiled = compiled
        self.naming = naming
        self.feature_states: dict[StateKey, FeatureState] = {}
        self.group_fragments: dict[tuple[str, ...], list[Fragment]] = {}

    @cached_property
    def slots(self) -> tuple[tuple[CatalogMember, Slot], ...]:
        """Every feature and structure with its slot, in the order of the catalog."""
        return tuple((member, self.compiled.encoding.slot(member.slot)) for member in self.naming.by_slot.values())

    @cached_property
    def readers(self) -> tuple[AddressReader, ...]:
        """A reader for everything that a configuration lists, in the order of the catalog."""
        return tuple(self._reader(member, slot) for member, slot in self.slots if not is_fixed(slot))

    @cached_property
    def readers_by_variable(self) -> Mapping[int, AddressReader]:
        """The same readers, by the variable that each reads."""
        return {reader.variable: reader for reader in self.readers}

    def _reader(self, member: CatalogMember, slot: Slot) -> AddressReader:
        ids = None
        if isinstance(member.target, Structure) and not member.target.singleton:
            ids = self.naming.ids(member)
        around = None
        if isinstance(slot, CountSlot) and slot.instance:
            path, number = location_of(slot.instance)
            around = self.compiled.encoding.variable(path), number
        return AddressReader(member.address, slot.variable, slot, ids, around)


def view_of(compiled: CompiledCatalog, instances: Mapping[str, tuple[str, ...]]) -> CatalogView:
    """Return a compiled catalog under the names of instances; the same ids share one view."""
    return _view(compiled, tuple(instances.items()))


@lru_cache(maxsize=NAMINGS_CACHED)
def _view(compiled: CompiledCatalog, instances: tuple[tuple[str, tuple[str, ...]], ...]) -> CatalogView:
    return CatalogView(compiled, Naming(compiled.catalog, dict(instances)))


@lru_cache(maxsize=CATALOGS_CACHED)
def evaluation_of(compiled: CompiledCatalog) -> IncrementalEvaluation:
    """Return the incremental evaluation of a catalog's program; that of the same compiled catalog is made once."""
    return IncrementalEvaluation(compiled.program)


@lru_cache(maxsize=CATALOGS_CACHED)
def trailed(compiled: CompiledCatalog) -> TrailedProgram | None:
    """Return a catalog's program for completions near one another, made once; None where it is too large for them."""
    return TrailedProgram.of(compiled.program)


def is_fixed(slot: Slot) -> bool:
    """Return whether a slot is a mandatory part of its parent; it is not reported."""
    if not isinstance(slot, CountSlot):
        return False
    return slot.structure.singleton and slot.structure.low == 1 and slot.structure.when is None
