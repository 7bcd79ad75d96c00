"""What sums come to, and what they cannot tell apart."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Term
from configurator.solving.diagram import attainable_sums
from configurator.solving.diagram.attainable_sums import sums_beside, told_apart
from configurator.solving.diagram.compile_budget import CompileLimits, CompileMeter
from configurator.solving.diagram.limits import BITSET_SUMS

DOMAINS = st.lists(st.sets(st.integers(-60, 60), max_size=6).map(IntSet.of), min_size=1, max_size=4)
WEIGHTS = ((0, 650), (1, 700), (2, 800))


def test_a_budget_matters_only_by_the_totals_that_it_allows() -> None:
    allowed = Linear((Term(0, 1), Term(1, 0, tuple((value, -weight) for value, weight in WEIGHTS))), 0, None)
    domains = [IntSet.between(0, 10**9), IntSet.between(0, 2)]
    others = sums_beside(allowed, [0], domains, CompileMeter(CompileLimits()))[0]
    numbers = told_apart(allowed, 0, np.arange(600, 900), others)
    assert 4 == len(set(numbers.tolist()))
    assert numbers[49] != numbers[50] == numbers[99] != numbers[100] == numbers[199] != numbers[200] == numbers[299]


def test_sums_that_are_too_many_are_not_listed() -> None:
    terms = tuple(Term(place, 7**place) for place in range(12))
    domains = [IntSet.between(0, 6)] * 12
    assert sums_beside(Linear(terms, 0, 0), [0], domains, CompileMeter(CompileLimits())) == {0: None}


@pytest.mark.parametrize("bits", [0, BITSET_SUMS])
@given(DOMAINS, st.data())
def test_beside_each_variable_stand_all_sums_of_the_others(
    bits: int, domains: list[IntSet], data: st.DataObject
) -> None:
    indices = data.draw(st.lists(st.integers(0, len(domains) - 1), min_size=1, max_size=5))
    factors = data.draw(st.lists(st.sampled_from([-3, 0, 1, 7]), min_size=len(indices), max_size=len(indices)))
    linear = Linear(tuple(map(Term, indices, factors)), 0, 0)
    wanted = data.draw(st.sets(st.sampled_from(indices)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attainable_sums, "BITSET_SUMS", bits)
        found = sums_beside(linear, wanted, domains, CompileMeter(CompileLimits()))
    assert {place: _listed(linear, place, domains) for place in wanted} == {
        place: None if sums is None else sums.tolist() for place, sums in found.items()
    }


def _listed(linear: Linear, variable: int, domains: list[IntSet]) -> list[int]:
    others = sorted({term.variable for term in linear.terms} - {variable})
    found = set()
    for values in product(*(domains[other] for other in others)):
        chosen = dict(zip(others, values, strict=True))
        found.add(sum(term.weigh(chosen[term.variable]) for term in linear.terms if term.variable != variable))
    return sorted(found)
