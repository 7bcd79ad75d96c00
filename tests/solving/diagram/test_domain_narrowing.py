"""Wide domains made small: laws rule values out, also those of parts that may be missing."""

import pytest
from hypothesis import given

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Variable,
)
from configurator.solving.diagram import domain_narrowing
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits, CompileMeter
from configurator.solving.diagram.domain_narrowing import narrowed
from configurator.solving.port import FindDomains
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.programs import programs
from tests.solving.suite import has, of

WEIGHTS = ((0, 650), (1, 700), (2, 800))
TOTAL = Linear((Term(0, -1), Term(1, 0, WEIGHTS), Term(2, 0, WEIGHTS)), 0, 0)
FREE_SUM = Linear((Term(0, 1), Term(1, 1)), 0, None)
ENDLESS = IntSet.between(0, 10**9)


def wheels(*laws: Formula, total: IntSet = ENDLESS) -> Program:
    variables = (Variable("total", total), Variable("front", of(0, 1, 2)), Variable("rear", of(0, 1, 2)))
    return Program(variables, tuple(ProgramConstraint("", law, named=True) for law in laws))


def left(program: Program) -> list[IntSet]:
    return narrowed(program, CompileMeter(CompileLimits()))


def test_a_total_has_the_values_that_its_parts_come_to() -> None:
    sums = of(1300, 1350, 1400, 1450, 1500, 1600)
    assert sums == left(wheels(TOTAL))[0]
    assert sums == left(wheels(And((TOTAL,)), total=IntSet.between(0, 5_000)))[0]


def test_a_bound_cuts_a_wide_domain_where_no_sum_reaches() -> None:
    bound = Linear((Term(0, 2), Term(1, 0, WEIGHTS)), 1000, 2000)
    assert IntSet.between(100, 675) == left(wheels(bound, total=IntSet.between(0, 5_000)))[0]


def test_a_table_leaves_what_stands_in_its_column() -> None:
    table = Table((0, 1), ((of(250), of(0)), (of(350), of(1, 2))))
    assert of(250, 350) == left(wheels(table, FREE_SUM, total=IntSet.between(0, 1_000)))[0]
    forbidden = Table((0, 1), table.rows, allowed=False)
    assert IntSet.between(0, 1_000) == left(wheels(forbidden, FREE_SUM, total=IntSet.between(0, 1_000)))[0]


def test_a_part_that_may_be_missing_costs_what_it_can_cost_or_nothing() -> None:
    total = Linear((Term(0, -1), Term(1, 0, WEIGHTS)), 0, 0)
    here = Same(has(2, 1, 2), Not(has(0, 0)))
    for absent in (Or((has(2, 0), total)), Not(And((has(2, 1, 2), Not(total)))), Or((total, And((has(2, 0), here))))):
        assert of(0, 650, 700, 800) == left(wheels(here, absent, total=IntSet.between(0, 5_000)))[0]


def test_a_sum_that_need_not_hold_rules_nothing_out() -> None:
    total = Linear((Term(0, -1), Term(1, 0, WEIGHTS)), 0, 0)
    assert IntSet.between(0, 5_000) == left(wheels(Or((has(2, 0), total)), total=IntSet.between(0, 5_000)))[0]


@given(programs())
def test_no_value_of_a_solution_is_lost(program: Program) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(domain_narrowing, "SMALL_DOMAIN", 0)
        domains = left(program)
    solver = BruteForceSolver(program)
    every = range(len(program.variables))
    for values, domain in zip(solver.ask(FindDomains(of=every), UNLIMITED).values, domains, strict=True):
        assert not values - domain


def test_the_work_is_counted() -> None:
    terms = tuple(Term(place, 7**place) for place in range(12))
    program = Program(
        tuple(Variable("", IntSet.between(0, 100)) for _ in terms), (ProgramConstraint("", Linear(terms, 0, 0), True),)
    )
    with pytest.raises(CompilationTooLarge):
        narrowed(program, CompileMeter(CompileLimits(work=100_000)))
