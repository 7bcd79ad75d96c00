"""Checks of a book with resolved names. All checks run, none stops another."""

from collections.abc import Callable, Iterable
from typing import Final

from configurator.catalog.model import Catalog
from configurator.pricing.checks.charge_amounts import (
    discounts_leave_something,
    discounts_of_charges_leave_something,
    more_never_costs_less,
    no_charge_becomes_a_credit,
    roundings_of_charges_fit_the_book,
)
from configurator.pricing.checks.conditions import (
    every_case_can_be_the_first,
    every_condition_can_hold,
    every_value_has_a_case,
)
from configurator.pricing.checks.price_coverage import (
    every_option_has_a_price,
    every_row_can_apply,
    every_waived_part_has_a_price,
)
from configurator.pricing.checks.rules_in_force import (
    every_rule_is_in_force_some_day,
    existing_customers_can_be_told,
    minimum_and_maximum_leave_room,
)
from configurator.pricing.checks.tax_bases import taxes_follow_discounts
from configurator.pricing.model import PriceBook
from configurator.problems import Problem

Check = Callable[[PriceBook, Catalog], Iterable[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    every_option_has_a_price,
    every_waived_part_has_a_price,
    discounts_leave_something,
    more_never_costs_less,
    every_row_can_apply,
    every_rule_is_in_force_some_day,
    every_condition_can_hold,
    every_case_can_be_the_first,
    every_value_has_a_case,
    minimum_and_maximum_leave_room,
    no_charge_becomes_a_credit,
    discounts_of_charges_leave_something,
    roundings_of_charges_fit_the_book,
    existing_customers_can_be_told,
    taxes_follow_discounts,
)
"""All checks of a book. Checks of a single key (ascending tiers) are part of the build."""


def checked(book: PriceBook, catalog: Catalog) -> tuple[Problem, ...]:
    """Return everything that the checks find."""
    return tuple(problem for check in CHECKS for problem in check(book, catalog))
