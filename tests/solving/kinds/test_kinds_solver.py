"""Parts of one kind are reasoned about as one, and every part has its own answer."""

from random import Random

import pytest

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Program, Term
from configurator.program.semantics import is_solution
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.engines import engine_named
from configurator.solving.kinds.kinds_solver import KindsSolver
from configurator.solving.kinds.limits import KIND_VARIABLES
from configurator.solving.kinds.relations import TooManyKinds, relation_of
from configurator.solving.kinds.value_lists import value_lists_of
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    Minimise,
    MinimiseThrough,
    Optimum,
    Solve,
    Solver,
)
from configurator.solving.queries import cost_of
from configurator.solving.wide_components import is_wide
from tests.solving.kinds.parts import parts_program, prices
from tests.solving.suite import has, small


def refuse(_: Program) -> Solver:
    raise AssertionError("the query went to another engine")


def given_of(seed: int, program: Program) -> Assumptions:
    """Return a few choices, one of them of several parts, and now and then a constraint set aside."""
    random = Random(seed)
    narrowed = {}
    for place in random.sample(range(len(program.variables)), random.randint(0, 2)):
        domain = list(program.variables[place].domain)
        narrowed[place] = IntSet.of(random.sample(domain, random.choice((1, len(domain) // 2 + 1))))
    without = frozenset({"law0"} if random.random() < 0.3 else ())
    return Assumptions(narrowed, without)


@pytest.mark.parametrize("seed", range(25))
def test_parts_have_the_answers_that_another_engine_gives(seed: int) -> None:
    program = parts_program(seed)
    solver, other = KindsSolver(program, refuse), DecomposedSolver(program, CpSatSolver)
    objective = prices(seed, program)
    for turn in range(4):
        given = given_of(97 * seed + turn, program)
        for query in (
            FindDomains(given),
            FindAlternatives(given),
            CountSolutions(given),
            Complete(program.wishes, given),
        ):
            assert other.ask(query, UNLIMITED) == solver.ask(query, UNLIMITED)
        best = other.ask(Minimise(objective, given), UNLIMITED)
        found = solver.ask(Minimise(objective, given), UNLIMITED)
        assert type(best) is type(found)
        if isinstance(best, Optimum) and isinstance(found, Optimum):
            assert (best.cost, True) == (found.cost, found.proved)
            assert found.cost == cost_of(objective, found.witness)
            within = Assumptions(given.narrowed, given.without, (Bound(objective, high=best.cost + 50),))
            for query in (FindDomains(within), Complete(program.wishes, within)):
                assert other.ask(query, UNLIMITED) == solver.ask(query, UNLIMITED)
            if not given.without:
                assert is_solution(program, found.witness)


@pytest.mark.parametrize("seed", range(6))
def test_every_part_has_its_own_price(seed: int) -> None:
    program = parts_program(seed, variables=3, parts=12)
    objective = prices(seed, program)
    expected = engine_named("brute_force").load(program).ask(MinimiseThrough(objective), UNLIMITED)
    assert expected == KindsSolver(program, refuse).ask(MinimiseThrough(objective), UNLIMITED)


def test_parts_that_a_constraint_cannot_tell_apart_are_of_one_kind() -> None:
    lengths = tuple((part, part // 10) for part in range(100))
    clearances = tuple((part, -(part // 20)) for part in range(100))
    fits = Linear((Term(0, 0, lengths), Term(1, 0, clearances)), None, 0)
    program = small(fits, sizes=(100, 100))
    relation = relation_of(fits, None, value_lists_of(program))
    assert (6, 5) == relation.holds.shape  # Lengths past the greatest clearance are one kind.
    assert [place for place in range(100) if relation.kinds[0][place] == relation.kinds[0][99]] == list(range(50, 100))


def test_a_program_of_many_small_domains_is_not_wide() -> None:
    assert is_wide(small(sizes=(250, 250)))
    assert not is_wide(small(sizes=(2,) * 400))
    assert not is_wide(small(sizes=(20, 20)))


def test_a_program_of_too_many_variables_is_refused() -> None:
    with pytest.raises(TooManyKinds):
        KindsSolver(small(sizes=(2,) * (KIND_VARIABLES + 1)), refuse)


def test_too_many_kinds_are_left_to_another_engine() -> None:
    every = Linear(tuple(Term(place, 3**place) for place in range(5)), 100, 101)
    with pytest.raises(TooManyKinds):
        KindsSolver(small(every, sizes=(60,) * 5), refuse)


def test_a_spent_budget_ends_making_it() -> None:
    with pytest.raises(OutOfBudget):
        KindsSolver(small(has(0, 1)), refuse, Budget(lambda: 1.0, 0.5))


def test_two_bounds_at_once_go_to_the_other_solver() -> None:
    program = small(sizes=(3, 3))
    bounds = (Bound((Term(0, 1),), low=1), Bound((Term(1, 1),), high=1))
    with pytest.raises(AssertionError, match="another engine"):
        KindsSolver(program, refuse).ask(Solve(Assumptions(also=bounds)), UNLIMITED)


def test_the_default_engine_answers_wide_components_by_kinds_and_compiles_the_rest() -> None:
    lengths = tuple((part, part // 10) for part in range(300))
    fits = Linear((Term(0, 0, lengths), Term(1, -1)), None, 0)
    program = small(fits, has(2, 1), sizes=(300, 300, 3))
    solver, expected = engine_named().load(program), engine_named("kinds").load(program)
    assert isinstance(solver, DecomposedSolver)
    assert [KindsSolver, True] == [type(solver.parts[0].solver), not isinstance(solver.parts[1].solver, KindsSolver)]
    assert expected.ask(FindDomains(), UNLIMITED) == solver.ask(FindDomains(), UNLIMITED)
