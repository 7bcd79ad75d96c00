import pytest

from configurator.budget import Budget
from configurator.errors import Undecided
from configurator.session import (
    ConstraintCause,
    Explanation,
    ExplanationSubject,
    PresenceCause,
    SubjectKind,
    as_text,
)
from configurator.session.conflicts import enumerate_conflicts
from configurator.session.consistency import Conflict
from configurator.session.explain import explanation_of
from tests.session.shop import refused, session

SPENT = Budget(lambda: 2.0, deadline=1.0)


def _said(explanation: Explanation | None) -> str:
    assert explanation is not None
    return as_text(explanation)


def test_a_blocked_option_says_which_choices_and_laws_forbid_it() -> None:
    expected = (
        "Trim: Luxury is not possible\n"
        "  - you chose Paint: <Red> & hot\n"
        "  - Red is for sport. [red_sport, catalog.yaml:31:3]"
    )
    assert expected == _said(session({"paint": "red", "ports": 2}).why_not("trim", "luxury"))


def test_only_choices_are_cited_and_never_what_they_imply() -> None:
    found = session({"apps": True}).why_not("navigation", False)
    assert found is not None
    assert (found.choices, found.constraints, found.minimal) == (("apps",), ("apps_pull",), True)


def test_what_a_chosen_feature_could_not_be_instead_is_not_blamed_on_itself() -> None:
    found = session({"trim": "sport", "paint": "red"}).why_not("trim", "basic")
    assert found is not None
    assert found.choices == ("paint",)


def test_what_can_be_chosen_has_no_reason_against_it() -> None:
    assert session({"apps": True}).why_not("paint", "red") is None


def test_an_implied_value_says_why_nothing_else_is_left() -> None:
    expected = (
        "Navigation can only be yes\n"
        "  - you chose Apps: yes\n"
        "  - Apps run on the navigation. [apps_pull, catalog.yaml:33:3]"
    )
    assert expected == _said(session({"apps": True}).why("navigation"))


def test_an_absent_feature_says_under_which_condition_it_is_there() -> None:
    expected = (
        "Cable is not part of this product\n"
        "  - you chose Ports: 0\n"
        "  - Cable is only there when ports >= 2 [catalog.yaml:15:3]"
    )
    assert expected == _said(session({"ports": 0}).why("cable"))


def test_an_option_of_an_absent_feature_rests_on_its_absence() -> None:
    found = session({"navigation": False}).why_not("screen", "wide")
    assert found is not None
    assert [each.subject.kind for each in found.walk()] == [SubjectKind.BLOCKED, SubjectKind.ABSENT]
    assert found.choices == ("navigation",)
    assert as_text(found).startswith("Screen: Wide is not possible\n    Screen is not part of this product\n")


def test_a_rule_that_forbids_the_value_alone_is_its_only_reason() -> None:
    text = "features:\n  wall: {options: {brick: Brick, wood: Wood}}\n"
    text += "structures:\n  porch: {cardinality: 0..1, when: wall == 'wood', features: {lamp: {type: boolean}}}\n"
    text += "  roof: {cardinality: 0..1, features: {window: {type: boolean}}}\nconstraints:\n"
    text += "  plain: {allowed: {columns: [roof.window, wall], rows: [[false, brick]]}, because: Roofs are plain.}\n"
    found = session({"porch.lamp": True}, text).why_not("roof.window", True)
    expected = "Window: yes is not possible\n  - Roofs are plain. [plain, catalog.yaml:9:3]"
    assert expected == _said(found).partition("· ")[2]


def test_a_reason_that_is_not_proved_minimal_in_time_is_none() -> None:
    assignment = session({"paint": "red", "ports": 2}).assignment
    conflict = Conflict(("paint", "ports"), ("red_sport", "total"), minimal=False)
    found = explanation_of(assignment, ExplanationSubject(SubjectKind.INCONSISTENT), (), conflict)
    assert (found.causes, found.because, found.minimal) == ((), (), False)


def test_what_is_certainly_there_says_why() -> None:
    text = "features:\n  fan: {type: boolean}\n  speed: {type: integer, range: 1..2, when: fan}\n"
    text += 'constraints:\n  cooled: {require: "fan", because: It gets hot.}\n'
    found = session(text=text).why("speed")
    assert found is not None
    assert (found.subject.kind, found.constraints) == (SubjectKind.PRESENT, ("cooled",))
    assert PresenceCause in map(type, found.causes)


def test_an_open_or_chosen_feature_needs_no_reason() -> None:
    assert session({"paint": "red"}).why("ports") is None
    assert session({"paint": "red"}).why("paint") is None


def test_the_law_of_an_instance_says_which_instance_it_speaks_of() -> None:
    found = session({"cells": 3, "cells[b].memory": 4}, cells=("a", "b")).why_not("cells[b].hot", True)
    assert found is not None
    law = next(cause for cause in found.causes if isinstance(cause, ConstraintCause))
    assert (law.id, law.instance) == ("cells.cool", "cells[b]")


def test_presence_that_the_wish_itself_brings_about_is_mentioned() -> None:
    text = "features:\n  fan: {type: boolean}\n  speed: {options: {slow: S, fast: F}, when: fan}\n"
    text += "constraints:\n  silence: {when: \"speed == 'fast'\", excludes: [fan], because: odd}\n"
    found = session(text=text).why_not("speed", "fast")
    assert found is not None
    assert [getattr(cause, "id", None) or getattr(cause, "path", "") for cause in found.causes] == ["silence", "speed"]


def test_conditions_rest_on_other_conditions() -> None:
    text = "features:\n  a: {type: boolean}\n  b: {type: boolean, when: a}\n  c: {type: boolean, when: present(b)}\n"
    found = session({"a": False}, text=text).why("c")
    assert found is not None
    assert [cause.path for cause in found.causes if isinstance(cause, PresenceCause)] == ["c", "b"]


def test_a_count_that_leaves_no_room_is_explained_by_the_structure() -> None:
    found = session({"cells": 1, "cells[c3].memory": 2}).conflict()
    assert _said(found).endswith("  - Cell: there can be 1 to 3 [catalog.yaml:17:3]")


def test_a_refusal_of_many_is_about_all_of_them() -> None:
    found = refused(session({"ports": 2}).choose_many({"paint": "red", "trim": "basic"}))
    assert as_text(found.explanation).splitlines()[0] == "these choices cannot hold together"
    assert found.explanation.constraints == ("red_sport",)


def test_without_time_nothing_is_explained_falsely() -> None:
    with pytest.raises(Undecided):
        session({"paint": "red"}).why_not("trim", "luxury", budget=SPENT)


def test_a_catalog_that_allows_no_product_is_not_blamed_on_the_choices() -> None:
    text = "features:\n  a: {type: boolean}\nconstraints:\n  never: {require: a and not a, because: Never.}\n"
    expected = "the catalog itself allows no product, whatever is chosen\n  - Never. [never, catalog.yaml:6:3]"
    found = session({"a": True}, text)
    assert (expected, expected) == (
        _said(found.conflict()),
        _said(enumerate_conflicts(found.assignment).explanations[0]),
    )
    assert () == found.repairs()
