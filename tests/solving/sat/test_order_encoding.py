"""A ladder says every set of values by a few literals."""

from itertools import chain

import pytest
from pysat.solvers import Glucose4

from configurator.program.intset import IntSet
from configurator.solving.sat.clauses import TRUE, ClauseWriter
from configurator.solving.sat.order_encoding import Ladder

DOMAIN = IntSet(((0, 2), (5, 6)))
SETS = [IntSet.of(values) for values in ((), (0,), (2,), (6,), (1, 5), (0, 6), (0, 2, 6), (0, 1, 2, 5, 6))]


def models(clauses: ClauseWriter, ladder: Ladder, *assumed: int) -> list[int]:
    """Return the values that models have under the assumptions, each model once."""
    with Glucose4(bootstrap_with=clauses.written) as solver:
        found = []
        for number in range(ladder.size):
            if solver.solve(assumptions=[*assumed, *ladder.exactly(number)]):
                found.append(ladder.values[number])
        return found


@pytest.mark.parametrize("values", SETS)
def test_one_literal_says_membership(values: IntSet) -> None:
    clauses = ClauseWriter()
    ladder = Ladder(clauses, DOMAIN)
    member = ladder.member(ladder.spans(values))
    assert list(values & DOMAIN) == models(clauses, ladder, member)
    assert list(DOMAIN - values) == models(clauses, ladder, -member)


@pytest.mark.parametrize("values", SETS[1:])
def test_several_literals_leave_only_the_values(values: IntSet) -> None:
    clauses = ClauseWriter()
    ladder = Ladder(clauses, DOMAIN)
    assert list(values) == models(clauses, ladder, *ladder.only(ladder.spans(values)))


@pytest.mark.parametrize("values", SETS)
def test_barring_leaves_the_others(values: IntSet) -> None:
    clauses = ClauseWriter()
    ladder = Ladder(clauses, DOMAIN)
    for clause in ladder.barred(ladder.spans(values)):
        clauses.add(clause)
    assert list(DOMAIN - values) == models(clauses, ladder)


def test_one_value_takes_no_variable() -> None:
    clauses = ClauseWriter()
    ladder = Ladder(clauses, IntSet.of([7]))
    assert [] == ladder.exactly(0)
    assert [[TRUE]] == clauses.written


def test_propagation_alone_finds_the_last_value_left() -> None:
    clauses = ClauseWriter()
    ladder = Ladder(clauses, DOMAIN)
    steps = [ladder.within((number, number)) for number in range(ladder.size)]
    with Glucose4(bootstrap_with=clauses.written) as solver:
        fine, implied = solver.propagate(assumptions=[-step for step in (*steps[:2], *steps[3:])])
    assert fine
    assert steps[2] in chain(implied)
