"""Every slot is a variable, present exactly where its structure and its condition say."""

from configurator.program.compile import compile_catalog
from configurator.program.compile.slots import with_presence, with_slots
from tests.catalog.loading import catalog_of
from tests.program.compile.small import after, problems_of

OFFICE = """
features:
  colour: {options: {red: Red, blue: Blue}}
  lift: {type: boolean}
  height: {type: number, range: 0.5..2, step: 0.5, when: lift}
structures:
  floors:
    cardinality: 1..2
    features:
      seats: {type: integer, range: 2..10, step: 4}
    structures:
      kitchen:
        cardinality: 0..1
        features:
          oven: {type: boolean}
  cellar:
    cardinality: 1
    features:
      depth: {type: integer, range: 3..4}
"""


def test_every_possible_instance_has_its_variables() -> None:
    expected = """
colour in {0..1}
lift in {0..1}
height in {0..4}
floors in {1..2}
floors[1].seats in {0..2}
floors[1].kitchen in {0..1}
floors[1].kitchen.oven in {0..2}
floors[2].seats in {0..3}
floors[2].kitchen in {0..1}
floors[2].kitchen.oven in {0..2}
cellar in {1}
cellar.depth in {3..4}
"""
    assert expected == after(with_slots, OFFICE)


def test_a_structure_that_may_be_absent_may_count_nothing() -> None:
    text = """
features: {lift: {type: boolean}}
structures:
  floors: {cardinality: 2..3, when: lift, features: {seats: {type: integer, range: 1..2}}}
"""
    assert "floors in {0, 2..3}" in after(with_slots, text)


def test_too_many_possible_instances_are_a_problem_of_the_structure() -> None:
    names = "abcdefghijklmn"
    features = "".join(f"      {name}: {{type: boolean}}\n" for name in names)
    text = f"structures:\n  cells:\n    cardinality: 0..10000\n    features:\n{features}"
    found = [(problem.code.name, problem.where) for problem in problems_of(text)]
    assert found == [("program.too-many-instances", "structures.cells")]


def test_values_beyond_64_bits_are_a_problem_of_the_feature() -> None:
    text = f"features: {{stars: {{type: integer, range: {2**62}..{2**62 + 3}}}}}"
    found = [(problem.code.name, problem.where) for problem in problems_of(text)]
    assert found == [("program.too-large", "features.stars")]


def test_problems_of_the_slots_end_the_work() -> None:
    text = f"features: {{stars: {{type: integer, range: {2**62}..{2**62 + 3}}}}}"
    assert compile_catalog(catalog_of(text))[0] is None


OFFICE_WITH_PRESENCE = """
features:
  lift: {type: boolean}
  height: {type: integer, range: 1..3, when: lift}
  note: {type: boolean, when: height > 1}
structures:
  floors:
    cardinality: 0..2
    features:
      seats: {type: integer, range: 1..2}
      lamp: {type: boolean, when: seats == 2}
    structures:
      kitchen:
        cardinality: 1
        features:
          oven: {type: boolean}
  rooms:
    cardinality: 1..2
    when: lift
    features:
      desk: {type: boolean}
"""


def test_absence_follows_the_slot_and_the_condition() -> None:
    expected = """
height (height in {1..3}) iff (lift in {1})
note (note in {0..1}) iff (height in {2..3})
floors[1].seats (floors[1].seats in {1..2}) iff (floors in {1..2})
floors[1].lamp (floors[1].lamp in {0..1}) iff (floors[1].seats in {2})
floors[1].kitchen (floors[1].kitchen in {1}) iff (floors in {1..2})
floors[1].kitchen.oven (floors[1].kitchen.oven in {0..1}) iff (floors[1].kitchen in {1})
floors[2].seats (floors[2].seats in {1..2}) iff (floors in {2})
floors[2].lamp (floors[2].lamp in {0..1}) iff (floors[2].seats in {2})
floors[2].kitchen (floors[2].kitchen in {1}) iff (floors in {2})
floors[2].kitchen.oven (floors[2].kitchen.oven in {0..1}) iff (floors[2].kitchen in {1})
rooms (rooms in {1..2}) iff (lift in {1})
rooms[1].desk (rooms[1].desk in {0..1}) iff (rooms in {1..2})
rooms[2].desk (rooms[2].desk in {0..1}) iff (rooms in {2})
"""
    assert expected == after(with_presence, OFFICE_WITH_PRESENCE)


def test_a_structure_that_may_be_empty_is_empty_where_its_condition_fails() -> None:
    text = """
features: {lift: {type: boolean}}
structures:
  floors: {cardinality: 0..2, when: lift, features: {lamp: {type: boolean}}}
"""
    assert "floors lift in {1} or floors in {0}\n" in after(with_presence, text)


def test_a_condition_that_names_something_absent_makes_absent() -> None:
    text = """
features:
  lift: {type: boolean}
  height: {type: integer, range: 1..3, when: lift}
  sign: {type: boolean, when: not height == 2}
"""
    assert "sign (sign in {0..1}) iff (height in {1, 3})\n" in after(with_presence, text)
