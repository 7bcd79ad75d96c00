"""What an integer of the program means to the owner, and back."""

from fractions import Fraction

import pytest

from configurator.configuration import FeatureValue
from configurator.language.checked import ABSENT, Absence
from configurator.program.compile import CountSlot, FeatureSlot
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from tests.program.compile.small import SHOP, compiled

SIZES = """
features:
  chip: {options: {slow: Slow, fast: Fast}}
  fan: {type: boolean}
  seats: {type: integer, range: 2..4}
  pairs: {type: integer, range: 2..10, step: 4}
  cable: {type: number, range: 0.5 m .. 2 m, step: 0.5 m, when: fan}
structures:
  kit: {cardinality: 0..1, features: {size: {type: integer, range: 1..2}}}
  cells: {cardinality: 1..3, features: {load: {type: integer, range: 0..3}}}
"""
ENCODING = compiled(SIZES).encoding


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("chip", {0: "slow", 1: "fast"}),
        ("fan", {0: False, 1: True}),
        ("seats", {2: 2, 3: 3, 4: 4}),
        ("pairs", {0: 2, 1: 6, 2: 10}),
        ("cable", {0: Fraction(1, 2), 1: Fraction(1), 2: Fraction(3, 2), 3: Fraction(2), 4: ABSENT}),
        ("kit", {0: False, 1: True}),
        ("kit.size", {1: 1, 2: 2, 3: ABSENT}),
        ("cells", {1: 1, 2: 2, 3: 3}),
        ("cells[2].load", {0: 0, 1: 1, 2: 2, 3: 3, 4: ABSENT}),
    ],
)
def test_every_held_integer_stands_for_one_value(path: str, values: dict[int, FeatureValue | Absence]) -> None:
    slot = ENCODING.slot(path)
    assert values == {held: slot.value(held) for held in slot.domain}
    present = {held: value for held, value in values.items() if not isinstance(value, Absence)}
    assert present == {slot.held(value): value for value in present.values()}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("chip", "none"), ("chip", True), ("fan", "true"), ("fan", 1), ("seats", 5), ("seats", True), ("pairs", 3),
        ("cable", Fraction(1, 3)), ("cable", "1"), ("kit", 1), ("cells", True), ("cells", 4),
    ],
)  # fmt: skip
def test_what_is_not_of_the_domain_is_not_held(path: str, value: FeatureValue) -> None:
    assert None is ENCODING.slot(path).held(value)


def test_a_number_of_the_feature_s_unit_is_seen_in_base_units_by_expressions() -> None:
    cable = ENCODING.slot("cable")
    assert isinstance(cable, FeatureSlot)
    assert [cable.in_base_units(held) for held in cable.domain] == [500, 1000, 1500, 2000, ABSENT]


def test_literals_name_a_value_or_absence() -> None:
    seats, cable = (ENCODING.variable(path) for path in ("seats", "cable"))
    assert Literal(seats, IntSet.of((3,))) == ENCODING.literal("seats", 3)
    assert Literal(cable, IntSet.of((4,))) == ENCODING.literal("cable", ABSENT)
    assert (ENCODING.literal("seats", 9), ENCODING.literal("seats", ABSENT)) == (None, None)


def test_slots_of_a_structure_are_present_as_a_prefix() -> None:
    cells, kit = ENCODING.slot("cells"), ENCODING.slot("kit")
    assert isinstance(cells, CountSlot)
    assert isinstance(kit, CountSlot)
    assert (cells.slots(), kit.slots()) == (("cells[1]", "cells[2]", "cells[3]"), ("kit",))
    expected = [IntSet.between(number, 3) for number in (1, 2, 3)]
    assert expected == [cells.present(number).values for number in (1, 2, 3)]


def test_presence_is_told_for_features_and_structures() -> None:
    assert (IntSet.between(0, 3), IntSet.of((1,))) == (ENCODING.present("cable"), ENCODING.present("kit"))


def test_a_solution_is_read_by_slot_path() -> None:
    by_path = {"chip": 1, "fan": 1, "cable": 2, "kit": 0, "kit.size": 3, "cells": 1}
    solution = tuple(by_path.get(slot.path, slot.domain.high) for slot in ENCODING.slots)
    found = ENCODING.read(solution)
    assert ("fast", Fraction(3, 2), False, ABSENT, 1) == tuple(
        found[path] for path in ("chip", "cable", "kit", "kit.size", "cells")
    )


def test_a_determined_variable_means_nothing_to_the_owner() -> None:
    found = compiled(f'{SHOP}constraints:\n  law: {{require: "seats * tables + wide < 9", because: so}}\n')
    determined = [at for at, variable in enumerate(found.program.variables) if variable.determined]
    assert [found.encoding.at(at) for at in determined] == [None]
    assert {
        "features": len(list(found.encoding.features())),
        "counts": len(list(found.encoding.counts())),
    } == {"features": 15, "counts": 2}
