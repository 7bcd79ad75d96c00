"""The configuration nearest to another that has one more wish: as few values as can be change.

Prices of options rest on it. Most options change nothing but themselves, so that is looked at before the solver is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest, Undecided
from configurator.program.compile import CountSlot, Slot
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Program, Wish
from configurator.session.alike import Alike
from configurator.session.changes import fewest_changes
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of, is_fixed, neighbour_of
from configurator.session.inquiry import Inquiry
from configurator.session.keeping import Kept
from configurator.session.oracle import narrowed_by
from configurator.solving.local_search.incremental_evaluation import IncrementalEvaluation
from configurator.solving.local_search.minimal_change import MinimalChangeSearch, TooFar
from configurator.solving.port import Assumptions, Satisfiable, Solution, Solve, Unknown, Unsatisfiable


@dataclass(frozen=True)
class Neighbourhood:
    """A configuration and its nearest neighbours, as an inquiry's choices stand. Make it once, and ask it often.

    `solution` is the configuration as the program holds it.
    """

    inquiry: Inquiry
    solution: Solution

    def having(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Return the configuration with a value, in place of what is chosen at the path, and the fewest other changes.

        All other choices stay. Among equally near ones, that which keeps earlier values, and then follows the owner's
        preferences; the instance that is asked about counts as the earliest, and instances that are alike as next to
        each other (see `alike`), so that equal instances have equal neighbours. None where the value is not possible.
        Raises Undecided where the budget ends before the least number of changes is proved.
        """
        literal = self.inquiry.literal(path, value)
        found = self._few_changes.with_only(literal) or self._near(literal) or self._fewest(path, value, budget)
        return None if found is None else self._told(path, value, found)

    def nearby(self, path: str, value: FeatureValue) -> Configuration | None:
        """Return the same where few changes lead to it; None says that it takes a solver to find."""
        found = self._near(self.inquiry.literal(path, value))
        return None if found is None else self._told(path, value, found)

    def beside(self, path: str, value: FeatureValue) -> Configuration | None:
        """Return the configuration with a value and no other change at all; None says that others must change too."""
        found = self._few_changes.with_only(self.inquiry.literal(path, value))
        return None if found is None else self._told(path, value, found)

    def first_alike(self, path: str) -> str:
        """Return the path of the same feature in the first instance like its own, where all goes as it does here."""
        slots = self.inquiry.compiled.encoding.slots
        variable = self.inquiry.slot(path).variable
        first = self._alike.first(variable)
        return path if first == variable else self.inquiry.naming.by_slot[slots[first].path].address

    def _choosing(self, path: str, value: FeatureValue) -> Inquiry:
        return self.inquiry.with_choices(self.inquiry.choices.choosing(path, value))

    def _told(self, path: str, value: FeatureValue, solution: Solution) -> Configuration:
        found = neighbour_of(self.inquiry, path, self._base, solution)
        return configuration_of(self._choosing(path, value), solution) if found is None else found

    @cached_property
    def _base(self) -> tuple[Configuration, Solution]:
        return configuration_of(self.inquiry, self.solution), self.solution

    def _near(self, literal: Literal) -> Solution | None:
        """Return the nearest solution if few changes lead to it; None where that takes a solver to find."""
        try:
            order, wishes = self._order(literal.variable)
            return self._few_changes.nearest(literal, order, wishes)
        except TooFar:
            return None

    @cached_property
    def _few_changes(self) -> MinimalChangeSearch:
        program = self.inquiry.compiled.program
        return MinimalChangeSearch(_evaluation(Kept(program)), self.solution, self._free, program.wishes)

    @cached_property
    def _alike(self) -> Alike:
        return Alike(self.inquiry.compiled.encoding, self.inquiry.narrowed(), self.solution)

    @cached_property
    def _free(self) -> tuple[int, ...]:
        chosen = self._alike.chosen
        return tuple(slot.variable for slot in self.inquiry.compiled.encoding.slots if slot.variable not in chosen)

    def _order(self, asked: int) -> tuple[Sequence[int], Sequence[Wish]]:
        """Return what is to be kept, the earlier the more, and the owner's wishes, where a variable is asked about."""
        alike = self._alike
        every = [slot.variable for slot in self.inquiry.compiled.encoding.slots]
        order = [place for place in alike.in_order(every, asked) if place not in alike.chosen]
        return order, alike.wishes_in_order(self.inquiry.compiled.program.wishes, asked)

    def _fewest(self, path: str, value: FeatureValue, budget: Budget) -> Solution | None:
        inquiry = self._choosing(path, value)
        asked = inquiry.slot(path).variable
        order, wishes = self._order(asked)
        kept = [Literal(place, IntSet.of((self.solution[place],))) for place in order if place != asked]
        return next(fewest_changes(inquiry.solver, kept, inquiry.narrowed(), wishes, budget=budget), None)


def neighbourhood(inquiry: Inquiry, configuration: Configuration, *, budget: Budget = UNLIMITED) -> Neighbourhood:
    """Return the neighbourhood of a configuration of the same catalog that agrees with the choices.

    Raises InvalidRequest where it is not valid or does not agree, Undecided where that is not certain in time.
    """
    choices = Choices(inquiry.choices.values, {**inquiry.choices.instances, **configuration.instances})
    there = inquiry.with_choices(choices)
    given = Assumptions(narrowed_by(there.wanted.values(), held_values(there, configuration)))
    match inquiry.solver.ask(Solve(given), budget):
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


@lru_cache(maxsize=8)
def _evaluation(program: Kept[Program]) -> IncrementalEvaluation:
    return IncrementalEvaluation(program.thing)
