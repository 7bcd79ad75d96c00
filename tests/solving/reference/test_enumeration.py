"""Answers read off a stream of solutions."""

from collections.abc import Iterator

from configurator.budget import UNLIMITED, BudgetMeter, OutOfBudget
from configurator.program.intset import EMPTY
from configurator.program.nodes import Program, Term, Variable
from configurator.solving.port import (
    Assumptions,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Optimum,
    Solution,
    SolutionCount,
    Unknown,
    ValidDomains,
)
from configurator.solving.reference.enumeration import EnumeratingSolver
from tests.solving.suite import has, of


class Interrupted(EnumeratingSolver):
    """Yields two solutions, then has no time left."""

    def solutions(self, given: Assumptions, meter: BudgetMeter) -> Iterator[Solution]:
        yield (0, 2)
        yield (1, 2)
        raise OutOfBudget


SOLVER = Interrupted(Program((Variable("a", of(0, 1, 2)), Variable("b", of(2, 3))), ()))


def test_what_was_seen_before_the_end_is_kept() -> None:
    assert ValidDomains((of(0, 1), of(2)), (of(2), of(3))) == SOLVER.ask(FindDomains(), UNLIMITED)
    assert SolutionCount(2, exact=False) == SOLVER.ask(CountSolutions(), UNLIMITED)
    assert Optimum((1, 2), -1, proved=False) == SOLVER.ask(Minimise((Term(0, -1),)), UNLIMITED)


def test_a_completion_is_sure_or_undecided() -> None:
    assert Unknown() == SOLVER.ask(Complete((has(0, 0),)), UNLIMITED)


def test_each_projection_counts_once() -> None:
    determined = Variable("b", of(2, 3), determined=True)
    twice = Interrupted(Program((Variable("a", of(0, 1)), determined), ()))
    assert SolutionCount(2, exact=False) == twice.ask(CountSolutions(), UNLIMITED)
    assert (EMPTY, determined.domain) == (
        twice.ask(FindDomains(), UNLIMITED).values[1],
        twice.ask(FindDomains(), UNLIMITED).undecided[1],
    )
