"""Wide domains made small: sums rule values out, and tell few of the others apart."""

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Constraint, Formula, Linear, Program, Table, Term, Variable
from configurator.solving.diagram.narrowing import narrowed, sums_beside, told_apart
from tests.solving.suite import of

WEIGHTS = ((0, 650), (1, 700), (2, 800))
TOTAL = Linear((Term(0, -1), Term(1, 0, WEIGHTS), Term(2, 0, WEIGHTS)), 0, 0)


FREE_SUM = Linear((Term(0, 1), Term(1, 1)), 0, None)
ENDLESS = IntSet.between(0, 10**9)


def wheels(*laws: Formula, total: IntSet = ENDLESS) -> Program:
    variables = (Variable("total", total), Variable("front", of(0, 1, 2)), Variable("rear", of(0, 1, 2)))
    return Program(variables, tuple(Constraint("", law, named=True) for law in laws))


def test_a_total_has_the_values_that_its_parts_come_to() -> None:
    sums = of(1300, 1350, 1400, 1450, 1500, 1600)
    assert sums == narrowed(wheels(TOTAL))[0]
    assert sums == narrowed(wheels(And((TOTAL,)), total=IntSet.between(0, 5_000)))[0]


def test_a_bound_cuts_a_wide_domain_where_no_sum_reaches() -> None:
    bound = Linear((Term(0, 2), Term(1, 0, WEIGHTS)), 1000, 2000)
    assert IntSet.between(100, 675) == narrowed(wheels(bound, total=IntSet.between(0, 5_000)))[0]


def test_a_table_leaves_what_stands_in_its_column() -> None:
    table = Table((0, 1), ((of(250), of(0)), (of(350), of(1, 2))))
    assert of(250, 350) == narrowed(wheels(table, FREE_SUM, total=IntSet.between(0, 1_000)))[0]
    forbidden = Table((0, 1), table.rows, allowed=False)
    assert IntSet.between(0, 1_000) == narrowed(wheels(forbidden, FREE_SUM, total=IntSet.between(0, 1_000)))[0]


def test_a_budget_matters_only_by_the_totals_that_it_allows() -> None:
    allowed = Linear((Term(0, 1), Term(1, 0, tuple((value, -weight) for value, weight in WEIGHTS))), 0, None)
    domains = [variable.domain for variable in wheels().variables]
    numbers = told_apart(allowed, 0, np.arange(600, 900), domains)
    assert 4 == len(set(numbers.tolist()))
    assert numbers[49] != numbers[50] == numbers[99] != numbers[100] == numbers[199] != numbers[200] == numbers[299]


def test_sums_that_are_too_many_are_not_listed() -> None:
    terms = tuple(Term(place, 7**place) for place in range(12))
    domains = [IntSet.between(0, 6)] * 12
    assert sums_beside(Linear(terms, 0, 0), 0, domains) is None
