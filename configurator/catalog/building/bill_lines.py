"""Resources, preferences, headings, the bill of materials and the product code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from configurator.catalog.addresses import IdPath
from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.expressions import ExpressionReader, scope_of
from configurator.catalog.building.names import check_plain
from configurator.catalog.building.unit_declarations import find_unit
from configurator.catalog.codes import BAD_PART, DUPLICATE_MEMBER, UNKNOWN_MEMBER
from configurator.catalog.model import (
    BillLine,
    DisplayGroup,
    Feature,
    Preference,
    Resource,
    Structure,
    Text,
    features_in,
    structures_in,
)
from configurator.catalog.shape import BillLineShape, DisplayGroupShape, PreferenceShape, ResourceShape
from configurator.language.checked import CheckedExpression
from configurator.language.types import NUMBER, NumberType, OptionType, TextType
from configurator.reading.message_parts import did_you_mean
from configurator.reading.shape import Word


@dataclass(frozen=True)
class LineBuilder:
    """Builds the sections that refer to features; `root` is complete enough for that."""

    context: BuildContext
    root: Structure

    @cached_property
    def _outside(self) -> ExpressionReader:
        return self._reader(())

    def _reader(self, path: IdPath) -> ExpressionReader:
        return ExpressionReader(self.context, scope_of(self.root, path, self.context.units))

    @cached_property
    def _structures(self) -> Mapping[str, IdPath]:
        return {".".join(path): path for path, _ in structures_in(self.root)}

    # ── resources and preferences ────────────────────────────────────────────────────────────────────────────────────

    def resources(self, shapes: Mapping[Word, ResourceShape]) -> dict[str, Resource]:
        return {
            str(name): self._resource(name, shape, f"resources.{name}")
            for name, shape in shapes.items()
            if check_plain(self.context.report, name, f"resources.{name}")
        }

    def _resource(self, name: Word, shape: ResourceShape, where: str) -> Resource:
        unit = find_unit(self.context.report, self.context.units, shape.unit or Word(""), f"{where}.unit")
        return Resource(
            str(name),
            self.context.text(shape.title, f"{where}.title", shape.location, name),
            unit,
            self._contributions(shape.supply, NumberType(unit.dimension, unit.name), f"{where}.supply"),
            self._contributions(shape.demand, NumberType(unit.dimension, unit.name), f"{where}.demand"),
            self.context.text(shape.because, f"{where}.because", shape.location_of("because")),
            name.location,
        )

    def _contributions(
        self, texts: Mapping[Word, Word], expected: NumberType, where: str
    ) -> dict[str, CheckedExpression]:
        checked_expressions = {}
        for name, text in texts.items():
            check_plain(self.context.report, name, f"{where}.{name}")
            amount = self._outside.expression(text, f"{where}.{name}", expected)
            if amount is not None:
                checked_expressions[str(name)] = amount
        return checked_expressions

    def preferences(self, shapes: Mapping[Word, PreferenceShape]) -> tuple[Preference, ...]:
        """Build the preferences, heavier ones first, equal ones in the order of the file."""
        results = []
        for name, shape in shapes.items():
            where = f"preferences.{name}"
            check_plain(self.context.report, name, where)
            because = self.context.text(shape.because, f"{where}.because", shape.location_of("because"))
            condition = self._outside.condition(shape.prefer, f"{where}.prefer")
            if condition is not None:
                results.append(Preference(str(name), condition, int(shape.weight), because, name.location))
        return tuple(sorted(results, key=lambda preference: -preference.weight))

    # ── display ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def display(self, shapes: list[DisplayGroupShape], title: Text) -> tuple[DisplayGroup, ...]:
        """Build the headings; unlisted members come last, in a group with the empty id under the given title."""
        listed: dict[str, Word] = {}
        known = {".".join(path): member for path, member in self._members()}
        groups = tuple(
            self._heading(shape, f"groups[{number}]", listed, known) for number, shape in enumerate(shapes, 1)
        )
        rest = tuple(_unlisted(self.root, "", listed))
        return (*groups, DisplayGroup("", title, rest)) if rest else groups

    def _members(self) -> Iterator[tuple[IdPath, Feature | Structure]]:
        yield from features_in(self.root)
        yield from structures_in(self.root)

    def _heading(
        self,
        shape: DisplayGroupShape,
        where: str,
        listed: dict[str, Word],
        known: Mapping[str, Feature | Structure],
    ) -> DisplayGroup:
        check_plain(self.context.report, shape.id, f"{where}.id")
        members = []
        for member in shape.members:
            first = listed.setdefault(member, member)
            if member not in known:
                self._unknown(member, f"{where}.members", known)
            elif first is not member:
                message = f"`{member}` is displayed already, at {first.location}"
                self.context.report.add(DUPLICATE_MEMBER, member.location, f"{where}.members", message, "each once")
            else:
                members.append(str(member))
        title = self.context.text(shape.title, f"{where}.title", shape.location, shape.id)
        return DisplayGroup(str(shape.id), title, tuple(members))

    def _unknown(self, name: Word, where: str, known: Mapping[str, object]) -> None:
        if self.context.is_left_out(name):
            return
        hint = did_you_mean(name, known)
        message = f"there is no `{name}`"
        self.context.report.add(UNKNOWN_MEMBER, name.location, where, message, "a feature or structure", hint)

    # ── bill of materials ────────────────────────────────────────────────────────────────────────────────────────────

    def bill(self, shapes: Mapping[Word, BillLineShape]) -> tuple[BillLine, ...]:
        results = (self._line(name, shape, f"bill_of_materials.{name}") for name, shape in shapes.items())
        return tuple(line for line in results if line is not None)

    def _line(self, name: Word, shape: BillLineShape, where: str) -> BillLine | None:
        check_plain(self.context.report, name, where)
        if shape.each is not None and shape.each not in self._structures:
            if self.context.is_left_out(shape.each):
                return None
            hint = did_you_mean(shape.each, self._structures)
            message = f"there is no structure `{shape.each}`"
            self.context.report.add(UNKNOWN_MEMBER, shape.each.location, f"{where}.each", message, "a structure", hint)
            return None
        reader = self._outside if shape.each is None else self._reader(self._structures[shape.each])
        part = self._part(reader, shape.part, f"{where}.part")
        quantity = reader.expression(shape.quantity, f"{where}.quantity", NUMBER)
        when = reader.condition(shape.when, f"{where}.when")
        if part is None or quantity is None or (when is None and shape.when is not None):
            return None
        return BillLine(str(name), part, quantity, name.location, str(shape.each or ""), when)

    def _part(self, reader: ExpressionReader, text: Word, where: str) -> CheckedExpression | None:
        part = reader.expression(text, where)
        if part is not None and not isinstance(part.type, OptionType | TextType):
            message = f"`{text}` is {part.type}"
            expected = "a feature with options, or a component's id in quotes"
            self.context.report.add(BAD_PART, text.location, where, message, expected)
            return None
        return part


def _unlisted(structure: Structure, path: str, listed: Mapping[str, Word]) -> Iterator[str]:
    """Yield the members that no heading lists; of a partly listed singleton, only the other members."""
    for name, member in structure.members.items():
        here = f"{path}{name}"
        if here in listed:
            continue
        if isinstance(member, Structure) and any(each.startswith(f"{here}.") for each in listed):
            yield from _unlisted(member, f"{here}.", listed)
        else:
            yield here
