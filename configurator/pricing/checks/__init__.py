"""What a book must still satisfy once every name in it is resolved. All checks run, none stops another."""

from collections.abc import Callable, Iterable
from typing import Final

from configurator.catalog.model import Catalog
from configurator.pricing.checks.discounts import discounts_leave_something
from configurator.pricing.checks.missing_prices import every_option_has_a_price
from configurator.pricing.checks.monotone import more_never_costs_less
from configurator.pricing.checks.waived import every_waived_part_has_a_price
from configurator.pricing.model import PriceBook
from configurator.problems import Problem

Check = Callable[[PriceBook, Catalog], Iterable[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    every_option_has_a_price,
    every_waived_part_has_a_price,
    discounts_leave_something,
    more_never_costs_less,
)
"""All checks of a book. What belongs to one key alone (tiers that ascend) is checked where it is built."""


def checked(book: PriceBook, catalog: Catalog) -> tuple[Problem, ...]:
    """Return everything that the checks find."""
    return tuple(problem for check in CHECKS for problem in check(book, catalog))
