"""Pass 4: resources."""

from configurator.program.compile.resources import with_resources
from tests.program.compile.small import SHOP, after, compiled

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
