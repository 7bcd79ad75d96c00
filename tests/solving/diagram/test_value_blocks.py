"""Values by number, alone or in blocks."""

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Literal, Or, Program, ProgramConstraint, Table, Term, Variable
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits
from configurator.solving.diagram.value_blocks import ValueBlocks, value_blocks_of
from tests.solving.suite import has, of

WIDE = IntSet.between(0, 1_000_000)


def wide(*formulas: Or | Literal | Table | Linear) -> Program:
    laws = tuple(ProgramConstraint("", formula, named=True) for formula in formulas)
    return Program((Variable("length", WIDE), Variable("b", of(0, 1))), laws)


def test_values_of_few_stand_alone() -> None:
    length, second = value_blocks_of(Program((Variable("a", of(3, 1, 7)), Variable("b", of(0))), ()), CompileLimits())
    assert [1, 3, 7] == length.lows.tolist()
    assert (of(0),) == second.blocks


def test_values_that_no_law_tells_apart_make_a_block() -> None:
    law = Or((Literal(0, IntSet.between(10, 20)), has(1, 1)))
    table = Table((0, 1), ((IntSet.between(15, 30), of(0)),), allowed=False)
    lengths = value_blocks_of(wide(law, table), CompileLimits())[0]
    assert [0, 10, 15, 21, 31] == lengths.lows.tolist()


def test_a_sum_tells_all_values_apart_and_that_may_be_too_many() -> None:
    with pytest.raises(CompilationTooLarge, match="length has 1000001 values"):
        value_blocks_of(wide(Linear((Term(0, 1), Term(1, 5)), None, 100)), CompileLimits())
    with pytest.raises(CompilationTooLarge, match="the variables have 3 values"):
        value_blocks_of(wide(), CompileLimits(values=2))


def test_a_mask_tells_which_values_are_in_a_set() -> None:
    values = ValueBlocks([of(1), of(3), of(7)])
    assert [True, False, True] == values.mask(of(1, 2, 7, 9)).tolist()
