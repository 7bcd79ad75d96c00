"""Counting what holds is not adding up numbers, and what has few parts is small."""

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
from configurator.solving import weighing
from configurator.solving.weighing import adds_numbers, is_small

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
    monkeypatch.setattr(weighing, "MOST_PARTS", parts)
    assert is_small(program)
    monkeypatch.setattr(weighing, "MOST_PARTS", parts - 1)
    assert not is_small(program)
