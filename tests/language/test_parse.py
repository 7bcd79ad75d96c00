from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language import tree as t
from configurator.language.parse import parse
from configurator.language.tree import SourceSpan
from tests.language.shop import PLACE, problems_of, shown, told, wording


def tree_of(text: str) -> t.Expression:
    tree, problems = parse(text, PLACE)
    assert problems == ()
    assert tree is not None
    return tree


A, B, C = t.Name("a"), t.Name("b"), t.Name("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("a.b.c", t.MemberAccess(t.MemberAccess(A, "b"), "c")),
        ("12", t.NumberLiteral(Fraction(12))),
        ("0.10", t.NumberLiteral(Fraction(1, 10))),
        ("0.1000000000000000000000001", t.NumberLiteral(Fraction(1, 10) + Fraction(1, 10**25))),
        ("800[W]", t.NumberLiteral(Fraction(800), "W")),
        ("5[%]", t.NumberLiteral(Fraction(5), "%")),
        ("1.5[kW/m2]", t.NumberLiteral(Fraction(3, 2), "kW/m2")),
        ("'größe'", t.TextLiteral("größe")),
        ('"it\'s"', t.TextLiteral("it's")),
        ("true", t.Boolean(True)),
        ("False", t.Boolean(False)),
        ("-a", t.Negative(A)),
        (
            "a - b - c",
            t.ArithmeticExpression(
                t.ArithmeticOperator("-"), t.ArithmeticExpression(t.ArithmeticOperator("-"), A, B), C
            ),
        ),
        (
            "a + b * c",
            t.ArithmeticExpression(
                t.ArithmeticOperator("+"), A, t.ArithmeticExpression(t.ArithmeticOperator("*"), B, C)
            ),
        ),
        ("a // b", t.ArithmeticExpression(t.ArithmeticOperator("//"), A, B)),
        ("a % b", t.ArithmeticExpression(t.ArithmeticOperator("%"), A, B)),
        ("a / b", t.ArithmeticExpression(t.ArithmeticOperator("/"), A, B)),
        ("a < b <= c", t.Comparison(A, ((t.ComparisonOperator("<"), B), (t.ComparisonOperator("<="), C)))),
        ("not a", t.Negation(A)),
        ("a and b and c", t.Conjunction((A, B, C))),
        ("a or b and c", t.Disjunction((A, t.Conjunction((B, C))))),
        ("a if b else c", t.IfElse(A, B, C)),
        ("a in ('x', -1)", t.Membership(A, (t.TextLiteral("x"), t.Negative(t.NumberLiteral(Fraction(1)))))),
        ("a not in ('x',)", t.Negation(t.Membership(A, (t.TextLiteral("x"),)))),
        ("a in ('x')", t.Membership(A, (t.TextLiteral("x"),))),
        ("sum(a, b)", t.Listing(t.AggregateFunction.SUM, (A, B))),
        ("count(a)", t.Listing(t.AggregateFunction.COUNT, (A,))),
        ("present(a.b)", t.Present(t.MemberAccess(A, "b"))),
        ("any(a for b in c)", t.Comprehension(t.AggregateFunction.ANY, A, (t.Generator("b", C),))),
        (
            "all(a for a in b for b in a.c if a if c)",
            t.Comprehension(
                t.AggregateFunction.ALL,
                A,
                (t.Generator("a", B), t.Generator("b", t.MemberAccess(A, "c"))),
                t.Conjunction((A, C)),
            ),
        ),
        ("a\n  and\tb\r\n", t.Conjunction((A, B))),
    ],
)
def test_a_text_is_read_into_its_tree(text: str, expected: t.Expression) -> None:
    assert tree_of(text) == expected


def test_nodes_know_the_characters_they_cover() -> None:
    text = "'ö' == a.b and (800[W] < c)"
    shown = [text[node.span.start : node.span.end] for node in t.walk(tree_of(text))]
    assert shown == [text, "'ö' == a.b", "'ö'", "a.b", "a", "800[W] < c", "800[W]", "c"]


def test_a_tree_that_nests_too_deep_is_told_once() -> None:
    assert told("apps if apps else " * 100 + "apps") == [
        "language.too-deep: the expression is nested more than 80 deep; "
        "add many things up with `sum(a, b, …)`, or split the expression"
    ]


