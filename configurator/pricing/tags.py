"""The words by which a book names lines: all, list, charges, `prices.x`, `group.g`, `feature.f` …"""

from functools import cache

from configurator.pricing.cadence import Cadence

ALL = "all"
LIST = "list"
CHARGES = "charges"
STAGES = "stages"
TAXES = "taxes"
RECURRING = "recurring"

WORDS = (ALL, LIST, CHARGES, STAGES, TAXES, RECURRING, *map(str, Cadence))
"""The selectors that need nothing after them."""

PREFIXES = ("prices", "charges", "stages", "group", "component", "feature", "option", "category")
"""The selectors of the form `prefix.name`."""


@cache
def of_cadence(cadence: Cadence) -> frozenset[str]:
    """Return the tags every line of a cadence has."""
    return frozenset((cadence,)) if cadence is Cadence.ONE_TIME else frozenset((cadence, RECURRING))


def of_charge(name: str, cadence: Cadence) -> frozenset[str]:
    """Return the tags of a charge's lines."""
    return of_cadence(cadence) | {ALL, CHARGES, f"charges.{name}"}


def of_stage(name: str, cadence: Cadence, *, tax: bool) -> frozenset[str]:
    """Return the tags of the line a stage adds. That of a tax has two only: a tax on a tax must name it."""
    own = f"stages.{name}"
    return frozenset((TAXES, own)) if tax else of_cadence(cadence) | {ALL, STAGES, own}
