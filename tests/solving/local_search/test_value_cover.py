"""All values are seen, or shown to be impossible, or said to be open."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Linear, Or, Program, Term, Variable
from configurator.program.semantics import holds
from configurator.solving.local_search.descent import BacktrackLimits, BitsetProgram
from configurator.solving.local_search.limits import SOLUTIONS_REMEMBERED
from configurator.solving.local_search.value_cover import (
    SolutionMemory,
    ValueCover,
    slice_through,
)
from configurator.solving.port import FREE, Assumptions
from tests.solving.local_search.test_descent import TRIANGLE
from tests.solving.programs import formulas, programs
from tests.solving.suite import NO_BACKTRACKS, has, small

ENDS = small(Or((And((has(0, 0), has(1, 0))), And((has(0, 2), has(1, 2))))), sizes=(3, 3))


def cover(
    program: Program,
    given: Assumptions = FREE,
    memory: SolutionMemory | None = None,
    backtracks: BacktrackLimits | None = None,
) -> ValueCover:
    propagated = BitsetProgram(program, backtracks or BacktrackLimits()).under(given, BudgetMeter(UNLIMITED))
    assert propagated is not None
    return ValueCover(propagated, memory or SolutionMemory(), range(len(program.variables)))


def test_every_value_is_seen_or_barred() -> None:
    found = cover(ENDS)
    assert found.run()
    assert ([0b101, 0b101], [0, 0]) == (found.seen, found.open)


def test_only_what_was_asked_for_is_looked_for() -> None:
    propagated = BitsetProgram(ENDS, BacktrackLimits()).under(FREE, BudgetMeter(UNLIMITED))
    assert propagated is not None
    found = ValueCover(propagated, SolutionMemory(), [1])
    assert found.run()
    assert (0b101, 0) == (found.seen[1], found.open[0])


def test_no_solution_at_all_is_told() -> None:
    assert not cover(TRIANGLE).run()


def test_lost_descents_leave_values_open() -> None:
    found = cover(TRIANGLE, backtracks=NO_BACKTRACKS)
    assert found.run()
    assert ([0, 0, 0], [0b11, 0b11, 0b11]) == (found.seen, found.open)


def test_solutions_are_kept_for_the_next_question_but_not_of_lesser_laws() -> None:
    memory = SolutionMemory()
    assert cover(ENDS, Assumptions(without=frozenset({"law0"})), memory).run()
    assert [] == list(memory.within([0b111, 0b111]))
    assert cover(ENDS, memory=memory).run()
    assert 2 == len(list(memory.within([0b111, 0b111])))


def test_a_wide_variable_is_seen_in_slices() -> None:
    wide = Program((Variable("length", IntSet.between(0, 5000)), Variable("b", IntSet.between(0, 1))), ())
    law = small(Linear((Term(0, 1), Term(1, 1000)), None, 4500)).constraints[0]
    found = cover(Program(wide.variables, (law,)))
    assert found.run()
    assert ((1 << 4501) - 1, 0) == (found.seen[0], found.open[0])


def test_only_solutions_within_the_domains_are_met_again() -> None:
    memory = SolutionMemory()
    memory.add([0b01, 0b10])
    memory.add([0b10, 0b10])
    assert [[0b01, 0b10]] == list(memory.within([0b01, 0b11]))


def test_what_was_useful_last_comes_first() -> None:
    memory = SolutionMemory()
    for solution in ([1], [2], [4]):
        memory.add(solution)
    assert [[2]] == list(memory.within([2]))
    assert [[2], [4], [1]] == list(memory.within([7]))


def test_the_oldest_are_forgotten() -> None:
    memory = SolutionMemory()
    for variable in range(SOLUTIONS_REMEMBERED + 5):
        memory.add([1 << variable])
    assert [] == list(memory.within([0b11111]))


@given(data=st.data())
def test_a_slice_has_just_the_values_that_keep_every_law(data: st.DataObject) -> None:
    variables = list(data.draw(programs(empty_domains=False)).variables)
    laws = data.draw(st.lists(formulas(variables), max_size=3))
    point = tuple(data.draw(st.sampled_from(list(variable.domain))) for variable in variables)
    variable = data.draw(st.integers(0, len(variables) - 1))
    domain = variables[variable].domain
    kept = [value for value in domain if all(holds(law, {**dict(enumerate(point)), variable: value}) for law in laws)]
    assert IntSet.of(kept) == slice_through(point, variable, domain, laws)


def test_a_million_values_are_one_interval() -> None:
    law = Linear((Term(0, 3, ((5, 999),)), Term(1, 1), Term(0, 1)), None, 1000)
    expected = IntSet.between(0, 247) - IntSet.of([5])
    assert expected == slice_through((0, 12), 0, IntSet.between(0, 10**6), [law])
