"""From choices to a configuration: by the owner's preferences and defaults, or at the least of an objective."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.program.compile import CountSlot
from configurator.program.nodes import Term, Wish
from configurator.program.semantics import weigh
from configurator.session.partial_assignment import PartialAssignment
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    Minimise,
    Optimum,
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
    assignment: PartialAssignment,
    *,
    settled: Collection[int] = (),
    also: tuple[Bound, ...] = (),
    budget: Budget = UNLIMITED,
) -> Solution | None:
    """Return the lexicographic completion by the owner's preferences and defaults.

    None if the choices cannot be completed. Raises Undecided if the budget ends first. Wishes about
    `settled` variables, which have a single value, are skipped.
    """
    given = Assumptions(assignment.narrowed(), also=also)
    wishes: Sequence[Wish] = assignment.compiled.program.wishes
    if settled:
        wishes = [wish for wish in wishes if wish.variable not in settled]
    return witness_of(assignment.solver.ask(Complete(wishes, given), budget), budget)


def cheapest_solution(
    assignment: PartialAssignment,
    objective: Sequence[Term],
    *,
    also: tuple[Bound, ...] = (),
    budget: Budget = UNLIMITED,
) -> Optimum | None:
    """Return a completion of least cost; among equals the one the wishes prefer, if that is found in time.

    None where the choices cannot be completed. Raises Undecided where the budget ends before any was found.
    """
    given = Assumptions(assignment.narrowed(), also=also)
    match assignment.solver.ask(Minimise(objective, given), budget):
        case Optimum(witness, cost, proved):
            bounded = Assumptions(given.narrowed, also=(*also, Bound(tuple(objective), high=cost)))
            preferred = assignment.solver.ask(Complete(assignment.compiled.program.wishes, bounded), budget)
            if isinstance(preferred, Satisfiable):
                return Optimum(preferred.witness, weigh(objective, preferred.witness), proved)
            return Optimum(witness, weigh(objective, witness), False)
        case Unsatisfiable():
            return None
        case Unknown():
            raise budget.undecided("any completion was found")


def witness_of(verdict: Verdict, budget: Budget) -> Solution | None:
    """Return the solution of a completion; None where there is none. Raises Undecided where the budget ended."""
    match verdict:
        case Satisfiable(witness):
            return witness
        case Unsatisfiable():
            return None
        case Unknown():
            raise budget.undecided("a completion was found")


def instance_count(assignment: PartialAssignment, standing: PartialAssignment, structure: str, budget: Budget) -> int:
    """Return the number of instances of a structure: as chosen, or else as completed."""
    chosen = assignment.choices.values.get(structure)
    if chosen is not None:
        return int(chosen)
    completed = default_solution(standing, budget=budget)
    return 0 if completed is None else completed[assignment.slot(structure).variable]


def configuration_of(assignment: PartialAssignment, solution: Solution, settled: Collection[int] = ()) -> Configuration:
    """Return a solution as a configuration: present members only, in catalog order.

    Values of `settled` variables are implied by the choices; every other value not chosen counts as a default.
    """
    values: dict[str, FeatureValue] = {}
    provenance: dict[str, Provenance] = {}
    instances: dict[str, tuple[str, ...]] = {}
    chosen, implied, default = assignment.choices.values, Provenance.IMPLIED, Provenance.DEFAULT
    for reader in assignment.view.readers:
        value = reader.value(solution)
        if value is None:
            continue
        address = reader.address
        values[address] = value
        if address in chosen:
            provenance[address] = Provenance.CHOSEN
        else:
            provenance[address] = implied if reader.variable in settled else default
        if reader.ids is not None:
            instances[address] = reader.ids[: int(value)]
    catalog = assignment.compiled.catalog
    return Configuration(catalog.id, catalog.digest, values, provenance, instances)


def neighbour_of(
    assignment: PartialAssignment, path: str, base: tuple[Configuration, Solution], solution: Solution
) -> Configuration | None:
    """Return a solution as a configuration with one more chosen value than `base`.

    It equals that of `configuration_of`, but reads only the differences; None if a member appears or disappears. `base`
    was made without `settled`.
    """
    configuration, before = base
    values, readers = dict(configuration.values), assignment.view.readers_by_variable
    for variable, (old, new) in enumerate(zip(before, solution, strict=True)):
        if old == new or variable not in readers:
            continue
        reader = readers[variable]
        value = reader.value(solution)
        if isinstance(reader.slot, CountSlot) or value is None or reader.address not in values:
            return None
        values[reader.address] = value
    if path not in values:
        return None
    provenance = {**configuration.provenance, path: Provenance.CHOSEN}
    return replace(configuration, values=values, provenance=provenance)
