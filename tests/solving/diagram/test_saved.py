"""Saved forms are numbers that are checked: what is damaged, foreign or absurd is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.nodes import Program
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.diagram.saved import MAGIC, Refused, from_bytes, to_bytes
from configurator.solving.diagram.solver import DiagramSolver
from tests.solving.diagram.shop import EITHER, asked, pair, whole
from tests.solving.programs import programs
from tests.solving.suite import small

PROGRAM = small(EITHER, sizes=(3, 3, 4))
DATA = to_bytes(whole(PROGRAM), "key")


@settings(max_examples=40)
@given(program=programs())
def test_what_was_saved_answers_as_before(program: Program) -> None:
    found, left = from_bytes(to_bytes(whole(program), "key"), program, "key")
    assert () == left
    solver = DiagramSolver(found, BruteForceSolver)
    assert asked(program).possible() == solver.possible()
    assert asked(program).count() == solver.count()


@given(place=st.integers(0, len(DATA) - 1), value=st.integers(0, 255))
def test_any_byte_changed_is_noticed(place: int, value: int) -> None:
    changed = DATA[:place] + bytes([value]) + DATA[place + 1 :]
    if changed != DATA:
        with pytest.raises(Refused):
            from_bytes(changed, PROGRAM, "key")


@given(length=st.integers(0, len(DATA) - 1))
def test_what_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(Refused):
        from_bytes(DATA[:length], PROGRAM, "key")


def test_the_saved_form_of_another_program_is_refused() -> None:
    with pytest.raises(Refused, match="another program"):
        from_bytes(DATA, PROGRAM, "another key")
    with pytest.raises(Refused):
        from_bytes(DATA, pair(EITHER), "key")


def test_another_version_is_refused() -> None:
    with pytest.raises(Refused, match="version"):
        from_bytes(MAGIC[:-1] + b"\xff" + DATA[len(MAGIC) :], PROGRAM, "key")


def test_numbers_that_make_no_diagram_are_refused_though_the_digest_fits() -> None:
    found = whole(PROGRAM)
    circle = replace(found.diagram, branch_nodes=np.full_like(found.diagram.branch_nodes, found.diagram.size - 1))
    with pytest.raises(Refused, match="do not make a diagram"):
        from_bytes(to_bytes(replace(found, diagram=circle), "key"), PROGRAM, "key")
