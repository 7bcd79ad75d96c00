"""Claims are confirmed one by one; what nothing speaks against passes."""

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Or, Program
from configurator.solving.answer_verification import AnswerVerification, sampled
from configurator.solving.port import FREE, Answer, AnyQuery, Assumptions, Solver
from configurator.solving.reference.brute_force import BruteForceSolver
from configurator.solving.verifier import Verifier
from tests.solving.suite import has, small

CHAIN = small(*(Or((has(place, 1), has(place + 1, 1))) for place in range(9)), sizes=(2,) * 10)
"""Of any two neighbours one must be 1."""


class Counting(BruteForceSolver):
    """Counts how often it is asked."""

    asked = 0

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        type(self).asked += 1
        return super().answer(query, budget)


def confirming(program: Program, third: type[BruteForceSolver] | None = BruteForceSolver) -> AnswerVerification:
    solver: Solver = BruteForceSolver(program)
    return AnswerVerification(solver, Verifier(program, third), UNLIMITED)


def test_of_many_numbers_the_ends_and_some_between_are_tried() -> None:
    assert [0, 1, 5] == sampled(IntSet.of([0, 1, 5]))
    assert [0, 100_000] == sampled(IntSet.between(0, 100_000))
    holes = sampled(IntSet.of(range(0, 1_000, 2)))
    assert (0, 998) == (holes[0], holes[-1])
    assert len(holes) < 20


def test_wishes_that_nothing_could_grant_are_confirmed_together() -> None:
    given = Assumptions({place: IntSet.of([1]) for place in range(0, 10, 2)})
    every = [Literal(place, IntSet.of([0])) for place in range(0, 10, 2)]
    held = Assumptions({place: IntSet.of([0]) for place in range(1, 10, 2)})
    Counting.asked = 0
    assert confirming(CHAIN, Counting).fulfils_most(every, held, (1, 0) * 5)
    assert 1 == Counting.asked
    assert confirming(CHAIN, Counting).fulfils_most(every, given, (1, 0) * 5)


def test_wishes_that_clash_are_granted_in_their_order() -> None:
    wishes = [Lowest(place) for place in range(10)]
    assert confirming(CHAIN).fulfils_most(wishes, FREE, (0, 1) * 5)


def test_without_a_third_only_witnesses_are_judged() -> None:
    assert confirming(CHAIN, None).fulfils_most([Lowest(0)], FREE, (1,) * 10)