def test_problems_of_later_lines_have_their_own_place() -> None:
    (problem,) = problems_of("apps and\n  avg(1) > 2")
    assert (problem.location.line, problem.location.column) == (PLACE.line + 1, PLACE.column + 2)
    assert problem.excerpt == "      avg(1) > 2\n      ^^^"


HOSTILE = {
    "brackets": "(" * 10_000,
    "balanced brackets": "(" * 2_900 + "1" + ")" * 2_900,
    "not": "not " * 100_000,
    "some not": "not " * 4_900 + "apps",
    "minus": "-" * 100_000,
    "some minus": "-" * 5_900 + "1",
    "sums": "1+" * 2_900 + "1",
    "powers": "9**" * 2_000 + "9",
    "digits": "9" * 100_000,
    "some digits": "9" * 19_000,
    "exponent": "1e999999999",
    "choices": "1 if apps else " * 1_300 + "1",
    "some choices": "1 if apps else " * 590 + "1",
    "calls": "sum(" * 2_900,
    "closed calls": "count(" * 79 + "apps" + ")" * 79,
    "called calls": "sum" + "(1)" * 1_900,
    "members": "a" + ".b" * 2_900,
    "units": "1" + "[W]" * 2_900,
    "loops": "sum(1 " + "for c in cells " * 1_300 + ")",
    "loops in loops": "all(" * 70 + "apps" + " for c in cells)" * 70,
    "unknown names": f"count({', '.join(f'trimm{number}' for number in range(1_500))})",
    "unknown options": f"trim in ({', '.join(repr(f'x{number}') for number in range(1_500))})",
    "quotes": "'" * 19_999,
    "texts": "'a' " * 4_000,
    "triple quotes": "'''a'''",
    "null": "apps\0",
    "surrogate": "\ud800",
    "surrogate in a text": "'\ud800'",
    "form feed": "apps\x0cand apps",
    "override": "apps \u202eand apps",
    "escape": "'\\N{DIGIT ONE}\\777'",
    "homoglyph": "аpps",
    "ligature": "ﬁt",
    "full width": "ａｐｐｓ",
    "continuation": "apps \\\n and apps",
    "warnings": "1if apps else 0or 1",
    "lambda": "(lambda: 1)()",
    "walrus": "(a := 1)",
    "yield": "(yield apps)",
    "star": "sum(*cells)",
    "keywords": "sum(**cells)",
    "comment": "apps # or",
    "class": "().__class__.__bases__",
    "braces": "{**apps}",
    "ellipsis": "...",
}


@pytest.mark.parametrize("text", ["c.hot for c in cells", "1, 2"])
def test_what_takes_the_whole_text_begins_where_the_text_does(text: str) -> None:
    (problem,) = problems_of(text)
    assert (PLACE, f"    {text}\n    {'^' * len(text)}") == (problem.location, problem.excerpt)


@pytest.mark.filterwarnings("error")
@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_neither_crashes_nor_hangs_nor_warns(text: str) -> None:
    found = problems_of(text)
    assert 1 <= len(found) <= 20
    assert all(len(str(problem)) < 2_000 for problem in found)


@pytest.mark.filterwarnings("error")
@settings(deadline=None)
@given(st.text(max_size=40) | st.text("ac19.,()[]'\" =<>!&+-*/%\n_ifnotelsrdx", max_size=40))
def test_any_text_at_all_is_a_tree_or_has_problems_within_it(text: str) -> None:
    tree, problems = parse(text, PLACE)
    assert (tree is None) == bool(problems)
    assert all(PLACE <= problem.location for problem in problems)
    assert all(problem.location.line - PLACE.line <= text.count("\n") for problem in problems)
    if tree is not None:
        assert all(0 <= node.span.start < node.span.end <= len(text) for node in t.walk(tree))


def test_spans_do_not_count_in_comparisons() -> None:
    assert t.Name("a", span=SourceSpan(0, 1)) == t.Name("a", span=SourceSpan(5, 6))


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_no_expression(text: str) -> None:
    assert told(text) == ["language.empty: the expression is empty; write a condition or a number"]


@pytest.mark.parametrize(("text", "expected"), wording("parse"))
def test_what_is_not_part_of_the_language_is_told_with_the_way_forward(text: str, expected: str) -> None:
    assert shown(text) == expected
