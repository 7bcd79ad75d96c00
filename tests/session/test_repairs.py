from itertools import combinations

import pytest
from hypothesis import given

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Program
from configurator.session import Choices, Repair
from configurator.session.consistency import ChosenLiterals, narrowed_by
from configurator.session.repairs import fewest_changes
from configurator.solving.engines import BruteForceEngine
from configurator.solving.port import Assumptions, Satisfiable, Solve, Solver
from tests.session.programs import programs, wanted
from tests.session.shop import session


def _gone(found: tuple[Repair, ...]) -> list[list[str]]:
    return [[change.path for change in repair.changes] for repair in found]


def test_all_smallest_repairs_are_given_and_none_larger() -> None:
    before = session({"cells": 3, "cells[c1].memory": 3, "cells[c2].memory": 3, "cells[c3].memory": 2})
    assert _gone(before.repairs("cells[c3].memory", 3)) == [["cells[c2].memory"], ["cells[c1].memory"]]


def test_repairs_keep_what_was_chosen_first() -> None:
    for first, second in (("apps", "trim"), ("trim", "apps")):
        values: dict[str, object] = {"apps": True, "trim": "luxury"}
        found = session({first: values[first], second: values[second]}).repairs()
        assert _gone(found) == [[second], [first]]


def test_a_repair_tells_what_each_choice_becomes() -> None:
    (found,) = session({"paint": "red", "apps": True}).repairs("trim", "basic")
    (change,) = found.changes
    assert (change.before, change.after, str(change.title), str(change.shown_after)) == (
        "red",
        "white",
        "Paint",
        "White",
    )
    assert found.configuration.values["paint"] == "white"
    assert found.choices == Choices({"apps": True, "trim": "basic"})


def test_a_choice_whose_feature_goes_becomes_absent() -> None:
    (found,) = session({"screen": "wide"}).repairs("navigation", False)
    assert [(change.path, change.after, change.shown_after) for change in found.changes] == [("screen", None, None)]


def test_a_wish_that_no_change_of_choices_helps_has_no_repair() -> None:
    text = "features:\n  a: {type: boolean}\n  b: {type: boolean}\n"
    text += "constraints:\n  never: {require: 'not a', because: so}\n"
    assert session({"b": True}, text=text).repairs("a", True) == ()


def test_a_wish_that_is_possible_needs_no_change() -> None:
    (found,) = session({"apps": True}).repairs("paint", "red")
    assert found.changes == ()


def test_no_more_repairs_are_made_than_asked_for() -> None:
    assert len(session({"apps": True, "trim": "luxury"}).repairs(limit=1)) == 1


HARD = {0: IntSet.of((2,))}


def _smallest_by_trying(solver: Solver, choices: ChosenLiterals) -> set[frozenset[str]]:
    """Return all sets of choices of the least size that must go, found by trying every set."""
    for size in range(len(choices) + 1):
        found = {
            frozenset(gone)
            for gone in combinations(choices, size)
            if isinstance(
                solver.ask(Solve(Assumptions(narrowed_by(_kept(choices, gone), HARD))), UNLIMITED), Satisfiable
            )
        }
        if found:
            return found
    return set()


def _kept(choices: ChosenLiterals, gone: tuple[str, ...]) -> list[Literal]:
    return [literal for path, literal in choices.items() if path not in gone]


@pytest.mark.slow
@given(programs(), wanted())
def test_the_sets_of_changes_are_all_the_smallest_and_each_works(program: Program, choices: ChosenLiterals) -> None:
    solver = BruteForceEngine().load(program)
    choices = {path: literal for path, literal in choices.items() if literal.variable != 0}
    found = [
        frozenset(path for path, literal in choices.items() if solution[literal.variable] not in literal.values)
        for solution in fewest_changes(solver, tuple(choices.values()), HARD, program.wishes)
    ]
    assert len(set(found)) == len(found)
    assert _smallest_by_trying(solver, choices) == set(found)
