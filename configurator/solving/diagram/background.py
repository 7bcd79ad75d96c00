"""Answers from the first moment on: another engine answers while the diagram is compiled, and then it takes over."""

from collections.abc import Callable, Collection, Sequence
from threading import Thread

from configurator.program.nodes import Program, Term, Wish
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Counted,
    Possible,
    Several,
    Solver,
    Through,
    Unknown,
    Unsatisfiable,
    Verdict,
)

Start = Callable[[Callable[[], None]], object]


def in_a_thread(work: Callable[[], None]) -> Thread:
    """Start work beside the caller; it does not keep the process alive."""
    thread = Thread(target=work, daemon=True, name="compiling")
    thread.start()
    return thread


class SwitchingSolver:
    """Asks one solver until another is ready. `ready` says whether it is; None made means the first one stays."""

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

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self._solver.solve(given, budget=budget)

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        return self._solver.possible(given, of=of, budget=budget)

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        return self._solver.count(given, at_most=at_most, budget=budget)

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        return self._solver.least(objective, given, budget=budget)

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self._solver.complete(wishes, given, budget=budget)

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        return self._solver.through(objective, given, of=of, budget=budget)

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        return self._solver.cheapest(objective, given, number=number, budget=budget)

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        return self._solver.sample(given, number=number, seed=seed, budget=budget)

    def alternatives(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Possible:
        return self._solver.alternatives(given, budget=budget)
