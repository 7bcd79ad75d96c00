"""Answers by passes; what they cannot say is asked of another engine."""

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Linear, Literal, Lowest, Or, Program, ProgramConstraint, Term, Variable
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.diagram.solver import DiagramSolver
from configurator.solving.port import (
    Assumptions,
    Best,
    Bound,
    Budget,
    Counted,
    Possible,
    Satisfiable,
    Several,
    Solver,
    Through,
    Unknown,
    Unsatisfiable,
)
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
    expected = Through(({0: 9, 1: 6, 2: 19}, {0: 6, 1: 9, 2: 7}), (EMPTY, EMPTY))
    assert expected == alone(pair(EITHER)).through(PRICES)


def test_the_cheapest_come_in_order_and_end() -> None:
    solver = alone(pair(EITHER))
    assert ((1, 0), (1, 2), (0, 1)) == solver.cheapest(PRICES, number=3).solutions
    assert 5 == len(solver.cheapest(PRICES, number=99).solutions)
    assert Several((), complete=True) == solver.cheapest(PRICES, Assumptions({0: of(7)}), number=3)


def test_alternatives_are_what_lifting_one_choice_allows() -> None:
    given = Assumptions({0: of(0), 1: of(1)})
    assert Possible((of(0, 1, 2), of(1)), (EMPTY, EMPTY)) == alone(pair(EITHER)).alternatives(given)


def test_alternatives_of_choices_that_clash_are_what_would_mend_them() -> None:
    given = Assumptions({0: of(0), 1: of(0)})
    assert Possible((of(1), of(1)), (EMPTY, EMPTY)) == alone(pair(EITHER)).alternatives(given)


def test_samples_come_back_for_their_seed() -> None:
    solver = alone(small(EITHER, sizes=(3, 3, 100)))
    drawn = solver.sample(number=20, seed=7)
    assert drawn == solver.sample(number=20, seed=7) != solver.sample(number=20, seed=8)
    assert 20 == len(drawn.solutions)


def test_every_solution_is_drawn_as_often() -> None:
    drawn = alone(pair(EITHER)).sample(number=2000, seed=1).solutions
    assert all(300 < drawn.count(solution) < 500 for solution in set(drawn))
    assert 5 == len(set(drawn))


def test_a_bound_that_only_the_cheapest_keep_needs_no_other_engine() -> None:
    solver = alone(pair(EITHER))
    given = Assumptions(also=(Bound(PRICES, high=6),))
    assert Counted(1, exact=True) == solver.count(given)
    assert Satisfiable((1, 0)) == solver.complete((Lowest(1), Lowest(0)), given)
    assert Unsatisfiable() == solver.solve(Assumptions(also=(Bound(PRICES, high=5),)))


def test_under_a_budget_what_it_leaves_is_possible() -> None:
    solver = alone(pair(EITHER))
    given = Assumptions(also=(Bound(PRICES, high=7),))
    assert Possible((of(1), of(0, 2)), (EMPTY, EMPTY)) == solver.possible(given)
    assert Satisfiable((1, 2)) == solver.complete((has(1, 2), Lowest(0)), given)


def test_at_least_one_of_several_is_cut_into_cases() -> None:
    solver = alone(small(EITHER, sizes=(3, 3, 2)))
    some = Bound((Term(0, 0, ((2, 1),)), Term(1, 0, ((2, 1),))), low=1)
    assert Counted(4, exact=True) == solver.count(Assumptions(also=(some,)))
    assert Satisfiable((1, 2, 0)) == solver.complete((Lowest(0), Lowest(1), Lowest(2)), Assumptions(also=(some,)))
    best = solver.least(PRICES, Assumptions(also=(some,)))
    assert isinstance(best, Best)
    assert 7 == best.cost


def test_named_constraints_set_aside_are_for_another_engine() -> None:
    made: list[Program] = []

    def other(program: Program) -> Solver:
        made.append(program)
        return BruteForceSolver(program)

    solver = DiagramSolver(whole(pair(EITHER)), other)
    assert Counted(5, exact=True) == solver.count(Assumptions(without=frozenset({"no such law"})))
    assert [] == made
    assert Counted(9, exact=True) == solver.count(Assumptions(without=frozenset({"law0"})))
    assert 1 == len(made)


def test_without_time_nothing_is_said() -> None:
    solver = alone(pair(EITHER))
    assert Unknown() == solver.least(PRICES, budget=OVER)
    assert Several((), complete=False) == solver.cheapest(PRICES, number=2, budget=OVER)
    assert Several((), complete=False) == solver.sample(number=2, seed=1, budget=OVER)
    assert Through(({}, {}), (of(0, 1, 2), of(0, 1, 2))) == solver.through(PRICES, budget=OVER)


def test_values_in_blocks_are_told_one_by_one() -> None:
    wide = Program((Variable("length", IntSet.between(0, 5_000)), Variable("b", of(0, 1))), ())
    law = ProgramConstraint("law", Or((Literal(0, IntSet.between(100, 200)), has(1, 1))), named=True)
    solver = alone(Program(wide.variables, (law,)))
    given = Assumptions({0: IntSet.between(0, 120), 1: of(0)})
    assert Possible((IntSet.between(100, 120), of(0)), (EMPTY, EMPTY)) == solver.possible(given)
    assert Counted(21, exact=True) == solver.count(given)
    assert Best((120, 0), -360, proved=True) == solver.least((Term(0, -3),), given)
    assert -3 * 117 == solver.through((Term(0, -3),), given).costs[0][117]
    assert Satisfiable((100, 0)) == solver.complete((has(0, 7), Lowest(0)), given)


def test_a_deep_diagram_is_ranked_as_well() -> None:
    length = 200
    variables = tuple(Variable(f"v{place}", of(0, 1)) for place in range(length))
    pairs = (ProgramConstraint("", Or((has(place, 0), has(place + 1, 0))), named=True) for place in range(length - 1))
    solver = alone(Program(variables, tuple(pairs)))
    costs = tuple(Term(place, -1) for place in range(length))
    found = solver.cheapest(costs, number=3)
    assert [100, 100, 100] == [sum(solution) for solution in found.solutions]


def test_an_objective_too_large_to_add_is_for_another_engine() -> None:
    solver = asked(pair(Linear((Term(0, 1), Term(1, 1)), 2, None)))
    best = solver.least((Term(0, 2**61), Term(1, 2**60)))
    assert isinstance(best, Best)
    assert 2 * 2**60 == best.cost


def test_a_completion_is_of_its_own_question_whatever_was_asked_before() -> None:
    solver, wishes = alone(pair(EITHER)), (Lowest(1), Lowest(0))
    for narrowed in ({}, {0: of(0)}, {0: of(0)}, {1: of(2)}, {}):
        fresh = alone(pair(EITHER))
        given = Assumptions(narrowed)
        assert (fresh.possible(given), fresh.complete(wishes, given)) == (
            solver.possible(given),
            solver.complete(wishes, given),
        )
    assert Satisfiable(()) == alone(Program((), ())).complete(())


def test_a_completion_without_wishes_for_everything_is_still_one_solution() -> None:
    found = alone(pair(EITHER)).complete((Lowest(1),))
    assert isinstance(found, Satisfiable)
    assert 0 == found.witness[1]
