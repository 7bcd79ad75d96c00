"""A solver of one form of programs, which defers to another engine where a query is beyond its form."""

from abc import abstractmethod
from collections.abc import Callable

from configurator.budget import Budget, OutOfBudget
from configurator.program.nodes import Program
from configurator.solving.port import Answer, AnyQuery, Solver
from configurator.solving.queries import undecided_answer


class BeyondForm(Exception):
    """A program or a query is beyond the form that an engine has for it, so another one answers."""


class DeferringSolver(Solver):
    """Answers in its own form, else by what `other` loads, at the first query that takes it."""

    def __init__(self, program: Program, other: Callable[[Program], Solver]) -> None:
        self._program = program
        self._load_other = other
        self._loaded_other: Solver | None = None

    @property
    def program(self) -> Program:
        return self._program

    @property
    def _other(self) -> Solver:
        if self._loaded_other is None:
            self._loaded_other = self._load_other(self._program)
        return self._loaded_other

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer in this form or by the other solver; undecided when the budget ends."""
        if budget.spent():
            return undecided_answer(self._program, query)
        try:
            return self._answered(query, budget)
        except OutOfBudget:
            return undecided_answer(self._program, query)
        except BeyondForm:
            return self._other.answer(query, budget)

    @abstractmethod
    def _answered(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer in this form. Raises BeyondForm and OutOfBudget."""
