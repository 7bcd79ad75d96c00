"""Pass 2: what is absent when."""

from configurator.program.compile.presence import with_presence
from tests.program.compile.small import after

OFFICE = """
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
    assert expected == after(with_presence, OFFICE)


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
