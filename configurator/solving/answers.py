"""What answers are made of, whichever engine gives them: costs, fulfilled wishes, which variables were asked for."""

from collections.abc import Collection, Sequence

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Program, Term, Wish
from configurator.program.semantics import weigh
from configurator.solving.port import Solution, ValidDomains


def cost_of(objective: Sequence[Term], solution: Solution) -> int:
    """Return the sum of the terms in the solution."""
    return weigh(objective, solution)


def fulfilment(wishes: Sequence[Wish], solution: Solution) -> tuple[int, ...]:
    """Return how well a solution fulfils each wish, in order: the greatest such tuple is what a completion wants."""
    return tuple(_fulfilled(wish, solution) for wish in wishes)


def _fulfilled(wish: Wish, solution: Solution) -> int:
    match wish:
        case Literal(variable, values):
            return int(solution[variable] in values)
        case Lowest(variable):
            return -solution[variable]


def asked_variables(program: Program, of: Collection[int] | None) -> frozenset[int]:
    """Return the positions whose values are wanted: all but the determined ones unless said otherwise."""
    if of is not None:
        return frozenset(of)
    return frozenset(place for place, variable in enumerate(program.variables) if not variable.determined)


def nothing_possible(count: int) -> ValidDomains:
    """Return the answer for a program of `count` variables that has no solution."""
    return ValidDomains((EMPTY,) * count, (EMPTY,) * count)


def only_asked(
    program: Program, of: Collection[int] | None, domains: Sequence[IntSet], found: ValidDomains
) -> ValidDomains:
    """Return the answer with the variables that were not asked for left undecided."""
    if not any((*found.values, *found.undecided)):
        return found
    asked = asked_variables(program, of)
    return ValidDomains(
        tuple(values if place in asked else EMPTY for place, values in enumerate(found.values)),
        tuple(left if place in asked else domains[place] for place, left in enumerate(found.undecided)),
    )
