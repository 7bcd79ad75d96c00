"""How published cases name the parts of a billing period."""

from typing import Final

from configurator.pricing.modifiers import PartOfPeriod
from tests.conformance.pricing.asked import NotExpressible

PARTS: Final = {
    "whole": PartOfPeriod.WHOLE,
    "full": PartOfPeriod.WHOLE,
    "first": PartOfPeriod.FIRST,
    "first split": PartOfPeriod.FIRST,
    "middle": PartOfPeriod.MIDDLE,
    "middle split": PartOfPeriod.MIDDLE,
    "not last": PartOfPeriod.MIDDLE,
    "last": PartOfPeriod.LAST,
    "last split": PartOfPeriod.LAST,
}


def part_of(words: str) -> PartOfPeriod:
    """Return which part of its period is meant."""
    if words not in PARTS:
        raise NotExpressible(f"no part of a period is called {words!r}")
    return PARTS[words]
