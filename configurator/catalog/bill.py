"""The bill of materials that follows from a configuration: which parts, how many, and from which line."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.codes import BAD_QUANTITY
from configurator.catalog.feature_values import show_number
from configurator.catalog.model import BillLine, Catalog, Component, Enumeration, Text
from configurator.catalog.references import references
from configurator.catalog.verify_choices import holds
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.errors import InvalidDocument
from configurator.language.evaluate import evaluate
from configurator.money import ZERO
from configurator.problems import Problem
from configurator.short_repr import short_repr


@short_repr
@dataclass(frozen=True, slots=True)
class BillItem:
    """So many of a part, from one line of the bill at one instance (empty: the catalog itself).

    `part` is the id of a component, of an option, or a text that the line states; `quantity` is positive.
    """

    part: str
    title: Text
    quantity: Fraction
    line: str
    instance: str


def negative_quantity(line: BillLine, quantity: Fraction) -> Problem:
    """Say that a line of the bill takes parts away."""
    return Problem(
        BAD_QUANTITY,
        line.quantity.location,
        f"bill_of_materials.{line.id}.quantity",
        f"the quantity is {show_number(quantity)}",
        "zero or more",
        "write `max(0, …)`, or a `when:` that leaves the line out",
    )


def bill_of_materials(catalog: Catalog, configuration: Configuration) -> tuple[BillItem, ...]:
    """Derive the bill, line by line in the order of the catalog, instance by instance; zero quantities are left out.

    Raises InvalidDocument where a line yields a negative quantity, which only a configuration can show.
    """
    if not catalog.bill:
        return ()
    world = ConfigurationWorld(catalog, configuration)
    components = components_of(catalog)
    return tuple(
        item
        for line in catalog.bill
        for at in _places(catalog, world, line)
        for item in _item(catalog, world, components, line, at)
    )


def totals(items: tuple[BillItem, ...]) -> dict[str, Fraction]:
    """Add up the quantities per part, in the order the parts first appear."""
    summed: dict[str, Fraction] = {}
    for item in items:
        summed[item.part] = summed.get(item.part, ZERO) + item.quantity
    return summed


def components_of(catalog: Catalog) -> dict[str, Component]:
    """Return every component of the catalog by its id."""
    return {component.id: component for group in catalog.groups.values() for component in group.components.values()}


def _places(catalog: Catalog, world: ConfigurationWorld, line: BillLine) -> Iterator[dict[str, str]]:
    """Yield, for every present instance that a line is repeated for, where its names are looked up."""
    if line.each:
        yield from _walk(world, {"": ""}, (), tuple(line.each.split(".")))
    else:
        yield {"": ""}


def _walk(
    world: ConfigurationWorld, at: dict[str, str], done: tuple[str, ...], rest: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    if not rest:
        yield at
        return
    here = (*done, rest[0])
    for instance in world.instances(at[".".join(done)], rest[:1]):
        yield from _walk(world, {**at, ".".join(here): instance}, here, rest[1:])


def _item(
    catalog: Catalog, world: ConfigurationWorld, components: dict[str, Component], line: BillLine, at: dict[str, str]
) -> Iterator[BillItem]:
    if not holds(line.when, world, at):
        return
    part, quantity = evaluate(line.part.tree, world, at), evaluate(line.quantity.tree, world, at)
    if not isinstance(part, str) or not isinstance(quantity, Fraction):
        return
    if quantity < 0:
        raise InvalidDocument((negative_quantity(line, quantity),))
    if quantity:
        title = _title(catalog, world, components, line, part)
        yield BillItem(part, title, quantity, line.id, at[line.each])


def _title(
    catalog: Catalog, world: ConfigurationWorld, components: dict[str, Component], line: BillLine, part: str
) -> Text:
    if part in components:
        return components[part].title
    for path in references(line.part.tree):
        feature = world.members.features.get(path)
        if feature is not None and isinstance(feature.domain, Enumeration) and part in feature.domain.options:
            return feature.domain.options[part].title
    return Text({catalog.locales[0]: part}, catalog.locales[0])
