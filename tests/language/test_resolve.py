import pytest

from configurator.language.checked import NameScope
from configurator.language.expression_report import ExpressionReport
from configurator.language.resolve import Names, variable_for
from configurator.language.tree import (
    AttributeRef,
    Comprehension,
    FeatureRef,
    MemberAccess,
    Name,
    ParameterRef,
    StructureRef,
)
from configurator.language.types import NUMBER, TEXT, InstanceType
from tests.language.shop import (
    CELL,
    CPU,
    IN_A_CELL,
    KIT,
    MEMBERS,
    PLACE,
    POWER,
    SCOPE,
    SHAPE,
    problems_of,
    read,
    shown,
    told,
    wording,
)


def test_a_name_is_looked_up_from_the_instance_at_hand_outwards() -> None:
    assert read("memory", IN_A_CELL).tree == FeatureRef("cells", ("memory",), NUMBER)
    assert read("ports", IN_A_CELL).tree == FeatureRef("", ("ports",), NUMBER)


def test_an_inner_name_hides_an_outer_one() -> None:
    scope = NameScope((("cells", {"ports": TEXT}), ("", {"ports": NUMBER})))
    assert read("ports", scope).tree == FeatureRef("cells", ("ports",), TEXT)


def test_a_path_walks_through_singletons() -> None:
    assert read("kit.model").tree == FeatureRef("", ("kit", "model"), SHAPE)


def test_an_attribute_belongs_to_the_option_of_a_feature() -> None:
    assert read("main_cpu.watts").tree == AttributeRef(FeatureRef("", ("main_cpu",), CPU), "watts", POWER)


def test_a_loops_variable_is_a_binder_of_its_own() -> None:
    tree = read("sum(c.memory for c in cells)").tree
    assert isinstance(tree, Comprehension)
    assert tree.generators[0].source == StructureRef("", ("cells",), MEMBERS["cells"])
    assert tree.body == FeatureRef("c", ("memory",), NUMBER)


def test_a_dotted_name_may_be_a_parameter() -> None:
    assert read("customer.segment").tree == ParameterRef("customer.segment", TEXT)
    assert read("running").tree == ParameterRef("running", NUMBER)


def test_the_catalogs_names_come_before_parameters() -> None:
    scope = NameScope((("", {"customer": KIT}),), {"customer.model": TEXT})
    assert read("customer.model", scope).tree == FeatureRef("", ("customer", "model"), SHAPE)


def test_the_caret_stands_under_the_word_that_is_wrong() -> None:
    (problem,) = problems_of("apps and main_cpu.wats > 1[W]")
    assert problem.excerpt == "    apps and main_cpu.wats > 1[W]\n                      ^^^^"
    assert problem.location.column == PLACE.column + 18


def test_nothing_is_known_in_an_empty_scope() -> None:
    assert told("apps", NameScope(())) == ["language.unknown-name: `apps` is not known here"]


def test_every_name_around_a_loop_is_taken() -> None:
    names = Names(IN_A_CELL, {"c": CELL})
    taken = ["c", "memory", "ports", "cells", "customer", "running"]
    assert [name for name in [*taken, "x", "segment"] if names.means_something(name)] == taken


def test_a_name_of_an_unknown_instance_is_not_complained_about_again() -> None:
    names = Names(SCOPE, {}).within("c", None)
    report = ExpressionReport("c.x", PLACE)
    assert names.resolve(MemberAccess(Name("c"), "x"), report) is None
    assert report.problems == ()


def test_variables_for_loops_are_short_and_distinct() -> None:
    taken: set[str] = set()
    assert [variable_for(path, taken) for path in ("cells", "c.cards", "kit.boards")] == ["c", "cc", "b"]


def test_instances_are_named_by_their_structure_in_messages() -> None:
    assert str(InstanceType("cells")) == "an instance of `cells`"


@pytest.mark.parametrize(("text", "expected"), wording("resolve"))
def test_a_name_that_means_nothing_is_told_with_the_way_forward(text: str, expected: str) -> None:
    assert shown(text) == expected
