from configurator.language import codes
from configurator.language.expression_report import ExpressionReport, excerpt_of, location_within
from configurator.language.tree import SourceSpan
from configurator.source import Location

PLACE = Location("a.yaml", 3, 10)


def test_the_excerpt_shows_the_line_and_carets_under_the_mistake() -> None:
    assert excerpt_of("a = b", SourceSpan(2, 3)) == "    a = b\n      ^"
    assert excerpt_of("a\nbcd e\nf", SourceSpan(2, 5)) == "    bcd e\n    ^^^"


def test_an_empty_span_still_has_a_caret() -> None:
    assert excerpt_of("a", SourceSpan(1, 1)) == "    a\n     ^"


def test_a_blank_text_has_no_excerpt() -> None:
    assert excerpt_of(" \n", SourceSpan(0, 0)) == ""


def test_a_long_line_is_cut_around_the_mistake() -> None:
    shown, carets = excerpt_of("x" * 200 + "!" + "y" * 200, SourceSpan(200, 201)).split("\n")
    assert shown.startswith("    …x")
    assert shown.endswith("y…")
    assert shown[carets.index("^")] == "!"


def test_a_span_over_several_lines_is_marked_on_the_first() -> None:
    assert excerpt_of("abc\ndef", SourceSpan(1, 6)) == "    abc\n     ^^"


def test_characters_that_move_others_are_replaced() -> None:
    assert excerpt_of("a\u202e\tb\0", SourceSpan(3, 4)) == "    a\ufffd b\ufffd\n       ^"


def test_a_message_moves_no_cursor() -> None:
    report = ExpressionReport("a[\x1b]", PLACE)
    report.add(codes.SYNTAX, SourceSpan(1, 4), "an operator is missing before `[\x1b]`", hint="write `\x1b`")
    assert {("an operator is missing before `[\ufffd]`", "write `\ufffd`")} == {
        (each.message, each.hint) for each in report.problems
    }


def test_later_lines_of_a_text_are_later_lines_of_the_file() -> None:
    assert location_within("ab\ncd", PLACE, 1) == Location("a.yaml", 3, 11)
    assert location_within("ab\ncd", PLACE, 4) == Location("a.yaml", 4, 11)


def test_problems_come_in_reading_order_and_equal_ones_once() -> None:
    report = ExpressionReport("a b c", PLACE, "here")
    for start in (4, 2, 2):
        report.add(codes.SYNTAX, SourceSpan(start, start + 1), "wrong")
    assert [problem.location.column for problem in report.problems] == [12, 14]
    assert {problem.where for problem in report.problems} == {"here"}


def test_only_the_first_twenty_problems_are_noted() -> None:
    report = ExpressionReport("a" * 30, PLACE)
    for start in range(30):
        assert report.full == (start >= 20)
        report.add(codes.SYNTAX, SourceSpan(start, start + 1), "wrong")
    assert len(report.problems) == 20


def test_long_sources_are_shortened_in_messages() -> None:
    report = ExpressionReport("a  +\n b" + " " * 5 + "c" * 100, PLACE)
    assert report.source(SourceSpan(0, 7)) == "a + b"
    assert len(report.source(SourceSpan(0, 112))) == 60
