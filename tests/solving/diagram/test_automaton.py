"""Laws as automata: minimal, whatever they were made from, and true to their formula."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.semantics import holds
from configurator.solving.diagram import automaton
from configurator.solving.diagram.automaton import (
    EITHER,
    NO,
    YES,
    Automaton,
    any_of,
    constant,
    joined,
    one_of_tuples,
    opposite,
    some_row,
    total_between,
)
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits
from configurator.solving.diagram.law_automata import LawReader, laws_of
from configurator.solving.diagram.value_blocks import value_blocks_of
from tests.examples import share
from tests.solving.programs import programs

BOTH = automaton.Junction(np.logical_and, NO)
RANK = (0, 1, 2)


def accepts(automaton: Automaton, values: dict[int, int]) -> bool:
    """Read values, given by their numbers, and tell whether the law holds."""
    state = 0
    for variable, step in zip(automaton.scope, automaton.steps, strict=True):
        state = int(step[state, values[variable]])
    return bool(automaton.holds[state])


def table(automaton: Automaton, *sizes: int) -> list[tuple[int, ...]]:
    """List what a law over variables 0, 1, … accepts."""
    return [row for row in product(*map(range, sizes)) if accepts(automaton, dict(enumerate(row)))]


def mask(*numbers: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.isin(np.arange(3), numbers)


@pytest.mark.slow
@settings(max_examples=share(60))
@given(data=st.data())
def test_an_automaton_says_what_its_formula_says_in_any_order(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    values = value_blocks_of(program, CompileLimits())
    rank = data.draw(st.permutations(range(len(program.variables))))
    reader = LawReader(values, rank, CompileLimits())
    automata = [reader.automaton(law) for law in laws_of([each.formula for each in program.constraints], values)]
    for numbers in product(*(range(len(each)) for each in values)):
        solution = [int(own.lows[number]) for own, number in zip(values, numbers, strict=True)]
        expected = all(holds(constraint.formula, solution) for constraint in program.constraints)
        assert expected == all(accepts(each, dict(enumerate(numbers))) for each in automata)


def test_some_of_many_literals_needs_two_states_however_many() -> None:
    found = any_of({0: mask(1), 1: mask(1, 2), 2: mask(0)}, RANK)
    assert [1, 2, 2] == [len(step) for step in found.steps]
    assert (0, 0, 0) in table(found, 3, 3, 3)
    assert (0, 0, 1) not in table(found, 3, 3, 3)


def test_literals_that_say_nothing_are_no_part_of_a_law() -> None:
    assert () == any_of({0: mask()}, RANK).scope
    assert [True] == any_of({0: mask(0, 1, 2), 1: mask(0)}, RANK).holds.tolist()


def test_equal_laws_have_equal_automata_however_they_were_made() -> None:
    by_rows = one_of_tuples((0, 1), np.array([[0, 1], [1, 0]]), (2, 2))
    ones = np.array([0, 1])
    by_sum = total_between({0: ones, 1: ones}, 1, 1, RANK, limits=CompileLimits(states=100))
    by_bits = some_row((0, 1), [[1, 2], [2, 1]], 3, limits=CompileLimits(states=100))
    for found in (by_rows, by_sum, by_bits):
        assert [(0, 1), (1, 0)] == table(found, 2, 2)
        assert [1, 2] == [len(step) for step in found.steps]


def test_sums_that_can_no_longer_fail_are_one_state() -> None:
    found = total_between({place: np.arange(3) for place in RANK}, None, 5, RANK, limits=CompileLimits(states=1000))
    assert 26 == len(table(found, 3, 3, 3))
    assert max(len(step) for step in found.steps) <= 3


def test_laws_join_and_turn_around() -> None:
    one, other = any_of({0: mask(1)}, RANK), any_of({1: mask(1)}, RANK)
    both, either = (
        joined(one, other, BOTH, RANK, limits=CompileLimits(states=100)),
        joined(one, other, EITHER, RANK, limits=CompileLimits(states=100)),
    )
    assert [(1, 1)] == table(both, 3, 3)
    assert 5 == len(table(either, 3, 3))
    assert 4 == len(table(opposite(either), 3, 3))
    assert () == joined(constant(True), constant(False), BOTH, RANK, limits=CompileLimits(states=100)).scope


def test_a_law_with_too_many_states_is_too_large() -> None:
    weights = {place: 10**place * np.arange(3) for place in RANK}
    with pytest.raises(CompilationTooLarge, match="a sum of 3 variables"):
        total_between(weights, 17, 17, RANK, limits=CompileLimits(states=5))
    with pytest.raises(CompilationTooLarge, match="states"):
        some_row((0, 1), [[1, 2], [2, 1]], 3, limits=CompileLimits(states=1))
    with pytest.raises(CompilationTooLarge, match="states"):
        joined(any_of({0: mask(1)}, RANK), any_of({1: mask(1)}, RANK), BOTH, RANK, limits=CompileLimits(states=3))


def test_the_fate_of_a_state_is_known_before_the_end() -> None:
    first, second, last = any_of({0: mask(1), 1: mask(1)}, RANK).fates()
    assert [NO, YES] == last.tolist()
    assert YES in second.tolist()
    assert NO not in first.tolist()
