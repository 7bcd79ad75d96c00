"""The order in which variables are fixed."""

from configurator.program.nodes import Linear, Term
from configurator.program.nodes import Or as AnyOf
from configurator.solving.ordering import branching_order
from tests.solving.suite import has


def test_every_variable_comes_once() -> None:
    assert {0, 1, 2, 3} == set(branching_order(4, [AnyOf((has(2, 1), has(0, 1)))]))


def test_what_hangs_together_is_fixed_together() -> None:
    pairs = [AnyOf((has(0, 1), has(3, 1))), AnyOf((has(1, 1), has(2, 1)))]
    everything = Linear(tuple(Term(place, 1) for place in range(4)), 0, 3)
    assert (0, 3, 1, 2) == branching_order(4, [*pairs, everything])
