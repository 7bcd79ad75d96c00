"""All values are seen, or shown to be impossible, or said to be open."""

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Linear, Or, Program, Term, Variable
from configurator.solving.diving.cover import Cover
from configurator.solving.diving.diver import Diver, Patience
from configurator.solving.diving.pool import Pool
from configurator.solving.meter import Meter
from configurator.solving.port import FREE, UNLIMITED, Assumptions
from tests.solving.diving.test_diver import TRIANGLE
from tests.solving.suite import NO_PATIENCE, has, small

ENDS = small(Or((And((has(0, 0), has(1, 0))), And((has(0, 2), has(1, 2))))), sizes=(3, 3))


def cover(
    program: Program, given: Assumptions = FREE, pool: Pool | None = None, patience: Patience | None = None
) -> Cover:
    waters = Diver(program, patience or Patience()).under(given, Meter(UNLIMITED))
    assert waters is not None
    return Cover(waters, pool or Pool(), range(len(program.variables)))


def test_every_value_is_seen_or_barred() -> None:
    found = cover(ENDS)
    assert found.run()
    assert ([0b101, 0b101], [0, 0]) == (found.seen, found.open)


def test_only_what_was_asked_for_is_looked_for() -> None:
    waters = Diver(ENDS, Patience()).under(FREE, Meter(UNLIMITED))
    assert waters is not None
    found = Cover(waters, Pool(), [1])
    assert found.run()
    assert (0b101, 0) == (found.seen[1], found.open[0])


def test_no_solution_at_all_is_told() -> None:
    assert not cover(TRIANGLE).run()


def test_lost_descents_leave_values_open() -> None:
    found = cover(TRIANGLE, patience=NO_PATIENCE)
    assert found.run()
    assert ([0, 0, 0], [0b11, 0b11, 0b11]) == (found.seen, found.open)


def test_solutions_are_kept_for_the_next_question_but_not_of_lesser_laws() -> None:
    pool = Pool()
    assert cover(ENDS, Assumptions(without=frozenset({"law0"})), pool).run()
    assert [] == list(pool.within([0b111, 0b111]))
    assert cover(ENDS, pool=pool).run()
    assert 2 == len(list(pool.within([0b111, 0b111])))


def test_a_wide_variable_is_seen_in_slices() -> None:
    wide = Program((Variable("length", IntSet.between(0, 5000)), Variable("b", IntSet.between(0, 1))), ())
    law = small(Linear((Term(0, 1), Term(1, 1000)), None, 4500)).constraints[0]
    found = cover(Program(wide.variables, (law,)))
    assert found.run()
    assert ((1 << 4501) - 1, 0) == (found.seen[0], found.open[0])
