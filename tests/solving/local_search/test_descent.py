"""Descents end in a solution, in the proof that there is none, or in giving up."""

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Linear, Or, Program, ProgramConstraint, Table, Term, Variable
from configurator.solving.local_search.descent import (
    BacktrackLimits,
    BitsetProgram,
    DescentEnd,
    PropagatedProgram,
    fits_bitsets,
)
from configurator.solving.local_search.domains import lowest_bit
from configurator.solving.local_search.limits import BITSET_VALUES
from configurator.solving.port import FREE, Assumptions, Bound
from tests.solving.suite import has, of, small

APART = tuple((of(a), of(b)) for a in range(2) for b in range(2) if a != b)
TRIANGLE = small(Table((0, 1), APART), Table((1, 2), APART), Table((0, 2), APART), sizes=(2, 2, 2))


def propagated(program: Program, given: Assumptions = FREE) -> PropagatedProgram | None:
    return BitsetProgram(program, BacktrackLimits()).under(given, BudgetMeter(UNLIMITED))


def test_a_descent_fixes_every_variable() -> None:
    found = propagated(small(Or((has(0, 1), has(1, 1))), sizes=(3, 3)))
    assert found is not None
    solution = found.descend(found.domains, lowest_bit, backtracks=0)
    assert not isinstance(solution, DescentEnd)
    assert (0, 1) == found.bitsets.solution(solution)


def test_propagation_alone_can_show_that_there_is_nothing() -> None:
    assert None is propagated(small(has(0, 1), has(0, 2)))
    assert None is propagated(small(), Assumptions({0: of(7)}))


def test_what_only_search_can_refute_is_dead_or_lost() -> None:
    found = propagated(TRIANGLE)
    assert found is not None
    assert DescentEnd.ABANDONED is found.descend(found.domains, lowest_bit, backtracks=0)
    assert DescentEnd.INFEASIBLE is found.descend(found.domains, lowest_bit, backtracks=9)


def test_laws_set_aside_sleep() -> None:
    found = propagated(TRIANGLE, Assumptions(without=frozenset({"law2"})))
    assert found is not None
    solution = found.descend(found.domains, lowest_bit, backtracks=0)
    assert not isinstance(solution, DescentEnd)
    assert (0, 1, 0) == found.bitsets.solution(solution)


def test_added_sums_are_laws_of_this_question_only() -> None:
    bitsets = BitsetProgram(small(), BacktrackLimits())
    found = bitsets.under(Assumptions(also=(Bound((Term(0, 1), Term(1, 1)), low=4),)), BudgetMeter(UNLIMITED))
    assert found is not None
    assert [0b100, 0b100, 0b111] == found.domains
    assert (True, False) == (found.holds([0b100, 0b100, 1]), found.holds([1, 0b100, 1]))
    free = bitsets.under(FREE, BudgetMeter(UNLIMITED))
    assert free is not None
    assert [0b111] * 3 == free.domains


def test_beside_a_solution_only_neighbours_move() -> None:
    sums = Linear(tuple(Term(variable, 1) for variable in range(4)), 0, 6)
    found = propagated(small(Table((0, 1), APART), sums, sizes=(2, 2, 3, 3)))
    assert found is not None
    assert [0b10, 0b01, 0b100, 0b010] == found.beside([0b01, 0b10, 0b100, 0b010], 0, 0b10)


def test_the_variable_that_failed_last_is_decided_first() -> None:
    found = propagated(TRIANGLE)
    assert found is not None
    found.descend(found.domains, lowest_bit, backtracks=9)
    assert {0, 1, 2} == set(found.order)


def test_determined_variables_come_last() -> None:
    total = ProgramConstraint("", Linear((Term(0, 1), Term(1, 1), Term(2, -1)), 0, 0), named=False)
    variables = (Variable("sum", of(0, 1, 2), determined=True), Variable("a", of(0, 1)), Variable("b", of(0, 1)))
    assert 0 == BitsetProgram(Program(variables, (total,)), BacktrackLimits()).order[-1]


def test_empty_and_endless_domains_are_left_to_others() -> None:
    assert fits_bitsets(small())
    assert not fits_bitsets(Program((Variable("a", EMPTY),), ()))
    assert not fits_bitsets(Program((Variable("a", IntSet.between(0, BITSET_VALUES)),), ()))
