"""Answers of a diagram that leaves out intermediate results: these are put into its solutions.

Who asks about them asks another engine.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from configurator.budget import Budget
from configurator.program.nodes import Program
from configurator.solving.diagram.deriving import Deriving
from configurator.solving.parts import variables_of
from configurator.solving.port import Answer, AnyQuery, Optimum, Satisfiable, Solution, Solutions, Solver


class HidingSolver(Solver):
    """Asks `inner`, whose solutions say nothing of the hidden variables, or what `other` makes."""

    def __init__(self, inner: Solver, hidden: Sequence[int], other: Callable[[], Solver]) -> None:
        self._inner = inner
        self._hidden = frozenset(hidden)
        self._deriving = Deriving(inner.program, hidden)
        self._other = other

    @property
    def program(self) -> Program:
        return self._inner.program

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Ask the solver that knows the variables of the query, and complete the solutions of the answer."""
        solver = self._inner if self._hidden.isdisjoint(variables_of(query)) else self._other()
        match answer := solver.answer(query, budget):
            case Satisfiable() | Optimum():
                return replace(answer, witness=self._full(answer.witness))
            case Solutions():
                return replace(answer, solutions=tuple(map(self._full, answer.solutions)))
            case _:
                return answer

    def _full(self, solution: Solution) -> Solution:
        """Return a solution with the hidden variables as the others make them."""
        values = list(solution)
        self._deriving.complete(values)
        return tuple(values)
