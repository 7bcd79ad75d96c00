"""One suite for all engines: each kind of node, each kind of question, each kind of assumption."""

from collections.abc import Callable
from itertools import count as counting

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Lowest,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Variable,
)
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Optimum,
    Satisfiable,
    SolutionCount,
    Solve,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)
from tests.solving.suite import every_engine, has, loaded, of, small

EITHER = Or((has(0, 1), has(1, 1)))
SUM = Linear((Term(0, 1), Term(1, 2)), 3, 4)
LOOKED_UP = Linear((Term(0, 0, ((0, 7), (1, -2))), Term(1, 3, ((2, 0),))), None, 1)
ROWS = ((of(0), of(0, 1)), (of(2), of(2)))

NODES: dict[str, tuple[Formula, int]] = {
    "a truth": (Truth(True), 9),
    "a falsehood": (Truth(False), 0),
    "a literal": (has(0, 0, 2), 6),
    "a literal of no value": (has(0), 0),
    "a literal of strange values": (has(0, 1, 77), 3),
    "a negation": (Not(has(0, 0)), 6),
    "a doubled negation": (Not(Not(has(0, 0))), 3),
    "a conjunction": (And((has(0, 1, 2), has(1, 0))), 2),
    "an empty conjunction": (And(()), 9),
    "a disjunction": (EITHER, 5),
    "an empty disjunction": (Or(()), 0),
    "both or neither": (Same(has(0, 1), has(1, 1)), 5),
    "not both or neither": (Not(Same(has(0, 1), has(1, 1))), 4),
    "both or neither of compounds": (Same(EITHER, And((has(0, 1), has(1, 1)))), 5),
    "a sum": (SUM, 3),
    "not a sum": (Not(SUM), 6),
    "a sum or else": (Or((SUM, has(0, 0))), 5),
    "a sum without bounds": (Linear((Term(0, 1),), None, None), 9),
    "a sum of nothing": (Linear((), 1, None), 0),
    "a sum that looks weights up": (LOOKED_UP, 5),
    "a sum with a variable twice": (Linear((Term(0, 1), Term(0, 1)), 2, 2), 3),
    "a table": (Table((0, 1), ROWS), 3),
    "a table of no row": (Table((0, 1), ()), 0),
    "a forbidden table": (Table((0, 1), ROWS, allowed=False), 6),
    "a forbidden table of no row": (Table((0, 1), (), allowed=False), 9),
    "not a table": (Not(Table((0, 1), ROWS)), 6),
    "a table if": (Or((Table((0, 1), ROWS), has(0, 1))), 6),
    "a table with a column twice": (Table((0, 0), ((of(1), of(1, 2)),)), 3),
}


@every_engine
@pytest.mark.parametrize("node", NODES)
def test_every_kind_of_node_means_what_it_says(engine: str, node: str) -> None:
    formula, number = NODES[node]
    assert SolutionCount(number, exact=True) == loaded(engine, small(formula, sizes=(3, 3))).ask(
        CountSolutions(), UNLIMITED
    )


@every_engine
def test_a_solution_is_brought_as_a_witness(engine: str) -> None:
    assert Satisfiable((2, 0)) == loaded(engine, small(has(0, 2), has(1, 0), sizes=(3, 3))).ask(Solve(), UNLIMITED)


@every_engine
def test_laws_that_contradict_each_other_have_no_solution(engine: str) -> None:
    assert Unsatisfiable() == loaded(engine, small(has(0, 2), has(0, 0))).ask(Solve(), UNLIMITED)


