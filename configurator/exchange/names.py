"""Names of other tools → ids of ours: readable, unique, and the same for the same file every time."""

import re
import unicodedata
from typing import Final

from configurator.language.words import RESERVED

_LONGEST: Final = 80
"""Below the hundred characters that an id may have, so that a number fits behind it."""
_LETTERS: Final = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "Ae",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "+": "_plus",
    "#": "_sharp",
}
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")


class Ids:
    """Ids of one kind that must differ from one another. `first` leads names that do not begin with a letter."""

    def __init__(self, first: str = "n", taken: frozenset[str] = frozenset()) -> None:
        self._first = first
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def name(self, title: str, *endings: str) -> str:
        """Return an id that expressions can use: `Heated seats (front)` becomes `heated_seats_front`."""
        parts = (_plain(_HUMP.sub("_", part)).lower() for part in (title, *endings))
        base = "_".join(part for part in parts if part)[:_LONGEST].strip("_")
        if not base[:1].isalpha():
            base = f"{self._first}_{base}".rstrip("_")
        return self._unique(f"{base}_" if base in RESERVED else base)

    def item(self, title: str) -> str:
        """Return an id of an option or a component, which keeps its capitals: `6NR`, `W-20`."""
        kept = title if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", title) and len(title) <= _LONGEST else _plain(title)
        return self._unique(kept if kept[:1].isalnum() else f"{self._first}{kept}")

    def _unique(self, base: str) -> str:
        found, number = base, self._next.get(base, 2)
        while found in self._taken:
            found, number = f"{base}_{number}", number + 1
        self._next[base] = number
        self._taken.add(found)
        return found


def _plain(text: str) -> str:
    if not text.isascii() or "+" in text or "#" in text:
        text = "".join(_LETTERS.get(letter, letter) for letter in text)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _FOREIGN.sub("_", text)[:_LONGEST].strip("_")
