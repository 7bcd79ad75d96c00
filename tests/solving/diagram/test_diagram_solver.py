"""Answers by passes; what they cannot say is asked of another engine."""

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Linear, Literal, Lowest, Or, Program, ProgramConstraint, Term, Variable
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    LeastCosts,
    Minimise,
    MinimiseThrough,
    Optimum,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    SolutionCount,
    Solutions,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.diagram.shop import EITHER, asked, pair, whole
from tests.solving.suite import has, of, small

PRICES = (Term(0, 5), Term(1, 0, ((0, 1), (1, 9), (2, 2))))
OVER = Budget(now=lambda: 1.0, deadline=0.5)


def never(program: Program) -> Solver:
    raise AssertionError("passes should have answered")


def alone(program: Program) -> DiagramSolver:
    """A solver that must not ask another."""
    return DiagramSolver(whole(program), never)


def test_the_least_cost_through_every_value() -> None:
    expected = LeastCosts(({0: 9, 1: 6, 2: 19}, {0: 6, 1: 9, 2: 7}), (EMPTY, EMPTY))
    assert expected == alone(pair(EITHER)).ask(MinimiseThrough(PRICES), UNLIMITED)


def test_the_cheapest_come_in_order_and_end() -> None:
    solver = alone(pair(EITHER))
    assert ((1, 0), (1, 2), (0, 1)) == solver.ask(RankSolutions(PRICES, number=3), UNLIMITED).solutions
    assert 5 == len(solver.ask(RankSolutions(PRICES, number=99), UNLIMITED).solutions)
    assert Solutions((), complete=True) == solver.ask(
        RankSolutions(PRICES, Assumptions({0: of(7)}), number=3), UNLIMITED
    )


def test_alternatives_are_what_lifting_one_choice_allows() -> None:
    given = Assumptions({0: of(0), 1: of(1)})
    assert ValidDomains((of(0, 1, 2), of(1)), (EMPTY, EMPTY)) == alone(pair(EITHER)).ask(
        FindAlternatives(given), UNLIMITED
    )


def test_alternatives_of_choices_that_clash_are_what_would_mend_them() -> None:
    given = Assumptions({0: of(0), 1: of(0)})
    assert ValidDomains((of(1), of(1)), (EMPTY, EMPTY)) == alone(pair(EITHER)).ask(FindAlternatives(given), UNLIMITED)


def test_samples_come_back_for_their_seed() -> None:
    solver = alone(small(EITHER, sizes=(3, 3, 100)))
    drawn = solver.ask(SampleSolutions(number=20, seed=7), UNLIMITED)
    assert (
        drawn
        == solver.ask(SampleSolutions(number=20, seed=7), UNLIMITED)
        != solver.ask(SampleSolutions(number=20, seed=8), UNLIMITED)
    )
    assert 20 == len(drawn.solutions)


def test_every_solution_is_drawn_as_often() -> None:
    drawn = alone(pair(EITHER)).ask(SampleSolutions(number=2000, seed=1), UNLIMITED).solutions
    assert all(300 < drawn.count(solution) < 500 for solution in set(drawn))
    assert 5 == len(set(drawn))


def test_a_bound_that_only_the_cheapest_keep_needs_no_other_engine() -> None:
    solver = alone(pair(EITHER))
    given = Assumptions(also=(Bound(PRICES, high=6),))
    assert SolutionCount(1, exact=True) == solver.ask(CountSolutions(given), UNLIMITED)
    assert Satisfiable((1, 0)) == solver.ask(Complete((Lowest(1), Lowest(0)), given), UNLIMITED)
    assert Unsatisfiable() == solver.ask(Solve(Assumptions(also=(Bound(PRICES, high=5),))), UNLIMITED)


def test_under_a_budget_what_it_leaves_is_possible() -> None:
    solver = alone(pair(EITHER))
    given = Assumptions(also=(Bound(PRICES, high=7),))
    assert ValidDomains((of(1), of(0, 2)), (EMPTY, EMPTY)) == solver.ask(FindDomains(given), UNLIMITED)
    assert Satisfiable((1, 2)) == solver.ask(Complete((has(1, 2), Lowest(0)), given), UNLIMITED)


def test_at_least_one_of_several_is_cut_into_cases() -> None:
    solver = alone(small(EITHER, sizes=(3, 3, 2)))
    some = Bound((Term(0, 0, ((2, 1),)), Term(1, 0, ((2, 1),))), low=1)
    assert SolutionCount(4, exact=True) == solver.ask(CountSolutions(Assumptions(also=(some,))), UNLIMITED)
    assert Satisfiable((1, 2, 0)) == solver.ask(
        Complete((Lowest(0), Lowest(1), Lowest(2)), Assumptions(also=(some,))), UNLIMITED
    )
    best = solver.ask(Minimise(PRICES, Assumptions(also=(some,))), UNLIMITED)
    assert isinstance(best, Optimum)
    assert 7 == best.cost


