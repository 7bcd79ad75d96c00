"""An independent judge of a configuration: every law of the catalog evaluated directly, without program or engine.

It is slow and obvious on purpose, so that every fast answer can be checked against it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.catalog.addresses import id_path_of, join
from configurator.catalog.feature_values import belongs, describe_value, show_quantity
from configurator.catalog.model import (
    Cardinality,
    Catalog,
    Combinations,
    Constraint,
    ConstraintSeverity,
    Feature,
    Requirement,
    Resource,
    Rule,
    Structure,
)
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.language.checked import ABSENT, Absence, CheckedExpression, Value
from configurator.language.evaluate import evaluate
from configurator.money import ZERO
from configurator.short_repr import short_repr

At = Mapping[str, str]


class ViolationKind(StrEnum):
    """The kind of rule that a configuration violates."""

    CONSTRAINT = "constraint"
    RESOURCE = "resource"
    PRESENCE = "presence"
    DOMAIN = "domain"
    CARDINALITY = "cardinality"
    UNKNOWN = "unknown"


@short_repr
@dataclass(frozen=True, slots=True)
class Violation:
    """One law that a configuration breaks, at one instance (empty: the catalog itself).

    `constraint` is the id of a constraint or resource; for the laws of the build (presence, domain, cardinality,
    unknown paths) it is the path of the feature or structure at fault.
    """

    kind: ViolationKind
    constraint: str
    instance: str
    message: str
    severity: ConstraintSeverity = ConstraintSeverity.ERROR


def violations(
    catalog: Catalog, configuration: Configuration, parameters: Mapping[str, Value] | None = None
) -> tuple[Violation, ...]:
    """Return everything that a configuration breaks, warnings and information included; empty means valid."""
    world = ConfigurationWorld(catalog, configuration, parameters or {})
    return (
        *_unknown_paths(world),
        *_in_instance(world, catalog.root, (), "", {"": ""}),
        *(violation for resource in catalog.resources.values() for violation in _resource(world, resource)),
    )


def warnings(catalog: Catalog, configuration: Configuration) -> tuple[Violation, ...]:
    """Return the violations of warnings: those of `violations` that are not errors, without checking the rest.

    Expects a configuration that is otherwise valid.
    """
    if not _has_soft(catalog.root):
        return ()
    return tuple(_warnings_in(ConfigurationWorld(catalog, configuration), catalog.root, (), "", {"": ""}))


def _warnings_in(
    world: ConfigurationWorld, structure: Structure, id_path: tuple[str, ...], instance: str, at: At
) -> Iterator[Violation]:
    for name, member in structure.members.items():
        if isinstance(member, Structure):
            for one in world.instances(instance, (name,)):
                yield from _warnings_in(world, member, (*id_path, name), one, {**at, ".".join((*id_path, name)): one})
    for constraint in filter(_is_soft, structure.constraints):
        if not rule_holds(constraint.rule, world, at):
            yield _broken(constraint, instance)


def _has_soft(structure: Structure) -> bool:
    parts = (member for member in structure.members.values() if isinstance(member, Structure))
    return any(map(_is_soft, structure.constraints)) or any(map(_has_soft, parts))


def _is_soft(constraint: Constraint) -> bool:
    return constraint.severity is not ConstraintSeverity.ERROR


def holds(condition: CheckedExpression | None, world: ConfigurationWorld, at: At) -> bool:
    """Return whether a condition holds at an instance; a missing one holds, an absent one does not."""
    return condition is None or evaluate(condition.tree, world, at) is True


# ── values, presence and cardinalities ───────────────────────────────────────────────────────────────────────────────


def _unknown_paths(world: ConfigurationWorld) -> Iterator[Violation]:
    known = world.members
    for path in world.configuration.values:
        if id_path_of(path) not in known.features and id_path_of(path) not in known.structures:
            yield Violation(ViolationKind.UNKNOWN, path, "", f"the catalog has no {path}")


def _in_instance(
    world: ConfigurationWorld, structure: Structure, id_path: tuple[str, ...], instance: str, at: At
) -> Iterator[Violation]:
    for name, member in structure.members.items():
        if isinstance(member, Feature):
            yield from _feature(world, member, join(instance, name), instance, at)
        else:
            yield from _structure(world, member, (*id_path, name), join(instance, name), instance, at)
    for constraint in structure.constraints:
        if not rule_holds(constraint.rule, world, at):
            yield _broken(constraint, instance)


def _broken(constraint: Constraint, instance: str) -> Violation:
    return Violation(
        ViolationKind.CONSTRAINT, constraint.id, instance, str(constraint.because), severity=constraint.severity
    )


def _feature(world: ConfigurationWorld, feature: Feature, path: str, instance: str, at: At) -> Iterator[Violation]:
    value = world.configuration.values.get(path)
    expected = holds(feature.when, world, at)
    if value is None and expected:
        yield Violation(ViolationKind.PRESENCE, path, instance, f"{path} has no value")
    elif value is not None and not expected:
        yield Violation(ViolationKind.PRESENCE, path, instance, f"{path} has a value, but must be absent")
    elif value is not None and not belongs(feature, value):
        shown = describe_value(feature, value, feature.title.fallback)
        yield Violation(ViolationKind.DOMAIN, path, instance, f"{shown} is not a value of {path}")


def _structure(
    world: ConfigurationWorld, structure: Structure, id_path: tuple[str, ...], path: str, instance: str, at: At
) -> Iterator[Violation]:
    below = world.instances(instance, id_path[-1:])
    low, high = (structure.low, structure.high) if holds(structure.when, world, at) else (0, 0)
    if not low <= len(below) <= high:
        message = f"{path} has {len(below)} instances, where {low} to {high} are possible"
        yield Violation(ViolationKind.CARDINALITY, path, instance, message)
    stated = world.configuration.values.get(path)
    if stated is not None and stated != (bool(below) if structure.singleton else len(below)):
        message = f"{path} is said to be {stated}, but has {len(below)} instances"
        yield Violation(ViolationKind.CARDINALITY, path, instance, message)
    yield from _orphans(world, path, set(below))
    for one in below:
        yield from _in_instance(world, structure, id_path, one, {**at, ".".join(id_path): one})


def _orphans(world: ConfigurationWorld, path: str, below: set[str]) -> Iterator[Violation]:
    """Yield the values that belong to an instance that is not there."""
    for text in world.configuration.values:
        if text.startswith((f"{path}.", f"{path}[")):
            owner = path if text[len(path)] == "." else text[: text.index("]", len(path)) + 1]
            if owner not in below:
                yield Violation(ViolationKind.PRESENCE, text, owner, f"{text} has a value, but {owner} is absent")


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rule_holds(rule: Rule, world: ConfigurationWorld, at: At) -> bool:
    """Return whether a rule holds at an instance; one that names something absent holds."""
    if not holds(rule.when, world, at):
        return True
    match rule:
        case Requirement(condition):
            return evaluate(condition.tree, world, at) is not False
        case Cardinality(items, low, high):
            count = sum(evaluate(item.tree, world, at) is True for item in items)
            return low <= count and (high is None or count <= high)
        case Combinations(columns, rows, allowed):
            values = tuple(evaluate(column.tree, world, at) for column in columns)
            return ABSENT in values or any(_fits(row, values) for row in rows) is allowed
        case other:
            assert_never(other)


def _fits(row: tuple[Value | None, ...], values: tuple[Value | Absence, ...]) -> bool:
    return all(cell is None or cell == value for cell, value in zip(row, values, strict=True))


def balance_of(resource: Resource, world: ConfigurationWorld) -> tuple[Fraction, Fraction]:
    """Return how much of a resource is supplied and how much is demanded, in base units."""
    return _total(resource.supply, world), _total(resource.demand, world)


def _total(contributions: Mapping[str, CheckedExpression], world: ConfigurationWorld) -> Fraction:
    values = (evaluate(each.tree, world, {"": ""}) for each in contributions.values())
    return sum((value for value in values if isinstance(value, Fraction)), ZERO)


def _resource(world: ConfigurationWorld, resource: Resource) -> Iterator[Violation]:
    supplied, demanded = balance_of(resource, world)
    if demanded > supplied:
        needs, has = (show_quantity(resource.unit.from_base(it), resource.unit) for it in (demanded, supplied))
        message = f"{resource.title}: {needs} demanded, {has} supplied; {resource.because}"
        yield Violation(ViolationKind.RESOURCE, f"resources.{resource.id}", "", message)
