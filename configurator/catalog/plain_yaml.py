"""Writes texts, maps and lists as YAML that a person would write: quotes only where they are needed."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

Plain = str | Mapping[str, "Plain"] | Sequence["Plain"]
"""The content of a file, as texts only: callers format numbers and booleans."""

_BARE: Final = re.compile(r"[^\W_][\w .,/()*+<>='!%\[\]-]*(?<! )")
_BARE_IN_LIST: Final = re.compile(r"[^\W_][\w ./()*+<>=%-]*(?<! )")
_EMPTY_WORDS: Final = ("null", "Null", "NULL")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WIDTH: Final = 100


def to_yaml(value: Plain) -> str:
    """Return the text of a document: two blanks per level, short lists of texts in one line."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: Plain) -> list[str]:
    if isinstance(value, str):
        return [_scalar(value)]
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in _entry(f"{_scalar(key)}:", inner)]
    return [line for inner in value for line in _item(inner)]


def _entry(head: str, value: Plain) -> list[str]:
    inline = _inline(value)
    return [f"{head} {inline}"] if inline else [head, *(f"  {line}" for line in _lines(value))]


def _item(value: Plain) -> list[str]:
    inline = _inline(value)
    if inline:
        return [f"- {inline}"]
    first, *others = _lines(value)
    return [f"- {first}", *(f"  {line}" for line in others)]


def _inline(value: Plain) -> str:
    """Return the inline form of a value, empty if it does not fit in one line."""
    if isinstance(value, str):
        return _scalar(value)
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if isinstance(value, Mapping) or not all(isinstance(item, str) for item in value):
        return ""
    line = f"[{', '.join(_scalar(item, _BARE_IN_LIST) for item in value if isinstance(item, str))}]"
    return line if len(line) <= _WIDTH else ""


def _scalar(text: str, bare: re.Pattern[str] = _BARE) -> str:
    if bare.fullmatch(text) and text not in _EMPTY_WORDS:
        return text
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'
