"""Chooses what is answered by kinds, and what by boxes: components of few variables with many values."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import Program, multiplies
from configurator.solving.boxes.box_solver import by_boxes
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
    """Return whether a program has so many values for its variables that kinds or boxes are tried first."""
    values = sum(len(variable.domain) for variable in program.variables)
    return values >= max(MANY_VALUES, VALUES_PER_VARIABLE * len(program.variables))


def by_boxes_or(program: Program, other: Load) -> Solver:
    """Return the solver of a component that neither kinds nor a compiled form answers.

    Boxes answer it if a variable alone has many values; `other` loads a solver for all else.
    """
    numbers = any(len(variable.domain) >= MANY_VALUES and not variable.determined for variable in program.variables)
    return (by_boxes(program, other) if numbers else None) or other(program)


@dataclass(frozen=True, slots=True)
class WideComponents:
    """Loads solvers for wide components: boxes for those that multiply, kinds for others if they are few enough.

    `other` loads one for what is beyond both; `deferred` returns one that uses boxes until a compiled form pays.
    """

    other: Load
    deferred: Callable[[Solver], Solver]
    budget: Budget = UNLIMITED

    def solver(self, program: Program) -> Solver | None:
        """Return the solver of a component, None if it is not wide or fits neither. Raises OutOfBudget."""
        if not is_wide(program):
            return None
        if multiplies(program):
            boxes = by_boxes(program, self.other)
            return boxes and self.deferred(boxes)
        return by_kinds(program, self.other, self.budget)

    def apart(self, program: Program, load: Load) -> Solver:
        """Return a solver that answers wide components apart, and all others together by what `load` returns.

        Raises OutOfBudget.
        """
        wide: list[SubprogramSolver] = []
        left: list[Subprogram] = []
        for part in subprograms_of(program):
            found = self.solver(part.program)
            if found is None:
                left.append(part)
            else:
                wide.append(SubprogramSolver(part, found))
        if not wide:
            return load(program)
        parts, hurried = wide, False
        if left:
            rest = joined_subprograms(program, left)
            loaded = load(rest.program)
            parts, hurried = [*wide, SubprogramSolver(rest, loaded)], loaded.hurried
        later = replace(self, budget=UNLIMITED)
        solver = DecomposedSolver(program, lambda joined: later.solver(joined) or self.other(joined), parts=parts)
        solver.hurried = hurried
        return solver
