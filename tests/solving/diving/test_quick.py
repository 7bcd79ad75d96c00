"""Quick answers are right, or undecided."""

from configurator.program.intset import EMPTY
from configurator.program.nodes import Or, Program, Term, Variable
from configurator.solving.diving.diver import Patience
from configurator.solving.diving.quick import Quick
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Possible,
    Satisfiable,
    Unknown,
    Unsatisfiable,
    Verdict,
)
from tests.solving.diving.test_diver import TRIANGLE
from tests.solving.suite import NO_PATIENCE, has, of, small

SPENT = Budget(now=lambda: 1.0, deadline=0.0)
PAIR = small(Or((has(0, 1), has(1, 1))), sizes=(2, 2))


def test_answers_in_time() -> None:
    quick = Quick(PAIR, Patience())
    assert Satisfiable((0, 1)) == quick.solve(FREE, UNLIMITED)
    assert Possible((of(0, 1), EMPTY), (EMPTY, EMPTY)) == quick.possible(FREE, [0], UNLIMITED)
    assert Best((0, 1), 1, proved=True) == quick.least((Term(0, 2), Term(1, 1)), FREE, UNLIMITED)


def test_without_time_everything_is_undecided() -> None:
    quick = Quick(PAIR, Patience())
    assert Unknown() == quick.solve(FREE, SPENT)
    assert None is quick.possible(FREE, [0], SPENT)
    assert Unknown() == quick.least((), FREE, SPENT)


def test_lost_descents_are_undecided_and_refuted_ones_a_no() -> None:
    assert Unknown() == Quick(TRIANGLE, NO_PATIENCE).solve(FREE, UNLIMITED)
    assert Unsatisfiable() == Quick(TRIANGLE, Patience()).solve(FREE, UNLIMITED)
    assert Unsatisfiable() == Quick(TRIANGLE, Patience()).possible(FREE, [0], UNLIMITED)


def test_what_a_completion_loses_is_asked_under_the_same_assumptions() -> None:
    asked: list[Assumptions] = []

    def ask(given: Assumptions) -> Verdict:
        asked.append(given)
        return Unknown()

    given = Assumptions(without=frozenset({"other"}))
    assert Unknown() == Quick(TRIANGLE, NO_PATIENCE).complete((), given, UNLIMITED, ask)
    assert [Assumptions(dict.fromkeys(range(3), of(0, 1)), frozenset({"other"}))] == asked


def test_a_remembered_solution_saves_a_descent() -> None:
    quick = Quick(TRIANGLE, NO_PATIENCE)
    quick.remember((0, 1, 0))
    found = quick.possible(FREE, [0], UNLIMITED)
    assert isinstance(found, Possible)
    assert of(0) == found.values[0]


def test_a_program_without_values_is_left_to_others() -> None:
    assert None is Quick.of(Program((Variable("a", EMPTY),), ()), Patience())
