"""The reserved words of expressions, which catalogs and books refuse as ids."""

import keyword
import re
from typing import Final

from configurator.limits import LONGEST_NAME

OPERATOR_WORDS: Final = frozenset({"and", "or", "not", "if", "else", "for", "in"})
BOOLEAN_WORDS: Final = {"true": True, "false": False, "True": True, "False": False}
FUNCTIONS: Final = ("sum", "count", "min", "max", "all", "any", "present")
RESERVED: Final = frozenset({*keyword.kwlist, *BOOLEAN_WORDS, *FUNCTIONS})

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def is_name(text: str) -> bool:
    """Return whether a text is a valid name: a letter, then ASCII letters, digits and `_`, and not reserved."""
    return len(text) <= LONGEST_NAME and text not in RESERVED and _NAME.fullmatch(text) is not None
