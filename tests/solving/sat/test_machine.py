"""The running solver stops when it should, and goes on afterwards."""

from itertools import combinations
from time import perf_counter

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.solving.sat.clauses import TRUE, Clauses
from configurator.solving.sat.machine import Machine


def pigeons(holes: int) -> tuple[Clauses, int]:
    """Return that one pigeon too many fits, under a literal: hard to refute."""
    clauses = Clauses()
    guard = clauses.fresh()
    sits = [[clauses.fresh() for _ in range(holes)] for _ in range(holes + 1)]
    for row in sits:
        clauses.add((-guard, *row))
    for one, other in combinations(sits, 2):
        for left, right in zip(one, other, strict=True):
            clauses.add((-left, -right))
    return clauses, guard


@pytest.mark.timing
def test_a_hard_question_ends_undecided_at_the_deadline_and_easy_ones_go_on() -> None:
    clauses, guard = pigeons(11)
    machine = Machine(clauses)
    started = perf_counter()
    assert machine.solve([guard], Budget(perf_counter, started + 0.3)) is None
    assert perf_counter() - started < 5
    assert machine.solve([-guard], UNLIMITED) is True
    assert machine.easily([guard], conflicts=10) is None


def test_a_spent_budget_is_not_asked() -> None:
    machine = Machine(Clauses())
    assert machine.solve([], Budget(lambda: 1.0, 0.5)) is None


def test_a_core_is_part_of_the_assumptions() -> None:
    clauses = Clauses()
    one, two, three = (clauses.fresh() for _ in range(3))
    clauses.add((-one, -two))
    machine = Machine(clauses)
    assert machine.solve([three, one, two], UNLIMITED) is False
    assert {one, two} == set(machine.core())
    assert machine.propagate([one, two]) is None
    assert -two in (machine.propagate([one]) or [])


def test_a_model_has_variables_that_no_clause_mentions() -> None:
    clauses = Clauses()
    last = [clauses.fresh() for _ in range(4)][-1]
    machine = Machine(clauses)
    assert machine.solve([], UNLIMITED)
    assert last == len(machine.model())
    assert [[TRUE]] == machine.taken_in()
    assert [] == machine.taken_in()
