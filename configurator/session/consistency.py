"""Minimal conflict sets of choices and constraints, computed by a solver and verified.

Works on the program alone; `session.explain` adds the meaning of choices and constraints.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal as OneOf

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, ProgramConstraint, variables_in
from configurator.session.conflict_enumeration import minimal_conflict
from configurator.solving.port import Assumptions, Satisfiable, Solution, Solve, Solver, Unknown, Unsatisfiable, Verdict

ChosenLiterals = Mapping[str, Literal]
"""The person's choices as literals of the program, by their path, in order of preference."""

Narrowed = Mapping[int, IntSet]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Choices (by path) and named constraints that cannot hold together.

    `minimal`: giving up any one of them was checked to help. It is False only where the budget ran out first.
    """

    choices: tuple[str, ...]
    constraints: tuple[str, ...]
    minimal: bool


@dataclass
class ConsistencyCheck:
    """Answers "does this still fail?" for subsets of choices and of named constraints, under some hard values.

    Every solution seen is kept: it answers all later questions that it fits, without the solver.
    """

    solver: Solver
    choices: ChosenLiterals
    hard: Narrowed
    budget: Budget
    _seen: list[tuple[Solution, frozenset[str]]] = field(default_factory=list)

    def fails(self, paths: Iterable[str], without: frozenset[str] = frozenset()) -> bool | None:
        """Return whether these choices certainly fail with some named constraints set aside; None is not known."""
        verdict = self._verdict(paths, without)
        return None if isinstance(verdict, Unknown) else isinstance(verdict, Unsatisfiable)

    def failing(self, paths: Sequence[str]) -> Collection[str] | OneOf[False] | None:
        """Return which of these choices certainly fail by themselves: all of them, if the solver knows nothing less.

        False where they do not fail; None is not known.
        """
        verdict = self._verdict(paths)
        if not isinstance(verdict, Unsatisfiable):
            return None if isinstance(verdict, Unknown) else False
        core = verdict.core
        return paths if core is None else [path for path in paths if self.choices[path].variable in core.narrowed]

    def failing_laws(
        self, paths: Sequence[str], names: Sequence[str], others: frozenset[str]
    ) -> Collection[str] | None:
        """Return which of these named constraints, the others set aside, certainly fail with the choices."""
        verdict = self._verdict(paths, others)
        if not isinstance(verdict, Unsatisfiable):
            return None
        core = verdict.core
        return names if core is None or core.constraints is None else core.constraints.intersection(names)

    def _verdict(self, paths: Iterable[str], without: frozenset[str] = frozenset()) -> Verdict:
        chosen = tuple(self.choices[path] for path in paths)
        for solution, set_aside in self._seen:
            if set_aside <= without and all(solution[literal.variable] in literal.values for literal in chosen):
                return Satisfiable(solution)
        given = Assumptions(narrowed=narrowed_by(chosen, self.hard), without=without)
        verdict = self.solver.ask(Solve(given), self.budget)
        if isinstance(verdict, Satisfiable):
            self._seen.append((verdict.witness, without))
        return verdict


def narrowed_by(literals: Iterable[Literal], hard: Narrowed | None = None) -> dict[int, IntSet]:
    """Return the values each variable may still have when all literals hold beside the hard ones."""
    narrowed = dict(hard or {})
    for literal in literals:
        before = narrowed.get(literal.variable)
        narrowed[literal.variable] = literal.values if before is None else before & literal.values
    return narrowed


def find_conflict(
    solver: Solver, choices: ChosenLiterals, hard: Narrowed | None = None, *, budget: Budget = UNLIMITED
) -> Conflict | None:
    """Return a minimal conflict among the choices and the named constraints, under `hard` values; None if all is well.

    Where several conflicts exist, it is one of the earlier choices, and of constraints near to them. Raises Undecided
    where the budget ran out before it was certain that there is a conflict at all.
    """
    check = ConsistencyCheck(solver, choices, hard or {}, budget)
    failing = check.failing(tuple(choices))
    if failing is None:
        raise budget.undecided("it was certain whether these choices go together")
    if failing is False:
        return None

    def certainly(paths: Sequence[str]) -> Collection[str] | None:
        answer = check.failing(paths)
        return None if answer is False else answer

    return conflict_of(check, minimal_conflict(tuple(choices), certainly, known=failing))


def conflict_of(check: ConsistencyCheck, paths: tuple[str, ...]) -> Conflict:
    """Return choices that cannot hold together as a conflict, with the fewest named constraints, checked again."""
    constraints = _minimal_constraints(check, paths)
    return Conflict(paths, constraints, _is_minimal(check, paths, constraints))


def _minimal_constraints(check: ConsistencyCheck, paths: tuple[str, ...]) -> tuple[str, ...]:
    touched = {check.choices[path].variable for path in paths} | set(check.hard)
    near, far = _named_by_distance(check.solver.program.constraints, touched)
    everything = frozenset((*near, *far))

    def failing(kept: Sequence[str]) -> Collection[str] | None:
        return check.failing_laws(paths, kept, everything.difference(kept))

    known = failing(near) if far else near
    return minimal_conflict((*near, *far), failing, known=(*near, *far) if known is None else known)


def _named_by_distance(
    constraints: Sequence[ProgramConstraint], start: set[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the named constraints that variables lead to, the nearest first, and those that nothing leads to."""
    left = {
        number: (constraint, frozenset(variables_in(constraint.formula)))
        for number, constraint in enumerate(constraints)
    }
    reached, near = set(start), dict[str, None]()
    while touching := [number for number, (_, variables) in left.items() if variables & reached]:
        for number in touching:
            constraint, variables = left.pop(number)
            reached |= variables
            if constraint.named:
                near[constraint.name] = None
    far = dict.fromkeys(constraint.name for constraint, _ in left.values() if constraint.named)
    return tuple(near), tuple(name for name in far if name not in near)


def fails_alone(check: ConsistencyCheck, conflict: Conflict) -> bool:
    """Return whether a conflict's choices certainly fail with no named constraints but its own."""
    return check.fails(conflict.choices, _set_aside(check, conflict.constraints)) is True


def _is_minimal(check: ConsistencyCheck, paths: tuple[str, ...], constraints: tuple[str, ...]) -> bool:
    """Check again, from the outside, that the whole fails and that giving up any part of it helps."""
    others = _set_aside(check, constraints)
    return (
        check.fails(paths, others) is True
        and all(check.fails((kept for kept in paths if kept != path), others) is False for path in paths)
        and all(check.fails(paths, others | {name}) is False for name in constraints)
    )


def _set_aside(check: ConsistencyCheck, constraints: tuple[str, ...]) -> frozenset[str]:
    """Return the named constraints beside some."""
    named = (constraint.name for constraint in check.solver.program.constraints if constraint.named)
    return frozenset(named).difference(constraints)
