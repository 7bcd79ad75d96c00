"""Features and structures, in two passes: first the declarations, so that names are known, then every expression."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.catalog.addresses import IdPath
from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.expressions import ExpressionReader, scope_of
from configurator.catalog.building.feature_domains import ComponentIndex, build_domain, type_of
from configurator.catalog.building.names import check_name, report_duplicate
from configurator.catalog.building.rules import RuleBuilder
from configurator.catalog.codes import BAD_CARDINALITY, BAD_DEFAULT, BAD_ID
from configurator.catalog.feature_values import BadValue, parse_value
from configurator.catalog.model import Feature, Structure
from configurator.catalog.shape import ConstraintShape, FeatureShape, StructureShape
from configurator.reading.shape import Word

_CARDINALITY = re.compile(r"\s*([0-9]{1,9})\s*(?:\.\.\s*([0-9]{1,9})\s*)?")
_PREFIX = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class StructureBody:
    """The body of a catalog or a structure, as written."""

    features: Mapping[Word, FeatureShape]
    structures: Mapping[Word, StructureShape]
    constraints: Mapping[Word, ConstraintShape]
    where: str = ""

    @staticmethod
    def of(shape: StructureShape, where: str) -> "StructureBody":
        return StructureBody(shape.features, shape.structures, shape.constraints, f"{where}.")


# ── first round ──────────────────────────────────────────────────────────────────────────────────────────────────────


def build_members(context: BuildContext, stock: ComponentIndex, body: StructureBody) -> dict[str, Feature | Structure]:
    """Build the members of a body without any expression; members that are wrong are reported and left out."""
    members: dict[str, Feature | Structure] = {}
    for name, shape in body.features.items():
        where = f"{body.where}features.{name}"
        feature = _feature(context, stock, name, shape, where)
        if check_name(context.report, name, where) and feature is not None:
            members[str(name)] = feature
        else:
            context.left_out.add(str(name))
    for name, inner in body.structures.items():
        where = f"{body.where}structures.{name}"
        first = next((each for each in body.features if each == name), None)
        if first is not None:
            report_duplicate(context.report, name, name.location, where, first.location)
        elif check_name(context.report, name, where):
            members[str(name)] = _structure(context, stock, name, inner, where)
        else:
            context.left_out.add(str(name))
    return members


def _feature(
    context: BuildContext, stock: ComponentIndex, name: Word, shape: FeatureShape, where: str
) -> Feature | None:
    title = context.text(shape.title, f"{where}.title", shape.location, name)
    described = shape.description
    description = None if described is None else context.text(described, f"{where}.description", shape.location)
    domain = build_domain(context, stock, shape, where)
    if domain is None:
        return None
    feature = Feature(str(name), title, domain, type_of(domain, stock.groups), name.location, description=description)
    return replace(feature, default=_default(context, feature, shape.default, f"{where}.default"))


def _default(
    context: BuildContext, feature: Feature, given: Word | None, where: str
) -> str | bool | int | Fraction | None:
    if given is None:
        return None
    value = parse_value(feature, str(given), context.units)
    if isinstance(value, BadValue):
        context.report.add(BAD_DEFAULT, given.location, where, value.message, value.expected, value.hint)
        return None
    return value


def _structure(
    context: BuildContext, stock: ComponentIndex, name: Word, shape: StructureShape, where: str
) -> Structure:
    low, high = _cardinality(context, shape, f"{where}.cardinality")
    described = shape.description
    return Structure(
        str(name),
        context.text(shape.title, f"{where}.title", shape.location, name),
        low,
        high,
        _prefix(context, name, shape, f"{where}.prefix"),
        build_members(context, stock, StructureBody.of(shape, where)),
        (),
        name.location,
        default=_number_of_instances(context, shape, low, high, f"{where}.default"),
        description=None if described is None else context.text(described, f"{where}.description", shape.location),
    )


def _cardinality(context: BuildContext, shape: StructureShape, where: str) -> tuple[int, int]:
    expected = "a number or two: 1, 0..1, 2..16"
    match = _CARDINALITY.fullmatch(shape.cardinality)
    if match is None:
        message = f"`{shape.cardinality}` is not a cardinality"
        hint = "any bound will do at first; the command grow finds one" if shape.cardinality.endswith("*") else ""
        context.report.add(BAD_CARDINALITY, shape.cardinality.location, where, message, expected, hint)
        return 0, 2
    low, high = int(match[1]), int(match[2] or match[1])
    if high == 0 or low > high:
        message = "no instance is possible" if high == 0 else f"{low} is more than {high}"
        context.report.add(BAD_CARDINALITY, shape.cardinality.location, where, message, expected)
        return 0, 2
    return low, high


def _prefix(context: BuildContext, name: Word, shape: StructureShape, where: str) -> str:
    if shape.prefix is None or _PREFIX.fullmatch(shape.prefix):
        return str(shape.prefix or name[:1])
    message = f"`{shape.prefix}` cannot begin the id of an instance"
    context.report.add(BAD_ID, shape.prefix.location, where, message, "lower-case letters and _, a letter first")
    return str(name[:1])


def _number_of_instances(context: BuildContext, shape: StructureShape, low: int, high: int, where: str) -> int | None:
    given = shape.default
    if given is None:
        return None
    text = {"true": "1", "false": "0"}.get(given, str(given)) if high == 1 else str(given)
    if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
        return int(text)
    expected = "true or false" if (low, high) == (0, 1) else f"{low} .. {high}"
    message = f"`{given}` instances are not possible"
    context.report.add(BAD_DEFAULT, given.location, where, message, expected)
    return None


# ── second round ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BodyReader:
    """Reads the expressions of every body, once the names of all of them are known."""

    context: BuildContext
    stock: ComponentIndex
    root: Structure

    def filled(self, structure: Structure, body: StructureBody, path: IdPath) -> Structure:
        """Return a structure with the conditions of its members and its constraints, and so on below."""
        reader = ExpressionReader(self.context, scope_of(self.root, path, self.context.units))
        members: dict[str, Feature | Structure] = {}
        for name, member in structure.members.items():
            if isinstance(member, Feature):
                when = reader.condition(body.features[Word(name)].when, f"{body.where}features.{name}.when")
                members[name] = replace(member, when=when)
            else:
                members[name] = self._inner(member, body.structures[Word(name)], reader, body.where, (*path, name))
        rules = RuleBuilder(self.context, reader, self.root, self.stock.groups, ".".join(path))
        return replace(structure, members=members, constraints=rules.constraints(body.constraints, body.where))

    def _inner(
        self, structure: Structure, shape: StructureShape, reader: ExpressionReader, around: str, path: IdPath
    ) -> Structure:
        where = f"{around}structures.{structure.id}"
        when = reader.condition(shape.when, f"{where}.when")
        return replace(self.filled(structure, StructureBody.of(shape, where), path), when=when)