@every_engine
def test_a_program_of_nothing_has_one_solution(engine: str) -> None:
    solver = loaded(engine, Program((), ()))
    assert Satisfiable(()) == solver.ask(Solve(), UNLIMITED)
    assert SolutionCount(1, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    assert ValidDomains((), ()) == solver.ask(FindDomains(), UNLIMITED)


@every_engine
def test_a_program_of_nothing_can_be_impossible(engine: str) -> None:
    solver = loaded(engine, Program((), (ProgramConstraint("never", Truth(False), named=True),)))
    assert Unsatisfiable() == solver.ask(Solve(), UNLIMITED)
    assert Satisfiable(()) == solver.ask(Solve(Assumptions(without=frozenset({"never"}))), UNLIMITED)


@every_engine
def test_an_impossible_law_about_nothing_empties_everything(engine: str) -> None:
    solver = loaded(engine, small(Truth(False)))
    assert ValidDomains((EMPTY,) * 3, (EMPTY,) * 3) == solver.ask(FindDomains(), UNLIMITED)
    assert SolutionCount(0, exact=True) == solver.ask(CountSolutions(), UNLIMITED)


@every_engine
def test_a_variable_without_values_leaves_no_solution(engine: str) -> None:
    solver = loaded(engine, Program((Variable("a", EMPTY), Variable("b", of(1))), ()))
    assert Unsatisfiable() == solver.ask(Solve(), UNLIMITED)
    assert ValidDomains((EMPTY, EMPTY), (EMPTY, EMPTY)) == solver.ask(FindDomains(), UNLIMITED)
    assert Unsatisfiable() == solver.ask(Minimise((Term(1, 1),)), UNLIMITED)
    assert Unsatisfiable() == solver.ask(Complete((Lowest(1),)), UNLIMITED)


@every_engine
def test_narrowed_variables_keep_to_the_values_left(engine: str) -> None:
    solver = loaded(engine, small(EITHER, sizes=(3, 3)))
    assert ValidDomains((of(0, 2), of(1)), (EMPTY, EMPTY)) == solver.ask(
        FindDomains(Assumptions({0: of(0, 2, 9)})), UNLIMITED
    )


@every_engine
def test_named_laws_can_be_set_aside_and_others_cannot(engine: str) -> None:
    built = ProgramConstraint("law0", has(1, 0), named=False)
    program = small(has(0, 2), has(0, 0), sizes=(3, 3))
    solver = loaded(engine, Program(program.variables, (*program.constraints, built)))
    assert Satisfiable((0, 0)) == solver.ask(Solve(Assumptions(without=frozenset({"law0", "no such law"}))), UNLIMITED)


@every_engine
def test_a_law_of_several_constraints_is_set_aside_as_one(engine: str) -> None:
    laws = (ProgramConstraint("both", has(0, 1), named=True), ProgramConstraint("both", has(0, 2), named=True))
    solver = loaded(engine, Program((Variable("a", of(0, 1, 2)),), laws))
    assert Unsatisfiable() == solver.ask(Solve(), UNLIMITED)
    assert SolutionCount(3, exact=True) == solver.ask(
        CountSolutions(Assumptions(without=frozenset({"both"}))), UNLIMITED
    )


@every_engine
def test_added_sums_bind_even_what_shares_no_law(engine: str) -> None:
    bound = Bound((Term(0, 1), Term(1, 1), Term(2, 1)), low=6)
    solver = loaded(engine, small())
    assert Satisfiable((2, 2, 2)) == solver.ask(Solve(Assumptions(also=(bound,))), UNLIMITED)
    assert SolutionCount(27, exact=True) == solver.ask(CountSolutions(), UNLIMITED)


@every_engine
def test_added_sums_of_nothing_can_be_impossible(engine: str) -> None:
    for program in (small(), Program((), ())):
        assert Unsatisfiable() == loaded(engine, program).ask(Solve(Assumptions(also=(Bound((), low=1),))), UNLIMITED)


@every_engine
def test_possible_values_are_those_of_solutions(engine: str) -> None:
    only_ends = Or((And((has(0, 0), has(1, 0))), And((has(0, 2), has(1, 2)))))
    expected = ValidDomains((of(0, 2), of(0, 2), of(0, 1, 2)), (EMPTY, EMPTY, EMPTY))
    assert expected == loaded(engine, small(only_ends)).ask(FindDomains(), UNLIMITED)


@every_engine
def test_variables_not_asked_for_stay_undecided(engine: str) -> None:
    expected = ValidDomains((of(0, 1), EMPTY), (EMPTY, of(1, 2)))
    assert expected == loaded(engine, small(has(0, 0, 1), sizes=(3, 3))).ask(
        FindDomains(Assumptions({1: of(1, 2)}), of=[0]), UNLIMITED
    )


@every_engine
def test_determined_variables_are_said_only_when_asked_for(engine: str) -> None:
    total = Variable("total", IntSet.between(0, 9), determined=True)
    law = ProgramConstraint("total", Linear((Term(0, 3), Term(1, -1)), 0, 0), named=False)
    solver = loaded(engine, Program((Variable("a", of(0, 1, 2)), total), (law,)))
    assert ValidDomains((of(0, 1, 2), EMPTY), (EMPTY, total.domain)) == solver.ask(FindDomains(), UNLIMITED)
    assert ValidDomains((EMPTY, of(0, 3, 6)), (of(0, 1, 2), EMPTY)) == solver.ask(FindDomains(of=[1]), UNLIMITED)
    assert SolutionCount(3, exact=True) == solver.ask(CountSolutions(), UNLIMITED)


@every_engine
def test_a_wide_domain_with_gaps_is_told_exactly(engine: str) -> None:
    wide = IntSet(((-500, -400), (0, 100), (200, 200)))
    law = ProgramConstraint("law", Linear((Term(0, 2), Term(1, 100)), -840, 190), named=True)
    expected = IntSet(((-470, -400), (0, 95)))
    solver = loaded(engine, Program((Variable("length", wide), Variable("b", of(0, 1))), (law,)))
    assert ValidDomains((expected, of(0, 1)), (EMPTY, EMPTY)) == solver.ask(FindDomains(), UNLIMITED)


@every_engine
def test_counting_stops_where_it_is_told(engine: str) -> None:
    solver = loaded(engine, small())
    assert SolutionCount(5, exact=False) == solver.ask(CountSolutions(at_most=5), UNLIMITED)
    assert SolutionCount(27, exact=False) == solver.ask(CountSolutions(at_most=27), UNLIMITED)
    assert SolutionCount(27, exact=True) == solver.ask(CountSolutions(at_most=28), UNLIMITED)
    assert SolutionCount(0, exact=False) == solver.ask(CountSolutions(at_most=0), UNLIMITED)


@every_engine
def test_the_least_cost_is_proved(engine: str) -> None:
    solver = loaded(engine, small(EITHER, sizes=(3, 3)))
    costs = (Term(0, 5), Term(1, 0, ((0, 1), (1, 9), (2, 0))), Term(0, 0, ((1, -1),)))
    assert Optimum((1, 2), 4, proved=True) == solver.ask(Minimise(costs), UNLIMITED)


@every_engine
def test_costs_of_nothing_are_nothing(engine: str) -> None:
    best = loaded(engine, small(has(0, 1))).ask(Minimise(()), UNLIMITED)
    assert isinstance(best, Optimum)
    assert (0, True) == (best.cost, best.proved)


@every_engine
def test_what_cannot_be_has_no_least_cost_and_no_completion(engine: str) -> None:
    solver = loaded(engine, small(has(0, 1), has(0, 2)))
    assert Unsatisfiable() == solver.ask(Minimise((Term(0, 1),)), UNLIMITED)
    assert Unsatisfiable() == solver.ask(Complete((has(0, 1),)), UNLIMITED)


@every_engine
def test_earlier_wishes_go_before_later_ones(engine: str) -> None:
    solver = loaded(engine, small(EITHER, sizes=(3, 3)))
    assert Satisfiable((2, 1)) == solver.ask(Complete((has(0, 2), has(1, 2), Lowest(0), Lowest(1))), UNLIMITED)
    assert Satisfiable((1, 2)) == solver.ask(Complete((has(1, 2), has(0, 2), Lowest(0), Lowest(1))), UNLIMITED)


@every_engine
def test_a_wish_that_is_passed_over_leaves_the_others_alone(engine: str) -> None:
    solver = loaded(engine, small(Linear((Term(0, 1), Term(1, 1)), None, 2), sizes=(3, 3)))
    assert Satisfiable((1, 1)) == solver.ask(
        Complete((has(0, 7), has(0, 1, 2), has(1, 1, 2), Lowest(0), Lowest(1))), UNLIMITED
    )


@every_engine
def test_the_lowest_value_is_that_which_earlier_wishes_leave(engine: str) -> None:
    solver = loaded(engine, small(Linear((Term(0, 1), Term(1, 1)), 2, None), sizes=(3, 3)))
    assert Satisfiable((2, 0)) == solver.ask(Complete((Lowest(1), Lowest(0))), UNLIMITED)


@every_engine
def test_a_completion_does_not_depend_on_what_was_asked_before(engine: str) -> None:
    program = small(EITHER, SUM)
    asked_before, fresh = loaded(engine, program), loaded(engine, program)
    asked_before.ask(FindDomains(), UNLIMITED)
    asked_before.ask(Minimise((Term(0, -1),)), UNLIMITED)
    wishes = (Lowest(0), Lowest(1), Lowest(2))
    assert fresh.ask(Complete(wishes), UNLIMITED) == asked_before.ask(Complete(wishes), UNLIMITED)


def over() -> Budget:
    """A budget that is spent."""
    return Budget(now=lambda: 1.0, deadline=0.5)


@every_engine
def test_out_of_time_is_undecided_and_never_a_no(engine: str) -> None:
    solver = loaded(engine, small(EITHER, SUM))
    assert Unknown() == solver.ask(Solve(), over())
    assert Unknown() == solver.ask(Complete((Lowest(0),)), over())
    assert Unknown() == solver.ask(Minimise((Term(0, 1),)), over())
    assert not solver.ask(CountSolutions(), over()).exact
    nothing_seen = ValidDomains((EMPTY,) * 3, (of(0, 1, 2),) * 3)
    assert nothing_seen == solver.ask(FindDomains(), over())


def ticking(ticks: int) -> Budget:
    """A budget that ends after so many looks at the clock."""
    clock: Callable[[], int] = counting().__next__
    return Budget(now=lambda: float(clock()), deadline=float(ticks))


@every_engine
@pytest.mark.parametrize("ticks", [1, 2, 3, 5, 8, 13])
def test_whatever_time_there_is_the_answer_is_true(engine: str, ticks: int) -> None:
    solver = loaded(engine, small(EITHER, SUM, sizes=(5, 5, 4)))
    exact, found = solver.ask(FindDomains(), UNLIMITED), solver.ask(FindDomains(), ticking(ticks))
    for all_values, seen, left in zip(exact.values, found.values, found.undecided, strict=True):
        assert EMPTY == (seen - all_values) | (all_values - (seen | left))
    counted = solver.ask(CountSolutions(), ticking(ticks))
    assert counted.number <= solver.ask(CountSolutions(), UNLIMITED).number
    best, least = solver.ask(Minimise((Term(2, -1),)), ticking(ticks)), solver.ask(Minimise((Term(2, -1),)), UNLIMITED)
    assert isinstance(least, Optimum)
    assert isinstance(best, Unknown) or (isinstance(best, Optimum) and best.cost >= least.cost)


def test_a_part_of_the_time_never_outlasts_the_whole() -> None:
    whole = Budget(now=lambda: 5.0, deadline=7.0)
    assert (1.0, 2.0, 2.0) == tuple(whole.at_most(seconds).remaining() for seconds in (1.0, 3.0, None))
    assert (0.5, None) == (UNLIMITED.at_most(0.5).remaining(), UNLIMITED.at_most(None).remaining())
