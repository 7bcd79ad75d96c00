"""What the YAML parser says of broken syntax, in words that tell what to do, with the line and a caret under it."""

import re

import yaml

from configurator.problems import Problem
from configurator.reading import codes
from configurator.source import Location

_Words = tuple[str, str, str]


def problem_of(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """Return the problem for an error of the parser; tabs, the most frequent one, have a code of their own."""
    lines = re.split(r"\r\n|\r|\n", text)
    said = f"{error.context or ''} {error.problem or ''}"
    opened = _place(error.context_mark, file)
    at_the_beginning = any(part in said for part in _TOLD_WHERE_IT_BEGAN)
    location = opened if at_the_beginning else _place(error.problem_mark or error.context_mark, file)
    line = lines[location.line - 1] if location.line <= len(lines) else ""
    if line[location.column - 1 : location.column] == "\t":
        return _tab_problem(location, lines)
    found, expected, hint = _in_plain_words(said)
    sign = line[location.column - 1 : location.column]
    if sign and sign in "[{" and "','" in said:
        hint = f"put a text that holds `{sign}` in quotes"
    hint = hint.replace("LINE", str(opened.line))
    return Problem(codes.SYNTAX, location, "", found, expected, hint, _excerpt(line, location.column))


def _place(mark: yaml.Mark | None, file: str) -> Location:
    return Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1, 1)


def _tab_problem(location: Location, lines: list[str]) -> Problem:
    others = [number for number, line in enumerate(lines, 1) if number != location.line and re.match(r" *\t", line)]
    hint = "replace the tab by spaces"
    if others:
        hint += f", also in line {', '.join(map(str, others[:10]))}" + (" and further ones" if others[10:] else "")
    return Problem(codes.TAB, location, "", "found a tab where lines are indented", "spaces", hint)


def _excerpt(line: str, column: int, width: int = 100) -> str:
    start = max(0, column - width // 2) if len(line) > width else 0
    return f"    {line[start : start + width]}\n    {' ' * (column - 1 - start)}^"


_TOLD_WHERE_IT_BEGAN = ("unexpected end of stream", "could not find expected ':'")

# What the parsers say, the C one and the Python one → what was found, what was expected, what to do. LINE is the line
# in which the thing began that is not well ended.
_WORDS: tuple[tuple[str, _Words], ...] = (
    (
        "mapping values are not allowed",
        ("found a second `:` in one line", "one key and one value", "put a text that holds `: ` in quotes"),
    ),
    (
        "could not find expected ':'",
        ("this line has no `:`", "a key followed by `: `", "check the indentation of this line and the one above"),
    ),
    (
        "expected ',' or ']'",
        ("found something that does not continue the list", "`,` or `]`", "close the list that begins in line LINE"),
    ),
    (
        "expected ',' or '}'",
        ("found something that does not continue the map", "`,` or `}`", "close the map that begins in line LINE"),
    ),
    (
        "unexpected end of stream",
        ("this quotation mark is not closed", "a text in quotes", "close the quotes"),
    ),
    (
        "block collection",
        ("found something that does not continue the list", "`- `", "check the indentation and the quotes above"),
    ),
    (
        "block sequence",
        ("found something that does not continue the list", "`- `", "check the indentation and the quotes above"),
    ),
    (
        "block mapping",
        ("found something that does not continue the map", "a key", "check the indentation and the quotes above"),
    ),
    (
        "cannot start any token",
        ("found a character that cannot begin a value", "a text, a list or a map", "put the value in quotes"),
    ),
    (
        "unknown escape character",
        ("found an unknown escape after `\\`", "an escape such as \\n", "use single quotes to keep `\\` as it is"),
    ),
    (
        "expected alphabetic or numeric character",
        ("found `*` or `&` without a name", "a plain value", "put a text that begins with `*` or `&` in quotes"),
    ),
    (
        "while scanning a block scalar",
        ("found something behind `|` or `>`", "the text on the lines below", "put a text that begins so in quotes"),
    ),
    (
        "directive",
        ("found `%` at the beginning of a line", "a key", "put the text in quotes"),
    ),
    (
        "incompatible YAML document",
        ("the file declares another version of YAML", "YAML 1.1 or 1.2", "remove the line that begins with `%YAML`"),
    ),
    (
        "node content",
        ("found a sign where a value should stand", "a text, a list or a map", "put a text that begins so in quotes"),
    ),
)  # fmt: skip


def _in_plain_words(said: str) -> _Words:
    for part, words in _WORDS:
        if part in said:
            return words
    found = said.strip() or "the text cannot be read"
    return found, "YAML", "check the quotes, the brackets and the indentation around here"
