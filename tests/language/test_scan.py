import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language.expression_report import ExpressionReport
from configurator.language.limits import LONGEST_EXPRESSION, MOST_TOKENS
from configurator.language.scan import Kind, scan, skeleton
from tests.language.shop import PLACE, problems_of, shown, told, wording


def test_tokens_know_where_they_stand() -> None:
    report = ExpressionReport("a.b>=800[W] and 'ö'", PLACE)
    found = [(token.kind, token.text, token.span.start) for token in scan(report)]
    assert found == [
        (Kind.NAME, "a", 0),
        (Kind.OPERATOR, ".", 1),
        (Kind.NAME, "b", 2),
        (Kind.OPERATOR, ">=", 3),
        (Kind.NUMBER, "800", 5),
        (Kind.UNIT, "[W]", 8),
        (Kind.WORD, "and", 12),
        (Kind.TEXT, "'ö'", 16),
    ]


def test_pythons_parser_sees_neither_texts_nor_units_nor_line_ends() -> None:
    text = "'größe' ==\n5[€]"
    assert skeleton(text, scan(ExpressionReport(text, PLACE))) == "'_____' == 5[_]"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_the_skeleton_is_ascii_and_as_long_as_the_text(text: str) -> None:
    shown = skeleton(text, scan(ExpressionReport(text, PLACE)))
    assert shown.isascii()
    assert len(shown) == len(text)


def test_a_text_that_is_too_long_is_not_read() -> None:
    assert told("a" * (LONGEST_EXPRESSION + 1)) == [
        "language.too-long: the expression has 20,001 characters; at most 20,000; "
        "split it into several constraints or features"
    ]
    assert told("1+" * (MOST_TOKENS // 2) + "1") == [
        "language.too-long: the expression has more than 6,000 words and signs; split it"
    ]


def test_a_name_of_a_hundred_letters_is_the_longest() -> None:
    assert told("a" * 101) == ["language.unknown-name: the name has 101 characters; at most 100"]


def test_letters_that_only_look_alike_are_named() -> None:
    (problem,) = problems_of("pоrts > 1")[:1]
    assert problem.message == "`о` (U+043E, cyrillic small letter o) has no meaning in an expression"
    assert problem.excerpt == "    pоrts > 1\n     ^"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ports\xa0> 1", "U+00A0 (no-break space) has no meaning in an expression"),
        ("ports\0> 1", "U+0000 (an unnamed character) has no meaning in an expression"),
        ("trim == 'a\u202eb'", "U+202E (right-to-left override) cannot be part of a text"),
    ],
)
def test_invisible_characters_are_named(text: str, expected: str) -> None:
    assert [problem.message for problem in problems_of(text)] == [expected]


@pytest.mark.parametrize(("text", "expected"), wording("scan"))
def test_what_is_no_token_is_told_with_the_way_forward(text: str, expected: str) -> None:
    assert shown(text) == expected
