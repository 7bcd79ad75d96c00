"""Every pattern of the product, and texts that make a careless one go back over them again and again."""

import importlib
import re
from collections.abc import Iterator

from tests.architecture.modules import all_modules

BEGINNINGS = ("", "a", "1", "5 m", ": a", ": a (b)", "c 1 a", "c1: ~d", "%a", '"', "'", "(", "[1", "&a", "-", "x{")
REPEATED = (
    " ",
    "\t",
    "\n",
    "a",
    "1",
    "_",
    "-",
    ".",
    ",",
    ":",
    "'",
    '"',
    "\\",
    "(",
    "[",
    "&",
    "&a ",
    " or ~a",
    "\\\n",
    "a.",
)
ENDS = ("", "!", "1", "b", "\0")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every compiled pattern that a module of the product holds, by its name."""
    for module in all_modules():
        if "re.compile" not in module.path.read_text(encoding="utf-8"):
            continue
        held = vars(importlib.import_module(module.name))
        for name, value in held.items():
            found = value.values() if isinstance(value, dict) else (value,)
            yield from ((f"{module.name}.{name}", each) for each in found if _is_of_texts(each))


def _is_of_texts(value: object) -> bool:
    return isinstance(value, re.Pattern) and isinstance(value.pattern, str)


def hostile(times: int) -> Iterator[str]:
    """Yield texts in which something is repeated so many times."""
    for beginning in BEGINNINGS:
        for repeated in REPEATED:
            for end in ENDS:
                yield f"{beginning}{repeated * times}{end}"
