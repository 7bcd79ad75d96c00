"""Expressions are lowered to exact functions of variables, node by node."""

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from configurator.language.tree import AttributeRef, Expression, FeatureRef, StructureRef
from configurator.language.types import BOOLEAN, NUMBER, TEXT, InstancesType, InstanceType, Type
from configurator.program.compile import compile_catalog
from configurator.program.compile.lowered import LoweredCondition, LoweredNumber, LoweredWords, ValueWeight
from configurator.program.compile.lowering import LeafLowering, constant
from configurator.program.compile.program_draft import ProgramDraft
from configurator.program.compile.slots import with_slots
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, Logic
from configurator.program.nodes import Literal, Truth
from tests.catalog.loading import catalog_of
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.judging import disagreements, sensible_assignments
from tests.program.compile.small import SHOP, law

DRAFT = with_slots(ProgramDraft(catalog_of(SHOP)))
LEAVES = LeafLowering(DRAFT.encoding, Logic([variable.domain for variable in DRAFT.variables], {}))
CELL_TWO = {"": "", "c": "cells[2]"}


def at(path: str) -> int:
    return DRAFT.encoding.variable(path)


def chip(name: str) -> AttributeRef:
    kinds: dict[str, Type] = {"watts": NUMBER, "boost": BOOLEAN, "socket": TEXT, "cores": NUMBER}
    return AttributeRef(FeatureRef("", ("chip",), TEXT), name, kinds[name])


def test_constants_are_what_they_say() -> None:
    assert (LoweredCondition(Truth(True)), LoweredWords(constant="u"), LoweredNumber(Fraction(2))) == tuple(
        constant(value) for value in (True, "u", Fraction(2))
    )


def test_a_number_on_a_step_is_its_least_and_a_slope() -> None:
    found = LEAVES.feature(FeatureRef("", ("length",), NUMBER), CELL_TWO)
    assert LoweredNumber(Fraction(1, 2), {at("length"): ValueWeight(Fraction(1, 2))}) == found


def test_a_feature_of_a_slot_is_absent_with_the_slot() -> None:
    found = LEAVES.feature(FeatureRef("c", ("load",), NUMBER), CELL_TWO)
    assert Literal(at("cells"), IntSet.between(0, 1)) == found.absent


def test_a_feature_with_a_condition_is_absent_by_its_own_value() -> None:
    found = LEAVES.feature(FeatureRef("", ("ports",), NUMBER), CELL_TWO)
    assert Literal(at("ports"), IntSet.of((3,))) == found.absent


def test_an_attribute_is_what_the_options_have() -> None:
    slot = at("chip")
    watts = {0: Fraction(2), 1: Fraction(5), 2: Fraction(5, 2)}
    assert LoweredNumber(weights={slot: ValueWeight(listed=watts)}) == LEAVES.attribute(chip("watts"), CELL_TWO)
    assert LoweredCondition(Literal(slot, IntSet.of((1, 2))), FALSE) == LEAVES.attribute(chip("boost"), CELL_TWO)
    assert LoweredWords(slot, {0: "u", 1: "v", 2: "v"}) == LEAVES.attribute(chip("socket"), CELL_TWO)


def test_an_attribute_that_an_option_lacks_is_absent_there() -> None:
    assert Literal(at("chip"), IntSet.of((1,))) == LEAVES.attribute(chip("cores"), CELL_TWO).absent


def test_a_structure_is_known_by_its_count() -> None:
    kit, cells = InstanceType("kit"), InstancesType(InstanceType("cells"))
    assert at("kit") == LEAVES.count(StructureRef("", ("kit",), kit), CELL_TWO).variable
    assert at("cells") == LEAVES.count(StructureRef("", ("cells",), cells), CELL_TWO).variable


@pytest.mark.parametrize("node", [FeatureRef("", ("chip",), TEXT), StructureRef("", ("chip",), InstanceType("chip"))])
def test_only_structures_are_counted(node: Expression) -> None:
    with pytest.raises(TypeError):
        LEAVES.count(node, CELL_TWO)


GOLDEN = Path(__file__).parent / "golden" / "requirements.txt"
"""Requirements in the shop, each with its program indented below."""

NARROW = SHOP.replace("0..1000000", "0..8")


def blocks() -> dict[str, str]:
    """Return the golden programs by their requirement."""
    found = {}
    for block in GOLDEN.read_text().split("\n\n"):
        requirement, _, program = block.strip("\n").partition("\n")
        found[requirement] = "\n".join(line.removeprefix("    ") for line in program.splitlines())
    return found


@pytest.mark.parametrize(("requirement", "program"), blocks().items(), ids=blocks())
def test_a_requirement_becomes_this_program(requirement: str, program: str) -> None:
    assert program == law(requirement)


@pytest.mark.slow
@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@pytest.mark.parametrize("requirement", blocks())
def test_the_program_of_a_requirement_means_what_the_catalog_says(requirement: str, budgets: dict[str, int]) -> None:
    catalog = catalog_of(f'{NARROW}constraints:\n  law: {{require: "{requirement}", because: so}}\n')
    with limits(budgets):
        compiled, problems = compile_catalog(catalog)
    if compiled is None:
        assert budgets
        assert {"program.too-many-combinations"} == {problem.code.name for problem in problems}
        return
    assert disagreements(catalog, compiled, sensible_assignments(compiled, 60, Random(requirement))) == []
