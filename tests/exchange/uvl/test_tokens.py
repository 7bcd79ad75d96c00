"""UVL is cut into lines of tokens; brackets join lines, comments vanish."""

from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.uvl.tokens import lines_of


def _lines(text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    report = ImportReport()
    found = lines_of(text, "m", report)
    return [(line.indent, [token.text for token in line.tokens]) for line in found.lines], [
        str(problem.location) for problem in report.problems
    ]


def test_indentation_counts_tabs_to_multiples_of_eight() -> None:
    assert ([(0, ["a"]), (8, ["b"]), (8, ["c"]), (10, ["d"])], []) == _lines("a\n\tb\n        c\n\t  d\n")


def test_brackets_join_lines_and_comments_vanish() -> None:
    found, problems = _lines("a {x 1, // one\n  y [2,\n 3]} /* and\n so on */\nb")
    assert [] == problems
    assert [(0, ["a", "{", "x", "1", ",", "y", "[", "2", ",", "3", "]", "}"]), (0, ["b"])] == found


def test_signs_names_numbers_and_cardinalities_are_told_apart() -> None:
    found, _ = _lines("\"a b\" => !c_1 & x.y >= 2.5 | 't' <=> d [1..*]")
    assert ['"a b"', "=>", "!", "c_1", "&", "x", ".", "y", ">=", "2.5", "|", "'t'", "<=>", "d", "[1..*]"] == found[0][1]


def test_what_is_no_token_is_told_and_left_out() -> None:
    found, problems = _lines('a $ b\n"open\nc')
    assert [["a", "b"], ["open"], ["c"]] == [tokens for _, tokens in found]
    assert ["m:1:3", "m:2:1"] == problems
