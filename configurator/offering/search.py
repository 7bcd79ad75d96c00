"""Looking for the best completion of choices by several sums, one after the other, within bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from configurator.errors import Undecided
from configurator.offering.measures import Required
from configurator.program.bounds import sum_range
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term
from configurator.session.oracle import narrowed_by
from configurator.session.session import Session
from configurator.solving.port import (
    UNLIMITED,
    Assumptions,
    Best,
    Bound,
    Budget,
    Satisfiable,
    Solution,
    Unknown,
    Unsatisfiable,
)

Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A solution; if not `proved`, a better one may yet exist.

    No solution is less in the first sum than `bound`; None where there is no sum.
    """

    solution: Solution
    proved: bool
    bound: int | None = None


def first_by(
    session: Session,
    objectives: Sequence[Terms],
    required: Required | None = None,
    *,
    also: tuple[Bound, ...] = (),
    budget: Budget = UNLIMITED,
) -> Found | None:
    """Return the completion that is least in the first sum, among equals in the second …, then what the wishes prefer.

    Only what is `required` and keeps within `also` counts; None where nothing does. Raises Undecided where the budget
    ends before any was found.
    """
    required = required or Required()
    if not required.possible:
        return None
    narrowed = asked(session, required)
    bounds, found, least = (*required.also, *also), None, None
    for terms in objectives:
        given = Assumptions(narrowed, also=bounds)
        match session.solver.least(terms, given, budget=budget):
            case Best(witness, cost, proved) as best:
                if found is None:
                    least = cost if proved else lowest(session.compiled.program, terms, narrowed, best.bound)
                found = Found(witness, proved, least)
                bounds = (*bounds, Bound(terms, high=cost))
            case Unsatisfiable():
                return None
            case Unknown():
                found = _unproved(found)
        if found is not None and not found.proved:
            break
    return _preferred(session, Assumptions(narrowed, also=bounds), found, budget)


def asked(session: Session, required: Required | None = None) -> dict[int, IntSet]:
    """Return the values that variables may still have under the choices that stand, and under what is required."""
    narrowed = () if required is None else required.narrowed
    return narrowed_by((*narrowed, *session.stood.wanted.values()))


def lowest(program: Program, terms: Terms, narrowed: Mapping[int, IntSet], bound: int | None = None) -> int:
    """Return a sum that no solution is less in: what every variable adds at least, or a bound that is known."""
    domains = [
        variable.domain & narrowed.get(location, variable.domain) or variable.domain
        for location, variable in enumerate(program.variables)
    ]
    trivial, _ = sum_range(terms, domains)
    return trivial if bound is None else max(trivial, bound)


def _unproved(found: Found | None) -> Found:
    if found is None:
        raise Undecided("time ran out before any completion was found; allow more time")
    return Found(found.solution, False, found.bound)


def _preferred(session: Session, given: Assumptions, found: Found | None, budget: Budget) -> Found | None:
    """Return, of what is equally good, that which the owner's preferences and defaults ask for."""
    match session.solver.complete(session.compiled.program.wishes, given, budget=budget):
        case Satisfiable(solution):
            return Found(solution, found is None or found.proved, None if found is None else found.bound)
        case Unsatisfiable() if found is None:
            return None
        case _:
            return found if found is not None else _unproved(found)
