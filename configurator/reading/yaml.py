"""YAML as text in places: events in, a tree out. Nothing is ever constructed, and every bound has its problem.

The parser's events are used rather than its node composer, because the composer recurses and would overflow the
stack on hostile nesting, and because anchors can then be counted before they explode.
"""

import re
from collections.abc import Iterator

import yaml

from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.text import read_text
from configurator.reading.tree import Node
from configurator.reading.yaml_tree import Halt, TreeBuilder
from configurator.source import Place

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def read_yaml(data: bytes, file: str, limits: Limits = LIMITS) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document into a tree.

    The tree is None when reading had to stop; otherwise it is whole and fit for further checks, even beside problems
    (of a key that occurs twice the first is kept).
    """
    text, problems = read_text(data, file, limits)
    if text is None:
        return None, problems
    builder = TreeBuilder(file, limits)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        return None, (*problems, *builder.problems, _syntax_problem(error, text, file))
    except Halt as halt:
        return None, (*problems, *builder.problems, halt.problem)
    if builder.root is None:
        return None, (*problems, *builder.problems, _empty(file))
    return builder.root, (*problems, *builder.problems)


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=_Loader)


def _empty(file: str) -> Problem:
    found = "the file says nothing"
    return Problem(codes.EMPTY_DOCUMENT, Place(file, 1, 1), "", found, "a map of keys and values")


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if line[place.column - 1 : place.column] == "\t":
        return _tab_problem(place, lines)
    return Problem(codes.SYNTAX, place, "", *_in_plain_words(error), excerpt=_excerpt(line, place.column))


def _tab_problem(place: Place, lines: list[str]) -> Problem:
    others = [number for number, line in enumerate(lines, 1) if number != place.line and re.match(r" *\t", line)]
    hint = "replace the tab by spaces"
    if others:
        hint += f", also in line {', '.join(map(str, others[:10]))}" + (" and further ones" if others[10:] else "")
    return Problem(codes.TAB, place, "", "found a tab where the line is indented", "spaces", hint)


def _excerpt(line: str, column: int, width: int = 100) -> str:
    start = max(0, column - width // 2) if len(line) > width else 0
    return f"    {line[start : start + width]}\n    {' ' * (column - 1 - start)}^"


# What the parser says → what was found, what was expected, what to do.
_WORDS: tuple[tuple[str, tuple[str, str, str]], ...] = (
    (
        "mapping values are not allowed",
        ("found a second ':' in one line", "one key and one value", "put a text that holds ': ' in quotes"),
    ),
    (
        "could not find expected ':'",
        ("found a line without ':'", "a key followed by ': '", "check the indentation of this line and the one above"),
    ),
    (
        "did not find expected key",
        ("found something that does not continue the map", "a key", "check the indentation and the quotes above"),
    ),
    (
        "expected <block end>",
        (
            "found something that does not continue what is above",
            "a key or '- '",
            "check the indentation and the quotes",
        ),
    ),
    (
        "did not find expected '-' indicator",
        ("found something that does not continue the list", "'- '", "check the indentation"),
    ),
    (
        "did not find expected ',' or ']'",
        ("found something that does not continue the list", "',' or ']'", "close the list that begins with '['"),
    ),
    (
        "did not find expected ',' or '}'",
        ("found something that does not continue the map", "',' or '}'", "close the map that begins with '{'"),
    ),
    (
        "found unexpected end of stream",
        ("the file ends inside a text in quotes", "a closing quotation mark", "close the quotes"),
    ),
    (
        "found character that cannot start any token",
        ("found a character that cannot begin a value", "a text, a list or a map", "put the value in quotes"),
    ),
    (
        "found unknown escape character",
        (
            "found an unknown escape after '\\'",
            "an escape such as \\n or \\\\",
            "use single quotes to write '\\' as it is",
        ),
    ),
)


def _in_plain_words(error: yaml.MarkedYAMLError) -> tuple[str, str, str]:
    said = error.problem or error.context or "the text cannot be read"
    for beginning, words in _WORDS:
        if beginning in said:
            return words
    return said, "YAML", "check the quotes, the brackets and the indentation around here"
