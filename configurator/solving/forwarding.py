"""A solver that lets another answer: the start of those that watch over answers, or change who gives them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence

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


class Forwarding(ABC):
    """Hands every question on to `asked`, and its answer back."""

    @property
    @abstractmethod
    def asked(self) -> Solver:
        """The solver that answers now."""

    @property
    def program(self) -> Program:
        return self.asked.program

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self.asked.solve(given, budget=budget)

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        return self.asked.possible(given, of=of, budget=budget)

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        return self.asked.count(given, at_most=at_most, budget=budget)

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        return self.asked.least(objective, given, budget=budget)

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self.asked.complete(wishes, given, budget=budget)

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        return self.asked.through(objective, given, of=of, budget=budget)

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        return self.asked.cheapest(objective, given, number=number, budget=budget)

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        return self.asked.sample(given, number=number, seed=seed, budget=budget)

    def alternatives(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        return self.asked.alternatives(given, of=of, budget=budget)
