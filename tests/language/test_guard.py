from fractions import Fraction

import pytest

from configurator.language.checked import ABSENT
from configurator.language.evaluate import evaluate
from configurator.language.limits import DEEPEST_EXPRESSION
from tests.language.shop import Shop, read, shown, told, wording


def test_brackets_may_be_nested_as_deep_as_the_limit() -> None:
    assert read("(" * DEEPEST_EXPRESSION + "apps" + ")" * DEEPEST_EXPRESSION).text == "apps"
    assert told("(" * (DEEPEST_EXPRESSION + 1) + "apps" + ")" * (DEEPEST_EXPRESSION + 1)) == [
        "language.too-deep: more than 80 brackets are nested; split the expression"
    ]


@pytest.mark.parametrize(
    ("before", "inside", "after"),
    [
        ("sum(", "ports", ")"),
        ("all(", "apps", ")"),
        ("not ", "apps", ""),
        ("-", "ports", ""),
        ("ports + ", "ports", ""),
        ("ports if apps else ", "ports", ""),
        ("(apps == ", "apps", ")"),
        ("(apps or ", "apps", ")"),
    ],
)
def test_the_deepest_expression_is_read_and_evaluated(before: str, inside: str, after: str) -> None:
    times = DEEPEST_EXPRESSION - 1
    checked = read(before * times + inside + after * times)
    world = Shop({"apps": True, "ports": Fraction(1)})
    assert evaluate(checked.tree, world, {"": ""}) is not ABSENT


@pytest.mark.parametrize("sign", ["not ", "-", "- -", "+"])
def test_signs_that_nest_without_brackets_are_limited(sign: str) -> None:
    assert "language.too-deep: more than 80 signs are nested; split the expression" in told(sign * 100 + "apps")


def test_a_long_chain_of_operators_is_told_what_to_write_instead() -> None:
    assert told("ports + " * 700 + "ports") == [
        "language.too-deep: the expression has 700 operators; at most 600; "
        "add many things up with `sum(a, b, …)`, or split the expression"
    ]
    assert read(f"sum({', '.join(['ports'] * 700)})")


def test_only_the_last_open_brackets_are_told() -> None:
    assert told("((((((1") == ["language.bad-bracket: the bracket is not closed; add `)`"] * 3


@pytest.mark.parametrize(("text", "expected"), wording("guard"))
def test_what_does_not_fit_together_is_told_with_the_way_forward(text: str, expected: str) -> None:
    assert shown(text) == expected
