"""The configuration nearest to another that has one more wish: as few values as can be change.

Prices of options rest on it. Most options change nothing but themselves, so that is looked at before the solver is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest, Undecided
from configurator.program.compile import CountSlot, Slot
from configurator.program.evaluate import holds
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Formula, Literal, variables_in
from configurator.session.changes import fewest_changes
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of, is_fixed
from configurator.session.inquiry import Inquiry
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
        inquiry = self.inquiry.with_choices(self.inquiry.choices.choosing(path, value))
        literal = inquiry.wanted[path]
        found = self._alone(literal) or self._pinned(literal, budget) or self._fewest(inquiry, budget)
        return None if found is None else configuration_of(inquiry, found)

    def beside(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Return the configuration with a value and no other change at all, if that holds: `having`, where it is cheap.

        None says that other values must change too, or that time ran out.
        """
        inquiry = self.inquiry.with_choices(self.inquiry.choices.choosing(path, value))
        literal = inquiry.wanted[path]
        found = self._alone(literal) or self._pinned(literal, budget)
        return None if found is None else configuration_of(inquiry, found)

    def _alone(self, literal: Literal) -> Solution | None:
        """Return the solution with nothing else changed, if everything that looks at the variable still holds."""
        values = (*self.solution[: literal.variable], literal.values.low, *self.solution[literal.variable + 1 :])
        looking = self._formulas.get(literal.variable, ())
        return values if all(holds(formula, values) for formula in looking) else None

    @cached_property
    def _formulas(self) -> Mapping[int, list[Formula]]:
        found: dict[int, list[Formula]] = {}
        for constraint in self.inquiry.compiled.program.constraints:
            for variable in set(variables_in(constraint.formula)):
                found.setdefault(variable, []).append(constraint.formula)
        return found

    def _pinned(self, literal: Literal, budget: Budget) -> Solution | None:
        """Return the solution with nothing else changed but intermediate results, where there are any in the way."""
        determined = self._determined
        if not any(determined & set(variables_in(formula)) for formula in self._formulas[literal.variable]):
            return None
        narrowed = {
            variable: IntSet.of((value,)) for variable, value in enumerate(self.solution) if variable not in determined
        }
        given = Assumptions({**narrowed, literal.variable: literal.values})
        verdict = self.inquiry.solver.solve(given, budget=budget)
        return verdict.witness if isinstance(verdict, Satisfiable) else None

    @cached_property
    def _determined(self) -> frozenset[int]:
        variables = self.inquiry.compiled.program.variables
        return frozenset(place for place, variable in enumerate(variables) if variable.determined)

    def _fewest(self, inquiry: Inquiry, budget: Budget) -> Solution | None:
        hard = inquiry.narrowed()
        current = tuple(
            Literal(slot.variable, IntSet.of((self.solution[slot.variable],)))
            for slot in inquiry.compiled.encoding.slots
            if slot.variable not in hard
        )
        found = fewest_changes(inquiry.solver, current, hard, inquiry.compiled.program.wishes, budget=budget)
        return next(found, None)


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
