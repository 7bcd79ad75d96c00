"""Joined laws say what the laws said, and are about few variables."""

from itertools import product

from hypothesis import given, settings

from configurator.program.nodes import Or, Program, variables_in
from configurator.program.semantics import is_solution
from configurator.solving.local_search.joined_laws import joined_laws
from configurator.solving.local_search.limits import REMEMBERED_VARIABLES
from tests.examples import share
from tests.solving.programs import programs
from tests.solving.suite import has, small


def test_laws_with_two_variables_in_common_are_joined() -> None:
    laws = (Or((has(0, 1), has(1, 1))), Or((has(0, 0), has(1, 2), has(2, 1))), Or((has(2, 1), has(3, 1))))
    joined = joined_laws(small(*laws, sizes=(3, 3, 3, 3)))
    assert [{0, 1, 2}, {2, 3}] == [set(variables_in(each.formula)) for each in joined.constraints]


def test_laws_about_many_variables_stay_alone() -> None:
    size = REMEMBERED_VARIABLES + 1
    long = Or(tuple(has(variable, 1) for variable in range(size)))
    short = Or((has(0, 1), has(1, 0)))
    joined = joined_laws(small(short, long, sizes=(2,) * size))
    assert [long, short] == [each.formula for each in joined.constraints]


@settings(max_examples=share(100))
@given(programs(empty_domains=False, wide_domains=False))
def test_joined_laws_have_the_same_solutions(program: Program) -> None:
    joined = joined_laws(program)
    for values in product(*(variable.domain for variable in program.variables)):
        assert is_solution(program, values) == is_solution(joined, values)
