"""Component groups: declared attributes, components in place and components in CSV files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.names import check_item, check_name, check_qualified, report_duplicate
from configurator.catalog.building.unit_declarations import find_unit
from configurator.catalog.codes import (
    ATTRIBUTE_VALUE,
    BAD_ATTRIBUTE,
    COMPONENT_COLUMN,
    MISSING_ATTRIBUTE,
    UNKNOWN_ATTRIBUTE,
)
from configurator.catalog.feature_values import read_quantity
from configurator.catalog.model import AttributeDeclaration, Component, ComponentGroup
from configurator.catalog.shape import AttributeShape, ComponentGroupShape
from configurator.catalog.shape import Text as TextShape
from configurator.language.checked import Value
from configurator.language.types import BOOLEAN, TEXT, BooleanType, NumberType, TextType, Type
from configurator.reading.csv import CsvTable, read_csv
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Word
from configurator.source import Location
from configurator.units import NO_UNIT

_OWN_COLUMNS = ("id", "title", "code")


@dataclass(frozen=True)
class _Item:
    """A component as written, inline or as a row: texts by key, each with its location."""

    id: Word
    entries: Mapping[Word, TextShape]
    where: str
    complete: bool = True
    """Whether its content is complete; if not, its table has already been reported."""


def build_groups(
    context: BuildContext, shapes: Mapping[Word, ComponentGroupShape], places: dict[str, Location]
) -> dict[str, ComponentGroup]:
    """Build the groups of one document; `places` collects the components of all documents, which share their ids."""
    return {
        context.qualified(name): _group(context, name, shape, places)
        for name, shape in shapes.items()
        if check_qualified(context.report, name, f"components.{name}")
    }


def _group(
    context: BuildContext, name: Word, shape: ComponentGroupShape, places: dict[str, Location]
) -> ComponentGroup:
    where = f"components.{name}"
    attributes = {
        str(key): declaration
        for key, given in shape.attributes.items()
        if (declaration := _attribute(context, key, given, f"{where}.attributes.{key}")) is not None
    }
    components: dict[str, Component] = {}
    for item in chain(_inline(shape, where), _rows(context, shape, attributes, where)):
        first = places.setdefault(item.id, item.id.location)
        if first != item.id.location:
            report_duplicate(context.report, item.id, item.id.location, item.where, first)
        elif check_item(context.report, item.id, item.where):
            components[str(item.id)] = _component(context, context.qualified(name), item, attributes)
    title = context.text(shape.title, f"{where}.title", shape.location, name)
    return ComponentGroup(context.qualified(name), title, attributes, components, name.location)


# ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _attribute(
    context: BuildContext, name: Word, given: Word | AttributeShape, where: str
) -> AttributeDeclaration | None:
    if name in _OWN_COLUMNS:
        message = f"`{name}` is what every component has; an attribute needs another name"
        context.report.add(BAD_ATTRIBUTE, name.location, where, message)
        return None
    if not check_name(context.report, name, where):
        return None
    word = given if isinstance(given, Word) else given.type
    required = isinstance(given, Word) or given.required
    unit = NO_UNIT
    if not isinstance(given, Word) and given.unit is not None:
        unit = find_unit(context.report, context.units, given.unit, f"{where}.unit")
        if word != "number":
            message = f"a unit stands at an attribute of type {word}"
            context.report.add(BAD_ATTRIBUTE, given.unit.location, where, message, "a unit at numbers only")
    kinds: dict[str, Type] = {"number": NumberType(unit.dimension, unit.name), "boolean": BOOLEAN, "text": TEXT}
    if word not in kinds:
        hint = did_you_mean(word, kinds) or f"write {{type: number, unit: {word}}}" * (word in context.units)
        context.report.add(
            BAD_ATTRIBUTE,
            name.location,
            where,
            f"`{word}` is no type",
            "number, text, boolean, or a map with `type`",
            hint,
        )
        return None
    return AttributeDeclaration(str(name), kinds[word], unit, name.location, required)


def _value(context: BuildContext, declaration: AttributeDeclaration, given: TextShape, where: str) -> Value | None:
    location = (
        given.location if isinstance(given, Word) else next((word.location for word in given), declaration.location)
    )
    problem, expected = "a map of locales stands where a value is expected", str(declaration.type)
    if isinstance(given, Word):
        match declaration.type:
            case TextType():
                return str(given)
            case BooleanType():
                if given in ("true", "false"):
                    return given == "true"
                problem = f"`{given}` is neither true nor false"
            case _:
                amount = read_quantity(given, declaration.unit, context.units)
                if isinstance(amount, Fraction):
                    return amount
                problem = amount
    context.report.add(ATTRIBUTE_VALUE, location, where, problem, expected)
    return None


# ── components ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _inline(shape: ComponentGroupShape, where: str) -> Iterator[_Item]:
    for name, given in shape.items.items():
        entries: Mapping[Word, TextShape] = {Word("title", given.location): given} if isinstance(given, Word) else given
        yield _Item(name, entries, f"{where}.items.{name}")


def _rows(
    context: BuildContext, shape: ComponentGroupShape, attributes: Mapping[str, AttributeDeclaration], where: str
) -> Iterator[_Item]:
    table = read_table(context, shape.table, f"{where}.table")
    if table is None:
        return
    known = _known_columns(context, table, attributes, where)
    for row in table.rows if "id" in known else ():
        if context.report.is_full(row.location.file):
            return
        entries: dict[Word, TextShape] = {}
        titles: dict[Word, Word] = {}
        for column, cell in zip(table.header, row.cells, strict=True):
            if not cell.text or column.text not in known:
                continue
            if column.text.startswith("title."):
                titles[Word(column.text.partition(".")[2], cell.location)] = Word(cell.text, cell.location, True)
            else:
                entries[Word(column.text, column.location)] = Word(cell.text, cell.location, True)
        name = entries.pop(Word("id"), None)
        if not isinstance(name, Word):
            message = "a row has no id"
            context.report.add(COMPONENT_COLUMN, row.location, where, message, "an id in every row")
            continue
        title = {Word("title"): titles} if titles else {}
        yield _Item(name, {**entries, **title}, f"{where}.{name}", complete=len(known) == len(table.header))


def _known_columns(
    context: BuildContext, table: CsvTable, attributes: Mapping[str, AttributeDeclaration], where: str
) -> frozenset[str]:
    """Return the columns that mean something here, and report the others."""
    titles = tuple(f"title.{locale}" for locale in context.locales)
    known = (*_OWN_COLUMNS, *attributes, *(titles if len(titles) > 1 else ()))
    names = frozenset(column.text for column in table.header)
    allowed = {*known, *titles, *(name for name in names if context.shared and name.startswith("title."))}
    if "id" not in names:
        context.report.add(
            COMPONENT_COLUMN, table.header[0].location, where, "there is no column `id`", "a column `id`"
        )
        return frozenset()
    for column in table.header:
        if column.text not in allowed:
            message = f"`{column.text}` is neither id, title, code nor an attribute of this group"
            hint = did_you_mean(column.text, known) or "declare it under `attributes`"
            if column.text.startswith("title."):
                hint = "declare the locale under `locales`"
            context.report.add(COMPONENT_COLUMN, column.location, where, message, some_of(known), hint)
    return names & allowed


def read_table(context: BuildContext, named: Word | None, where: str) -> CsvTable | None:
    """Read the CSV file that a document names, if it names one."""
    if named is None:
        return None
    path, problems = context.files.find(named, named.location, where=where)
    context.report.extend(problems)
    if path is None:
        return None
    table, problems = read_csv(context.files[path], path)
    context.report.extend(problems)
    return table


def _component(
    context: BuildContext, group: str, item: _Item, attributes: Mapping[str, AttributeDeclaration]
) -> Component:
    values: dict[str, Value] = {}
    given = {str(key): value for key, value in item.entries.items()}
    for key, entry in item.entries.items():
        if key in _OWN_COLUMNS:
            continue
        if key not in attributes:
            _unknown_attribute(context, key, group, attributes, item.where)
        elif (value := _value(context, attributes[key], entry, f"{item.where}.{key}")) is not None:
            values[str(key)] = value
    for name, declaration in attributes.items():
        if declaration.required and name not in given and item.complete:
            message = f"the attribute `{name}` is missing"
            hint = "add it, or declare the attribute with `required: false`"
            context.report.add(MISSING_ATTRIBUTE, item.id.location, item.where, message, str(declaration.type), hint)
    code = given.get("code")
    title = context.text(given.get("title"), f"{item.where}.title", item.id.location, item.id)
    ordered = {name: values[name] for name in attributes if name in values}
    return Component(str(item.id), group, title, ordered, item.id.location, str(code) if isinstance(code, Word) else "")


def _unknown_attribute(
    context: BuildContext, key: Word, group: str, attributes: Mapping[str, AttributeDeclaration], where: str
) -> None:
    known = (*_OWN_COLUMNS[1:], *attributes)
    hint = did_you_mean(key, known) or "declare it under `attributes`"
    message = f"the group `{group}` declares no attribute `{key}`"
    context.report.add(UNKNOWN_ATTRIBUTE, key.location, where, message, some_of(known), hint)