def test_named_constraints_set_aside_are_for_another_engine() -> None:
    made: list[Program] = []

    def other(program: Program) -> Solver:
        made.append(program)
        return BruteForceSolver(program)

    solver = DiagramSolver(whole(pair(EITHER)), other)
    assert SolutionCount(5, exact=True) == solver.ask(
        CountSolutions(Assumptions(without=frozenset({"no such law"}))), UNLIMITED
    )
    assert [] == made
    assert SolutionCount(9, exact=True) == solver.ask(
        CountSolutions(Assumptions(without=frozenset({"law0"}))), UNLIMITED
    )
    assert 1 == len(made)


def test_without_time_nothing_is_said() -> None:
    solver = alone(pair(EITHER))
    assert Unknown() == solver.ask(Minimise(PRICES), OVER)
    assert Solutions((), complete=False) == solver.ask(RankSolutions(PRICES, number=2), OVER)
    assert Solutions((), complete=False) == solver.ask(SampleSolutions(number=2, seed=1), OVER)
    assert LeastCosts(({}, {}), (of(0, 1, 2), of(0, 1, 2))) == solver.ask(MinimiseThrough(PRICES), OVER)


def test_values_in_blocks_are_told_one_by_one() -> None:
    wide = Program((Variable("length", IntSet.between(0, 5_000)), Variable("b", of(0, 1))), ())
    law = ProgramConstraint("law", Or((Literal(0, IntSet.between(100, 200)), has(1, 1))), named=True)
    solver = alone(Program(wide.variables, (law,)))
    given = Assumptions({0: IntSet.between(0, 120), 1: of(0)})
    assert ValidDomains((IntSet.between(100, 120), of(0)), (EMPTY, EMPTY)) == solver.ask(FindDomains(given), UNLIMITED)
    assert SolutionCount(21, exact=True) == solver.ask(CountSolutions(given), UNLIMITED)
    assert Optimum((120, 0), -360, proved=True) == solver.ask(Minimise((Term(0, -3),), given), UNLIMITED)
    assert -3 * 117 == solver.ask(MinimiseThrough((Term(0, -3),), given), UNLIMITED).costs[0][117]
    assert Satisfiable((100, 0)) == solver.ask(Complete((has(0, 7), Lowest(0)), given), UNLIMITED)


@pytest.mark.slow
def test_a_deep_diagram_is_ranked_as_well() -> None:
    length = 200
    variables = tuple(Variable(f"v{place}", of(0, 1)) for place in range(length))
    pairs = (ProgramConstraint("", Or((has(place, 0), has(place + 1, 0))), named=True) for place in range(length - 1))
    solver = alone(Program(variables, tuple(pairs)))
    costs = tuple(Term(place, -1) for place in range(length))
    found = solver.ask(RankSolutions(costs, number=3), UNLIMITED)
    assert [100, 100, 100] == [sum(solution) for solution in found.solutions]


def test_an_objective_too_large_to_add_is_for_another_engine() -> None:
    solver = asked(pair(Linear((Term(0, 1), Term(1, 1)), 2, None)))
    best = solver.ask(Minimise((Term(0, 2**61), Term(1, 2**60))), UNLIMITED)
    assert isinstance(best, Optimum)
    assert 2 * 2**60 == best.cost


def test_a_completion_is_of_its_own_question_whatever_was_asked_before() -> None:
    solver, wishes = alone(pair(EITHER)), (Lowest(1), Lowest(0))
    for narrowed in ({}, {0: of(0)}, {0: of(0)}, {1: of(2)}, {}):
        fresh = alone(pair(EITHER))
        given = Assumptions(narrowed)
        assert (fresh.ask(FindDomains(given), UNLIMITED), fresh.ask(Complete(wishes, given), UNLIMITED)) == (
            solver.ask(FindDomains(given), UNLIMITED),
            solver.ask(Complete(wishes, given), UNLIMITED),
        )
    assert Satisfiable(()) == alone(Program((), ())).ask(Complete(()), UNLIMITED)


def test_a_completion_without_wishes_for_everything_is_still_one_solution() -> None:
    found = alone(pair(EITHER)).ask(Complete((Lowest(1),)), UNLIMITED)
    assert isinstance(found, Satisfiable)
    assert 0 == found.witness[1]
