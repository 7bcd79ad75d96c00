"""Saved forms are numbers that are checked: what is damaged, foreign or absurd is refused."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.nodes import (
    Formula,
    Linear,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Variable,
)
from configurator.solving.diagram import saving
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.diagram.saving import (
    MAGIC,
    DiagramStore,
    Refused,
    code_digest,
    from_bytes,
    program_digest,
    to_bytes,
)
from configurator.solving.port import CountSolutions, FindDomains
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.examples import share
from tests.solving.diagram.shop import EITHER, asked, pair, whole
from tests.solving.programs import programs
from tests.solving.suite import has, of, small

SAVED_PROGRAM = small(EITHER, sizes=(3, 3, 4))
SAVED = to_bytes(whole(SAVED_PROGRAM), "key")


@pytest.mark.slow
@settings(max_examples=share(40))
@given(program=programs())
def test_what_was_saved_answers_as_before(program: Program) -> None:
    found, left = from_bytes(to_bytes(whole(program), "key"), program, "key")
    assert () == left
    solver = DiagramSolver(found, BruteForceSolver)
    assert asked(program).ask(FindDomains(), UNLIMITED) == solver.ask(FindDomains(), UNLIMITED)
    assert asked(program).ask(CountSolutions(), UNLIMITED) == solver.ask(CountSolutions(), UNLIMITED)


@given(place=st.integers(0, len(SAVED) - 1), value=st.integers(0, 255))
def test_any_byte_changed_is_noticed(place: int, value: int) -> None:
    changed = SAVED[:place] + bytes([value]) + SAVED[place + 1 :]
    if changed != SAVED:
        with pytest.raises(Refused):
            from_bytes(changed, SAVED_PROGRAM, "key")


@given(length=st.integers(0, len(SAVED) - 1))
def test_what_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(Refused):
        from_bytes(SAVED[:length], SAVED_PROGRAM, "key")


def test_the_saved_form_of_another_program_is_refused() -> None:
    with pytest.raises(Refused, match="another program"):
        from_bytes(SAVED, SAVED_PROGRAM, "another key")
    with pytest.raises(Refused):
        from_bytes(SAVED, pair(EITHER), "key")


def test_another_version_is_refused() -> None:
    with pytest.raises(Refused, match="version"):
        from_bytes(MAGIC[:-1] + b"\xff" + SAVED[len(MAGIC) :], SAVED_PROGRAM, "key")


def test_numbers_that_make_no_diagram_are_refused_though_the_digest_fits() -> None:
    found = whole(SAVED_PROGRAM)
    circle = replace(found.diagram, branch_nodes=np.full_like(found.diagram.branch_nodes, found.diagram.size - 1))
    with pytest.raises(Refused, match="do not make a diagram"):
        from_bytes(to_bytes(replace(found, diagram=circle), "key"), SAVED_PROGRAM, "key")


PROGRAM = pair(EITHER)


def test_what_was_put_is_taken_again(tmp_path: Path) -> None:
    store = DiagramStore(tmp_path / "kept")
    key = store.key(PROGRAM, "digest")
    assert store.load(PROGRAM, key) is None
    store.save(whole(PROGRAM), key)
    taken = store.load(PROGRAM, key)
    assert taken is not None
    assert taken[0].diagram.possible
    assert [store.path(key)] == list((tmp_path / "kept").iterdir())


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    store = DiagramStore(tmp_path)
    key = store.key(PROGRAM, None)
    store.path(key).write_bytes(b"something else")
    assert store.load(PROGRAM, key) is None


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    store = DiagramStore(file)
    store.save(whole(PROGRAM), "key")
    assert store.load(PROGRAM, "key") is None


def test_the_forms_used_the_longest_ago_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, size = DiagramStore(tmp_path), len(to_bytes(whole(PROGRAM), "a"))
    monkeypatch.setattr(saving, "STORED_BYTES", 2 * size)
    for age, key in enumerate(("a", "b")):
        store.save(whole(PROGRAM), key)
        os.utime(store.path(key), (1000 + age, 1000 + age))
    (tmp_path / "c.1.2.draft").write_bytes(bytes(size))
    os.utime(tmp_path / "c.1.2.draft", (999, 999))
    assert store.load(PROGRAM, "a") is not None
    (tmp_path / "notes").write_text("another's")
    monkeypatch.setattr(saving, "STORED_BYTES", 2 * size + 9)
    store.save(whole(PROGRAM), "d")
    assert ["a.diagram", "d.diagram", "notes"] == sorted(file.name for file in tmp_path.iterdir())


def test_a_form_larger_than_all_that_is_kept_is_kept_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DiagramStore(tmp_path)
    monkeypatch.setattr(saving, "STORED_BYTES", 1)
    for key in ("a", "b"):
        store.save(whole(PROGRAM), key)
    assert [store.path("b")] == list(tmp_path.iterdir())


def test_other_sources_have_other_keys(tmp_path: Path) -> None:
    store = DiagramStore(tmp_path)
    keys = {store.key(PROGRAM, None), store.key(PROGRAM, "a"), store.key(PROGRAM, "b"), store.key(pair(), None)}
    assert 4 == len(keys)


ROWS = ((of(0), of(0, 1)), (of(2), of(2)))
FORMULAS: tuple[Formula, ...] = (
    Truth(True),
    Truth(False),
    has(0, 1),
    has(0, 2),
    has(1, 1),
    Not(has(0, 1)),
    Or((has(0, 1), has(1, 1))),
    Or((has(1, 1), has(0, 1))),
    Same(has(0, 1), has(1, 1)),
    Linear((Term(0, 1), Term(1, 2)), 3, 4),
    Linear((Term(0, 1), Term(1, 2)), 3, None),
    Linear((Term(0, 1), Term(1, 2, ((0, 7),))), 3, 4),
    Table((0, 1), ROWS),
    Table((1, 0), ROWS),
    Table((0, 1), ROWS, allowed=False),
    Table((0, 1), tuple(reversed(ROWS))),
)


def test_every_formula_has_a_digest_of_its_own() -> None:
    found = [program_digest(small(formula, sizes=(3, 3))) for formula in FORMULAS]
    assert len(FORMULAS) == len(set(found))
    assert found == [program_digest(small(formula, sizes=(3, 3))) for formula in FORMULAS]


def test_variables_and_names_are_part_of_it() -> None:
    program = small(has(0, 1))
    first, *rest = program.variables
    law = ProgramConstraint("law0", has(0, 1), named=False)
    others = (
        replace(program, variables=(replace(first, determined=True), *rest)),
        replace(program, variables=(replace(first, domain=of(0, 1)), *rest)),
        replace(program, variables=(Variable("v\n0", first.domain), *rest)),
        replace(program, constraints=(law,)),
    )
    assert 5 == len({program_digest(each) for each in (program, *others)})


def test_the_code_has_a_digest_too() -> None:
    assert 64 == len(code_digest())


def test_equal_sets_are_equal_whether_or_not_they_are_one_object() -> None:
    rows = ((of(0), of(0, 1)), (of(2), of(2)))
    one, other = Program((), ()), Program((), ())
    assert program_digest(one) == program_digest(other)
    assert program_digest(small(Table((0, 1), ROWS))) == program_digest(small(Table((0, 1), rows)))
