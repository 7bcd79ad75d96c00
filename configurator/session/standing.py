"""Which of some choices can be counted on: all of them, or the first ones up to where they begin to clash."""

from configurator.budget import UNLIMITED, Budget
from configurator.errors import Undecided
from configurator.session.choices import Choices
from configurator.session.inquiry import Inquiry
from configurator.session.oracle import narrowed_by
from configurator.solving.port import Assumptions, Satisfiable, Solve, Unknown


def standing_part(inquiry: Inquiry, *, budget: Budget = UNLIMITED) -> tuple[Choices, bool]:
    """Return the longest run of first choices that go together, and whether these are all.

    Where even none of them have a product, nothing stands.
    """
    if goes_together(inquiry, budget=budget):
        return inquiry.choices, True
    low, high = 0, len(inquiry.choices) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if goes_together(inquiry, first=middle, budget=budget):
            low = middle
        else:
            high = middle - 1
    return inquiry.choices.first(low), False


def goes_together(inquiry: Inquiry, *, first: int | None = None, budget: Budget = UNLIMITED) -> bool:
    """Tell whether the choices (or so many of the first) have a product; raise Undecided where time ran out."""
    literals = tuple(inquiry.wanted.values())
    verdict = inquiry.solver.ask(Solve(Assumptions(narrowed_by(literals[:first]))), budget)
    if isinstance(verdict, Unknown):
        raise Undecided("time ran out before it was certain whether these choices go together; allow more time")
    return isinstance(verdict, Satisfiable)
