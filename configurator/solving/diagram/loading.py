"""A solver for a program, as warm as can be had: from disk, compiled at once, or compiled in the background.

What does not compile is left to another engine, component by component.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from configurator.program.nodes import Program
from configurator.solving.diagram.background import Start, SwitchingSolver
from configurator.solving.diagram.compiling import Compiled, compiled
from configurator.solving.diagram.hiding import HidingSolver
from configurator.solving.diagram.limits import Limits
from configurator.solving.diagram.saving import DiagramStore
from configurator.solving.diagram.solver import DiagramSolver
from configurator.solving.parts import Part
from configurator.solving.port import Solver
from configurator.solving.split import PartSolver, SplitSolver

AT_ONCE = Limits(values=3_000, rows=2_000_000, work=100_000_000)
"""What is compiled while the caller waits: about a second of work."""

Load = Callable[[Program], Solver]


@dataclass(frozen=True, slots=True)
class Loading:
    """How programs become solvers. `other` loads what answers instead of a diagram.

    `patient` are the limits of work in the background, started by `start`; without them what takes longer than at once
    is left to the other engine for good.
    """

    other: Load
    store: DiagramStore | None = None
    patient: Limits | None = None
    start: Start | None = None

    def solver(self, program: Program, digest: str | None = None) -> Solver:
        """Return a solver that can be asked now. `digest` says what the program was made of, if the caller knows."""
        key = self.store.key(program, digest) if self.store else ""
        taken = self.store.load(program, key) if self.store else None
        if taken is not None:
            return self._of(program, *taken)
        made, left = compiled(program, AT_ONCE)
        solver = self._of(program, made, left)
        if not left:
            self._put(made, key)
        elif self.patient is not None and self.start is not None:
            return SwitchingSolver(solver, lambda: self._patiently(program, key, left), self.start)
        return solver

    def _patiently(self, program: Program, key: str, before: Sequence[Part]) -> Solver | None:
        """Return a solver that has more compiled, if more compiles."""
        made, left = compiled(program, self.patient)
        self._put(made, key)
        return self._of(program, made, left) if len(left) < len(before) else None

    def _put(self, made: Compiled, key: str) -> None:
        if self.store:
            self.store.save(made, key)

    def _of(self, program: Program, made: Compiled, left: Sequence[Part]) -> Solver:
        solver = solver_of(made, self.other)
        if not left:
            return solver
        others = [PartSolver(part, self.other(part.program)) for part in left]
        compiled_part = [PartSolver(made.part, solver)] if made.part.places or made.part.program.constraints else []
        return SplitSolver(program, self.other, parts=[*compiled_part, *others])


def solver_of(made: Compiled, other: Load) -> Solver:
    """Return the solver of a compiled form; `other` is loaded once, for what that cannot answer."""
    program = made.part.program

    @cache
    def asked() -> Solver:
        return other(program)

    solver = DiagramSolver(made, lambda _: asked())
    return HidingSolver(solver, made.hidden, asked) if made.hidden else solver
