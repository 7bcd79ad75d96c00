"""A discount takes off at most everything."""

from collections.abc import Iterator
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import Catalog
from configurator.pricing.codes import BAD_PERCENT
from configurator.pricing.model import PriceBook, StageKind
from configurator.problems import Problem


def discounts_leave_something(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every discount of more than a hundred percent that is written as a number."""
    for number, stage in enumerate(book.stages, start=1):
        for case in stage.percent if stage.kind is StageKind.DISCOUNT else ():
            if isinstance(case.value, Fraction) and case.value > 100:
                message = f"the discount takes off {exact_text(case.value)} %"
                yield Problem(BAD_PERCENT, case.location, f"stages[{number}].percent", message, "at most 100")
