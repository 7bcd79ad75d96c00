"""Expressions of libraries: free names are bound, names of loops are not."""

from collections.abc import Mapping

import pytest

from configurator.catalog.building.expressions import all_of, bound, free_names, member_type, negated, scope_of
from configurator.language.expression import read_expression
from configurator.language.parse import parse
from configurator.language.show import show
from configurator.language.types import BooleanType, InstancesType, InstanceType
from configurator.source import Location
from tests.catalog.loading import example, loaded

HERE = Location("x", 1, 1)


def tree_of(text: str):  # type: ignore[no-untyped-def]  # the union of all nodes is long and of no use here
    tree, problems = parse(text, HERE)
    assert () == problems
    return tree


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("rim == 'x'", {"rim": "front"}, "front == 'x'"),
        ("rim.width > 2", {"rim": "front.rim"}, "front.rim.width > 2"),
        ("a.rim > 2", {"rim": "front"}, "a.rim > 2"),
        ("a and b", {"a": "b", "b": "a"}, "b and a"),
        (
            "sum(c.m for c in cells if c.m > m)",
            {"cells": "boards", "m": "least"},
            "sum(c.m for c in boards if c.m > least)",
        ),
        ("any(c.hot for c in cells)", {"c": "x"}, "any(c.hot for c in cells)"),
        ("any(d.hot for c in c for d in c.disks)", {"c": "x"}, "any(d.hot for c in x for d in c.disks)"),
        (
            "count(cells) if present(kit) else min(a, b)",
            {"kit": "k", "b": "z"},
            "count(cells) if present(k) else min(a, z)",
        ),
        ("x in ('a', 'b')", {"x": "y"}, "y in ('a', 'b')"),
    ],
)
def test_only_free_names_are_bound(text: str, names: Mapping[str, str], shown: str) -> None:
    assert shown == show(bound(tree_of(text), (names,)))


def test_bindings_of_inner_libraries_come_first() -> None:
    assert "front" == show(bound(tree_of("rim"), ({"rim": "wheel"}, {"wheel": "front"})))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("sum(c.m * k for c in cells)", {"cells", "k"}),
        ("any(d.hot for c in cells for d in c.disks if x)", {"cells", "x"}),
        ("1 < 2", set()),
    ],
)
def test_free_names_are_those_no_loop_introduces(text: str, names: set[str]) -> None:
    assert names == free_names(tree_of(text))


def test_conditions_are_joined_and_negated() -> None:
    catalog = example("workshop")
    scope = scope_of(catalog.root, (), catalog.units)
    conditions = [read_expression(text, scope, HERE)[0] for text in ("clock", "hooks > 2")]
    first, second = (condition for condition in conditions if condition is not None)
    assert ("clock", "all(clock, hooks > 2)", "not hooks > 2") == (
        all_of((first,), HERE).text,
        all_of((first, second), HERE).text,
        negated(second).text,
    )


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("require: a and nose", 8, 20),
        ("require: 'a and nose'", 8, 21),
        ("require: |\n      a and\n        nose", 10, 9),
        ("require: >-\n      a\n      and nose", 10, 11),
        ("require: a and\n      nose", 9, 7),
        ('require: "a \\\n      and\\u0020nose"', 9, 16),
        ("require: &law 'a\n\n      and nose'", 10, 11),
    ],
)
def test_a_mistake_is_told_exactly_where_it_stands(written: str, line: int, column: int) -> None:
    text = f"features:\n  a: {{type: boolean}}\nconstraints:\n  law:\n    because: So.\n    {written}\n"
    (problem,) = loaded(text)[1]
    assert ("`nose` is not known here", line, column) == (
        problem.message,
        problem.location.line,
        problem.location.column,
    )


CATALOG = example("workshop")


def test_the_nearest_body_comes_first_and_the_catalog_last() -> None:
    scope = scope_of(CATALOG.root, ("bays", "boards"), CATALOG.units)
    assert ["bays.boards", "bays", ""] == [binder for binder, _ in scope.binders]
    assert ["depth", "lamp"] == list(scope.binders[0][1])


def test_a_singleton_is_an_instance_and_the_others_are_many() -> None:
    types = {name: member_type(CATALOG.root.members[name], (name,)) for name in ("door", "bays", "clock")}
    assert [InstanceType, InstancesType, BooleanType] == [type(found) for found in types.values()]


def test_only_structures_have_a_body() -> None:
    with pytest.raises(TypeError, match="panel is a feature"):
        scope_of(CATALOG.root, ("panel",), CATALOG.units)
