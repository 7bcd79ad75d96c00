"""Law: a bound in clauses holds just where the bound does, as a diagram and as adders."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysat.solvers import Glucose4

from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.program.semantics import weigh
from configurator.solving.local_search.weights import weighed
from configurator.solving.port import Bound
from configurator.solving.sat import sum_clauses
from configurator.solving.sat.clauses import ClauseWriter
from configurator.solving.sat.order_encoding import Ladder
from configurator.solving.sat.sum_clauses import SumClauses
from tests.examples import share

DOMAINS = (IntSet.between(0, 3), IntSet.of([-2, 0, 5]), IntSet.between(0, 1))


@st.composite
def sums(draw: st.DrawFn) -> tuple[Term, ...]:
    coefficient = st.integers(-4, 4)
    return tuple(Term(place, draw(coefficient), ((0, draw(coefficient)),)) for place in range(3))


@pytest.mark.parametrize("most_edges", [60_000, 0], ids=["diagram", "adders"])
@settings(max_examples=share(40))
@given(terms=sums(), low=st.none() | st.integers(-12, 12), high=st.none() | st.integers(-12, 12))
def test_clauses_hold_just_where_the_bounds_do(
    most_edges: int, terms: tuple[Term, ...], low: int | None, high: int | None
) -> None:
    clauses = ClauseWriter()
    ladders = [Ladder(clauses, domain) for domain in DOMAINS]
    guard = clauses.fresh()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sum_clauses, "SUM_DIAGRAM_EDGES", most_edges)
        SumClauses(clauses, ladders).require(terms, low, high, (-guard,))
    with Glucose4(bootstrap_with=clauses.written) as solver:
        for values in product(*DOMAINS):
            total = weigh(terms, values)
            fits = (low is None or low <= total) and (high is None or total <= high)
            chosen = [
                literal
                for ladder, value in zip(ladders, values, strict=True)
                for literal in ladder.exactly(list(ladder.values).index(value))
            ]
            assert fits is solver.solve(assumptions=[guard, *chosen])
            assert solver.solve(assumptions=[-guard, *chosen])


def test_propagation_alone_sees_what_a_diagram_bars() -> None:
    clauses = ClauseWriter()
    ladders = [Ladder(clauses, IntSet.between(0, 9)) for _ in range(4)]
    SumClauses(clauses, ladders).require([Term(place, place + 1) for place in range(4)], None, 20, ())
    with Glucose4(bootstrap_with=clauses.written) as solver:
        fine, implied = solver.propagate(assumptions=[ladders[3].at_least(3), ladders[1].at_least(2)])
    assert fine
    assert {-ladders[0].at_least(5), -ladders[2].at_least(2), -ladders[3].at_least(5)} <= set(implied)


def test_a_bound_with_a_large_diagram_is_refused_where_only_a_small_one_will_do() -> None:
    clauses = ClauseWriter()
    ladders = [Ladder(clauses, IntSet.between(0, 9)) for _ in range(4)]
    terms = tuple(Term(place, 7 * place + 1) for place in range(4))
    assert 4 == len(weighed(terms, ladders)[1])
    assert not SumClauses(clauses, ladders).require_small(Bound(terms, high=100), (), most_edges=5)
    assert SumClauses(clauses, ladders).require_small(Bound(terms, high=100), (), most_edges=5_000)
