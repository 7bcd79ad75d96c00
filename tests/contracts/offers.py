"""The shipped offers, and how tests make small ones."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from textwrap import indent

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.contracts.model import Offer
from configurator.contracts.offers import ENTRY, load_offer
from configurator.reading.files import Files, read_folder
from configurator.shipped import shipped_folder

FAMILIES = sorted(path.parent.name for path in Path(shipped_folder("pricing_rules")).glob(f"*/{ENTRY}"))


@cache
def _catalog(id: str) -> Catalog | None:
    return load_catalog(read_folder(shipped_folder("catalogs") / id))[0]


@cache
def shipped(family: str) -> Offer:
    """Return the offer of a shipped family."""
    offer, problems = load_offer(read_folder(shipped_folder("pricing_rules") / family), catalogs=_catalog)
    assert offer is not None, problems
    return offer


HEAD = """\
format: 2
offer: small
currency: USD
resources: {cores: {unit: core, installed: 16, rights: 4, requested: 10}}
contracts:
"""


def offer_of(contracts: str, head: str = HEAD) -> Offer:
    """Read an offer from the text of its contracts."""
    offer, problems = load_offer(Files({ENTRY: (head + indent(contracts, "  ")).encode()}))
    assert offer is not None, "\n".join(map(str, problems))
    return offer


def usage(keys: str) -> Offer:
    """Return an offer of one contract `one` with one usage charge `use` of the cores."""
    return offer_of(f"one: {{charges: {{use: {{kind: usage, quantities: cores, {keys}}}}}}}")


F = Fraction
