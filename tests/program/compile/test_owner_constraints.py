"""The owner's constraints, resources and combination tables as laws of the program."""

import pytest

from configurator.program.compile.owner_constraints import law_name, with_constraints, with_resources
from tests.program.compile.small import SHOP, after, compiled
from tests.program.show_program import show_formula

LAWS = """
constraints:
  plain: {require: seats > 1, because: so}
  when: {when: fan, require: seats > 1, because: so}
  absent: {require: ports > 2, because: so}
  always: {require: seats >= 1, because: so}
  never: {require: seats > 7, because: so}
  pull: {when: fan, requires: [chip.boost, "other == 'twin'"], because: so}
  clash: {when: fan, excludes: [chip.boost, "other == 'twin'"], because: so}
  one: {exactly: 1, of: [fan, chip.boost, seats == 2], because: so}
  one_or_two: {at_least: 1, at_most: 2, of: [fan, chip.boost, seats == 2], because: so}
  some: {at_least: 1, of: [fan, chip.boost], because: so}
  none: {at_most: 0, of: [fan, chip.boost], because: so}
  all: {at_least: 2, of: [fan, chip.boost], because: so}
  table: {allowed: {columns: [chip, seats], rows: [[slow, 1], [fast, '*']]}, because: so}
  bad: {forbidden: {columns: [chip.socket, seats], rows: [[v, 3], [u, 3]]}, because: so}
  ports: {allowed: {columns: [ports, seats], rows: [[2, 1]]}, because: so}
  advice: {severity: warning, require: fan, because: so}
"""


def test_every_kind_of_constraint_becomes_a_named_formula() -> None:
    expected = """
[plain] seats in {2..3}
[when] fan in {0} or seats in {2..3}
[absent] ports in {2..3}
[never] false
[pull] fan in {0} or (chip in {1..2} and other in {1})
[clash] fan in {0} or (chip in {0} and other in {0})
[one] fan{1: 1} + chip{1: 1, 2: 1} + seats{2: 1} == 1
[one_or_two] 1 <= fan{1: 1} + chip{1: 1, 2: 1} + seats{2: 1} <= 2
[some] fan in {1} or chip in {1..2}
[none] fan in {0} and chip in {0}
[all] fan in {1} and chip in {1..2}
[table] (chip, seats) among [{0} {1} | {1} {1..3}]
[bad] seats in {1..2}
[ports] ports in {3} or (seats in {1} and ports in {1})
"""
    assert expected == after(with_constraints, SHOP + LAWS)


def test_a_law_of_a_structure_is_said_of_every_slot() -> None:
    text = SHOP + "    constraints:\n      cool: {when: hot, require: load <= seats, because: so}\n"
    expected = """
[cells[1]: cool] (seats, cells[1].load, cells[1].hot) not among [{1} {2..3} {1} | {2} {3} {1}]
[cells[2]: cool] (seats, cells[2].load, cells[2].hot) not among [{1} {2..3} {1} | {2} {3} {1}]
"""
    assert expected == after(with_constraints, text)


def test_named_constraints_lead_back_to_the_law_and_its_instance() -> None:
    text = SHOP + "    constraints:\n      cool: {require: load <= seats, because: so}\n" + LAWS
    laws = compiled(text).laws
    assert (laws["cells[2]: cool"].id, laws["cells[2]: cool"].instance) == ("cells.cool", "cells[2]")
    assert (laws["table"].id, laws["table"].instance) == ("table", "")
    assert "advice" not in laws


def test_every_named_constraint_has_its_law() -> None:
    found = compiled(SHOP + LAWS)
    assert {law.name for law in found.program.constraints if law.named} <= set(found.laws)


def test_a_law_of_a_slot_is_called_by_the_slot_and_its_local_name() -> None:
    assert law_name(("cells",), "cells.equal", "cells[2]") == "cells[2]: equal"
    assert law_name((), "metals.rim", "") == "metals.rim"


POWER = """
resources:
  power:
    title: Power
    supply: {base: 10, supplies: tables * 4}
    demand: {cells: sum(c.load * c.cpu.watts for c in cells), ports: ports * 0.5, chip: chip.cores}
    because: so
"""


def test_demand_stays_below_supply_and_what_is_absent_counts_nothing() -> None:
    expected = """
resources.power#1 in {0, 4..5, 8, 10, 12, 15}  (determined)
resources.power#2 in {0, 4..5, 8, 10, 12, 15}  (determined)
resources.power#1 (cells[1].load, cells[1].cpu, resources.power#1) among [{0, 4} {0..2} {0} | {1} {0} {4} | {1} {1} {5} | {1..3} {2} {0} | {2} {0} {8} | {2} {1} {10} | {3} {0} {12} | {3} {1} {15}]
resources.power#2 (cells[2].load, cells[2].cpu, resources.power#2) among [{0, 4} {0..2} {0} | {1} {0} {4} | {1} {1} {5} | {1..3} {2} {0} | {2} {0} {8} | {2} {1} {10} | {3} {0} {12} | {3} {1} {15}]
[resources.power] chip{0: 2, 1: 0, 2: 4} + -8*tables + 2*ports{3: 0} + resources.power#1 + resources.power#2 <= 20
"""  # noqa: E501
    assert expected == after(with_resources, SHOP + POWER)


def test_a_resource_is_a_law_of_its_own_name() -> None:
    law = compiled(SHOP + POWER).laws["resources.power"]
    assert (law.id, law.instance) == ("resources.power", "")


def law(columns: str, rows: str, kind: str = "allowed") -> str:
    text = f"{SHOP}constraints:\n  law: {{{kind}: {{columns: {columns}, rows: {rows}}}, because: so}}\n"
    program = compiled(text).program
    names = [variable.name for variable in program.variables]
    return next((show_formula(each.formula, names) for each in program.constraints if each.name == "law"), "true")


@pytest.mark.parametrize(
    ("expected", "columns", "rows"),
    [
        ("(fan, chip) among [{0} {0} | {1} {1}]", "[fan, chip]", "[[false, slow], [true, fast]]"),
        ("(chip, seats) among [{0} {1..3} | {0..2} {2}]", "[chip, seats]", "[[slow, '*'], ['*', 2]]"),
        ("(chip, length) among [{0} {1} | {1} {3}]", "[chip.watts, length]", "[[2, 1], [5, 2.0]]"),
        ("(fan, chip) among [{0} {0} | {1} {1..2}]", "[chip.boost, fan]", "[[true, true], [false, false]]"),
        ("chip in {1..2}", "[chip, chip.socket]", "[['*', v]]"),
        ("(chip, seats) among [{0} {1} | {1} {1..3} | {2} {2}]", "[chip.cores, seats]", "[[1, 1], [2, 2]]"),
        (
            "(fan, ports) among [{0} {0..1} | {0..1} {3} | {1} {1}]",
            "[ports, fan]",
            "[[0, false], [2, true], [2, false]]",
        ),
        ("true", "[fan]", "[[true], [false]]"),
    ],
)
def test_cells_become_values_and_absent_columns_hold(expected: str, columns: str, rows: str) -> None:
    assert expected == law(columns, rows)


def test_a_forbidden_row_never_fits_what_is_absent() -> None:
    assert law("[ports, fan]", "[[0, true]]", "forbidden") == "ports in {1..3} or fan in {0}"
    assert law("[ports]", "[['*']]", "forbidden") == "ports in {3}"
