"""From choices to a configuration: by the owner's preferences and defaults, or at the least of an objective."""

from collections.abc import Sequence
from dataclasses import dataclass

from configurator.catalog.model import Structure
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.errors import Undecided
from configurator.language.checked import ABSENT
from configurator.program.compile import CountSlot
from configurator.program.nodes import Term, Wish
from configurator.session.inquiry import Inquiry
from configurator.session.naming import Named, place_of
from configurator.solving.port import (
    UNLIMITED,
    Assumptions,
    Best,
    Bound,
    Budget,
    Possible,
    Satisfiable,
    Solution,
    Unknown,
    Unsatisfiable,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Completed:
    """A configuration at the least `cost` of an objective; if not `proved`, a cheaper one may yet exist."""

    configuration: Configuration
    cost: int
    proved: bool


def default_solution(
    inquiry: Inquiry, *, possible: Possible | None = None, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED
) -> Solution | None:
    """Return the completion that the owner's preferences and defaults ask for, the first of them first.

    None where the choices cannot be completed. Raises Undecided where the budget ends first. What is `possible` under
    the choices, where it is known, spares the wishes about what can have one value only.
    """
    given = Assumptions(inquiry.narrowed(), also=also)
    wishes: Sequence[Wish] = inquiry.compiled.program.wishes
    if possible is not None:
        wishes = [wish for wish in wishes if not _is_settled(possible, wish.variable)]
    return _found(inquiry.solver.complete(wishes, given, budget=budget))


def _is_settled(possible: Possible, variable: int) -> bool:
    return not possible.undecided[variable] and len(possible.values[variable]) == 1


def cheapest_solution(
    inquiry: Inquiry, objective: Sequence[Term], *, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED
) -> tuple[Solution, bool] | None:
    """Return a completion of least cost and whether that is proved; among equals the one the wishes prefer.

    None where the choices cannot be completed. Raises Undecided where the budget ends before any was found.
    """
    given = Assumptions(inquiry.narrowed(), also=also)
    match inquiry.solver.least(objective, given, budget=budget):
        case Best(witness, cost, proved):
            bounded = Assumptions(given.narrowed, also=(*also, Bound(tuple(objective), high=cost)))
            preferred = inquiry.solver.complete(inquiry.compiled.program.wishes, bounded, budget=budget)
            match preferred:
                case Satisfiable(solution):
                    return solution, proved
                case _:
                    return witness, False
        case Unsatisfiable():
            return None
        case Unknown():
            raise Undecided("time ran out before any completion was found; allow more time")


def _found(verdict: Verdict) -> Solution | None:
    match verdict:
        case Satisfiable(witness):
            return witness
        case Unsatisfiable():
            return None
        case Unknown():
            raise Undecided("time ran out before a completion was found; allow more time")


def configuration_of(inquiry: Inquiry, solution: Solution, possible: Possible | None = None) -> Configuration:
    """Return a solution as a configuration: present things only, in the order of the catalog.

    `possible` tells what the choices imply; a value whose being implied was not decided counts as a default. Without
    it, everything not chosen counts as a default.
    """
    values: dict[str, FeatureValue] = {}
    instances: dict[str, tuple[str, ...]] = {}
    for named in inquiry.naming.by_slot.values():
        value = _value(inquiry, named, solution)
        if value is None:
            continue
        values[named.address] = value
        if isinstance(named.target, Structure) and not named.target.singleton:
            instances[named.address] = inquiry.naming.ids(named)[: int(value)]
    provenance = {path: _provenance(inquiry, path, possible) for path in values}
    catalog = inquiry.compiled.catalog
    return Configuration(catalog.id, catalog.digest, values, provenance, instances)


def _value(inquiry: Inquiry, named: Named, solution: Solution) -> FeatureValue | None:
    """Return what a solution says of something; None where it is absent, or cannot be otherwise than there."""
    slot = inquiry.compiled.encoding.slot(named.slot)
    if isinstance(slot, CountSlot) and (is_fixed(slot) or not is_present(inquiry, slot.instance, solution)):
        return None
    value = slot.value(solution[slot.variable])
    return None if value is ABSENT else value


def is_fixed(slot: CountSlot) -> bool:
    """Tell whether a structure is a part that is there wherever what it belongs to is; nothing is said about it."""
    return slot.structure.singleton and slot.structure.low == 1 and slot.structure.when is None


def is_present(inquiry: Inquiry, instance: str, solution: Solution) -> bool:
    """Tell whether the instance at a slot path (`cells[2]`, `kit`) is there in a solution."""
    if not instance:
        return True
    path, number = place_of(instance)
    return solution[inquiry.compiled.encoding.variable(path)] >= number


def _provenance(inquiry: Inquiry, path: str, possible: Possible | None) -> Provenance:
    if path in inquiry.choices.values:
        return Provenance.CHOSEN
    if possible is None:
        return Provenance.DEFAULT
    variable = inquiry.slot(path).variable
    implied = len(possible.values[variable]) == 1 and not possible.undecided[variable]
    return Provenance.IMPLIED if implied else Provenance.DEFAULT
