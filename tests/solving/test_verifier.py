"""The verifier evaluates witnesses itself and asks a third solver to confirm that there is no solution."""

import pytest

from configurator.budget import UNLIMITED
from configurator.errors import WrongAnswer
from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving import verifier
from configurator.solving.port import FREE, Assumptions, Bound
from configurator.solving.reference.brute_force import BruteForceSolver
from configurator.solving.verifier import Verifier
from tests.solving.suite import has, small

PROGRAM = small(has(0, 1, 2), has(1, 0))


def test_a_law_set_aside_may_be_broken() -> None:
    Verifier(PROGRAM).accept(Assumptions(without=frozenset({"law0"})), (0, 0, 0))


def test_a_law_that_was_read_before_is_read_alike_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "VERIFIED_READINGS_CACHED", 2)
    program_verifier = Verifier(PROGRAM)
    for _ in range(3):
        program_verifier.accept(FREE, (2, 0, 1))
        with pytest.raises(WrongAnswer, match="broken \\['law0'\\]; asked without assumptions"):
            program_verifier.accept(FREE, (0, 0, 1))


@pytest.mark.parametrize("witness", [(1, 0), (1, 0, 0, 0)])
def test_a_witness_has_a_value_for_every_variable(witness: tuple[int, ...]) -> None:
    with pytest.raises(WrongAnswer, match="values for 3 variables"):
        Verifier(PROGRAM).accept(FREE, witness)


def test_a_further_sum_must_hold_too() -> None:
    given = Assumptions(also=(Bound((Term(0, 1),), low=2),))
    with pytest.raises(WrongAnswer, match=r"asked 2 ≤ a sum of 1 terms ≤ None"):
        Verifier(PROGRAM).accept(given, (1, 0, 0))


def test_values_are_ruled_out_together_and_long_lists_of_them_alone() -> None:
    program_verifier = Verifier(small(has(0, 1), sizes=(200, 3, 3)), BruteForceSolver)
    ruled_out = {0: IntSet.of([0]) | IntSet.between(2, 199), 1: IntSet.of([])}
    assert {0, 1} == program_verifier.confirms_ruled_out(FREE, ruled_out, UNLIMITED)
    with pytest.raises(WrongAnswer, match="values said to be impossible, but there is v0 = 1, v1 = 2"):
        program_verifier.confirms_ruled_out(FREE, {**ruled_out, 1: IntSet.of([2])}, UNLIMITED)
