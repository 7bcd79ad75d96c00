"""How an answer stops when its budget ends: work is metered in steps, and too much of it raises one exception."""

from configurator.solving.port import Budget

STEPS_BETWEEN_LOOKS = 64
"""The clock is read once in so many steps, because reading it costs more than most steps do."""


class OutOfBudget(Exception):
    """The work allowed for an answer is used up. It never leaves a solver: the answer says *undecided* instead."""


class Meter:
    """Counts steps of work against a budget of time and, if wanted, of steps."""

    def __init__(self, budget: Budget, *, most_steps: int | None = None) -> None:
        self.budget = budget
        self.most_steps = most_steps
        self.steps = 0

    def step(self) -> None:
        """Count one step of work; raise `OutOfBudget` where that was one too many."""
        if self.most_steps is not None and self.steps >= self.most_steps:
            raise OutOfBudget
        if self.steps % STEPS_BETWEEN_LOOKS == 0:
            self.look()
        self.steps += 1

    def look(self) -> None:
        """Read the clock; raise `OutOfBudget` where the time is over."""
        if self.budget.spent():
            raise OutOfBudget
