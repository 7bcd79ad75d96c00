"""Wishes are granted by searches, the first of them first."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Program, Wish
from configurator.program.semantics import is_solution
from configurator.solving.answers import fulfilment
from configurator.solving.port import Satisfiable, Unsatisfiable
from configurator.solving.sat.completing import Completing
from configurator.solving.sat.ground import Ground
from tests.solving.programs import pinning_wishes, programs
from tests.solving.suite import has, small
from tests.solving.test_port import over


def completed(program: Program, *wishes: Wish) -> object:
    domains = [variable.domain for variable in program.variables]
    return Completing(Ground(program), (), domains, UNLIMITED).run(wishes)


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data())
def test_the_solution_that_fulfils_the_wishes_best_is_found(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    wishes = data.draw(pinning_wishes(program))
    values = product(*(variable.domain for variable in program.variables))
    solutions = [each for each in values if is_solution(program, each)]
    best = max(solutions, key=lambda each: fulfilment(wishes, each), default=None)
    assert completed(program, *wishes) == (Unsatisfiable() if best is None else Satisfiable(best))


def test_a_wish_that_cannot_be_granted_leaves_the_others_alone() -> None:
    program = small(has(0, 0, 1), sizes=(3, 3))
    wishes = (has(0, 2), has(1, 2), Literal(1, IntSet.of([9])), Lowest(0), Lowest(1))
    assert Satisfiable((0, 2)) == completed(program, *wishes)


def test_without_time_nothing_is_decided() -> None:
    program = small(sizes=(3, 3))
    domains = [variable.domain for variable in program.variables]
    assert "Unknown" == type(Completing(Ground(program), (), domains, over()).run((Lowest(0),))).__name__
