"""The configuration nearest to another that has one more wish: as few values as can be change.

Prices of options rest on it. Most options change nothing but themselves, so that is looked at before the solver is.
"""

from dataclasses import dataclass
from functools import cached_property

from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest, Undecided
from configurator.program.compile import CountSlot, Slot
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal
from configurator.session.changes import fewest_changes
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of, is_fixed, neighbour_of
from configurator.session.few_changes import FewChanges, TooFar
from configurator.session.inquiry import Inquiry
from configurator.session.landscape import Landscape, landscape_of
from configurator.session.oracle import narrowed_by
from configurator.solving.port import UNLIMITED, Assumptions, Budget, Satisfiable, Solution, Unknown, Unsatisfiable


@dataclass(frozen=True)
class Neighbourhood:
    """A configuration and its nearest neighbours, as an inquiry's choices stand. Make it once, and ask it often.

    `solution` is the configuration as the program holds it.
    """

    inquiry: Inquiry
    solution: Solution

    def having(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Return the configuration with a value, in place of what is chosen at the path, and the fewest other changes.

        All other choices stay. Among equally near ones, that which keeps earlier values of the catalog's order, and
        then follows the owner's preferences. None where the value is not possible. Raises Undecided where the budget
        ends before the least number of changes is proved.
        """
        literal = self.inquiry.literal(path, value)
        found = self._alone(literal) or self._near(literal) or self._fewest(self._choosing(path, value), budget)
        return None if found is None else self._told(path, value, found)

    def beside(self, path: str, value: FeatureValue) -> Configuration | None:
        """Return the configuration with a value and no other change at all; None says that others must change too."""
        found = self._alone(self.inquiry.literal(path, value))
        return None if found is None else self._told(path, value, found)

    def _choosing(self, path: str, value: FeatureValue) -> Inquiry:
        return self.inquiry.with_choices(self.inquiry.choices.choosing(path, value))

    def _told(self, path: str, value: FeatureValue, solution: Solution) -> Configuration:
        found = neighbour_of(self.inquiry, path, self._base, solution)
        return configuration_of(self._choosing(path, value), solution) if found is None else found

    @cached_property
    def _base(self) -> tuple[Configuration, Solution]:
        return configuration_of(self.inquiry, self.solution), self.solution

    def _alone(self, literal: Literal) -> Solution | None:
        """Return the solution with nothing else changed but intermediate results, if all that looks at them holds."""
        landscape = self._landscape
        values = landscape.moved(self.solution, literal.variable, literal.values.low)
        if values is None or landscape.broken(values, landscape.watching[literal.variable]):
            return None
        return tuple(values)

    @cached_property
    def _landscape(self) -> Landscape:
        return landscape_of(self.inquiry.compiled.program)

    def _near(self, literal: Literal) -> Solution | None:
        """Return the nearest solution if few changes lead to it; None where that takes a solver to find."""
        try:
            return self._few_changes.nearest(literal)
        except TooFar:
            return None

    @cached_property
    def _few_changes(self) -> FewChanges:
        current = self._current(self.inquiry)
        free = [wish.variable for wish in current]
        return FewChanges(self._landscape, self.solution, free, (*current, *self.inquiry.compiled.program.wishes))

    def _current(self, inquiry: Inquiry) -> tuple[Literal, ...]:
        """Return what the configuration says of everything that is not chosen."""
        chosen = inquiry.narrowed()
        slots = inquiry.compiled.encoding.slots
        return tuple(
            Literal(slot.variable, IntSet.of((self.solution[slot.variable],)))
            for slot in slots
            if slot.variable not in chosen
        )

    def _fewest(self, inquiry: Inquiry, budget: Budget) -> Solution | None:
        hard, wishes = inquiry.narrowed(), inquiry.compiled.program.wishes
        return next(fewest_changes(inquiry.solver, self._current(inquiry), hard, wishes, budget=budget), None)


def neighbourhood(inquiry: Inquiry, configuration: Configuration, *, budget: Budget = UNLIMITED) -> Neighbourhood:
    """Return the neighbourhood of a configuration of the same catalog that agrees with the choices.

    Raises InvalidRequest where it is not valid or does not agree, Undecided where that is not certain in time.
    """
    choices = Choices(inquiry.choices.values, {**inquiry.choices.instances, **configuration.instances})
    there = inquiry.with_choices(choices)
    given = Assumptions(narrowed_by(there.wanted.values(), held_values(there, configuration)))
    match inquiry.solver.solve(given, budget=budget):
        case Satisfiable(witness):
            return Neighbourhood(there, witness)
        case Unsatisfiable():
            raise InvalidRequest("the configuration does not hold with these choices; complete the choices first")
        case Unknown():
            raise Undecided("time ran out before the configuration was checked; allow more time")


def held_values(inquiry: Inquiry, configuration: Configuration) -> dict[int, IntSet]:
    """Return every variable of a slot pinned to what a configuration says; what it does not name is absent."""
    slots = ((named.address, inquiry.compiled.encoding.slot(named.slot)) for named in inquiry.naming.by_slot.values())
    found = ((slot, configuration.values.get(address)) for address, slot in slots)
    return {
        slot.variable: _held(slot, value)
        for slot, value in found
        if value is not None or not (isinstance(slot, CountSlot) and is_fixed(slot))
    }


def _held(slot: Slot, value: FeatureValue | None) -> IntSet:
    """Return the one held value; nothing where the slot can never have it."""
    none = 0 if isinstance(slot, CountSlot) else slot.absent
    held = none if value is None else slot.held(value)
    return EMPTY if held is None else IntSet.of((held,))
