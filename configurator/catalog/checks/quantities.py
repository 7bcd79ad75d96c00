"""A line of the bill of materials must not take parts away."""

from collections.abc import Iterator
from fractions import Fraction

from configurator.catalog.bill import negative_quantity
from configurator.catalog.model import Catalog
from configurator.catalog.references import references
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.language.evaluate import evaluate
from configurator.problems import Problem


def no_constant_negative_quantity(catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every quantity that is negative whatever is chosen; others are judged by configuration."""
    world = ConfigurationWorld(catalog, Configuration(catalog.id, catalog.digest, {}, {}, {}))
    for line in catalog.bill:
        if any(references(line.quantity.tree)):
            continue
        quantity = evaluate(line.quantity.tree, world, {"": ""})
        if isinstance(quantity, Fraction) and quantity < 0:
            yield negative_quantity(line, quantity)
