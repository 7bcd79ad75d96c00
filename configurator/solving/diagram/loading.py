"""Loads a solver for a program: from disk, compiled immediately, or compiled in the background.

Components that do not compile go to another engine. Hidden variables are added to solutions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Thread

from configurator.budget import UNLIMITED, Budget
from configurator.limits import LOADING_SECONDS
from configurator.program.nodes import Program
from configurator.solving.decomposed_solver import DecomposedSolver, SubprogramSolver
from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.compiling import CompiledDiagram, compiled
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.diagram.hidden_variables import DerivedValues
from configurator.solving.diagram.limits import (
    ROWS_AT_ONCE,
    ROWS_FIRST,
    SECONDS_AT_ONCE,
    SECONDS_SEARCHED_FIRST,
    WORK_AT_ONCE,
    WORK_FIRST,
)
from configurator.solving.diagram.saving import DiagramStore
from configurator.solving.limits import VALUES_AT_ONCE
from configurator.solving.port import (
    Answer,
    AnyQuery,
    CountSolutions,
    MinimiseThrough,
    Optimum,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    Solution,
    Solutions,
    Solver,
)
from configurator.solving.subprograms import Subprogram, subprograms_of, variables_of


class HiddenVariablesSolver(Solver):
    """Queries `inner`, which does not know the hidden variables, or the solver that `other` creates."""

    def __init__(self, inner: Solver, hidden: Sequence[int], other: Callable[[], Solver]) -> None:
        self._inner = inner
        self._hidden = frozenset(hidden)
        self._derived = DerivedValues(inner.program, hidden)
        self._other = other

    @property
    def program(self) -> Program:
        return self._inner.program

    def in_passes(self, query: AnyQuery) -> bool:
        return self._hidden.isdisjoint(variables_of(query)) and self._inner.in_passes(query)

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Query the solver that knows the variables, and add the hidden ones to its solutions."""
        solver = self._inner if self._hidden.isdisjoint(variables_of(query)) else self._other()
        match answer := solver.answer(query, budget):
            case Satisfiable() | Optimum():
                return replace(answer, witness=self._full(answer.witness))
            case Solutions():
                return replace(answer, solutions=tuple(map(self._full, answer.solutions)))
            case _:
                return answer

    def _full(self, solution: Solution) -> Solution:
        """Return a solution with the hidden variables computed."""
        values = list(solution)
        self._derived.complete(values)
        return tuple(values)


Start = Callable[[Callable[[], None]], object]


def in_a_thread(work: Callable[[], None]) -> Thread:
    """Run work in a daemon thread."""
    thread = Thread(target=work, daemon=True, name="compiling")
    thread.start()
    return thread


class SwitchingSolver(Solver):
    """Uses one solver until another is `ready`, or forever if that is never created."""

    def __init__(self, first: Solver, make: Callable[[], Solver | None], start: Start = in_a_thread) -> None:
        self._solver = first
        self._program = first.program
        self.ready = False
        start(lambda: self._switch(make))

    def _switch(self, make: Callable[[], Solver | None]) -> None:
        made = make()
        if made is not None:
            self._solver = made
        self.ready = True

    @property
    def program(self) -> Program:
        return self._program

    def in_passes(self, query: AnyQuery) -> bool:
        return self._solver.in_passes(query)

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Delegate the query to the current solver."""
        return self._solver.answer(query, budget)


class DeferredSolver(Solver):
    """Searches with one solver until that has taken as long as compiling may take, then compiles with `make`.

    So the first answers wait for no compiling, and many of them never take more than twice what they would have taken
    with the better choice. What passes answer and searches hardly do, sums and counts, is compiled for at once.
    """

    def __init__(self, first: Solver, make: Callable[[Budget], tuple[Solver | None, bool]]) -> None:
        """Prepare with `make`, which returns a better solver, if there is one, and whether its time ended before."""
        self._solver = first
        self._make: Callable[[Budget], tuple[Solver | None, bool]] | None = make
        self._searched, self._patience = 0.0, SECONDS_SEARCHED_FIRST

    @property
    def program(self) -> Program:
        return self._solver.program

    def in_passes(self, query: AnyQuery) -> bool:
        return self._solver.in_passes(query)

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer by the solver at hand, perhaps a better one by now."""
        if self._searched >= self._patience or isinstance(query, _BY_PASSES):
            self._compile(budget)
        began = budget.now()
        answer = self._solver.answer(query, budget)
        self._searched += budget.now() - began
        return answer

    def _compile(self, budget: Budget) -> None:
        """Compile where the time allows it; what does not compile in time is tried again after twice the patience."""
        left = budget.remaining()
        if self._make is None or (left is not None and left < 2 * SECONDS_SEARCHED_FIRST):
            return
        made, ended = self._make(budget)
        self._solver = made or self._solver
        self._make = self._make if ended else None
        self._searched, self._patience = 0.0, 2 * self._patience


_BY_PASSES = (CountSolutions, MinimiseThrough, RankSolutions, SampleSolutions)

FIRST = CompileLimits(values=VALUES_AT_ONCE, rows=ROWS_FIRST, work=WORK_FIRST)
"""The work compiled before the first answer: a third of a second."""

AT_ONCE = CompileLimits(values=VALUES_AT_ONCE, rows=ROWS_AT_ONCE, work=WORK_AT_ONCE)
"""The work compiled while a caller waits, once it pays: about a second."""


