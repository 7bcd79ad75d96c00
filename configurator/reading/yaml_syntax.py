"""Converts YAML syntax errors to problems with an excerpt and a hint.

A problem is derived from the text and the position at which the parser stopped, never from the parser's message, which
differs between releases and between its two implementations.
"""

import re
from dataclasses import dataclass

from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.yaml_tree import Opened
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser stopped, where the current construct starts (if marked), and the innermost open collection.

    `in_grammar`: a valid token in the wrong place, not a malformed one. `is_complete`: the document's value had ended.
    """

    index: int
    location: Location
    construct_start: int | None
    beginning: Location
    in_grammar: bool
    innermost: Opened | None
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _SyntaxProblem:
    """The message, expected input and hint of a syntax error; LINE stands for the line where the construct began.

    With `at_beginning`, the problem is located there too.
    """

    message: str
    expected: str
    hint: str
    at_beginning: bool = False


_SECOND_COLON = _SyntaxProblem(
    "found a second `:` in one line", "one key and one value", "put a text that holds `: ` in quotes"
)
_NO_COLON = _SyntaxProblem(
    "this line has no `:`", "a key followed by `: `", "check the indentation of this line and the one above", True
)
_FLOW_LIST = _SyntaxProblem(
    "found something that does not continue the list", "`,` or `]`", "close the list that begins in line LINE"
)
_FLOW_MAP = _SyntaxProblem(
    "found something that does not continue the map", "`,` or `}`", "close the map that begins in line LINE"
)
_OPEN_QUOTE = _SyntaxProblem("this quotation mark is not closed", "a text in quotes", "close the quotes", True)
_LIST = _SyntaxProblem(
    "found something that does not continue the list", "`- `", "check the indentation and the quotes above"
)
_MAP = _SyntaxProblem(
    "found something that does not continue the map", "a key", "check the indentation and the quotes above"
)
_BEGINS_NOTHING = _SyntaxProblem(
    "found a character that cannot begin a value", "a text, a list or a map", "put the value in quotes"
)
_ESCAPE = _SyntaxProblem(
    "found an unknown escape after `\\`", "an escape such as \\n", "use single quotes to keep `\\` as it is"
)
_NO_ANCHOR_NAME = _SyntaxProblem(
    "found `*` or `&` without a name", "a plain value", "put a text that begins with `*` or `&` in quotes"
)
_BLOCK_TEXT = _SyntaxProblem(
    "found something behind `|` or `>`", "the text on the lines below", "put a text that begins so in quotes"
)
_PERCENT = _SyntaxProblem("found `%` at the beginning of a line", "a key", "put the text in quotes")
_VERSION = _SyntaxProblem(
    "the file declares another version of YAML", "YAML 1.1 or 1.2", "remove the line that begins with `%YAML`"
)
_NO_VALUE = _SyntaxProblem(
    "found a sign where a value should stand", "a text, a list or a map", "put a text that begins so in quotes"
)
_TAG = _SyntaxProblem("found `!`, which begins a tag", "a plain value", "put a text that begins with `!` in quotes")
_QUESTION = _SyntaxProblem("found `?` where no key can begin", "a key", "put a text that begins with `?` in quotes")
_NO_START = _SyntaxProblem("found something else behind a line that begins with `%`", "`---`", "remove that line")
_AFTER_THE_END = _SyntaxProblem(
    "found something behind the end of the value", "nothing more", "check the indentation and the quotes above"
)


def problem_at(failure: Failure, text: str) -> Problem:
    """Return the problem of a failure; a tab in the indentation, the most frequent cause, has its own code."""
    problem = _syntax_problem(failure, text)
    location = failure.beginning if problem.at_beginning else failure.location
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[location.line - 1] if location.line <= len(lines) else ""
    character = line[location.column - 1 : location.column]
    if character == "\t":
        return _tab_problem(location, lines)
    hint = problem.hint.replace("LINE", str(failure.beginning.line))
    if character and character in "[{" and problem in (_FLOW_LIST, _FLOW_MAP):
        hint = f"put a text that holds `{character}` in quotes"
    return Problem(codes.SYNTAX, location, "", problem.message, problem.expected, hint, _excerpt(line, location.column))


def _syntax_problem(failure: Failure, text: str) -> _SyntaxProblem:
    if failure.in_grammar:
        return _misplaced_token(failure, text)
    if failure.construct_start is None or failure.construct_start == failure.index:
        return _MISPLACED.get(text[failure.index : failure.index + 1], _BEGINS_NOTHING)
    return _malformed_token(text, failure.construct_start, failure.index)


_MISPLACED = {":": _SECOND_COLON, "-": _LIST, "?": _QUESTION}


def _misplaced_token(failure: Failure, text: str) -> _SyntaxProblem:
    """Return the problem of a valid token in the wrong place."""
    if failure.construct_start is None:
        if text.startswith("%", failure.index):
            return _VERSION if _ONLY_VERSION.fullmatch(text, 0, failure.index + 5) else _PERCENT
        return _AFTER_THE_END if failure.is_complete else _NO_START
    inner = failure.innermost
    if inner is not None and inner.first <= failure.construct_start <= inner.last:
        if inner.is_flow:
            return _FLOW_MAP if inner.is_map else _FLOW_LIST
        return _MAP if inner.is_map else _LIST
    return _TAG if text.startswith("!", failure.construct_start) else _NO_VALUE


_ONLY_VERSION = re.compile(r"(?:(?!%YAML)[^\r\n]*+[\r\n]++)*+%YAML")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
_NAME = re.compile(r"[*&][\w-]+(?=[\s?:,\]}%@`]|\Z)", re.ASCII)
_WHOLE_TAG = re.compile(r"!(?:<[^\s>]*>|(?!<)\S*)(?=\s|\Z)")


def _malformed_token(text: str, construct_start: int, index: int) -> _SyntaxProblem:
    """Return the problem of the token, text or key that begins at one index and fails at another."""
    match text[construct_start]:
        case "'" | '"' if not _ends_by(_QUOTED, text, construct_start, index):
            rest = text[index:].lstrip()
            return _OPEN_QUOTE if not rest or rest.startswith(("---", "...")) else _ESCAPE
        case "|" | ">":
            return _BLOCK_TEXT
        case "%":
            return _PERCENT
        case "*" | "&" if not _ends_by(_NAME, text, construct_start, index):
            return _NO_ANCHOR_NAME
        case "!" if not _ends_by(_WHOLE_TAG, text, construct_start, index):
            return _TAG
        case "'" | '"' | "*" | "&" | "!":
            return _NO_COLON
    one_line = not re.search("[\r\n]", text[construct_start:index])
    return _BEGINS_NOTHING if text.startswith("\t", index) or (one_line and text.startswith(":", index)) else _NO_COLON


def _ends_by(form: re.Pattern[str], text: str, construct_start: int, index: int) -> bool:
    whole = form.match(text, construct_start)
    return whole is not None and whole.end() <= index


def _tab_problem(location: Location, lines: list[str]) -> Problem:
    others = [number for number, line in enumerate(lines, 1) if number != location.line and re.match(r" *\t", line)]
    hint = "replace the tab by spaces"
    if others:
        hint += f", also in line {', '.join(map(str, others[:10]))}" + (" and further ones" if others[10:] else "")
    return Problem(codes.TAB, location, "", "found a tab where lines are indented", "spaces", hint)


def _excerpt(line: str, column: int, width: int = 100) -> str:
    start = max(0, column - width // 2) if len(line) > width else 0
    return f"    {line[start : start + width]}\n    {' ' * (column - 1 - start)}^"
