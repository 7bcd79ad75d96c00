from collections.abc import Iterator
from typing import Any

import pytest
import yaml

import configurator.reading.yaml as reader
from configurator.reading.yaml import read_yaml


def _said(text: str) -> str:
    tree, problems = read_yaml(text.encode(), "a.yaml")
    assert tree is None
    return "\n".join(str(problem) for problem in problems)


WORDS = pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b: c\n", "1:5: found a second `:` in one line"),
        ("a: b\nfoo\nc: d\n", "2:1: this line has no `:`"),
        ("a:\n  b: c\n d: e\n", "3:2: found something that does not continue the map; expected a key"),
        (
            "a: {b: 5[W], c: d}\n",
            "1:9: found something that does not continue the map; expected `,` or `}`; put a text that",
        ),
        ("a: [b, c\nd: e\n", "expected `,` or `]`; close the list that begins in line 1"),
        ("a: {b: c\nd: e\n", "expected `,` or `}`; close the map that begins in line 1"),
        ('a: "b\nc: d\n', "1:4: this quotation mark is not closed"),
        ("- a\nb: c\n", "2:1: found something that does not continue the list; expected `- `"),
        ("a: @b\n", "1:4: found a character that cannot begin a value"),
        ('a: "\\q"\n', "found an unknown escape after `\\`"),
        ("a: *\n", "found `*` or `&` without a name"),
        ("a: |x\n  b\n", "found something behind `|` or `>`"),
        ("%YAML 2.0\n---\na: b\n", "the file declares another version of YAML"),
        ("]\n", "1:1: found a sign where a value should stand"),
        (": b\n", "1:1: found something that does not continue the map"),
        ("[: b]\n", "1:2: found a sign where a value should stand"),
        ("a: - b\n", "1:4: found something that does not continue the list; expected `- `"),
        ("a: ? b\n", "1:4: found `?` where no key can begin"),
        ('a: "b\n---\n', "1:4: this quotation mark is not closed"),
        ('a: "\\x4"\n', "found an unknown escape after `\\`"),
        ('a: b\n"c"\nd: e\n', "2:1: this line has no `:`"),
        ("a: b\n*c\nd: e\n", "2:1: this line has no `:`"),
        ("a: !<b\n", "found `!`, which begins a tag"),
        ("%YAML 1.2\na: b\n", "2:1: found something else behind a line that begins with `%`; expected `---`"),
        ("%YAML 1.2\n%YAML 1.2\n---\n", "2:1: found `%` at the beginning of a line"),
        ("%\n", "1:2: found `%` at the beginning of a line"),
        ('"a" b\n', "1:5: found something behind the end of the value"),
    ],
)


@WORDS
@pytest.mark.parametrize("loader", [reader._Loader, yaml.SafeLoader])
def test_both_parsers_are_told_in_the_same_plain_words(
    text: str, said: str, loader: type[yaml.SafeLoader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_Loader", loader)
    assert said in _said(text)


@WORDS
def test_nothing_rests_on_the_words_of_the_parser(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = yaml.parse

    def in_other_words(*given: Any, **named: Any) -> Iterator[yaml.Event]:
        try:
            yield from parse(*given, **named)
        except yaml.MarkedYAMLError as error:
            raise type(error)("qua", error.context_mark, "qualia", error.problem_mark) from None

    monkeypatch.setattr(yaml, "parse", in_other_words)
    assert said in _said(text)


def test_the_line_is_shown_with_a_caret_under_the_mistake() -> None:
    assert _said("x: y\na: b: c\n").endswith("[reading.syntax]\n    a: b: c\n        ^")


def test_a_long_line_is_shown_in_part() -> None:
    shown, caret = _said("a: " + "x" * 500 + ": c").splitlines()[1:]
    assert len(shown) <= 104
    assert shown[len(caret) - 1] == ":"


def test_a_tab_names_the_other_lines_that_begin_with_one() -> None:
    text = "a:\n\tb: c\n" + "".join(f"  \td{n}: e\n" for n in range(12))
    assert "2:1: found a tab where lines are indented" in _said(text)
    assert "also in line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and further ones [reading.tab]" in _said(text)


@pytest.mark.timeout(60)
def test_a_directive_after_many_empty_lines_is_told_soon() -> None:
    expected = "a.yaml:3001:3: found `%` at the beginning of a line; expected a key"
    assert _said(f"a: b{chr(10) * 3000}%b: c{chr(10)}").startswith(expected)
