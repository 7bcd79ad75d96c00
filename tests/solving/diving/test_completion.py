"""Wishes are granted in order, with help where descents are lost."""

from configurator.program.nodes import Linear, Lowest, Or, Program, Term
from configurator.solving.diving.completion import Ask, Completion
from configurator.solving.diving.diver import Diver, Patience
from configurator.solving.diving.laws import Domains
from configurator.solving.meter import Meter
from configurator.solving.port import FREE, UNLIMITED
from tests.solving.diving.test_diver import TRIANGLE
from tests.solving.suite import NO_PATIENCE, has, small


def never(domains: Domains) -> Domains | None:
    raise AssertionError("nothing needed to be asked")


def completion(program: Program, ask: Ask = never, patience: Patience | None = None) -> Completion:
    waters = Diver(program, patience or Patience()).under(FREE, Meter(UNLIMITED))
    assert waters is not None
    return Completion(waters, ask)


def test_the_first_wish_wins() -> None:
    program = small(Linear((Term(0, 1), Term(1, 1)), None, 2), sizes=(3, 3))
    assert [0b100, 0b001] == completion(program).run((has(0, 2), has(1, 2)))
    assert [0b001, 0b100] == completion(program).run((has(1, 2), has(0, 2)))


def test_the_lowest_value_that_is_left() -> None:
    program = small(Linear((Term(0, 1), Term(1, 1)), 3, None), sizes=(3, 3))
    assert [0b010, 0b100] == completion(program).run((Lowest(0), Lowest(1)))


def test_without_a_solution_there_is_no_completion() -> None:
    assert None is completion(TRIANGLE).run((Lowest(0),))


def test_what_is_lost_is_asked_for() -> None:
    asked: list[Domains] = []

    def ask(domains: Domains) -> Domains | None:
        asked.append(list(domains))
        return None

    assert None is completion(TRIANGLE, ask, NO_PATIENCE).run((Lowest(0),))
    assert [[0b11, 0b11, 0b11]] == asked


def test_a_wish_of_strange_values_is_passed_over() -> None:
    program = small(Or((has(0, 1), has(1, 1))), sizes=(2, 2))
    assert [0b01, 0b10] == completion(program).run((has(0, 9), Lowest(0), Lowest(1)))
