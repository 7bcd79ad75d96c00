"""Symmetric instances: one query answers for all of them.

No expression can name one instance of a structure among several, so if their number is chosen, instances with equal
choices are interchangeable, and around a product those with equal values, too. Tie-breaking between equally near
products must not depend on their positions either: it considers the queried instance first, and symmetric ones one
after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from configurator.program.compile import CatalogEncoding, CountSlot
from configurator.program.intset import IntSet
from configurator.program.nodes import Wish
from configurator.solving.port import Solution, ValidDomains


@dataclass(frozen=True)
class InstanceSymmetry:
    """The like instances under choices, given as the values they leave to variables, and perhaps of a solution."""

    encoding: CatalogEncoding
    chosen: Mapping[int, IntSet]
    solution: Solution | None = None

    def first(self, variable: int) -> int:
        """Return the corresponding variable of the first symmetric instance; any other variable itself."""
        return self._firsts.get(variable, variable)

    def spread(self, possible: ValidDomains) -> ValidDomains:
        """Return the possible values, extended from the first of the symmetric instances."""
        if not self._firsts:
            return possible
        firsts = [self.first(variable) for variable in range(len(possible.values))]
        return ValidDomains(
            tuple(possible.values[first] for first in firsts), tuple(possible.undecided[first] for first in firsts)
        )

    def in_order(self, variables: Sequence[int], result: int) -> list[int]:
        """Return variables in the order of a query about one of them.

        The given variables include all variables of instances.
        """
        if result not in self._instance_of:
            return list(variables)
        instances, number = self._instance_of[result]
        like = self._first_like(instances)
        order = sorted(range(len(instances)), key=lambda each: (each != number, like[each], each))
        moved = {
            here: there
            for position, other in enumerate(order)
            for here, there in zip(instances[position], instances[other], strict=True)
        }
        return [moved.get(variable, variable) for variable in variables]

    def wishes_in_order(self, wishes: Sequence[Wish], number: int) -> list[Wish]:
        """Return wishes in that order. Those of an instance's variable are adjacent, without duplicates."""
        if number not in self._instance_of:
            return list(wishes)
        groups = [(variable, list(group)) for variable, group in groupby(wishes, key=lambda wish: wish.variable)]
        of_instances = {variable: group for variable, group in groups if variable in self._instance_of}
        ordered = iter(self.in_order([variable for variable, _ in groups], number))
        return [wish for _, group in groups for wish in of_instances.get(next(ordered), group)]

    @cached_property
    def _structures(self) -> tuple["_Instances", ...]:
        """The instances of each structure whose number is chosen, the variables of each in the same order."""
        counts = (slot for slot in self.encoding.counts() if not slot.instance and not slot.structure.singleton)
        return tuple(self._instances(slot) for slot in counts if len(self.chosen.get(slot.variable, ())) == 1)

    def _instances(self, count: CountSlot) -> "_Instances":
        there = count.slots()[: self.chosen[count.variable].low]
        return tuple(
            tuple(slot.variable for slot in self.encoding.slots if slot.path.startswith(f"{path}.")) for path in there
        )

    @cached_property
    def _instance_of(self) -> Mapping[int, tuple["_Instances", int]]:
        """By variable: the instances it is one of, and the number of its own."""
        return {
            variable: (instances, number)
            for instances in self._structures
            for number, variables in enumerate(instances)
            for variable in variables
        }

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
        chosen = tuple(self.chosen.get(variable) for variable in variables)
        return chosen if self.solution is None else (chosen, tuple(self.solution[variable] for variable in variables))


_Instances = tuple[tuple[int, ...], ...]
"""The instances of a structure, each with its variables."""
