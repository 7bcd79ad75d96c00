"""The smallest changes of wanted values that make something possible, each proved, in a fixed order.

The least number of changes is one minimisation; the sets of that size are then taken one by one, each the one that
keeps the most of the earlier values, by completing under a bound. Engines find different witnesses, yet the same sets.
"""

from collections.abc import Iterator, Mapping, Sequence

from configurator.budget import UNLIMITED, Budget
from configurator.errors import Undecided
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Term, Wish
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    Minimise,
    Optimum,
    Satisfiable,
    Solution,
    Solver,
    Unknown,
    Unsatisfiable,
)


def fewest_changes(
    solver: Solver,
    wanted: Sequence[Literal],
    hard: Mapping[int, IntSet],
    wishes: Sequence[Wish],
    *,
    also: tuple[Bound, ...] = (),
    budget: Budget = UNLIMITED,
) -> Iterator[Solution]:
    """Yield, for each smallest set of wanted literals that must be given up under `hard`, the completion that does so.

    Every literal is about one value of a variable of its own. Completions keep the earlier literals first and follow
    `wishes` for the rest. Nothing is yielded where even giving up all of them does not help. Raises Undecided where the
    budget ends before the smallest number is proved; once something was yielded, the rest is left out instead.
    """
    kept = tuple(_one_if(literal) for literal in wanted)
    most = _most_kept(solver, kept, Assumptions(narrowed=hard, also=also), budget)
    if most is None:
        return
    bounds = (*also, Bound(kept, low=most)) if kept else also
    found = 0
    while True:
        given = Assumptions(narrowed=hard, also=bounds)
        match solver.ask(Complete((*wanted, *wishes), given), budget):
            case Satisfiable(solution):
                yield solution
            case Unsatisfiable():
                return
            case Unknown():
                if not found:
                    raise Undecided("time ran out before a smallest change was found; allow more time")
                return
        found += 1
        given_up = tuple(term for term, literal in zip(kept, wanted, strict=True) if not _has(solution, literal))
        if not given_up:
            return
        bounds = (*bounds, Bound(given_up, low=1))


def _most_kept(solver: Solver, kept: tuple[Term, ...], given: Assumptions, budget: Budget) -> int | None:
    """Return how many wanted literals can hold at once; None where there is no solution at all."""
    objective = tuple(
        Term(term.variable, weights=tuple((value, -weight) for value, weight in term.weights)) for term in kept
    )
    match solver.ask(Minimise(objective, given), budget):
        case Optimum(_, cost, True):
            return -cost
        case Unsatisfiable():
            return None
        case _:
            raise Undecided("time ran out before the smallest number of changes was certain; allow more time")


def _one_if(literal: Literal) -> Term:
    """Return a term that counts 1 where a literal of one value holds."""
    return Term(literal.variable, weights=((literal.values.low, 1),))


def _has(solution: Solution, literal: Literal) -> bool:
    return solution[literal.variable] in literal.values
