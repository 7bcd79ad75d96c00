from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language import tree as t
from configurator.language.checked import NameScope
from configurator.language.expression import read_expression
from configurator.language.type_check import check
from configurator.language.types import BOOLEAN, NUMBER, TEXT, NumberType, OptionType, Type
from configurator.units import STANDARD_UNITS, Dimension
from tests.language.shop import (
    IN_A_CELL,
    LENGTH,
    MEMBERS,
    PLACE,
    POWER,
    SCOPE,
    TRIM,
    problems_of,
    read,
    shown,
    told,
    wording,
)

AREA = NumberType(Dimension((("length", 2),)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apps", BOOLEAN),
        ("ports", NUMBER),
        ("trim", TRIM),
        ("customer.segment", TEXT),
        ("'red'", TEXT),
        ("main_cpu.watts", POWER),
        ("power + reserve", POWER),
        ("power * 2", POWER),
        ("2 * power / 3", POWER),
        ("power / reserve", NUMBER),
        ("cable * cable", AREA),
        ("cable * cable / cable", LENGTH),
        ("power // reserve", NUMBER),
        ("power % reserve", POWER),
        ("ports // 2", NUMBER),
        ("ports % 2", NUMBER),
        ("1 / cable", NumberType(Dimension((("length", -1),)))),
        ("-power", POWER),
        ("5[%]", NUMBER),
        ("1 < ports < 5", BOOLEAN),
        ("0 < power", BOOLEAN),
        ("power if apps else 0", POWER),
        ("trim if apps else 'base'", TRIM),
        ("trim if apps else cover", OptionType(("base", "sport", "luxury", "plain"))),
        ("'a' if apps else 'b'", TEXT),
        ("trim in ('base', 'sport')", BOOLEAN),
        ("power in (0, 1[kW], -5[W])", BOOLEAN),
        ("customer.segment not in ('fleet', 'x')", BOOLEAN),
        ("cover == trim", BOOLEAN),
        ("apps == navigation", BOOLEAN),
        ("sum(c.load for c in cells)", POWER),
        ("max(0, power, 3[W])", POWER),
        ("min(c.memory for c in cells)", NUMBER),
        ("count(cells)", NUMBER),
        ("count(kit)", NUMBER),
        ("count(apps)", NUMBER),
        ("count(apps, ports > 1)", NUMBER),
        ("any(apps, navigation)", BOOLEAN),
        ("present(kit.boards)", BOOLEAN),
        ("present(main_cpu.watts)", BOOLEAN),
        ("sum(d.size for c in cells for d in c.disks if d.spare)", NUMBER),
    ],
)
def test_an_expression_has_its_type(text: str, expected: Type) -> None:
    assert read(text).type == expected


def test_numbers_are_held_in_base_units_and_shown_as_written() -> None:
    tree = read("1.50[kW]").tree
    assert tree == t.Constant(Fraction(1500), POWER)
    assert isinstance(tree, t.Constant)
    assert tree.shown == "1.5[kW]"


def test_declared_units_may_be_used() -> None:
    units = STANDARD_UNITS.with_base("seat")
    scope = NameScope((("", MEMBERS),), units=units.with_multiple("dozen", Fraction(12), units["seat"]))
    assert read("2[dozen] == 24[seat]", scope).type == BOOLEAN


def test_a_bare_zero_has_whatever_dimension_it_meets() -> None:
    tree = read("power > 0").tree
    assert isinstance(tree, t.Comparison)
    assert tree.rest[0][1] == t.Constant(Fraction(0), POWER)


def test_a_hint_names_the_unit_that_the_owner_writes_in() -> None:
    weight = NumberType(STANDARD_UNITS["kg"].dimension, "kg")
    scope = NameScope((("", {"load": weight}),))
    for text, written in (("load > 2", "2[kg]"), ("-2 < load", "-2[kg]"), ("load + 2 > load", "2[kg]")):
        assert f"write `{written}`" in told(text, scope)[0]


def test_a_quoted_word_becomes_an_option_of_what_it_meets() -> None:
    tree = read("'sport' == trim").tree
    assert isinstance(tree, t.Comparison)
    assert tree.first == t.Constant("sport", TRIM)


def test_a_quoted_word_in_a_branch_becomes_an_option_too() -> None:
    tree = read("('sport' if apps else 'base') == trim").tree
    assert isinstance(tree, t.Comparison)
    assert isinstance(tree.first, t.IfElse)
    assert tree.first.then == t.Constant("sport", TRIM)


