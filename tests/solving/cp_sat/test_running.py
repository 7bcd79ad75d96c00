"""One run of CP-SAT ends in words of the port."""

import pytest
from ortools.sat.python import cp_model

from configurator.budget import UNLIMITED, Budget
from configurator.solving.cp_sat.running import Found, run
from configurator.solving.port import Unknown, Unsatisfiable


def model(*sums: int) -> cp_model.CpModel:
    made = cp_model.CpModel()
    first, second = made.new_int_var(0, 9, ""), made.new_int_var(0, 9, "")
    for total in sums:
        made.add(first + 2 * second == total)
    return made


def test_a_solution_is_found() -> None:
    found = run(model(27), UNLIMITED)
    assert Found([9, 9], optimal=True) == found


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
    assert isinstance(found, Found)
    assert (True, 32) == (found.optimal, found.bound)


def test_a_search_without_an_objective_has_no_bound() -> None:
    found = run(cp_model.CpModel(), UNLIMITED)
    assert isinstance(found, Found) and found.bound is None
