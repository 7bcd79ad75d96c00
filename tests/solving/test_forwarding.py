"""Every question is handed on, and its answer back."""

from configurator.program.nodes import Lowest, Or, Term
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.forwarding import Forwarding
from configurator.solving.port import Assumptions, Solver
from tests.solving.suite import has, of, small

PROGRAM = small(Or((has(0, 1), has(1, 1))), sizes=(3, 3))
GIVEN, PRICES = Assumptions({0: of(0, 1)}), (Term(0, 5), Term(1, 2))


class Plain(Forwarding):
    """Hands on, and does nothing else."""

    @property
    def asked(self) -> Solver:
        return BruteForceSolver(PROGRAM)


def test_every_question_of_the_port_is_handed_on() -> None:
    through, direct = Plain(), BruteForceSolver(PROGRAM)
    assert direct.program is through.program
    assert direct.solve(GIVEN) == through.solve(GIVEN)
    assert direct.possible(GIVEN, of=[0]) == through.possible(GIVEN, of=[0])
    assert direct.count(GIVEN, at_most=2) == through.count(GIVEN, at_most=2)
    assert direct.least(PRICES, GIVEN) == through.least(PRICES, GIVEN)
    assert direct.complete((Lowest(1), Lowest(0)), GIVEN) == through.complete((Lowest(1), Lowest(0)), GIVEN)
    assert direct.through(PRICES, GIVEN, of=[1]) == through.through(PRICES, GIVEN, of=[1])
    assert direct.cheapest(PRICES, GIVEN, number=2) == through.cheapest(PRICES, GIVEN, number=2)
    assert direct.sample(GIVEN, number=3, seed=1) == through.sample(GIVEN, number=3, seed=1)
    assert direct.alternatives(GIVEN) == through.alternatives(GIVEN)
