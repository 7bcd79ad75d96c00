"""Answers of a diagram that leaves out intermediate results: these are put into its solutions.

Who asks about them asks another engine.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from configurator.program.nodes import Program, Term, Wish
from configurator.solving.diagram.deriving import Deriving
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Counted,
    Possible,
    Satisfiable,
    Several,
    Solution,
    Solver,
    Through,
    Unknown,
    Unsatisfiable,
    Verdict,
)


class HidingSolver:
    """Asks `inner`, whose solutions say nothing of the hidden variables, or what `other` makes."""

    def __init__(self, inner: Solver, hidden: Sequence[int], other: Callable[[], Solver]) -> None:
        self._inner = inner
        self._hidden = frozenset(hidden)
        self._deriving = Deriving(inner.program, hidden)
        self._other = other

    @property
    def program(self) -> Program:
        return self._inner.program

    def _asked(self, given: Assumptions, *places: Iterable[int]) -> Solver:
        """Return who answers a question about some places."""
        added = (term.variable for bound in given.also for term in bound.terms)
        free = all(self._hidden.isdisjoint(each) for each in (given.narrowed, added, *places))
        return self._inner if free else self._other()

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self._told(self._asked(given).solve(given, budget=budget))

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        return self._asked(given, of or ()).possible(given, of=of, budget=budget)

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        return self._asked(given).count(given, at_most=at_most, budget=budget)

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        found = self._asked(given, _in(objective)).least(objective, given, budget=budget)
        return Best(self._full(found.witness), found.cost, found.proved) if isinstance(found, Best) else found

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        asked = self._asked(given, (wish.variable for wish in wishes))
        return self._told(asked.complete(wishes, given, budget=budget))

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        return self._asked(given, _in(objective), of or ()).through(objective, given, of=of, budget=budget)

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        asked = self._asked(given, _in(objective))
        return self._each(asked.cheapest(objective, given, number=number, budget=budget))

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        return self._each(self._asked(given).sample(given, number=number, seed=seed, budget=budget))

    def alternatives(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        return self._asked(given, of or ()).alternatives(given, of=of, budget=budget)

    def _told(self, verdict: Verdict) -> Verdict:
        return Satisfiable(self._full(verdict.witness)) if isinstance(verdict, Satisfiable) else verdict

    def _each(self, found: Several) -> Several:
        return Several(tuple(map(self._full, found.solutions)), found.complete)

    def _full(self, solution: Solution) -> Solution:
        """Return a solution with the hidden variables as the others make them."""
        values = list(solution)
        self._deriving.complete(values)
        return tuple(values)


def _in(terms: Sequence[Term]) -> Iterable[int]:
    return (term.variable for term in terms)
