"""How published cases name the parts of a billing period."""

import re
from typing import Final

from configurator.pricing.modifiers import PartOfPeriod
from tests.conformance.pricing.asked import NotExpressible

WORDS: Final = {
    "not last": PartOfPeriod.MIDDLE,
    "middle": PartOfPeriod.MIDDLE,
    "mid": PartOfPeriod.MIDDLE,
    "first": PartOfPeriod.FIRST,
    "last": PartOfPeriod.LAST,
    "final": PartOfPeriod.LAST,
    "whole": PartOfPeriod.WHOLE,
    "full": PartOfPeriod.WHOLE,
    "single": PartOfPeriod.WHOLE,
}
"""In the order in which they are looked for: `not last` before `last`."""


def part_of(words: str) -> PartOfPeriod:
    """Return which part of its period is meant: `middle split`, `not last`, `whole`."""
    for word, part in WORDS.items():
        if re.search(rf"\b{word}\b", words):
            return part
    raise NotExpressible(f"no part of a period is called {words!r}")
