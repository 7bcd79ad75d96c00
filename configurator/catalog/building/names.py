"""Which ids are allowed, so that paths, expressions and price books can name everything without ambiguity.

```
features, structures, attributes, constraints, …   [a-z][a-z0-9_]*       and no word of the expression language
component groups and constraints                   the same, qualified by dots: metals.rims
components and options                             [A-Za-z0-9][A-Za-z0-9_-]*
```
"""

import re
from typing import Final

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.codes import BAD_ID, DUPLICATE_ID, RESERVED_ID
from configurator.language.reserved_words import RESERVED
from configurator.limits import LONGEST_NAME
from configurator.reading.shape import Word
from configurator.source import Location

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
QUALIFIED: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
ITEM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_LOWER = "lower-case letters, digits and _, a letter first"


def check_name(report: BuildReport, word: Word, where: str) -> bool:
    """Check the id of something that expressions name: a feature, a structure, an attribute."""
    if not _matches(report, NAME, word, where, _LOWER):
        return False
    if word in RESERVED:
        report.add(
            RESERVED_ID,
            word.location,
            where,
            f"`{word}` is a word of the expression language",
            "another id",
            f"write `{word}_`",
        )
        return False
    return True


def check_plain(report: BuildReport, word: Word, where: str) -> bool:
    """Check the id of something that expressions never name: a catalog, a line, a heading."""
    return _matches(report, NAME, word, where, _LOWER)


def check_qualified(report: BuildReport, word: Word, where: str) -> bool:
    """Check the id of a component group or a constraint."""
    return _matches(report, QUALIFIED, word, where, f"{_LOWER}; namespaces are joined by dots")


def check_item(report: BuildReport, word: Word, where: str) -> bool:
    """Check the id of a component or an option."""
    return _matches(report, ITEM, word, where, "letters, digits, _ and -, a letter or digit first")


def _matches(report: BuildReport, pattern: re.Pattern[str], word: Word, where: str, expected: str) -> bool:
    if pattern.fullmatch(word) and len(word) <= LONGEST_NAME:
        return True
    message = f"`{word}` is not an id" if len(word) <= LONGEST_NAME else f"an id of {len(word)} characters is too long"
    hint = suggestion(word, pattern)
    report.add(BAD_ID, word.location, where, message, expected, f"write `{hint}`" if hint else "")
    return False


def suggestion(word: str, pattern: re.Pattern[str] = NAME) -> str:
    """Return the nearest id to a word, empty where there is none."""
    near = re.sub(r"[^A-Za-z0-9]+", "_", word.strip()).strip("_")
    near = near if pattern is ITEM else near.lower()
    return near if pattern.fullmatch(near) and len(near) <= LONGEST_NAME else ""


def report_duplicate(report: BuildReport, word: str, location: Location, where: str, first: Location) -> None:
    """Report a duplicate id and the location of the first."""
    report.add(DUPLICATE_ID, location, where, f"`{word}` is taken already, at {first}", "an id of its own")


def words_of(name: str) -> str:
    """Return an id as a title: `cell_board` is Cell board."""
    text = re.sub(r"[_.-]+", " ", name).strip()
    return text[:1].upper() + text[1:]
