"""A constraint must speak of something, and a count must be able to hold and to fail."""

from collections.abc import Iterator

from configurator.catalog.codes import BAD_COUNT, NAMES_NOTHING
from configurator.catalog.model import Cardinality, Catalog, Constraint, constraints_of
from configurator.catalog.product_code import expressions_of
from configurator.catalog.references import references
from configurator.problems import Problem
from configurator.source import Location


def constraints_name_something(catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every constraint, resource and preference whose expressions name nothing of the catalog."""
    for _, constraint in constraints_of(catalog):
        if not any(any(references(each.tree)) for each in expressions_of(constraint.rule)):
            yield _names_nothing(f"constraints.{constraint.id}", constraint.location)
    for resource in catalog.resources.values():
        if not any(any(references(each.tree)) for each in (*resource.supply.values(), *resource.demand.values())):
            yield _names_nothing(f"resources.{resource.id}", resource.location)
    for preference in catalog.preferences:
        if not any(references(preference.condition.tree)):
            yield _names_nothing(f"preferences.{preference.id}", preference.location)


def _names_nothing(where: str, location: Location) -> Problem:
    return Problem(
        NAMES_NOTHING,
        location,
        where,
        "this names no feature and no structure, so that no choice can ever matter to it",
        "an expression over features or structures of this catalog",
    )


def counts_can_matter(catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every count that can never be met, or that is met whatever is chosen."""
    for _, constraint in constraints_of(catalog):
        if isinstance(constraint.rule, Cardinality) and (message := _fault(constraint.rule)):
            yield _bad_count(constraint, message)


def _fault(rule: Cardinality) -> str:
    size = len(rule.items)
    if rule.low > size:
        return f"{rule.low} of {size} items can never hold"
    if rule.high is not None and rule.high < rule.low:
        return f"at least {rule.low} and at most {rule.high} can never hold together"
    if rule.low == 0 and (rule.high is None or rule.high >= size):
        return f"this always holds: there are only {size} items"
    return ""


def _bad_count(constraint: Constraint, message: str) -> Problem:
    where = f"constraints.{constraint.id}"
    return Problem(BAD_COUNT, constraint.location, where, message, "a count between 0 and the number of items")
