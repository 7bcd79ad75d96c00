from configurator.session import Choices, Repair
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
