"""Collects clauses: fresh variables, and clauses simplified by constants."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from configurator.budget import Budget, BudgetMeter

TRUE = 1
"""The literal that always holds; `-TRUE` never does."""

Clause = list[int]


class ClauseWriter:
    """A growing set of clauses over variables 1, 2, 3 …; clauses go to the `sink`, which may be a running solver."""

    def __init__(self) -> None:
        self.top = TRUE
        self.written: list[Clause] = [[TRUE]]
        self.sink: Callable[[Clause], object] = self.written.append
        self._meter: BudgetMeter | None = None

    def fresh(self) -> int:
        """Return a variable that no clause mentions yet, as a literal."""
        self.top += 1
        return self.top

    def add(self, literals: Iterable[int]) -> None:
        """Add a clause: one of the literals holds."""
        self.step()
        clause: dict[int, None] = {}
        for literal in literals:
            if literal == TRUE or -literal in clause:
                return
            if literal != -TRUE:
                clause[literal] = None
        self.sink(list(clause) or [-TRUE])

    def step(self) -> None:
        """Count one step of writing. Raises OutOfBudget inside a block of `within`."""
        if self._meter is not None:
            self._meter.step()

    @contextmanager
    def within(self, budget: Budget) -> Iterator[None]:
        """Raise OutOfBudget from a step inside the block, such as a clause, once the budget is spent."""
        self._meter = BudgetMeter(budget)
        try:
            yield
        finally:
            self._meter = None

    def stream_to(self, sink: Callable[[Clause], object]) -> list[Clause]:
        """Send all further clauses to the sink; return those written so far."""
        written, self.written, self.sink = self.written, [], sink
        return written

    def one_of(self, literals: Iterable[int]) -> int:
        """Return a literal equivalent to the disjunction of these."""
        parts = [literal for literal in dict.fromkeys(literals) if literal != -TRUE]
        if TRUE in parts:
            return TRUE
        if len(parts) < 2:
            return parts[0] if parts else -TRUE
        whole = self.fresh()
        for literal in parts:
            self.add((whole, -literal))
        self.add((-whole, *parts))
        return whole

    def all_of(self, literals: Iterable[int]) -> int:
        """Return a literal equivalent to the conjunction of these."""
        return -self.one_of(-literal for literal in literals)
