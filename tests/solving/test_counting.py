"""Counts are exact without walking through solutions."""

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Or, Program, ProgramConstraint, Table, Term, Variable
from configurator.program.nodes import Or as AnyOf
from configurator.solving.counting import blocks, branching_order, connected, count
from configurator.solving.port import CountSolutions, SolutionCount
from tests.solving.suite import has, of, small


def test_what_is_free_is_multiplied() -> None:
    variables = tuple(Variable(f"v{place}", IntSet.between(1, 10)) for place in range(30))
    assert SolutionCount(10**30, exact=True) == count(Program(variables, ()), CountSolutions(), UNLIMITED)


def test_a_chain_of_choices_is_counted_without_listing_it() -> None:
    variables = tuple(Variable(f"v{place}", of(0, 1)) for place in range(80))
    pairs = (ProgramConstraint("", Or((has(place, 0), has(place + 1, 0))), named=True) for place in range(79))
    fibonacci = [1, 2]
    while len(fibonacci) <= 80:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    assert SolutionCount(fibonacci[80], exact=True) == count(
        Program(variables, tuple(pairs)), CountSolutions(), UNLIMITED
    )


def test_a_sum_over_many_variables_is_counted_like_a_dynamic_program() -> None:
    variables = tuple(Variable(f"v{place}", of(0, 1)) for place in range(24))
    half = Linear(tuple(Term(place, 1) for place in range(24)), 12, 12)
    assert SolutionCount(2704156, exact=True) == count(
        Program(variables, (ProgramConstraint("half", half, named=True),)), CountSolutions(), UNLIMITED
    )


def test_values_that_no_law_tells_apart_are_counted_together() -> None:
    wide = Program((Variable("length", IntSet.between(0, 10**9)), Variable("b", of(0, 1))), ())
    law = ProgramConstraint("law", Or((has(1, 0), has(0, 5, 6))), named=True)
    assert SolutionCount(10**9 + 3, exact=True) == count(Program(wide.variables, (law,)), CountSolutions(), UNLIMITED)


def test_determined_variables_add_nothing() -> None:
    total = ProgramConstraint("", Linear((Term(0, 1), Term(1, 1), Term(2, -1)), 0, 0), named=False)
    variables = (Variable("a", of(0, 1, 2)), Variable("b", of(0, 1, 2)), Variable("sum", IntSet.between(0, 4), True))
    assert SolutionCount(9, exact=True) == count(Program(variables, (total,)), CountSolutions(), UNLIMITED)


def test_a_limit_cuts_short_what_would_take_for_ever() -> None:
    variables = tuple(Variable(f"v{place}", IntSet.between(0, 9)) for place in range(60))
    laws = tuple(
        ProgramConstraint("", Linear(tuple(Term(p, (p * seed) % 17 + 1) for p in range(60)), 900, None), named=True)
        for seed in (3, 5, 7, 11)
    )
    assert SolutionCount(1000, exact=False) == count(Program(variables, laws), CountSolutions(at_most=1000), UNLIMITED)


def test_out_of_time_is_at_least_so_many() -> None:
    found = count(small(Or((has(0, 1), has(1, 1)))), CountSolutions(), Budget(now=lambda: 1.0, deadline=0.0))
    assert SolutionCount(0, exact=False) == found


@pytest.mark.slow
def test_a_deep_chain_ends_with_at_least_or_the_count() -> None:
    indices = 300
    variables = tuple(Variable(f"v{place}", of(0, 1, 2)) for place in range(indices))
    apart = Table((0, 1), tuple((of(a), of(b)) for a in range(3) for b in range(3) if a != b))
    laws = tuple(
        ProgramConstraint("", Table((place, place + 1), apart.rows), named=True) for place in range(indices - 1)
    )
    found = count(Program(variables, laws), CountSolutions(), UNLIMITED)
    assert found.number == 3 * 2 ** (indices - 1) if found.exact else found.number <= 3 * 2 ** (indices - 1)


def test_blocks_are_cut_by_every_look_at_a_variable() -> None:
    formulas: list[Formula] = [Or((has(0, 1, 2), has(1, 1))), Table((0, 1), ((of(2, 3), of(0)),))]
    assert [of(2), of(1), of(3), of(0, 4)] == blocks(0, IntSet.between(0, 4), formulas)


def test_a_sum_tells_all_values_apart() -> None:
    assert [of(0), of(1), of(2)] == blocks(0, of(0, 1, 2), [Linear((Term(0, 1),), 0, 1)])


def test_groups_connect_positions() -> None:
    assert [0, 1, 0, 1, 0] == connected(5, [[0, 2], [1, 3], [2, 4]])


def test_every_variable_comes_once() -> None:
    assert {0, 1, 2, 3} == set(branching_order(4, [AnyOf((has(2, 1), has(0, 1)))]))


def test_what_hangs_together_is_fixed_together() -> None:
    pairs = [AnyOf((has(0, 1), has(3, 1))), AnyOf((has(1, 1), has(2, 1)))]
    everything = Linear(tuple(Term(place, 1) for place in range(4)), 0, 3)
    assert (0, 3, 1, 2) == branching_order(4, [*pairs, everything])
