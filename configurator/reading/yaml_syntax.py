"""Syntax errors as actionable messages, with the line and a caret under it.

An error is derived from the text and from where the parser stopped, never from the parser's message: its releases, and
its two implementations, word the same error differently.
"""

import re
from dataclasses import dataclass

from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.yaml_tree import Opened
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser stopped, where the current construct began (if it is marked), and what was open.

    `in_grammar` distinguishes wrong order of tokens from wrong tokens, `after_the_end` that the value was complete.
    """

    index: int
    location: Location
    began: int | None
    beginning: Location
    in_grammar: bool
    innermost: Opened | None
    after_the_end: bool


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What was found, what was expected, what to do; LINE is the line where the unclosed construct began."""

    found: str
    expected: str
    hint: str
    where_it_began: bool = False


_SECOND_COLON = _Mistake(
    "found a second `:` in one line", "one key and one value", "put a text that holds `: ` in quotes"
)
_NO_COLON = _Mistake(
    "this line has no `:`", "a key followed by `: `", "check the indentation of this line and the one above", True
)
_FLOW_LIST = _Mistake(
    "found something that does not continue the list", "`,` or `]`", "close the list that begins in line LINE"
)
_FLOW_MAP = _Mistake(
    "found something that does not continue the map", "`,` or `}`", "close the map that begins in line LINE"
)
_OPEN_QUOTE = _Mistake("this quotation mark is not closed", "a text in quotes", "close the quotes", True)
_LIST = _Mistake(
    "found something that does not continue the list", "`- `", "check the indentation and the quotes above"
)
_MAP = _Mistake("found something that does not continue the map", "a key", "check the indentation and the quotes above")
_BEGINS_NOTHING = _Mistake(
    "found a character that cannot begin a value", "a text, a list or a map", "put the value in quotes"
)
_ESCAPE = _Mistake(
    "found an unknown escape after `\\`", "an escape such as \\n", "use single quotes to keep `\\` as it is"
)
_NAMELESS = _Mistake(
    "found `*` or `&` without a name", "a plain value", "put a text that begins with `*` or `&` in quotes"
)
_BLOCK_TEXT = _Mistake(
    "found something behind `|` or `>`", "the text on the lines below", "put a text that begins so in quotes"
)
_PERCENT = _Mistake("found `%` at the beginning of a line", "a key", "put the text in quotes")
_VERSION = _Mistake(
    "the file declares another version of YAML", "YAML 1.1 or 1.2", "remove the line that begins with `%YAML`"
)
_NO_VALUE = _Mistake(
    "found a sign where a value should stand", "a text, a list or a map", "put a text that begins so in quotes"
)
_TAG = _Mistake("found `!`, which begins a tag", "a plain value", "put a text that begins with `!` in quotes")
_QUESTION = _Mistake("found `?` where no key can begin", "a key", "put a text that begins with `?` in quotes")
_NO_START = _Mistake("found something else behind a line that begins with `%`", "`---`", "remove that line")
_BEHIND_THE_END = _Mistake(
    "found something behind the end of the value", "nothing more", "check the indentation and the quotes above"
)


def problem_at(failure: Failure, text: str) -> Problem:
    """Return the problem where the parser stopped; tabs, the most frequent one, have a code of their own."""
    mistake = _mistake(failure, text)
    location = failure.beginning if mistake.where_it_began else failure.location
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[location.line - 1] if location.line <= len(lines) else ""
    sign = line[location.column - 1 : location.column]
    if sign == "\t":
        return _tab_problem(location, lines)
    hint = mistake.hint.replace("LINE", str(failure.beginning.line))
    if sign and sign in "[{" and mistake in (_FLOW_LIST, _FLOW_MAP):
        hint = f"put a text that holds `{sign}` in quotes"
    return Problem(codes.SYNTAX, location, "", mistake.found, mistake.expected, hint, _excerpt(line, location.column))


def _mistake(failure: Failure, text: str) -> _Mistake:
    if failure.in_grammar:
        return _mistake_of_order(failure, text)
    if failure.began is None or failure.began == failure.index:
        return _MISPLACED.get(text[failure.index : failure.index + 1], _BEGINS_NOTHING)
    return _mistake_in_sign(text, failure.began, failure.index)


_MISPLACED = {":": _SECOND_COLON, "-": _LIST, "?": _QUESTION}


def _mistake_of_order(failure: Failure, text: str) -> _Mistake:
    """Return the error of a valid token in the wrong place."""
    if failure.began is None:
        if text.startswith("%", failure.index):
            return _VERSION if _ONLY_VERSION.fullmatch(text, 0, failure.index + 5) else _PERCENT
        return _BEHIND_THE_END if failure.after_the_end else _NO_START
    inner = failure.innermost
    if inner is not None and inner.first <= failure.began <= inner.last:
        if inner.is_flow:
            return _FLOW_MAP if inner.is_map else _FLOW_LIST
        return _MAP if inner.is_map else _LIST
    return _TAG if text.startswith("!", failure.began) else _NO_VALUE


_ONLY_VERSION = re.compile(r"(?:(?!%YAML)[^\r\n]*[\r\n]+)*%YAML")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
_NAME = re.compile(r"[*&][\w-]+(?=[\s?:,\]}%@`]|\Z)", re.ASCII)
_WHOLE_TAG = re.compile(r"!(?:<[^\s>]*>|(?!<)\S*)(?=\s|\Z)")


def _mistake_in_sign(text: str, began: int, index: int) -> _Mistake:
    """Return the error of the token, text or key that begins at one index and fails at another."""
    match text[began]:
        case "'" | '"' if not _ends_by(_QUOTED, text, began, index):
            rest = text[index:].lstrip()
            return _OPEN_QUOTE if not rest or rest.startswith(("---", "...")) else _ESCAPE
        case "|" | ">":
            return _BLOCK_TEXT
        case "%":
            return _PERCENT
        case "*" | "&" if not _ends_by(_NAME, text, began, index):
            return _NAMELESS
        case "!" if not _ends_by(_WHOLE_TAG, text, began, index):
            return _TAG
        case "'" | '"' | "*" | "&" | "!":
            return _NO_COLON
    one_line = not re.search("[\r\n]", text[began:index])
    return _BEGINS_NOTHING if text.startswith("\t", index) or (one_line and text.startswith(":", index)) else _NO_COLON


def _ends_by(form: re.Pattern[str], text: str, began: int, index: int) -> bool:
    whole = form.match(text, began)
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