def test_a_negative_candidate_is_one_constant() -> None:
    tree = read("ports in (-1, 2)").tree
    assert isinstance(tree, t.Membership)
    assert tree.candidates == (t.Constant(Fraction(-1), NUMBER), t.Constant(Fraction(2), NUMBER))


def test_count_of_a_structure_is_a_node_of_its_own() -> None:
    assert read("count(cells)").tree == t.Count(t.StructureRef("", ("cells",), MEMBERS["cells"]))


def test_counting_a_loops_variable_counts_its_rounds() -> None:
    tree = read("count(c for c in cells if c.hot)").tree
    assert isinstance(tree, t.Comprehension)
    assert tree.body == t.Constant(True, BOOLEAN)


@pytest.mark.parametrize(
    ("text", "expected", "problem"),
    [
        ("ports", BOOLEAN, "language.wrong-type: `ports` is a number; true or false; compare it: `ports > 0`"),
        ("apps", NUMBER, "language.wrong-type: `apps` is true or false; a number"),
        ("800", POWER, "language.wrong-dimension: `800` is a number; a number of power; write `800[W]`"),
        ("cable", POWER, "language.wrong-dimension: `cable` is a number of length; a number of power"),
        ("'x'", TRIM, "language.unknown-option: `x` is not among the options; `base`, `sport`, `luxury`"),
        ("shape", TRIM, "language.wrong-type: `shape` is one of `round`, `square`; one of `base`, `sport`, `luxury`"),
    ],
)
def test_an_expected_type_is_demanded(text: str, expected: Type, problem: str) -> None:
    assert told(text, expected=expected) == [problem]


def test_literals_take_on_the_expected_type() -> None:
    assert read("0", expected=POWER).type == POWER
    assert read("'sport'", expected=TRIM).tree == t.Constant("sport", TRIM)
    assert read("'sport' if apps else 'base'", expected=TRIM).type == TRIM
    assert read("cover", expected=TRIM).type == MEMBERS["cover"]


def test_a_checked_tree_stays_as_it_is() -> None:
    checked = read("sum(c.memory for c in cells) > 3 and trim == 'base'")
    again, problems = check(checked.tree, SCOPE, text=checked.text, location=PLACE)
    assert problems == ()
    assert again is not None


def test_all_problems_of_an_expression_are_told_in_reading_order() -> None:
    columns = [
        problem.location.column - PLACE.column for problem in problems_of("prots > 1 and trim == 'x' or cells.hot")
    ]
    assert columns == [0, 22, 29]


def test_the_caret_of_a_hiding_variable_stands_under_it() -> None:
    (problem,) = problems_of("sum(1 for ports in cells)")
    assert problem.excerpt == "    sum(1 for ports in cells)\n              ^^^^^"


def test_a_variable_may_not_hide_the_members_of_the_instance_at_hand() -> None:
    assert told("sum(1 for memory in cells)", IN_A_CELL) == [
        "language.shadowed-name: the loop's `memory` would hide what has this name already; "
        "name it otherwise: `for memory_ in …`"
    ]


WORDS = [
    "apps",
    "ports",
    "trim",
    "power",
    "cells",
    "kit",
    "kit.model",
    "c",
    "c.load",
    "main_cpu.cores",
    "'sport'",
    "0",
    "3[W]",
]
SIGNS = [
    " + ",
    " * ",
    " == ",
    " < ",
    " and ",
    " if apps else ",
    ", ",
    " for c in cells if ",
    " in (",
    "count(",
    "max(",
    "not ",
    ")",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.sampled_from([*SIGNS, "count(", "max("]), max_size=9).map("".join))
def test_what_is_read_is_a_checked_expression_or_has_problems(text: str) -> None:
    checked, problems = read_expression(text, SCOPE, PLACE)
    assert (checked is None) == bool(problems)
    if checked is not None:
        assert not any(
            isinstance(node, t.Name | t.MemberAccess | t.NumberLiteral | t.TextLiteral | t.Boolean)
            for node in t.walk(checked.tree)
        )
        assert read(checked.text) == checked


@pytest.mark.parametrize(("text", "expected"), wording("check"))
def test_a_use_that_makes_no_sense_is_told_with_the_way_forward(text: str, expected: str) -> None:
    assert shown(text) == expected
