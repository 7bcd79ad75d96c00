"""Contracts for one configuration: what it has installed, and which rights, are what contracts begin with."""

from dataclasses import replace
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.contracts.model import Level, LevelKind, Offer
from configurator.errors import InvalidRequest
from configurator.language.evaluate import evaluate
from configurator.pricing.asking import ROOT_AT


def for_configuration(offer: Offer, catalog: Catalog, configuration: Configuration) -> Offer:
    """Return the offer with the levels of a configuration, and compared up to what is installed in it.

    What is absent from the configuration is 0. Raises InvalidRequest where the offer is for another catalog.
    """
    if offer.catalog != catalog.id or configuration.catalog != catalog.id:
        raise InvalidRequest(f"offer {offer.id} is for the catalog {offer.catalog or 'of none'}, not for {catalog.id}")
    world = ConfigurationWorld(catalog, configuration)
    levels = dict(offer.levels)
    for level, expression in offer.configured.items():
        found = evaluate(expression.tree, world, ROOT_AT)
        levels[level] = max(Fraction(0), found) if isinstance(found, Fraction) else Fraction(0)
    resources = {
        id: replace(resource, most=max(Fraction(1), levels[Level(id, LevelKind.INSTALLED)]))
        if Level(id, LevelKind.INSTALLED) in offer.configured
        else resource
        for id, resource in offer.resources.items()
    }
    return replace(offer, levels=levels, resources=resources)
