"""Puts a catalog together: libraries and groups first, then features and structures, then all that names them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from configurator.catalog.building.bill_lines import LineBuilder
from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.components import build_groups
from configurator.catalog.building.expressions import ExpressionReader, free_names, scope_of
from configurator.catalog.building.feature_domains import ComponentIndex
from configurator.catalog.building.names import check_plain, report_duplicate
from configurator.catalog.building.rules import RuleBuilder
from configurator.catalog.building.segments import SegmentBuilder
from configurator.catalog.building.sources import Library, Sources
from configurator.catalog.building.structures import BodyReader, StructureBody, build_members
from configurator.catalog.building.unit_declarations import declared_units
from configurator.catalog.codes import EMPTY_INTERVAL, UNKNOWN_BINDING
from configurator.catalog.model import (
    ALWAYS,
    Catalog,
    ComponentGroup,
    Constraint,
    Interval,
    Structure,
    Text,
    structures_in,
)
from configurator.catalog.shape import CatalogShape, ConstraintShape
from configurator.language.parse import parse
from configurator.reading.files import Files
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Word
from configurator.source import Location


def build_catalog(sources: Sources, files: Files, report: BuildReport) -> Catalog:
    """Build a model of all that can be built, and report all that cannot; with an error it must not be used."""
    shape = sources.catalog
    context = _context(sources, files, report)
    check_plain(report, shape.catalog, "catalog")
    title = context.text(shape.title, "title", shape.location, shape.catalog)
    stock = ComponentIndex.of(_groups(context, sources))
    root = _root(context, sources, stock, title)
    _check_constraint_ids(report, root, shape)
    lines = LineBuilder(context, root)
    return Catalog(
        id=str(shape.catalog),
        title=title,
        digest=files.digest,
        root=root,
        groups=stock.groups,
        resources=lines.resources(shape.resources),
        preferences=lines.preferences(shape.preferences),
        display=lines.display(shape.groups, title),
        bill=lines.bill(shape.bill_of_materials),
        product_code=SegmentBuilder(context, root).product_code(shape.product_code),
        locales=context.locales,
        files=files,
        location=shape.location,
        units=context.units,
        effective=_interval(report, shape),
        illustrative=shape.illustrative,
        source=None if shape.source is None else context.text(shape.source, "source", shape.location_of("source")),
    )


def _context(sources: Sources, files: Files, report: BuildReport) -> BuildContext:
    declarations = (*(library.shape.units for library in sources.libraries), sources.catalog.units)
    declared = tuple(chain.from_iterable(units.items() for units in declarations))
    locales = tuple(dict.fromkeys(str(locale) for locale in sources.catalog.locales))
    return BuildContext(report, files, locales, declared_units(report, declared), left_out=set(sources.left_out))


def _groups(context: BuildContext, sources: Sources) -> dict[str, ComponentGroup]:
    places: dict[str, Location] = {}
    groups: dict[str, ComponentGroup] = {}
    for inner, components in (
        *((context.inside(each.namespace, each.bindings), each.shape.components) for each in sources.libraries),
        (context, sources.catalog.components),
    ):
        for name, group in build_groups(inner, components, places).items():
            first = groups.setdefault(name, group)
            if first.location != group.location:
                word = Word(name, group.location)
                report_duplicate(context.report, word, group.location, f"components.{name}", first.location)
    return groups


def _root(context: BuildContext, sources: Sources, stock: ComponentIndex, title: Text) -> Structure:
    shape = sources.catalog
    body = StructureBody(shape.features, shape.structures, shape.constraints)
    draft = Structure("", title, 1, 1, "", build_members(context, stock, body), (), shape.location)
    root = BodyReader(context, stock, draft).filled(draft, body, ())
    shared = tuple(chain.from_iterable(_shared(context, each, stock, draft) for each in sources.libraries))
    return replace(root, constraints=(*_distinct(context.report, shared), *root.constraints))


def _shared(context: BuildContext, library: Library, stock: ComponentIndex, root: Structure) -> tuple[Constraint, ...]:
    inner = context.inside(library.namespace, library.bindings)
    reader = ExpressionReader(inner, scope_of(root, (), context.units))
    _check_bindings(context.report, library)
    return RuleBuilder(inner, reader, root, stock.groups).constraints(library.shape.constraints, "")


def _distinct(report: BuildReport, constraints: tuple[Constraint, ...]) -> Iterator[Constraint]:
    """Yield each constraint once: a library that is reached in two ways without a namespace counts once."""
    seen: dict[str, Constraint] = {}
    for constraint in constraints:
        first = seen.setdefault(constraint.id, constraint)
        if first is constraint:
            yield constraint
        elif first != constraint:
            word = Word(constraint.id, constraint.location)
            report_duplicate(report, word, constraint.location, f"constraints.{constraint.id}", first.location)


def _check_bindings(report: BuildReport, library: Library) -> None:
    """Report names under `with` that no constraint of the library uses (its own includes may use them)."""
    if library.shape.include:
        return
    used = set(chain.from_iterable(_names_in(shape) for shape in library.shape.constraints.values()))
    for name in library.include.with_:
        if name not in used:
            message = f"no constraint of `{library.file}` uses the name `{name}`"
            where = f"{library.where}.with"
            report.add(UNKNOWN_BINDING, name.location, where, message, some_of(sorted(used)), did_you_mean(name, used))


def _names_in(shape: ConstraintShape) -> Iterator[str]:
    table = shape.allowed or shape.forbidden
    columns = (table.columns or []) if table is not None else []
    for text in (*_expressions_of(shape), *columns):
        tree, _ = parse(text, text.location)
        yield from free_names(tree) if tree is not None else ()


def _expressions_of(shape: ConstraintShape) -> Iterator[Word]:
    """Yield the expressions of a constraint of any kind: every text but its reason and its severity."""
    for key in type(shape).model_fields:
        given = getattr(shape, key)
        if key not in ("because", "severity"):
            yield from (each for each in (given if isinstance(given, list) else [given]) if isinstance(each, Word))


def _check_constraint_ids(report: BuildReport, root: Structure, shape: CatalogShape) -> None:
    """Report constraints of the same qualified id, resources being constraints named `resources.<id>`."""
    inner = chain.from_iterable(structure.constraints for _, structure in structures_in(root))
    named = [(constraint.id, constraint.location) for constraint in (*root.constraints, *inner)]
    named += [(f"resources.{name}", name.location) for name in shape.resources]
    first: dict[str, Location] = {}
    for name, location in named:
        if first.setdefault(name, location) != location:
            report_duplicate(report, Word(name, location), location, f"constraints.{name}", first[name])


def _interval(report: BuildReport, shape: CatalogShape) -> Interval:
    given = shape.effective
    if given is None:
        return ALWAYS
    if given.from_ is not None and given.until is not None and given.until <= given.from_:
        message = f"no day is from {given.from_} on and before {given.until}"
        expected = "`until` after `from`; it is the day after the last one"
        report.add(EMPTY_INTERVAL, given.location_of("until"), "effective.until", message, expected)
    return Interval(_day(given.from_), _day(given.until))


def _day(day: date | None) -> date | None:
    return None if day is None else date(day.year, day.month, day.day)
