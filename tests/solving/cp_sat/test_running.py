"""One run of CP-SAT ends in words of the port."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from configurator.budget import UNLIMITED, Budget, BudgetResource, Cancellation
from configurator.program.nodes import Linear, Term
from configurator.solving.cp_sat import running
from configurator.solving.cp_sat.running import CpSatSolution, IncrementalModel, run
from configurator.solving.port import Assumptions, FindDomains, Optimum, Satisfiable, Unknown, Unsatisfiable
from configurator.solving.queries import domains_under
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.programs import assumptions, programs
from tests.solving.suite import of, small
from tests.solving.test_port import over

PAIR = small(Linear((Term(0, 3), Term(1, 2)), 7, 11), sizes=(5, 5))


def test_a_narrowed_question_leaves_nothing_behind() -> None:
    incremental_model = IncrementalModel(PAIR)
    assert Satisfiable((3, 1)) == incremental_model.solve([of(3), of(1)], None)
    assert Unsatisfiable() == incremental_model.solve([of(0), of(0, 1)], None)
    assert Satisfiable((1, 4)) == incremental_model.solve([of(1), of(0, 4)], UNLIMITED)


def test_the_greatest_value_of_a_variable_is_found() -> None:
    incremental_model = IncrementalModel(PAIR)
    everything = [of(*range(5)), of(*range(5))]
    best = incremental_model.greatest(everything, 0, UNLIMITED)
    assert isinstance(best, Optimum)
    assert (-3, 3, True) == (best.cost, best.witness[0], best.proved)
    assert isinstance(incremental_model.solve(everything, None), Satisfiable)


def test_without_time_left_nothing_is_said() -> None:
    assert Unknown() == IncrementalModel(PAIR).solve([of(1), of(2)], over())


def test_what_is_not_easy_is_open_until_it_is_asked_with_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EASY_DETERMINISTIC_TIME", 0.0)
    incremental_model, everything = IncrementalModel(PAIR), [of(*range(5)), of(*range(5))]
    assert Unknown() == incremental_model.solve(everything, None)
    assert isinstance(incremental_model.solve(everything, UNLIMITED), Satisfiable)


@pytest.mark.slow
@given(data=st.data())
def test_any_questions_one_after_the_other_are_answered_as_enumeration_does(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False))
    incremental_model, oracle = IncrementalModel(program), BruteForceSolver(program)
    for _ in range(3):
        under = Assumptions(data.draw(assumptions(program)).narrowed)
        domains = domains_under(program, under)
        if not all(domains):
            continue
        possible = oracle.ask(FindDomains(under, of=range(len(domains))), UNLIMITED)
        assert bool(possible.values[0]) is isinstance(incremental_model.solve(domains, UNLIMITED), Satisfiable)
        found = incremental_model.greatest(domains, 0, UNLIMITED)
        greatest = -found.cost if isinstance(found, Optimum) else None
        assert (possible.values[0].high if possible.values[0] else None) == greatest


def model(*sums: int) -> cp_model.CpModel:
    made = cp_model.CpModel()
    first, second = made.new_int_var(0, 9, ""), made.new_int_var(0, 9, "")
    for total in sums:
        made.add(first + 2 * second == total)
    return made


def test_a_solution_is_found() -> None:
    found = run(model(27), UNLIMITED)
    assert CpSatSolution([9, 9], optimal=True) == found


def test_there_is_none() -> None:
    assert Unsatisfiable() == run(model(3, 4), UNLIMITED)


def test_without_time_left_nothing_runs() -> None:
    assert Unknown() == run(model(3), Budget(now=lambda: 5.0, deadline=5.0))


def test_the_same_model_has_the_same_solution() -> None:
    assert run(model(12), UNLIMITED) == run(model(12), UNLIMITED)


def test_a_model_that_is_refused_is_a_defect_and_says_so() -> None:
    broken = cp_model.CpModel()
    broken.new_int_var(3, 2, "")
    with pytest.raises(RuntimeError, match="CP-SAT refuses the model"):
        run(broken, UNLIMITED)


def test_an_optimum_comes_with_its_whole_bound_constants_counted_in() -> None:
    model = cp_model.CpModel()
    x, y = model.new_int_var(0, 10, "x"), model.new_int_var(0, 10, "y")
    model.add(x + y >= 7)
    model.minimize(3 * x + 5 * y + 11)
    found = run(model, UNLIMITED, optimise=True)
    assert isinstance(found, CpSatSolution)
    assert (True, 32) == (found.optimal, found.bound)


def test_a_search_without_an_objective_has_no_bound() -> None:
    found = run(cp_model.CpModel(), UNLIMITED)
    assert isinstance(found, CpSatSolution) and found.bound is None


def test_a_withdrawn_question_ends_undecided() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    budget = Budget(cancellation=cancellation)
    assert BudgetResource.PATIENCE is budget.lacks()
    assert Unknown() == IncrementalModel(PAIR).solve([of(1), of(2)], budget)
