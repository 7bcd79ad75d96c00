"""One run of CP-SAT ends in words of the port."""

import pytest
from ortools.sat.python import cp_model

from configurator.solving.cp_sat.running import Found, run
from configurator.solving.port import UNLIMITED, Budget, Unknown, Unsatisfiable


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
