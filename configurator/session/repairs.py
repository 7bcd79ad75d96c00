"""The smallest changes of choices that make a wish possible, each proved and shown with its consequences.

The least number of changes is one minimisation; the sets of that size are then enumerated by completing under a bound,
those that keep earlier values first. Engines find different witnesses, yet the same sets.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Text
from configurator.configuration import Configuration, FeatureValue
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Term, Wish
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of, witness_of
from configurator.session.consistency import narrowed_by
from configurator.session.limits import REPAIRS_OFFERED
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.render import shown_value
from configurator.short_repr import short_repr
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


@short_repr
@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that a repair changes. `after` is its value in the completion; None if it becomes absent."""

    path: str
    before: FeatureValue
    after: FeatureValue | None
    title: Text
    shown_before: Text
    shown_after: Text | None


@short_repr
@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest set of choices to drop, so that the wish and all other choices are consistent.

    `choices` are what remains with the wish added, and `configuration` is its completion by the owner's preferences,
    in which implied values are not distinguished from defaults.
    """

    changes: tuple[ValueChange, ...]
    choices: Choices
    configuration: Configuration


def smallest_repairs(
    assignment: PartialAssignment,
    wish: Mapping[str, FeatureValue],
    *,
    limit: int = REPAIRS_OFFERED,
    budget: Budget = UNLIMITED,
) -> tuple[Repair, ...]:
    """Return repairs that make the wished values possible in place of the current choices.

    All have the minimum number of changes. Those that keep earlier choices come first. There are none if no change
    helps, and one without changes if none is needed. Raises Undecided if the budget ends before the minimum is proved.
    """
    wished = assignment.with_choices(assignment.choices.retracting(*wish).with_values(wish))
    others = assignment.wanted_without(wish)
    hard = narrowed_by(wished.wanted[path] for path in wish)
    wishes = assignment.compiled.program.wishes
    solutions = fewest_changes(assignment.solver, tuple(others.values()), hard, wishes, budget=budget)
    return tuple(repair_of(wished, others, solution) for solution in islice(solutions, limit))


def keeping_most(assignment: PartialAssignment, *, budget: Budget = UNLIMITED) -> Configuration | None:
    """Return the completion of the choices, dropping in order each that conflicts with those kept before it.

    Repairs are compared with it: both keep everything outside the conflict. None if the catalog has no product; raises
    Undecided if the budget ends first.
    """
    wishes = (*assignment.wanted.values(), *assignment.compiled.program.wishes)
    solution = witness_of(assignment.solver.ask(Complete(wishes, Assumptions()), budget), budget)
    return None if solution is None else repair_of(assignment, assignment.wanted, solution).configuration


def repair_of(wished: PartialAssignment, others: Mapping[str, Literal], solution: Solution) -> Repair:
    """Return the repair of a solution: the `others` that it lacks are dropped."""
    gone = [path for path, literal in others.items() if solution[literal.variable] not in literal.values]
    kept = wished.with_choices(wished.choices.retracting(*gone))
    configuration = configuration_of(kept, solution)
    changes = tuple(change(wished, path, wished.choices.values[path], configuration.values.get(path)) for path in gone)
    return Repair(changes, kept.choices, configuration)


def change(assignment: PartialAssignment, path: str, before: FeatureValue, after: FeatureValue | None) -> ValueChange:
    """Return a change with its titles."""
    member, locales = assignment.member(path), assignment.compiled.catalog.locales
    shown = None if after is None else shown_value(member.target, after, locales)
    return ValueChange(path, before, after, member.title(locales), shown_value(member.target, before, locales), shown)


def differences(assignment: PartialAssignment, before: Configuration, after: Configuration) -> Iterator[ValueChange]:
    """Yield the changes between two configurations, for members that the first has and the catalog knows."""
    for path, value in before.values.items():
        if path in assignment.naming.by_address and after.values.get(path) != value:
            yield change(assignment, path, value, after.values.get(path))


def fewest_changes(
    solver: Solver,
    wanted: Sequence[Literal],
    hard: Mapping[int, IntSet],
    wishes: Sequence[Wish],
    *,
    also: tuple[Bound, ...] = (),
    budget: Budget = UNLIMITED,
) -> Iterator[Solution]:
    """Yield, for each smallest set of wanted literals to drop under `hard`, the completion without them.

    Every literal has its own variable and one value. Completions keep earlier literals first and follow `wishes` for
    the rest. Yields nothing if dropping all of them does not help. Raises Undecided if the budget ends before the
    smallest number is proved; after the first result, the rest is omitted instead.
    """
    kept = tuple(_one_if(literal) for literal in wanted)
    most = _most_kept(solver, kept, Assumptions(narrowed=hard, also=also), budget)
    if most is None:
        return
    bounds = (*also, Bound(kept, low=most)) if kept else also
    yielded = False
    while True:
        given = Assumptions(narrowed=hard, also=bounds)
        match solver.ask(Complete((*wanted, *wishes), given), budget):
            case Satisfiable(solution):
                yield solution
            case Unsatisfiable():
                return
            case Unknown():
                if not yielded:
                    raise budget.undecided("a smallest change was found")
                return
        yielded = True
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
            raise budget.undecided("the smallest number of changes was certain")


def _one_if(literal: Literal) -> Term:
    """Return a term that counts 1 where a literal of one value holds."""
    return Term(literal.variable, weights=((literal.values.low, 1),))


def _has(solution: Solution, literal: Literal) -> bool:
    return solution[literal.variable] in literal.values
