"""Propagation loses no solution, and settles what is obvious."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import And, Linear, Or, Table, Term
from configurator.program.rewriting import EVERYTHING
from configurator.program.semantics import holds
from configurator.solving.propagation import multiples_between, propagated, weighing_between
from tests.solving.programs import programs
from tests.solving.suite import has, of

THREE = {0: of(0, 1, 2), 1: of(0, 1, 2)}


@given(data=st.data())
def test_no_solution_is_lost(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    laws = [constraint.formula for constraint in program.constraints]
    everything = list(product(*(variable.domain for variable in program.variables)))
    solutions = [values for values in everything if all(holds(law, values) for law in laws)]
    domains = {place: variable.domain for place, variable in enumerate(program.variables)}
    found = propagated(laws, domains, BudgetMeter(UNLIMITED))
    if found is None:
        assert [] == solutions
        return
    left, narrowed = found
    inside = [values for values in everything if all(value in narrowed[place] for place, value in enumerate(values))]
    assert solutions == [values for values in inside if all(holds(law, values) for law in left)]


def test_literals_sums_and_tables_narrow_and_vanish() -> None:
    row = Table((0, 1), ((of(1), of(0)), (of(2), of(1))))
    found = propagated([And((has(0, 1, 2), row)), Linear((Term(0, 1),), 2, None)], THREE, BudgetMeter(UNLIMITED))
    assert ((), {0: of(2), 1: of(1)}) == found


def test_a_choice_that_is_left_open_stays() -> None:
    either = Or((has(0, 1), has(1, 1)))
    assert ((either,), THREE) == propagated([either], THREE, BudgetMeter(UNLIMITED))


def test_an_empty_domain_is_dead() -> None:
    assert None is propagated([], {0: EMPTY}, BudgetMeter(UNLIMITED))


def test_bounds_that_creep_do_not_creep_for_ever() -> None:
    wide = IntSet.between(0, 10**12)
    below, above = Linear((Term(0, 1), Term(1, -1)), 1, None), Linear((Term(1, 1), Term(0, -1)), 0, None)
    found = propagated([below, above], {0: wide, 1: wide}, BudgetMeter(UNLIMITED))
    assert found is not None


def test_values_are_found_by_what_they_add() -> None:
    assert IntSet.between(2, 4) == weighing_between(Term(0, 3), IntSet.between(0, 9), 4, 14)
    assert of(0, 9) == weighing_between(Term(0, -1, ((0, 50),)), of(0, 9), -9, 50)
    assert IntSet.between(-4, -2) == multiples_between(-2, 4, 9)
    assert (EVERYTHING, EMPTY) == (multiples_between(0, -1, 1), multiples_between(0, 1, 5))
