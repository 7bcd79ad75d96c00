"""The names in an expression: features, attributes and structures of the slots at hand, and constants."""

from collections.abc import Mapping
from fractions import Fraction

from configurator.catalog.model import Enumeration, NumericDomain
from configurator.language.checked import ABSENT, Absence, Value
from configurator.language.show import show
from configurator.language.tree import AttributeRef, Expression, FeatureRef, StructureRef
from configurator.language.types import BooleanType, NumberType, Type
from configurator.program.compile.encoding import CountSlot, Encoding, FeatureSlot, number_scale
from configurator.program.compile.values import Condition, Lowered, Number, Weight, Words
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, Logic
from configurator.program.nodes import Formula, Literal, Truth

At = Mapping[str, str]
"""For each binder the slot path of the instance that it stands for, such as `cells[2]`."""


def constant(value: Value) -> Lowered:
    """Return what a literal is."""
    if isinstance(value, bool):
        return Condition(Truth(value))
    return Words(constant=value) if isinstance(value, str) else Number(Fraction(value))


class Leaves:
    """Looks names up among the slots of a catalog."""

    def __init__(self, encoding: Encoding, logic: Logic) -> None:
        self._encoding = encoding
        self._logic = logic
        self._features: dict[int, Lowered] = {}

    def feature(self, node: FeatureRef, at: At) -> Lowered:
        """Return what a feature is; each is found out once, as large catalogs name the same ones again and again."""
        slot = self._slot(node, at)
        known = self._features.get(slot.variable)
        if known is None:
            known = self._features[slot.variable] = self._feature(node, slot)
        return known

    def _feature(self, node: FeatureRef, slot: FeatureSlot) -> Lowered:
        domain = slot.feature.domain
        absent = self._absence(slot)
        if isinstance(domain, NumericDomain):
            first, step = (domain.unit.to_base(each) for each in number_scale(domain))
            return Number(first, {slot.variable: Weight(step)}, absent=absent)
        values = {held: slot.in_base_units(held) for held in slot.values}
        return self._of_values(node.type, slot.variable, values, absent)

    def attribute(self, node: AttributeRef, at: At) -> Lowered:
        """Return what an attribute of the chosen option is; absent too where the option lacks it."""
        slot = self._slot(node.feature, at)
        if not isinstance(slot.feature.domain, Enumeration):
            raise TypeError(f"{show(node)} is checked to be an attribute of an option")
        options = slot.feature.domain.options.values()
        found = {held: option.attributes.get(node.name, ABSENT) for held, option in enumerate(options)}
        lacking = IntSet.of(held for held, value in found.items() if isinstance(value, Absence))
        absent = self._logic.any_of((self._absence(slot), self._logic.literal(slot.variable, lacking)))
        return self._of_values(node.type, slot.variable, found, absent)

    def count(self, node: Expression, at: At) -> CountSlot:
        """Return the count of the structure that a node names."""
        if isinstance(node, StructureRef):
            slot = self._encoding.slot(_joined(at[node.binder], node.path))
            if isinstance(slot, CountSlot):
                return slot
        raise TypeError(f"{show(node)} is checked to be a structure")

    def _slot(self, node: FeatureRef, at: At) -> FeatureSlot:
        slot = self._encoding.slot(_joined(at[node.binder], node.path))
        if not isinstance(slot, FeatureSlot):
            raise TypeError(f"{show(node)} is checked to be a feature")
        return slot

    def _absence(self, slot: FeatureSlot) -> Formula:
        """Return where a feature is absent, said by the count of its structure where that alone decides."""
        if slot.present_with is not None:
            return self._logic.negation(slot.present_with)
        return FALSE if slot.absent is None else Literal(slot.variable, IntSet.of((slot.absent,)))

    def _of_values(self, kind: Type, variable: int, values: Mapping[int, Value | Absence], absent: Formula) -> Lowered:
        """Return what one variable with the given meanings is."""
        present = {held: value for held, value in values.items() if not isinstance(value, Absence)}
        if isinstance(kind, BooleanType):
            true = IntSet.of(held for held, value in present.items() if value)
            return Condition(self._logic.literal(variable, true), absent)
        if isinstance(kind, NumberType):
            listed = {held: Fraction(value) for held, value in present.items() if not isinstance(value, str)}
            return Number(weights={variable: Weight(listed=listed)}, absent=absent)
        return Words(variable, {held: str(value) for held, value in present.items()}, "", absent)


def _joined(instance: str, path: tuple[str, ...]) -> str:
    inside = ".".join(path)
    return f"{instance}.{inside}" if instance else inside
