"""Sums with a number for each combination of some values, read in any order."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Literal, Program, Table, Variable
from configurator.program.semantics import holds
from configurator.solving.diagram.automaton import Automaton
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits, CompileMeter
from configurator.solving.diagram.law_automata import CombinationSum, HubLaw, LawReader, joined_at_hubs
from configurator.solving.diagram.value_blocks import value_blocks_of

BOUNDS = st.none() | st.integers(-10, 20)


@st.composite
def grids(draw: st.DrawFn) -> CombinationSum:
    """A law over two or three variables that add a number together, and up to two that add one each."""
    shape = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    numbers = st.integers(-8, 15)
    cells = draw(st.lists(numbers, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    weights = draw(st.lists(st.lists(numbers, min_size=1, max_size=4), max_size=2))
    others = {5 + place: np.array(own, np.int64) for place, own in enumerate(weights)}
    sums = np.array(cells, np.int64).reshape(shape)
    return CombinationSum(tuple(range(len(shape))), sums, others, draw(BOUNDS), draw(BOUNDS))


@given(grids(), st.permutations(range(7)))
def test_a_grid_says_in_any_order_what_its_sum_says(grid: CombinationSum, rank: list[int]) -> None:
    sizes = [*grid.sums.shape, *map(len, grid.others.values())]
    for law in (grid, grid.coarse(CompileMeter(CompileLimits()))):
        automaton = law.automaton(rank, limits=CompileLimits(states=10_000))
        assert sorted(grid.variables, key=rank.__getitem__) == list(automaton.scope)
        for values in product(*map(range, sizes)):
            assert _holds(grid, values) == _read(automaton, dict(zip(grid.variables, values, strict=True)))


def test_sums_that_the_others_cannot_tell_apart_are_one() -> None:
    grid = CombinationSum((0, 1), np.arange(20).reshape(4, 5), {2: np.array([0, -10])}, 0, None).coarse(
        CompileMeter(CompileLimits())
    )
    assert 2 == len(np.unique(grid.sums))


def test_too_many_partial_sums_are_refused() -> None:
    grid = CombinationSum((0,), np.arange(100), {1: np.arange(50)}, 70, 70)
    with pytest.raises(CompilationTooLarge, match="a sum of"):
        grid.automaton([0, 1], limits=CompileLimits(states=1_000))


@given(st.data())
def test_laws_around_a_hub_say_together_what_each_says(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    domains = [IntSet.between(0, size - 1)] * 3
    cells = st.builds(IntSet.of, st.sets(st.integers(0, size - 1)))
    rows = st.lists(st.tuples(cells, cells), max_size=3).map(tuple)
    pairs = data.draw(st.lists(st.sampled_from([(0, 1), (1, 0), (0, 2)]), min_size=1, max_size=4))
    laws: list[Formula] = [Table(pair, data.draw(rows), data.draw(st.booleans())) for pair in pairs]
    values = value_blocks_of(Program(tuple(Variable("", domain) for domain in domains), ()), CompileLimits(), ())
    reader = LawReader(values, [0, 1, 2], CompileLimits())
    (joined, *others) = joined_at_hubs([*laws, Literal(0, domains[0])], [0, 1, 2], neighbours=0)[::-1]
    assert isinstance(joined, HubLaw)
    assert [Literal(0, domains[0])] == others
    automaton = reader.automaton(joined)
    for numbers in product(*(range(len(each)) for each in values)):
        solution = [own.lows[number] for own, number in zip(values, numbers, strict=True)]
        expected = all(holds(law, solution) for law in laws)
        assert expected == _read(automaton, dict(enumerate(numbers)))


def test_laws_with_few_others_stay_apart() -> None:
    law = Table((0, 1), ((IntSet.of((0,)), IntSet.of((1,))),))
    assert [law] == joined_at_hubs([law], [0, 1])


def _holds(grid: CombinationSum, values: tuple[int, ...]) -> bool:
    count = len(grid.base)
    total = int(grid.sums[values[:count]])
    total += sum(int(own[value]) for own, value in zip(grid.others.values(), values[count:], strict=True))
    return (grid.low is None or total >= grid.low) and (grid.high is None or total <= grid.high)


def _read(automaton: Automaton, values: dict[int, int]) -> bool:
    state = 0
    for variable, step in zip(automaton.scope, automaton.steps, strict=True):
        state = int(step[state, values[variable]])
    return bool(automaton.holds[state])
