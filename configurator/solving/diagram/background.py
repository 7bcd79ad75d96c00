"""Answers from the first moment on: another engine answers while the diagram is compiled, and then it takes over."""

from collections.abc import Callable
from threading import Thread

from configurator.budget import Budget
from configurator.program.nodes import Program
from configurator.solving.port import Answer, AnyQuery, Solver

Start = Callable[[Callable[[], None]], object]


def in_a_thread(work: Callable[[], None]) -> Thread:
    """Start work beside the caller; it does not keep the process alive."""
    thread = Thread(target=work, daemon=True, name="compiling")
    thread.start()
    return thread


class SwitchingSolver(Solver):
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

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Hand the query to the solver that answers now."""
        return self._solver.answer(query, budget)
