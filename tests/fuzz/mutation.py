"""Mutations of a text: of its bytes, its lines, its words, and of its values if it is JSON."""

import copy
import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

MOST_BYTES = 20_000
"""Bytes of a mutated input; the rest is cut off."""
ROUNDS = (1, 1, 1, 2, 2, 3, 5, 9)
"""How many mutations an input gets: one of these."""
_WORDS = re.compile(rb"\w+|[^\w\s]+|\s+")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
ODD_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"00",
    b"-0",
    b"0.1",
    b"1e400",
    b"1e-400",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"1" * 400,
    b"9" * 5000,
    b"0.000000000000000000001",
    b"2147483648",
    b"nan",
    b"inf",
    b"1_000",
    "٣".encode(),
    "²".encode(),
)
ODD_WORDS = (
    b"",
    b" ",
    b"\t",
    b"\n",
    b"\r\n",
    b"\0",
    b"\x1b",
    b"\xff",
    b"\xed\xa0\x80",
    "\u2028".encode(),
    "\u202e".encode(),
    "\ufeff".encode(),
    "ß".encode(),
    "İ".encode(),
    "𝔸".encode(),
    "e\u0301".encode(),
    b"true",
    b"null",
    b"~",
    b"=1+1",
    b"__class__",
    b"&a",
    b"*a",
    b"<<",
    b"!!python/object",
    b"&amp;&#0;",
    b"<!DOCTYPE",
    b"%00%ff",
    b"../../etc",
    b"'",
    b'"',
    b"\\",
    b"((((((((((",
    b"[" * 300,
    b"- " * 200,
    b"x" * 1000,
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    "",
    "\0",
    "x" * 1000,
    "\ud800",
    [],
    {},
    [[[[[[[[1]]]]]]]],
    {"": ""},
)

Mutation = Callable[[bytes, Sequence[bytes], Random], bytes]


def mutated(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    """Return data after a few mutations; `words` are what its like is written with."""
    for _ in range(random.choice(ROUNDS)):
        data = random.choice(MUTATIONS)(data, words, random)[:MOST_BYTES]
    return data


def words_of(texts: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the words and signs of some texts."""
    return tuple(sorted({word for text in texts for word in _WORDS.findall(text) if word.strip()}))


def _span(size: int, random: Random, most: int = 40) -> tuple[int, int]:
    start = random.randrange(size + 1)
    return start, min(size, start + random.randrange(1, most))


def _flipped(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return bytes([random.randrange(256)])
    at = random.randrange(len(data))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _deleted(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(len(data), random)
    return data[:start] + data[end:]


def _repeated(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(len(data), random)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 50)) + data[end:]


def _moved(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(len(data), random)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _cut(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _inserted(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + _word(words, random) + data[at:]


def _reworded(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    found = [match.span() for match in _WORDS.finditer(data)]
    if not found:
        return _word(words, random)
    start, end = random.choice(found)
    return data[:start] + _word(words, random) + data[end:]


def _renumbered(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    found = [match.span() for match in _NUMBER.finditer(data)]
    if not found:
        return data + random.choice(ODD_NUMBERS)
    start, end = random.choice(found)
    return data[:start] + random.choice(ODD_NUMBERS) + data[end:]


def _word(words: Sequence[bytes], random: Random) -> bytes:
    odd = random.choice((ODD_WORDS, ODD_NUMBERS))
    return random.choice(words if words and random.random() < 0.7 else odd)


def _lines_changed(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = random.choice((b" ", b"  ", b"\t", b"- ")) + lines[at]
        case _:
            lines[at] = lines[at].lstrip()
    return b"".join(lines)


def _json_changed(data: bytes, words: Sequence[bytes], random: Random) -> bytes:
    """Replace, remove or repeat one value of a JSON text; of another text, a word."""
    head, gap, body = data.rpartition(b"\n\n")
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError):
        return _reworded(data, words, random)
    places = [*_places(tree)]
    if not places:
        return data
    holder, key = random.choice(places)
    match random.randrange(4):
        case 0:
            del holder[key]
        case 1:
            other, at = random.choice(places)
            holder[key] = copy.deepcopy(other[at])
        case 2 if isinstance(holder, dict):
            holder[random.choice(words).decode("utf-8", "replace") if words else "x"] = holder.pop(key)
        case _:
            holder[key] = random.choice(ODD_VALUES)
    try:
        return head + gap + json.dumps(tree).encode()
    except (ValueError, RecursionError):  # It nests too deep to be written.
        return data


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every list and object in a JSON value, each with its indices or keys."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in pairs:
            found.append((node, key))
            waiting.append(value)
    return found


MUTATIONS: tuple[Mutation, ...] = (
    _flipped,
    _deleted,
    _repeated,
    _moved,
    _cut,
    _inserted,
    _reworded,
    _reworded,
    _reworded,
    _renumbered,
    _renumbered,
    _lines_changed,
    _lines_changed,
    _json_changed,
    _json_changed,
)
