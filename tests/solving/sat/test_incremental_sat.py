"""Counting what holds is not adding up numbers, and what has few parts is small."""

import numpy as np
import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Variable,
)
from configurator.solving.sat import incremental_sat
from configurator.solving.sat.incremental_sat import ModelPool, adds_numbers, is_small


def test_models_that_fit_tell_what_was_seen_with_them() -> None:
    pool = ModelPool(2, 4)
    for first in (0, 1):
        seen = np.zeros(4, dtype=np.bool_)
        seen[[first, 2]] = True
        pool.add(np.array([first, 2], dtype=np.int32), seen)
    allowed = np.array([True, False, True, True])
    assert [True, False, True, False] == pool.seen(pool.fitting(allowed, [0])).tolist()
    assert [True, True, True, False] == pool.seen(pool.fitting(allowed, [])).tolist()
    assert not pool.seen(pool.fitting(~allowed, [1])).any()


def test_the_oldest_gives_way() -> None:
    pool = ModelPool(1, 2000)
    for position in range(1500):
        pool.add(np.array([position], dtype=np.int32), np.zeros(2000, dtype=np.bool_))
    everything = np.ones(2000, dtype=np.bool_)
    assert 1000 == len(pool.fitting(everything, []))
    assert [1499, 1498] == [int(model[0]) for model in pool.last(2)]


YES = Literal(0, IntSet.of((1,)))
VARIABLES = (Variable("a", IntSet.of((0, 1))), Variable("b", IntSet.of((0, 1))), Variable("n", IntSet.of(range(10))))


@pytest.mark.parametrize(
    ("formula", "numbers"),
    [
        (YES, False),
        (Linear((Term(0, 1), Term(1, 1)), 1, 1), False),
        (Not(Linear((Term(0, 1), Term(1, 2)), 1, 1)), True),
        (Or((YES, Linear((Term(0, 1), Term(2, 1)), None, 4))), True),
    ],
)
def test_a_sum_adds_numbers_where_a_term_is_more_than_yes_or_no(formula: Formula, numbers: bool) -> None:
    assert numbers is adds_numbers(Program(VARIABLES, (ProgramConstraint("c", formula, named=True),)))


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        (YES, 1),
        (Linear((Term(0, 1), Term(1, 2)), 1, 1), 2),
        (Table((0, 1), ((IntSet.of((0,)), IntSet.of((1,))),) * 3), 6),
        (Or((Not(YES), Same(YES, YES))), 3),
    ],
)
def test_a_program_is_small_as_long_as_its_parts_are_few(
    formula: Formula, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(VARIABLES, (ProgramConstraint("c", formula, named=True),))
    monkeypatch.setattr(incremental_sat, "SMALL_PROGRAM_PARTS", parts)
    assert is_small(program)
    monkeypatch.setattr(incremental_sat, "SMALL_PROGRAM_PARTS", parts - 1)
    assert not is_small(program)
