"""The running solver stops when it should, and goes on afterwards."""

from itertools import combinations

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.solving.sat.clauses import TRUE, ClauseWriter
from configurator.solving.sat.glucose import GlucoseSolver


def pigeons(holes: int) -> tuple[ClauseWriter, int]:
    """Return that one pigeon too many fits, under a literal: hard to refute."""
    clauses = ClauseWriter()
    guard = clauses.fresh()
    sits = [[clauses.fresh() for _ in range(holes)] for _ in range(holes + 1)]
    for row in sits:
        clauses.add((-guard, *row))
    for one, other in combinations(sits, 2):
        for left, right in zip(one, other, strict=True):
            clauses.add((-left, -right))
    return clauses, guard


@pytest.mark.timeout(120)
def test_a_hard_question_ends_undecided_at_the_deadline_and_easy_ones_go_on() -> None:
    clauses, guard = pigeons(11)
    glucose = GlucoseSolver(clauses)
    assert glucose.solve([guard], Budget(deadline=0.3)) is None
    assert glucose.solve([-guard], UNLIMITED) is True
    assert glucose.easily([guard], conflicts=10) is None


def test_a_spent_budget_is_not_asked() -> None:
    glucose = GlucoseSolver(ClauseWriter())
    assert glucose.solve([], Budget(lambda: 1.0, 0.5)) is None


def test_a_core_is_part_of_the_assumptions() -> None:
    clauses = ClauseWriter()
    one, two, three = (clauses.fresh() for _ in range(3))
    clauses.add((-one, -two))
    glucose = GlucoseSolver(clauses)
    assert glucose.solve([three, one, two], UNLIMITED) is False
    assert {one, two} == set(glucose.core())
    assert glucose.propagate([one, two]) is None
    assert -two in (glucose.propagate([one]) or [])


def test_a_model_has_variables_that_no_clause_mentions() -> None:
    clauses = ClauseWriter()
    last = [clauses.fresh() for _ in range(4)][-1]
    glucose = GlucoseSolver(clauses)
    assert glucose.solve([], UNLIMITED)
    assert last == len(glucose.model())
    assert [[TRUE]] == glucose.taken_in()
    assert [] == glucose.taken_in()
