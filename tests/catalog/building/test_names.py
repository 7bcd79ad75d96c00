"""Ids are such that every path, expression and price item has one meaning."""

import pytest

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.names import (
    ITEM,
    NAME,
    QUALIFIED,
    check_item,
    check_name,
    check_plain,
    check_qualified,
    suggestion,
    words_of,
)
from configurator.reading.shape import Word


@pytest.mark.parametrize("word", ["a", "rim_width", "a1", "x_"])
def test_lower_case_words_are_names(word: str) -> None:
    report = BuildReport()
    assert check_name(report, Word(word), "x")
    assert [] == report.problems


@pytest.mark.parametrize("word", ["", "A", "1a", "_a", "a-b", "a.b", "ä", "a" * 101, "in", "true", "count", "class"])
def test_what_expressions_cannot_name_is_refused(word: str) -> None:
    report = BuildReport()
    assert not check_name(report, Word(word), "x")
    assert 1 == len(report.problems)


def test_only_groups_and_constraints_are_qualified() -> None:
    report = BuildReport()
    assert check_qualified(report, Word("metals.rims"), "x")
    assert not check_plain(report, Word("metals.rims"), "x")
    assert not check_qualified(report, Word("metals."), "x")


def test_lines_may_have_the_ids_of_functions() -> None:
    assert check_plain(BuildReport(), Word("count"), "x")


@pytest.mark.parametrize(
    ("word", "right"), [("6NR", True), ("clock-1", True), ("a.b", False), ("-a", False), ("", False)]
)
def test_components_have_freer_ids_without_dots(word: str, right: bool) -> None:
    assert right is check_item(BuildReport(), Word(word), "x")


@pytest.mark.parametrize(
    ("word", "near"), [("Wheel Size", "wheel_size"), ("--A--", "a"), ("4wd", ""), ("Ähm", "hm"), ("", "")]
)
def test_a_near_id_is_suggested_if_there_is_one(word: str, near: str) -> None:
    assert near == suggestion(word)


def test_a_suggestion_for_a_component_keeps_its_capitals() -> None:
    assert "Rim_18" == suggestion("Rim 18", ITEM)
    assert (True, True) == (bool(NAME.fullmatch("rim")), bool(QUALIFIED.fullmatch("a.b")))


@pytest.mark.parametrize(("name", "title"), [("cell_board", "Cell board"), ("metals.rims", "Metals rims"), ("a", "A")])
def test_an_id_is_read_as_a_title(name: str, title: str) -> None:
    assert title == words_of(name)
