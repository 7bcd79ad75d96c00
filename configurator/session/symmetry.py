"""Symmetric instances: one query answers for all of them.

No expression can name one instance of a structure among several, so if their number is chosen, instances with equal
choices are interchangeable: the same values are possible in each. The products that choices lead to are not, as a
completion serves the first instances first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from configurator.program.compile import CatalogEncoding, CountSlot
from configurator.program.intset import IntSet
from configurator.solving.port import ValidDomains


@dataclass(frozen=True)
class InstanceSymmetry:
    """The like instances under choices, given as the values they leave to variables."""

    encoding: CatalogEncoding
    chosen: Mapping[int, IntSet]

    def first(self, variable: int) -> int:
        """Return the corresponding variable of the first symmetric instance; any other variable itself."""
        return self._firsts.get(variable, variable)

    def firsts(self, variables: Iterable[int]) -> Sequence[int]:
        """Return the variables without those of later symmetric instances."""
        firsts = self._firsts
        if not firsts:
            return list(variables)
        return [variable for variable in variables if firsts.get(variable, variable) == variable]

    def spread(self, possible: ValidDomains) -> ValidDomains:
        """Return the possible values, extended from the first of the symmetric instances."""
        if not self._firsts:
            return possible
        firsts = [self.first(variable) for variable in range(len(possible.values))]
        return ValidDomains(
            tuple(possible.values[first] for first in firsts), tuple(possible.undecided[first] for first in firsts)
        )

    @cached_property
    def _structures(self) -> tuple["_Instances", ...]:
        """The instances of each structure whose number is chosen, the variables of each in the same order."""
        counts = self.encoding.outer_counts
        return tuple(self._instances(slot) for slot in counts if len(self.chosen.get(slot.variable, ())) == 1)

    def _instances(self, count: CountSlot) -> "_Instances":
        there = count.slots()[: self.chosen[count.variable].low]
        return tuple(
            tuple(slot.variable for slot in self.encoding.slots if slot.path.startswith(f"{path}.")) for path in there
        )

    @cached_property
    def _firsts(self) -> Mapping[int, int]:
        return {
            variable: first
            for instances in self._structures
            for variables, like in zip(instances, self._first_like(instances), strict=True)
            for variable, first in zip(variables, instances[like], strict=True)
        }

    def _first_like(self, instances: "_Instances") -> Sequence[int]:
        """Return for every instance the number of the first that is like it."""
        first: dict[tuple[object, ...], int] = {}
        return [first.setdefault(self._seen(variables), number) for number, variables in enumerate(instances)]

    def _seen(self, variables: Sequence[int]) -> tuple[object, ...]:
        return tuple(self.chosen.get(variable) for variable in variables)


_Instances = tuple[tuple[int, ...], ...]
"""The instances of a structure, each with its variables."""
