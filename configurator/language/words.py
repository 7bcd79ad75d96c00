"""The words that expressions reserve, so that catalogs and books can refuse them as ids before anyone trips."""

import keyword
import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Final

OPERATOR_WORDS: Final = frozenset({"and", "or", "not", "if", "else", "for", "in"})
BOOLEAN_WORDS: Final = {"true": True, "false": False, "True": True, "False": False}
FUNCTIONS: Final = ("sum", "count", "min", "max", "all", "any", "present")
RESERVED: Final = frozenset({*keyword.kwlist, *BOOLEAN_WORDS, *FUNCTIONS})

_LONGEST_NAME = 100
_MOST_CANDIDATES = 5000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def is_name(text: str) -> bool:
    """Tell whether expressions can use a text as a name: ASCII letters, digits, `_`, a letter first, not reserved."""
    return len(text) <= _LONGEST_NAME and text not in RESERVED and _NAME.fullmatch(text) is not None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return a hint with the most similar candidate, or the empty text where none is similar."""
    known = list(islice(candidates, _MOST_CANDIDATES))
    folded = {candidate.lower(): candidate for candidate in known}
    near = get_close_matches(word[:_LONGEST_NAME].lower(), folded, n=1, cutoff=0.6)
    return f"did you mean `{folded[near[0]]}`?" if near else ""


def some_of(words: Iterable[str], most: int = 8) -> str:
    """Return the first words as a list for a message: `a`, `b`, …"""
    known = list(islice(words, most + 1))
    shown = ", ".join(f"`{word}`" for word in known[:most])
    return f"{shown}, …" if len(known) > most else shown
