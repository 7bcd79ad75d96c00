"""The loader of contracts: files in; a valid offer, or every problem of its file, out.

Offers in a folder are read on first use; for a configuration, an offer takes its levels.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from threading import RLock
from typing import Final

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Catalog
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.contracts import codes
from configurator.contracts.building.offer import build_offer
from configurator.contracts.checks import checked
from configurator.contracts.model import CapacityLevel, LevelKind, Offer
from configurator.contracts.shape import OfferShape
from configurator.errors import InvalidDocument, InvalidRequest, NotFound
from configurator.language.evaluate import evaluate
from configurator.money import ONE, ZERO
from configurator.pricing.rule_evaluation import ROOT_AT
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.files import Files, read_folder
from configurator.reading.message_parts import did_you_mean
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence
from configurator.reading.yaml import read_document, read_yaml

ENTRY: Final = "contracts.yaml"
"""The file of a folder that holds the contracts on offer."""

RENAMED: Final = {
    "of": "`of` of a charge is `quantity` (purchase) or `quantities` (usage)",
    "per": "`amount` with `per` is `price` with `quantity`",
    "measure": "`measure` is `measured`, with `time_weighted` for average and `high_water` for peak",
    "percent": "`percent` of a percentile is `percentile`",
    "tiers": "`tiers` need `model: graduated`",
    "bands_of": "`bands_of` is `bounds_of`",
    "on_demand": "`on_demand` is `overage_price` in `commitment`",
    "rises_to": "`rises_to` stands in `commitment`",
    "minimum": "`minimum` is `minimum_spend`, for a charge in its `modifiers`",
    "maximum": "`maximum` is `maximum_spend`, for a charge in its `modifiers`",
    "ratchet": "`ratchet` has `percent` of what was `used` or `invoiced`, and `periods`",
    "included": "`included` is `free`",
    "beyond": "`beyond` is `short`",
}
"""The new names of format 1 keys."""


def load_offer(
    files: Files, entry: str = ENTRY, catalogs: Callable[[str], Catalog | None] | None = None
) -> tuple[Offer | None, tuple[Problem, ...]]:
    """Read the contracts on offer in a file. The offer is None where any problem is an error.

    `catalogs` finds the catalog that an offer names, None where there is no such; without it, no level is configured.
    """
    shape, problems = read_document(files, entry, OfferShape)
    if shape is None:
        return None, tuple(_of_format_1(files, entry)) or problems
    report = BuildReport(list(problems))
    offer = build_offer(shape, files, entry, report, catalogs)
    if offer is not None and not errors_in(report.problems):
        report.extend(checked(offer))
    ordered = in_order(report.problems)
    return (None if errors_in(ordered) else offer), ordered


def _of_format_1(files: Files, entry: str) -> Iterator[Problem]:
    """Yield the single problem of a file of format 1, with the new names of its keys."""
    node = read_yaml(files[entry], entry)[0] if entry in files else None
    version = node.get("format") if isinstance(node, Mapping) else None
    if node is not None and isinstance(version, Scalar) and version.text == "1":
        there = set(_keys(node))
        renamed = "; ".join(text for key, text in RENAMED.items() if key in there)
        yield Problem(codes.OLD_FORMAT, version.location, "format", "found 1, an older format", "2", renamed)


def _keys(node: Node) -> Iterator[str]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key.text
            yield from _keys(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _keys(item)


class OfferIndex:
    """The offers in the subfolders of a folder, by folder name. Thread-safe.

    `catalogs` resolves the catalogs of offers. Loaded offers are cached: at most one per folder.
    """

    def __init__(self, folder: Path, catalogs: Callable[[str], Catalog | None] | None = None) -> None:
        self._folder, self._catalogs = folder, catalogs
        self._read: dict[str, Offer] = {}
        self._lock = RLock()

    def names(self) -> tuple[str, ...]:
        """Return the folders that hold contracts."""
        return tuple(sorted(path.parent.name for path in self._folder.glob(f"*/{ENTRY}")))

    def offer(self, name: str) -> Offer:
        """Return an offer. Raises NotFound, or InvalidDocument with everything that is wrong with it."""
        with self._lock:
            if name not in self._read:
                self._read[name] = self._load(name)
            return self._read[name]

    def for_catalog(self, catalog: str) -> tuple[str, ...]:
        """Return the names of the offers for configurations of a catalog; unreadable ones are skipped."""
        return tuple(name for name in self.names() if self._is_for(name, catalog))

    def _is_for(self, name: str, catalog: str) -> bool:
        try:
            return self.offer(name).catalog == catalog
        except InvalidDocument:
            return False

    def _load(self, name: str) -> Offer:
        names = self.names()
        if name not in names:
            hint = did_you_mean(name, names)
            raise NotFound(f"there is no offer {name!r}{f'; {hint}' if hint else ''}")
        offer, problems = load_offer(read_folder(self._folder / name), catalogs=self._catalogs)
        if offer is None:
            raise InvalidDocument(problems)
        return offer


def for_configuration(offer: Offer, catalog: Catalog, configuration: Configuration) -> Offer:
    """Return the offer with the levels of a configuration, compared up to its installed units.

    Absent levels are 0. Raises InvalidRequest if the offer is for another catalog.
    """
    if offer.catalog != catalog.id or configuration.catalog != catalog.id:
        raise InvalidRequest(f"offer {offer.id} is for the catalog {offer.catalog or 'of none'}, not for {catalog.id}")
    world = ConfigurationWorld(catalog, configuration)
    levels = dict(offer.levels)
    for level, expression in offer.configured.items():
        units = evaluate(expression.tree, world, ROOT_AT)
        levels[level] = max(ZERO, units) if isinstance(units, Fraction) else ZERO
    resources = {
        id: replace(resource, most=max(ONE, levels[CapacityLevel(id, LevelKind.INSTALLED)]))
        if CapacityLevel(id, LevelKind.INSTALLED) in offer.configured
        else resource
        for id, resource in offer.resources.items()
    }
    return replace(offer, levels=levels, resources=resources)
