from fractions import Fraction

import pytest
from hypothesis import given, settings

from configurator.language import tree as t
from configurator.language.checked import ABSENT, Absence, Value
from configurator.language.evaluate import NotDefined, evaluate
from configurator.language.parse import parse
from configurator.language.show import show
from tests.language.reference import Absent, Reference, Undefined
from tests.language.shop import IN_A_CELL, PLACE, Shop, read
from tests.language.trees import amounts, conditions, shops

SHOP = Shop(
    {
        "apps": True,
        "navigation": False,
        "trim": "sport",
        "cover": "plain",
        "shape": None,
        "ports": Fraction(4),
        "seats": Fraction(0),
        "power": Fraction(800),
        "reserve": None,
        "cable": Fraction(500),
        "main_cpu": "twin",
        "cells": [
            {
                "memory": Fraction(64),
                "hot": True,
                "cpu": "fast",
                "load": Fraction(10),
                "disks": [{"size": Fraction(2), "spare": True}],
            },
            {"memory": Fraction(32), "hot": False, "cpu": "twin", "load": None, "disks": []},
        ],
        "kit": None,
    },
    {"customer.segment": "fleet"},
)


def value(text: str, shop: Shop = SHOP) -> Value | Absence:
    return evaluate(read(text).tree, shop, {"": ""})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ports / 3", Fraction(4, 3)),
        ("0.1 + 0.2 == 0.3", True),
        ("7 // 2", Fraction(3)),
        ("-7 // 2", Fraction(-4)),
        ("-7 % 3", Fraction(2)),
        ("power == 0.8[kW]", True),
        ("power % 300[W]", Fraction(200)),
        ("cable / 1[m]", Fraction(1, 2)),
        ("50[%] * ports", Fraction(2)),
        ("1 <= ports < 5", True),
        ("1 <= ports < 4 < 5", False),
        ("trim == 'sport'", True),
        ("trim == cover", False),
        ("trim in ('base', 'sport')", True),
        ("trim not in ('base', 'sport')", False),
        ("ports in (-4, 4)", True),
        ("apps and not navigation", True),
        ("navigation or false", False),
        ("apps == navigation", False),
        ("'sport' if apps else 'base'", "sport"),
        ("sum(c.memory for c in cells)", Fraction(96)),
        ("sum(c.memory * 2 for c in cells if c.hot)", Fraction(128)),
        ("count(c.hot for c in cells)", Fraction(1)),
        ("count(c for c in cells if c.memory > 1)", Fraction(2)),
        ("count(cells)", Fraction(2)),
        ("count(kit)", Fraction(0)),
        ("count(kit.boards)", Fraction(0)),
        ("max(c.memory for c in cells) - min(c.memory for c in cells)", Fraction(32)),
        ("sum(d.size for c in cells for d in c.disks)", Fraction(2)),
        ("all(c.cpu != main_cpu for c in cells)", False),
        ("any(count(c.disks) > 0 for c in cells)", True),
        ("max(ports, seats, 1)", Fraction(4)),
        ("count(apps, navigation, ports > 1)", Fraction(2)),
        ("customer.segment == 'fleet'", True),
    ],
)
def test_an_expression_has_its_exact_value(text: str, expected: Value) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shape == 'round'", ABSENT),
        ("apps or shape == 'round'", ABSENT),
        ("shape == 'round' or apps", ABSENT),
        ("navigation and kit.model == 'round'", ABSENT),
        ("not kit.model == 'round'", ABSENT),
        ("-reserve", ABSENT),
        ("reserve + power", ABSENT),
        ("1[W] < reserve < 2[W]", ABSENT),
        ("shape in ('round', 'square')", ABSENT),
        ("main_cpu.watts", ABSENT),
        ("customer.discount", ABSENT),
        ("1 if shape == 'round' else 2", ABSENT),
        ("present(shape)", False),
        ("present(trim)", True),
        ("present(kit)", False),
        ("present(kit.model)", False),
        ("present(cells)", True),
        ("present(main_cpu.watts)", False),
        ("present(customer.discount)", False),
        ("shape == 'round' if present(shape) else true", True),
        ("sum(power, reserve)", Fraction(800)),
        ("sum(reserve, main_cpu.watts)", Fraction(0)),
        ("min(reserve, power)", Fraction(800)),
        ("max(reserve)", ABSENT),
        ("min(b.pins for b in kit.boards)", ABSENT),
        ("all(shape == 'round')", True),
        ("any(shape == 'round')", False),
        ("count(shape == 'round', apps)", Fraction(1)),
        ("sum(c.cpu.watts for c in cells)", Fraction(95)),
        ("count(c for c in cells if c.load > 1[W])", Fraction(1)),
        ("all(c.load > 1[W] for c in cells)", True),
    ],
)
def test_what_is_absent_is_absent_and_aggregates_skip_it(text: str, expected: Value | Absence) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", ["ports / seats", "ports // seats", "ports % seats", "apps or ports / seats > 1"])
def test_dividing_by_zero_has_no_value(text: str) -> None:
    with pytest.raises(NotDefined, match=r"divides by zero; guard it: `… if seats != 0 else …`"):
        value(text)


def test_the_branch_not_taken_is_not_evaluated() -> None:
    assert value("ports / seats if seats != 0 else 0") == 0
    assert value("sum(ports / c.memory for c in cells if c.memory > 40)") == Fraction(1, 16)


def test_a_division_by_zero_outweighs_what_is_absent() -> None:
    for text in ("shape == 'round' and ports / seats > 1", "ports / seats > 1 and shape == 'round'"):
        with pytest.raises(NotDefined):
            value(text)


def test_names_of_the_instance_at_hand_come_first() -> None:
    tree = read("cpu == main_cpu and memory < 40 and power > 0", IN_A_CELL).tree
    assert [evaluate(tree, SHOP, {"": "", "cells": path}) for path in SHOP.instances("", ("cells",))] == [False, True]


def test_numbers_cannot_grow_without_bound() -> None:
    text = " * ".join(["999999999999999999999999999999"] * 79)
    assert value(text) == Fraction(999999999999999999999999999999) ** 79
    shop = Shop({**SHOP.data, "ports": Fraction(7) ** 2000})
    with pytest.raises(NotDefined, match="grows beyond"):
        value("ports * ports", shop)


def test_loops_cannot_run_without_bound() -> None:
    shop = Shop({**SHOP.data, "cells": [{"memory": Fraction(1)}] * 1100})
    with pytest.raises(NotDefined, match="more than 1,000,000 instances"):
        value("sum(1 for a in cells for b in cells)", shop)


@settings(deadline=None)
@given(conditions() | amounts("") | amounts("length"), shops)
def test_evaluation_agrees_with_the_slow_and_obvious_one(tree: t.Expression, shop: Shop) -> None:
    parsed, _ = parse(show(tree), PLACE)
    assert parsed is not None
    reference = Reference((shop.data,), shop.parameters)
    try:
        expected: Value | Absence | None = reference.value(parsed)
    except Absent:
        expected = ABSENT
    except Undefined:
        expected = None
    try:
        found: Value | Absence | None = evaluate(read(show(tree)).tree, shop, {"": ""})
    except NotDefined:
        found = None
    assert found == expected
