"""The gate for contracts: files in; an offer that holds, or every problem of its file at once, out."""

from collections.abc import Callable

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Catalog
from configurator.contracts.building.offer import build_offer
from configurator.contracts.checks import checked
from configurator.contracts.model import Offer
from configurator.contracts.shape import OfferShape
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.documents import read_document
from configurator.reading.files import Files

ENTRY = "contracts.yaml"
"""The file of a folder that holds the contracts on offer."""


def load_offer(
    files: Files, entry: str = ENTRY, catalogs: Callable[[str], Catalog | None] | None = None
) -> tuple[Offer | None, tuple[Problem, ...]]:
    """Read the contracts on offer in a file. The offer is None where any problem is an error.

    `catalogs` finds the catalog that an offer names, None where there is no such; without it, no level is configured.
    """
    shape, problems = read_document(files, entry, OfferShape)
    if shape is None:
        return None, problems
    report = BuildReport(list(problems))
    offer = build_offer(shape, files, entry, report, catalogs)
    if offer is not None and not errors_in(report.problems):
        report.extend(checked(offer))
    ordered = in_order(report.problems)
    return (None if errors_in(ordered) else offer), ordered
