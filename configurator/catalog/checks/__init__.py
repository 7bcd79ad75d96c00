"""Checks of a model with resolved names. All checks run, none stops another."""

from collections.abc import Callable, Iterable
from typing import Final

from configurator.catalog.checks.circular import no_circular_when
from configurator.catalog.checks.codes_are_unique import product_codes_are_unique
from configurator.catalog.checks.constraints import constraints_name_something, counts_can_matter
from configurator.catalog.checks.instances import instances_are_bounded
from configurator.catalog.checks.quantities import no_constant_negative_quantity
from configurator.catalog.checks.unused import every_component_is_used
from configurator.catalog.model import Catalog
from configurator.problems import Problem

Check = Callable[[Catalog], Iterable[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    no_circular_when,
    instances_are_bounded,
    constraints_name_something,
    counts_can_matter,
    product_codes_are_unique,
    no_constant_negative_quantity,
    every_component_is_used,
)
"""All checks of a model. Checks of a single key (a default in its range) are part of the build."""


def checked(catalog: Catalog) -> tuple[Problem, ...]:
    """Return everything that the checks find."""
    return tuple(problem for check in CHECKS for problem in check(catalog))
