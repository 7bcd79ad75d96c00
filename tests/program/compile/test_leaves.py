"""Names become functions of the variables of their slots."""

from fractions import Fraction

import pytest

from configurator.language.tree import AttributeRef, Expression, FeatureRef, StructureRef
from configurator.language.types import BOOLEAN, NUMBER, TEXT, InstancesType, InstanceType, Type
from configurator.program.compile.draft import Draft
from configurator.program.compile.leaves import Leaves, constant
from configurator.program.compile.slots import with_slots
from configurator.program.compile.values import Condition, Number, Weight, Words
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, Logic
from configurator.program.nodes import Literal, Truth
from tests.catalog.loading import catalog_of
from tests.program.compile.small import SHOP

DRAFT = with_slots(Draft(catalog_of(SHOP)))
LEAVES = Leaves(DRAFT.encoding, Logic([variable.domain for variable in DRAFT.variables], {}))
AT = {"": "", "c": "cells[2]"}


def at(path: str) -> int:
    return DRAFT.encoding.variable(path)


def chip(name: str) -> AttributeRef:
    kinds: dict[str, Type] = {"watts": NUMBER, "boost": BOOLEAN, "socket": TEXT, "cores": NUMBER}
    return AttributeRef(FeatureRef("", ("chip",), TEXT), name, kinds[name])


def test_constants_are_what_they_say() -> None:
    assert (Condition(Truth(True)), Words(constant="u"), Number(Fraction(2))) == tuple(
        constant(value) for value in (True, "u", Fraction(2))
    )


def test_a_number_on_a_step_is_its_least_and_a_slope() -> None:
    found = LEAVES.feature(FeatureRef("", ("length",), NUMBER), AT)
    assert Number(Fraction(1, 2), {at("length"): Weight(Fraction(1, 2))}) == found


def test_a_feature_of_a_slot_is_absent_with_the_slot() -> None:
    found = LEAVES.feature(FeatureRef("c", ("load",), NUMBER), AT)
    assert Literal(at("cells"), IntSet.between(0, 1)) == found.absent


def test_a_feature_with_a_condition_is_absent_by_its_own_value() -> None:
    found = LEAVES.feature(FeatureRef("", ("ports",), NUMBER), AT)
    assert Literal(at("ports"), IntSet.of((3,))) == found.absent


def test_an_attribute_is_what_the_options_have() -> None:
    slot = at("chip")
    watts = {0: Fraction(2), 1: Fraction(5), 2: Fraction(5, 2)}
    assert Number(weights={slot: Weight(listed=watts)}) == LEAVES.attribute(chip("watts"), AT)
    assert Condition(Literal(slot, IntSet.of((1, 2))), FALSE) == LEAVES.attribute(chip("boost"), AT)
    assert Words(slot, {0: "u", 1: "v", 2: "v"}) == LEAVES.attribute(chip("socket"), AT)


def test_an_attribute_that_an_option_lacks_is_absent_there() -> None:
    assert Literal(at("chip"), IntSet.of((1,))) == LEAVES.attribute(chip("cores"), AT).absent


def test_a_structure_is_known_by_its_count() -> None:
    kit, cells = InstanceType("kit"), InstancesType(InstanceType("cells"))
    assert at("kit") == LEAVES.count(StructureRef("", ("kit",), kit), AT).variable
    assert at("cells") == LEAVES.count(StructureRef("", ("cells",), cells), AT).variable


@pytest.mark.parametrize("node", [FeatureRef("", ("chip",), TEXT), StructureRef("", ("chip",), InstanceType("chip"))])
def test_only_structures_are_counted(node: Expression) -> None:
    with pytest.raises(TypeError):
        LEAVES.count(node, AT)
