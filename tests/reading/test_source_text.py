"""."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.limits import Limits
from configurator.reading.source_text import Lines, read_text
from configurator.source import Location


def _only(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = problems
    return problem


def test_text_in_utf_8_is_read_as_it_is() -> None:
    assert read_text("Größe: 1\n".encode(), "a.yaml") == ("Größe: 1\n", ())


def test_a_byte_order_mark_at_the_beginning_is_dropped_and_moves_no_column() -> None:
    text, problems = read_text(b"\xef\xbb\xbfa\x00", "a.yaml")
    assert text == "a\ufffd"
    assert Location("a.yaml", 1, 2) == _only(problems).location


def test_the_first_byte_that_is_not_utf_8_is_pointed_at_in_characters() -> None:
    text, problems = read_text("ü\nüü".encode() + b"\xff", "a.yaml")
    assert text is None
    assert (codes.ENCODING, Location("a.yaml", 2, 3)) == (_only(problems).code, _only(problems).location)


def test_halves_of_surrogate_pairs_and_overlong_bytes_are_not_utf_8() -> None:
    for data in (b"\xed\xa0\x80", b"\xc0\x80", b"\xf8\x88\x80\x80\x80"):
        assert _only(read_text(data, "a")[1]).code == codes.ENCODING


def test_other_encodings_are_known_by_their_marks() -> None:
    for encoding, name in (("utf-16", "UTF-16"), ("utf-32", "UTF-32")):
        assert f"the file is written in {name}" == _only(read_text("a: b".encode(encoding), "a")[1]).message


def test_a_file_that_is_too_large_is_not_even_decoded() -> None:
    text, problems = read_text(b"\xff" * 11, "a", Limits(file_bytes=10))
    assert text is None
    assert "the file has 11 bytes; expected at most 10; split it" in str(_only(problems))


def test_every_invisible_character_is_told_with_its_place() -> None:
    text, problems = read_text("a\x00\n\u2028b\x85".encode(), "a")
    assert text == "a\ufffd\n\ufffdb\ufffd"
    assert [str(problem.location) for problem in problems] == ["a:1:2", "a:2:1", "a:2:3"]


def test_of_very_many_invisible_characters_the_first_are_told() -> None:
    _, problems = read_text(b"\x01" * 50, "a", Limits(problems=3))
    assert [problem.code for problem in problems] == [codes.CONTROL_CHARACTER] * 3 + [codes.TOO_MANY_PROBLEMS]


@given(st.text(alphabet="aü\n\r"), st.data())
def test_a_place_leads_back_to_its_character(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    location = Lines(text, "a").location(index)
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if text[index - 1 : index + 1] != "\r\n":
        assert (len(before), len(before[-1]) + 1) == (location.line, location.column)
