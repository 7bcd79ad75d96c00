"""Costs go down until nothing cheaper is left."""

from configurator.program.nodes import Linear, Or, Program, Term
from configurator.solving.diving.cheapest import Cheapest
from configurator.solving.diving.diver import Diver, Patience
from configurator.solving.meter import Meter
from configurator.solving.port import UNLIMITED, Assumptions, Bound
from tests.solving.diving.test_diver import TRIANGLE
from tests.solving.suite import NO_PATIENCE, has, small


def cheapest(program: Program, *objective: Term, patience: Patience | None = None) -> Cheapest:
    given = Assumptions(also=(Bound(objective),))
    waters = Diver(program, patience or Patience()).under(given, Meter(UNLIMITED))
    assert waters is not None
    found = Cheapest(waters, objective)
    found.run()
    return found


def test_the_least_is_found_and_proved() -> None:
    found = cheapest(small(Linear((Term(0, 1), Term(1, 1)), 3, None), sizes=(3, 3)), Term(0, 5), Term(1, 1))
    assert ([0b010, 0b100], True) == (found.best, found.proved)


def test_a_bargain_that_spoils_the_rest_is_given_up() -> None:
    law = Or((has(0, 1), has(1, 2)))
    found = cheapest(small(law, sizes=(2, 3)), Term(0, 0, ((0, 0), (1, 4))), Term(1, 3))
    assert ([0b10, 0b001], True) == (found.best, found.proved)


def test_nothing_at_all_is_proved_too() -> None:
    found = cheapest(TRIANGLE, Term(0, 1))
    assert (None, True) == (found.best, found.proved)


def test_lost_is_not_proved() -> None:
    found = cheapest(TRIANGLE, Term(0, 1), patience=NO_PATIENCE)
    assert (None, False) == (found.best, found.proved)
