"""Chooses what is answered by kinds: components of few variables with many values."""

from collections.abc import Callable

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import Program
from configurator.solving.decomposed_solver import DecomposedSolver, SubprogramSolver
from configurator.solving.kinds.kinds_solver import KindsSolver
from configurator.solving.kinds.relations import TooManyKinds
from configurator.solving.limits import MANY_VALUES, VALUES_PER_VARIABLE
from configurator.solving.port import Solver
from configurator.solving.subprograms import Subprogram, joined_subprograms, subprograms_of

Load = Callable[[Program], Solver]


def by_kinds(program: Program, other: Load, budget: Budget = UNLIMITED) -> Solver | None:
    """Return a solver over kinds, None where they are too many; `other` loads one for queries beyond it.

    Raises OutOfBudget.
    """
    try:
        return KindsSolver(program, other, budget)
    except TooManyKinds:
        return None


def is_wide(program: Program) -> bool:
    """Return whether a program has so many values for its variables that kinds are tried first."""
    values = sum(len(variable.domain) for variable in program.variables)
    return values >= max(MANY_VALUES, VALUES_PER_VARIABLE * len(program.variables))


def wide_ones_by_kinds(program: Program, load: Load, other: Load, budget: Budget = UNLIMITED) -> Solver:
    """Return a solver that answers wide components by kinds, and all others together by what `load` returns.

    Raises OutOfBudget.
    """
    by_kind: list[SubprogramSolver] = []
    left: list[Subprogram] = []
    for part in subprograms_of(program):
        found = by_kinds(part.program, other, budget) if is_wide(part.program) else None
        if found is None:
            left.append(part)
        else:
            by_kind.append(SubprogramSolver(part, found))
    if not by_kind:
        return load(program)
    parts, hurried = by_kind, False
    if left:
        rest = joined_subprograms(program, left)
        loaded = load(rest.program)
        parts, hurried = [*by_kind, SubprogramSolver(rest, loaded)], loaded.hurried
    solver = DecomposedSolver(program, lambda joined: by_kinds(joined, other) or other(joined), parts=parts)
    solver.hurried = hurried
    return solver
