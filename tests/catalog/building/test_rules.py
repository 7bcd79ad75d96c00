"""Every kind of constraint becomes one of three forms."""

import pytest

from configurator.catalog.model import Cardinality, ConstraintSeverity, Requirement, constraints_of
from tests.catalog.loading import example, problems_of

CONSTRAINTS = {constraint.id: constraint for _, constraint in constraints_of(example("workshop"))}


@pytest.mark.parametrize(
    ("name", "condition", "when"),
    [
        ("fittings.strong_enough", "door.hinge.load * 2 >= door.weight", None),
        ("clock_needs_room", "all(width >= 1[m], hooks <= 20)", "clock"),
        ("clock_or_many_hooks", "all(not hooks > 10, not colour == 'red')", "clock"),
        ("bays.shelves_have_boards", "count(boards) >= 1", "kind == 'shelf'"),
        ("bays.boards.not_deeper_than_wide", "depth * 4 <= width", None),
    ],
)
def test_a_requirement_has_a_condition(name: str, condition: str, when: str | None) -> None:
    rule = CONSTRAINTS[name].rule
    assert isinstance(rule, Requirement)
    assert (condition, when) == (rule.condition.text, rule.when.text if rule.when else None)


@pytest.mark.parametrize(
    ("name", "low", "high", "size"), [("one_bench", 0, 1, 2), ("some_of_all", 1, 2, 3), ("exactly_one", 1, 1, 3)]
)
def test_a_count_has_bounds_and_items(name: str, low: int, high: int | None, size: int) -> None:
    rule = CONSTRAINTS[name].rule
    assert isinstance(rule, Cardinality)
    assert (low, high, size) == (rule.low, rule.high, len(rule.items))


def test_a_count_without_an_upper_bound_is_open() -> None:
    text = "features: {a: {type: boolean}, b: {type: boolean}}\nconstraints: {c: {at_least: 1, of: [a, b], because: x}}"
    assert [] == problems_of(text)


def test_severity_and_reason_are_kept() -> None:
    found = CONSTRAINTS["balanced"]
    assert (ConstraintSeverity.WARNING, "Gleich ist schöner.") == (found.severity, found.because.in_locale("de"))


def test_a_constraint_knows_where_it_stands() -> None:
    assert "shared_fittings/library.yaml" == CONSTRAINTS["fittings.strong_enough"].location.file


def test_the_reason_is_mandatory() -> None:
    text = "features: {a: {type: boolean}}\nconstraints: {c: {require: a}}"
    assert ["reading.missing-key"] == [code for code, _ in problems_of(text)]


def test_all_that_is_wrong_with_a_constraint_is_told() -> None:
    text = "features: {a: {type: boolean}}\nconstraints: {c: {when: b, requires: [d, 'a +'], because: {fr: x}}}"
    assert {"catalog.missing-fallback", "catalog.unknown-locale", "language.unknown-name", "language.syntax"} == {
        code for code, _ in problems_of(text)
    }