def at_once(budget: Budget) -> Budget:
    """Return the part of a caller's budget in which its program is compiled; the rest is for the answer."""
    left = budget.remaining()
    return budget.at_most(SECONDS_AT_ONCE if left is None else min(SECONDS_AT_ONCE, left / 2))


_FIRST, _DEFERRED, _PATIENT = "-first", "-deferred", "-patient"
"""Stages of compiling, by which the forms are stored that leave components out."""

Load = Callable[[Program], Solver]


@dataclass(frozen=True, slots=True)
class Loading:
    """How solvers are loaded. `other` loads the fallback for what does not compile.

    `patient` are the limits of compilation in the background, run by `start`; without them, what does not compile
    before the first answer is compiled once searching takes long. `clusters` may compile what else does not, in
    another form.
    """

    other: Load
    store: DiagramStore | None = None
    patient: CompileLimits | None = None
    start: Start | None = None
    clusters: Callable[[Program, Budget], Solver | None] = lambda _program, _budget: None

    def solver(self, program: Program, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        """Return a solver that is ready. `digest` is that of the program's source, if known.

        What does not compile in time is left to the fallback. Raises OutOfBudget at the end of the budget.
        """
        key = self.store.key(program, digest) if self.store else ""
        taken = self._taken(program, key, "") or self._taken(program, key, self._last)
        share = at_once(budget)
        if taken is not None:
            return self._of(program, *taken, self._clustered(taken[1], share))
        taken = self._taken(program, key, _FIRST)
        made, left = taken or compiled(program, replace(FIRST, budget=share))
        ended = share.spent()
        budget.check()
        known = self._clustered(left, share)
        solver = self._of(program, made, left, known)
        if taken is None and not ended:
            self._put(made, key, left, _FIRST)
        if len(known) == len(left):
            return solver
        if not ended or self.patient is not None:
            return self._later(solver, key, left, known, budget)
        solver.hurried = ended
        return solver

    def deferred(self, first: Solver, budget: Budget = UNLIMITED) -> Solver:
        """Return the compiled form of a connected program if it is stored, else `first` until compiling pays."""
        program = first.program
        key = self.store.key(program, None) if self.store else ""
        taken = self._taken(program, key, "") or self._taken(program, key, self._last)
        if taken is None:
            return self._later(first, key, subprograms_of(program), {}, budget)
        made, left = taken
        return first if left else self._of(program, made, left)

    def _later(self, first: Solver, key: str, left: Sequence[Subprogram], known: "_Known", budget: Budget) -> Solver:
        """Return a solver that compiles in the background, or once it pays."""
        program = first.program
        if self.patient is None or self.start is None:
            return DeferredSolver(first, lambda later: self._deferred(program, key, left, known, at_once(later)))
        limits = replace(self.patient, budget=replace(budget, deadline=None).at_most(LOADING_SECONDS))
        return SwitchingSolver(first, lambda: self._better(program, key, left, known, limits), self.start)

    def _deferred(
        self, program: Program, key: str, before: Sequence[Subprogram], known: "_Known", share: Budget
    ) -> tuple[Solver | None, bool]:
        """Return the better solver that a share of a question's time gives, and whether that time ended."""
        better = self._better(program, key, before, known, replace(AT_ONCE, budget=share))
        return better, better is None and share.spent()

    def _better(
        self, program: Program, key: str, before: Sequence[Subprogram], known: "_Known", limits: CompileLimits
    ) -> Solver | None:
        """Compile within the limits; return the new solver if more compiles than before."""
        made, left = compiled(program, limits)
        if not left or not limits.budget.spent():
            self._put(made, key, left, self._last)
        return self._of(program, made, left, known) if len(left) < len(before) else None

    def _clustered(self, left: Sequence[Subprogram], share: Budget) -> "_Known":
        return {part.indices: solver for part in left if (solver := self.clusters(part.program, share))}

    @property
    def _last(self) -> str:
        """The stage after which nothing further compiles."""
        return _DEFERRED if self.patient is None else _PATIENT

    def _taken(self, program: Program, key: str, stage: str) -> tuple[CompiledDiagram, tuple[Subprogram, ...]] | None:
        return self.store.load(program, f"{key}{stage}") if self.store else None

    def _put(self, made: CompiledDiagram, key: str, left: Sequence[Subprogram], stage: str) -> None:
        """Store what compiled: all of a program, or as much as the limits of a stage allow."""
        if self.store:
            self.store.save(made, f"{key}{stage}" if left else key)

    def _of(
        self, program: Program, made: CompiledDiagram, left: Sequence[Subprogram], known: "_Known | None" = None
    ) -> Solver:
        solver = solver_of(made, self.other)
        if not left:
            return solver
        known = known or {}
        others = [SubprogramSolver(part, known.get(part.indices) or self.other(part.program)) for part in left]
        compiled_part = (
            [SubprogramSolver(made.part, solver)] if made.part.indices or made.part.program.constraints else []
        )
        return DecomposedSolver(program, self.other, parts=[*compiled_part, *others])


_Known = Mapping[tuple[int, ...], Solver]
"""The solvers over clusters of parts that do not compile as they are, by their variables."""


def solver_of(made: CompiledDiagram, other: Load) -> Solver:
    """Return the solver of a compiled form; `other` is loaded at most once, for queries beyond the diagram."""
    program = made.part.program

    @cache
    def fallback() -> Solver:
        return other(program)

    solver = DiagramSolver(made, lambda _: fallback())
    return HiddenVariablesSolver(solver, made.hidden, fallback) if made.hidden else solver
