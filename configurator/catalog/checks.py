"""Checks of a model with resolved names. All checks run, none stops another."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from configurator.catalog.addresses import IdPath
from configurator.catalog.bill import negative_quantity
from configurator.catalog.codes import BAD_COUNT, CIRCULAR_WHEN, NAMES_NOTHING, TOO_MANY_INSTANCES, UNUSED_COMPONENT
from configurator.catalog.limits import MOST_INSTANCES
from configurator.catalog.model import (
    BooleanDomain,
    Cardinality,
    Catalog,
    Constraint,
    Enumeration,
    Feature,
    Structure,
    constraints_of,
    features_in,
    structures_in,
)
from configurator.catalog.product_code import expressions_of
from configurator.catalog.references import references
from configurator.catalog.unique_codes import product_codes_are_unique
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.language.evaluate import evaluate
from configurator.language.tree import Constant, TextLiteral, walk
from configurator.problems import Problem
from configurator.source import Location


def every_component_is_used(catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every component that is no option, no boolean feature and no part of the bill.

    Libraries are there to be used in part, so their components are not complained about.
    """
    used = {*_offered(catalog), *_billed(catalog)}
    own = (group for group in catalog.groups.values() if group.location.file == catalog.location.file)
    for group in own:
        for component in group.components.values():
            if component.id not in used:
                yield Problem(
                    UNUSED_COMPONENT,
                    component.location,
                    f"components.{group.id}.{component.id}",
                    "no feature offers this component and no line of the bill of materials names it",
                    hint="offer it in a feature, or remove it",
                )


def _offered(catalog: Catalog) -> Iterator[str]:
    for _, feature in features_in(catalog.root):
        match feature.domain:
            case Enumeration(options):
                yield from options
            case BooleanDomain(component) if component is not None:
                yield component.id


def _billed(catalog: Catalog) -> Iterator[str]:
    for line in catalog.bill:
        for node in walk(line.part.tree):
            if isinstance(node, Constant | TextLiteral) and isinstance(node.value, str):
                yield node.value


def no_constant_negative_quantity(catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every quantity that is negative whatever is chosen; others are judged by configuration."""
    world = ConfigurationWorld(catalog, Configuration(catalog.id, catalog.digest, {}, {}, {}))
    for line in catalog.bill:
        if any(references(line.quantity.tree)):
            continue
        quantity = evaluate(line.quantity.tree, world, {"": ""})
        if isinstance(quantity, Fraction) and quantity < 0:
            yield negative_quantity(line, quantity)


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


def instances_are_bounded(catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for the outermost structures that bring the number of possible instances above the bound."""
    yield from _below(catalog.root, (), 1)


def _below(structure: Structure, path: IdPath, times: int) -> Iterator[Problem]:
    for name, member in structure.members.items():
        if isinstance(member, Structure):
            here = (*path, name)
            if times * member.high > MOST_INSTANCES:
                yield _too_many(member, here, times * member.high)
            else:
                yield from _below(member, here, times * member.high)


def _too_many(structure: Structure, path: IdPath, number: int) -> Problem:
    return Problem(
        TOO_MANY_INSTANCES,
        structure.location,
        f"{'.'.join(path)}.cardinality",
        f"up to {number:,} instances are possible",
        f"at most {MOST_INSTANCES:,}",
        "count what is alike with an integer feature",
    )


Graph = Mapping[IdPath, tuple[IdPath, ...]]


def no_circular_when(catalog: Catalog) -> Iterator[Problem]:
    """Yield one problem per cycle: presence depends on the names in `when` and on the enclosing structure."""
    members: dict[IdPath, Feature | Structure] = {
        **dict(features_in(catalog.root)),
        **dict(structures_in(catalog.root)),
    }
    graph = {path: _needs(path, member) for path, member in members.items()}
    reported: set[IdPath] = set()
    for circle in _circles(graph):
        first = next(path for path in circle if members[path].when is not None)
        if first in reported:
            continue
        reported.add(first)
        start = circle.index(first)
        names = [".".join(path) for path in (*circle[start:], *circle[:start], first)]
        when = members[first].when
        yield Problem(
            CIRCULAR_WHEN,
            when.location if when else members[first].location,
            f"{names[0]}.when",
            f"{names[0]} is there only if it is itself there: " + " → ".join(names),
            "a `when` that does not lead back",
            "take one of these names out of its `when`",
        )


def _needs(path: IdPath, member: Feature | Structure) -> tuple[IdPath, ...]:
    named = references(member.when.tree) if member.when is not None else ()
    return tuple(dict.fromkeys((*named, *((path[:-1],) if len(path) > 1 else ()))))


def _circles(graph: Graph) -> Iterator[tuple[IdPath, ...]]:
    """Walk depth first without recursion, and yield each circle that closes on the path walked."""
    done: set[IdPath] = set()
    for start in graph:
        trail: list[IdPath] = []
        pending: list[tuple[IdPath, bool]] = [(start, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                trail.remove(node)
                done.add(node)
            elif node in trail:
                yield tuple(trail[trail.index(node) :])
            elif node not in done:
                trail.append(node)
                pending.append((node, True))
                pending.extend((each, False) for each in graph.get(node, ()))


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
