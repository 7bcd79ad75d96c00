"""Pass 5: the order in which the completion tries to please."""

from configurator.program.compile.wishes import with_wishes
from configurator.program.nodes import Literal
from tests.program.compile.small import SHOP, after, compiled

OFFICE = """
features:
  sign: {type: boolean, default: true, when: lift}
  colour: {options: {red: Red, blue: Blue}, default: blue}
  lift: {type: boolean}
  height: {type: integer, range: 1..3, default: 1}
structures:
  floors:
    cardinality: 0..2
    default: 1
    features:
      seats: {type: integer, range: 1..4, default: 3}
preferences:
  small: {prefer: height + count(floors) <= 2, weight: 2, because: so}
  blue: {prefer: colour == 'blue', weight: 9, because: so}
  sure: {prefer: height < 9, weight: 5, because: so}
"""


def test_preferences_come_by_weight_then_defaults_and_lowest_values_with_what_decides_presence_first() -> None:
    expected = """
preferences.small#1 in {0..1}  (determined)
preferences.small#1 (preferences.small#1 in {1}) iff ((height, floors) among [{1} {0..1} | {2} {0}])
wish colour in {1}
wish preferences.small#1 in {1}
wish lowest lift
wish sign in {1}
wish lowest sign
wish colour in {1}
wish lowest colour
wish lowest height
wish floors in {1}
wish lowest floors
wish floors[1].seats in {3}
wish lowest floors[1].seats
wish floors[2].seats in {3}
wish lowest floors[2].seats
"""
    assert expected == after(with_wishes, OFFICE)


def test_every_variable_that_is_not_determined_is_pinned() -> None:
    program = compiled(SHOP).program
    pinned = {wish.variable for wish in program.wishes if not isinstance(wish, Literal)}
    assert {at for at, variable in enumerate(program.variables) if not variable.determined} == pinned
