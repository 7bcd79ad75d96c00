"""The configuration nearest to another with one additional wish: with the fewest changes.

Price differences are based on it. Most options change nothing else, so that is tried before the solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from configurator.program.compile import CountSlot, Slot
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Wish
from configurator.session.catalog_view import evaluation_of, is_fixed
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of, neighbour_of
from configurator.session.consistency import narrowed_by
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.repairs import fewest_changes
from configurator.session.symmetry import InstanceSymmetry
from configurator.solving.local_search.minimal_change import MinimalChangeSearch, TooFar
from configurator.solving.port import Assumptions, Satisfiable, Solution, Solve, Unknown, Unsatisfiable


@dataclass(frozen=True)
class Neighbourhood:
    """A configuration and its nearest neighbours under the current choices. Create it once for many queries.

    `solution` is the configuration as a solution of the program.
    """

    assignment: PartialAssignment
    solution: Solution

    def having(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Return the configuration with a value in place of the choice at the path, and the fewest other changes.

        All other choices stay. Ties prefer earlier values, then the owner's preferences; the queried instance counts as
        the earliest, and symmetric instances as adjacent (see `symmetry`), so that equal instances have equal
        neighbours. None if the value is not possible. Raises Undecided if the budget ends before the least number of
        changes is proved.
        """
        literal = self.assignment.literal(path, value)
        solution = self._search.with_only(literal) or self._near(literal) or self._fewest(path, value, budget)
        return self._neighbour(path, value, solution)

    def by_few_changes(self, path: str, value: FeatureValue) -> Configuration | None:
        """Return the same if it is a few changes away; None if it takes a solver."""
        return self._neighbour(path, value, self._near(self.assignment.literal(path, value)))

    def with_only(self, path: str, value: FeatureValue) -> Configuration | None:
        """Return the configuration with a value and no other change; None if others must change too."""
        return self._neighbour(path, value, self._search.with_only(self.assignment.literal(path, value)))

    def first_symmetric(self, path: str) -> str:
        """Return the path of the same feature in the first symmetric instance, which has the same result."""
        slots = self.assignment.compiled.encoding.slots
        variable = self.assignment.slot(path).variable
        first = self._symmetry.first(variable)
        return path if first == variable else self.assignment.naming.by_slot[slots[first].path].address

    def _choosing(self, path: str, value: FeatureValue) -> PartialAssignment:
        return self.assignment.with_choices(self.assignment.choices.choosing(path, value))

    def _neighbour(self, path: str, value: FeatureValue, solution: Solution | None) -> Configuration | None:
        if solution is None:
            return None
        neighbour = neighbour_of(self.assignment, path, self._base, solution)
        return configuration_of(self._choosing(path, value), solution) if neighbour is None else neighbour

    @cached_property
    def _base(self) -> tuple[Configuration, Solution]:
        return configuration_of(self.assignment, self.solution), self.solution

    def _near(self, literal: Literal) -> Solution | None:
        """Return the nearest solution if few changes lead to it; None where that takes a solver to find."""
        try:
            order, wishes = self._order(literal.variable)
            return self._search.nearest(literal, order, wishes)
        except TooFar:
            return None

    @cached_property
    def _search(self) -> MinimalChangeSearch:
        compiled = self.assignment.compiled
        return MinimalChangeSearch(evaluation_of(compiled), self.solution, self._free, compiled.program.wishes)

    @cached_property
    def _symmetry(self) -> InstanceSymmetry:
        return InstanceSymmetry(self.assignment.compiled.encoding, self.assignment.narrowed(), self.solution)

    @cached_property
    def _free(self) -> tuple[int, ...]:
        chosen = self._symmetry.chosen
        return tuple(slot.variable for slot in self.assignment.compiled.encoding.slots if slot.variable not in chosen)

    def _order(self, number: int) -> tuple[Sequence[int], Sequence[Wish]]:
        """Return the values to keep, earlier ones first, and the owner's wishes, for a query about a variable."""
        symmetry = self._symmetry
        every = [slot.variable for slot in self.assignment.compiled.encoding.slots]
        order = [variable for variable in symmetry.in_order(every, number) if variable not in symmetry.chosen]
        return order, symmetry.wishes_in_order(self.assignment.compiled.program.wishes, number)

    def _fewest(self, path: str, value: FeatureValue, budget: Budget) -> Solution | None:
        assignment = self._choosing(path, value)
        number = assignment.slot(path).variable
        order, wishes = self._order(number)
        kept = [Literal(each, IntSet.of((self.solution[each],))) for each in order if each != number]
        return next(fewest_changes(assignment.solver, kept, assignment.narrowed(), wishes, budget=budget), None)


def neighbourhood(
    assignment: PartialAssignment, configuration: Configuration, *, budget: Budget = UNLIMITED
) -> Neighbourhood:
    """Return the neighbourhood of a configuration of the same catalog that agrees with the choices.

    Raises InvalidRequest where it is not valid or does not agree, Undecided where that is not certain in time.
    """
    choices = Choices(assignment.choices.values, {**assignment.choices.instances, **configuration.instances})
    there = assignment.with_choices(choices)
    given = Assumptions(narrowed_by(there.wanted.values(), held_values(there, configuration)))
    match assignment.solver.ask(Solve(given), budget):
        case Satisfiable(witness):
            return Neighbourhood(there, witness)
        case Unsatisfiable():
            raise InvalidRequest("the configuration does not hold with these choices; complete the choices first")
        case Unknown():
            raise budget.undecided("the configuration was checked")


def held_values(assignment: PartialAssignment, configuration: Configuration) -> dict[int, IntSet]:
    """Return every variable of a slot fixed to its value in a configuration; unnamed ones are absent."""
    encoding = assignment.compiled.encoding
    slots = ((member.address, encoding.slot(member.slot)) for member in assignment.naming.by_slot.values())
    values = ((slot, configuration.values.get(address)) for address, slot in slots)
    return {slot.variable: _held(slot, value) for slot, value in values if value is not None or not is_fixed(slot)}


def _held(slot: Slot, value: FeatureValue | None) -> IntSet:
    """Return the one held value; nothing where the slot can never have it."""
    none = 0 if isinstance(slot, CountSlot) else slot.absent
    held = none if value is None else slot.held(value)
    return EMPTY if held is None else IntSet.of((held,))
