"""Quick answers are right, or undecided."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, Budget, BudgetMeter
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Linear, Lowest, Or, Program, Term, Variable
from configurator.program.semantics import fulfilled
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.engines import engine_named
from configurator.solving.local_search.bounded_search import (
    BoundedSearch,
    CostDescent,
    FindWithin,
    LexicographicDescent,
)
from configurator.solving.local_search.descent import BacktrackLimits, BitsetProgram
from configurator.solving.local_search.domains import BitDomains
from configurator.solving.port import (
    FREE,
    Assumptions,
    Bound,
    Complete,
    Optimum,
    Satisfiable,
    Solve,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from tests.examples import share
from tests.laws.compiled import compiled_catalog
from tests.solving.local_search.test_descent import TRIANGLE
from tests.solving.programs import programs
from tests.solving.suite import NO_BACKTRACKS, has, of, small

SPENT = Budget(now=lambda: 1.0, deadline=0.0)
PAIR = small(Or((has(0, 1), has(1, 1))), sizes=(2, 2))


def test_answers_in_time() -> None:
    quick = BoundedSearch(PAIR, BacktrackLimits())
    assert Satisfiable((0, 1)) == quick.solve(FREE, UNLIMITED)
    assert ValidDomains((of(0, 1), EMPTY), (EMPTY, EMPTY)) == quick.possible(FREE, [0], UNLIMITED)
    assert Optimum((0, 1), 1, proved=True) == quick.least((Term(0, 2), Term(1, 1)), FREE, UNLIMITED)


def test_without_time_everything_is_undecided() -> None:
    quick = BoundedSearch(PAIR, BacktrackLimits())
    assert Unknown() == quick.solve(FREE, SPENT)
    assert None is quick.possible(FREE, [0], SPENT)
    assert Unknown() == quick.least((), FREE, SPENT)


def test_lost_descents_are_undecided_and_refuted_ones_a_no() -> None:
    assert Unknown() == BoundedSearch(TRIANGLE, NO_BACKTRACKS).solve(FREE, UNLIMITED)
    assert Unsatisfiable() == BoundedSearch(TRIANGLE, BacktrackLimits()).solve(FREE, UNLIMITED)
    assert Unsatisfiable() == BoundedSearch(TRIANGLE, BacktrackLimits()).possible(FREE, [0], UNLIMITED)


def test_what_a_completion_loses_is_asked_under_the_same_assumptions() -> None:
    asked: list[Assumptions] = []

    def ask(given: Assumptions) -> Verdict:
        asked.append(given)
        return Unknown()

    given = Assumptions(without=frozenset({"other"}))
    assert Unknown() == BoundedSearch(TRIANGLE, NO_BACKTRACKS).complete(Complete((), given), UNLIMITED, ask)
    assert [Assumptions(dict.fromkeys(range(3), of(0, 1)), frozenset({"other"}))] == asked


def test_a_remembered_solution_saves_a_descent() -> None:
    quick = BoundedSearch(TRIANGLE, NO_BACKTRACKS)
    quick.remember((0, 1, 0))
    found = quick.possible(FREE, [0], UNLIMITED)
    assert isinstance(found, ValidDomains)
    assert of(0) == found.values[0]


def test_a_program_without_values_is_left_to_others() -> None:
    assert None is BoundedSearch.of(Program((Variable("a", EMPTY),), ()), BacktrackLimits())


def cheapest(program: Program, *objective: Term, backtracks: BacktrackLimits | None = None) -> CostDescent:
    given = Assumptions(also=(Bound(objective),))
    propagated = BitsetProgram(program, backtracks or BacktrackLimits()).under(given, BudgetMeter(UNLIMITED))
    assert propagated is not None
    found = CostDescent(propagated, objective)
    found.run()
    return found


def test_the_least_is_found_and_proved() -> None:
    found = cheapest(small(Linear((Term(0, 1), Term(1, 1)), 3, None), sizes=(3, 3)), Term(0, 5), Term(1, 1))
    assert ([0b010, 0b100], True) == (found.best, found.proved)


def test_a_bargain_that_spoils_the_rest_is_given_up() -> None:
    law = Or((has(0, 1), has(1, 2)))
    found = cheapest(small(law, sizes=(2, 3)), Term(0, 0, ((0, 0), (1, 4))), Term(1, 3))
    assert ([0b10, 0b001], True) == (found.best, found.proved)


def test_nothing_at_all_is_proved_too() -> None:
    found = cheapest(TRIANGLE, Term(0, 1))
    assert (None, True) == (found.best, found.proved)


def test_lost_is_not_proved() -> None:
    found = cheapest(TRIANGLE, Term(0, 1), backtracks=NO_BACKTRACKS)
    assert (None, False) == (found.best, found.proved)


def never(domains: BitDomains) -> BitDomains | None:
    raise AssertionError("nothing needed to be asked")


def completion(
    program: Program, ask: FindWithin = never, backtracks: BacktrackLimits | None = None
) -> LexicographicDescent:
    propagated = BitsetProgram(program, backtracks or BacktrackLimits()).under(FREE, BudgetMeter(UNLIMITED))
    assert propagated is not None
    return LexicographicDescent(propagated, ask)


def test_the_first_wish_wins() -> None:
    program = small(Linear((Term(0, 1), Term(1, 1)), None, 2), sizes=(3, 3))
    assert [0b100, 0b001] == completion(program).run((has(0, 2), has(1, 2)))
    assert [0b001, 0b100] == completion(program).run((has(1, 2), has(0, 2)))


def test_the_lowest_value_that_is_left() -> None:
    program = small(Linear((Term(0, 1), Term(1, 1)), 3, None), sizes=(3, 3))
    assert [0b010, 0b100] == completion(program).run((Lowest(0), Lowest(1)))


def test_without_a_solution_there_is_no_completion() -> None:
    assert None is completion(TRIANGLE).run((Lowest(0),))


def test_what_is_lost_is_asked_for() -> None:
    asked: list[BitDomains] = []

    def ask(domains: BitDomains) -> BitDomains | None:
        asked.append(list(domains))
        return None

    assert None is completion(TRIANGLE, ask, NO_BACKTRACKS).run((Lowest(0),))
    assert [[0b11, 0b11, 0b11]] == asked


def test_a_wish_of_strange_values_is_passed_over() -> None:
    program = small(Or((has(0, 1), has(1, 1))), sizes=(2, 2))
    assert [0b01, 0b10] == completion(program).run((has(0, 9), Lowest(0), Lowest(1)))


@pytest.mark.slow
@settings(max_examples=share(50))
@given(data=st.data())
def test_where_a_completion_begins_changes_nothing(data: st.DataObject) -> None:
    program = data.draw(programs(wide_domains=False))
    wishes = tuple(Lowest(variable) for variable in data.draw(st.permutations(range(len(program.variables)))))
    propagated = BitsetProgram(program, BacktrackLimits()).under(FREE, BudgetMeter(UNLIMITED))
    if propagated is None:
        return
    hint = [1 << data.draw(st.integers(0, domain.bit_length() - 1)) for domain in propagated.domains]
    ask = CpSatSolver(program, backtracks=None)
    find = _solved(ask, program)
    found = [LexicographicDescent(propagated, find, start).run(wishes) for start in (None, hint)]
    assert found[0] == found[1]


def _solved(solver: CpSatSolver, program: Program) -> FindWithin:
    bitsets = BitsetProgram(program, BacktrackLimits())

    def ask(domains: BitDomains) -> BitDomains | None:
        narrowed = {
            variable: own.listed(mask) for variable, (own, mask) in enumerate(zip(bitsets.values, domains, strict=True))
        }
        verdict = solver.ask(Solve(Assumptions(narrowed)), UNLIMITED)
        return bitsets.masks(verdict.witness) if isinstance(verdict, Satisfiable) else None

    return ask


@pytest.mark.slow
@settings(max_examples=share(60))
@given(st.integers(0, 100_000), st.data())
def test_completions_are_the_same_whatever_was_asked_before(seed: int, data: st.DataObject) -> None:
    program = compiled_catalog(seed).program
    search = BoundedSearch.of(program, BacktrackLimits())
    if search is None:
        return
    reference = engine_named("brute_force").load(program)
    for _ in range(6):
        asked = data.draw(st.lists(st.integers(0, len(program.variables) - 1), max_size=3, unique=True))
        narrowed = {
            variable: IntSet.of(
                data.draw(st.sets(st.sampled_from(list(program.variables[variable].domain)), min_size=1))
            )
            for variable in asked
        }
        also = [Bound((Term(variable, 1),), high=data.draw(st.integers(0, 2))) for variable in asked[:1]]
        query = Complete(program.wishes, Assumptions(narrowed, also=tuple(also if data.draw(st.booleans()) else ())))
        expected, answer = reference.ask(query, UNLIMITED), search.complete(query, UNLIMITED, _no_fallback)
        assert isinstance(expected, Satisfiable) == isinstance(answer, Satisfiable)
        if isinstance(expected, Satisfiable) and isinstance(answer, Satisfiable):
            assert [fulfilled(wish, expected.witness) for wish in program.wishes] == [
                fulfilled(wish, answer.witness) for wish in program.wishes
            ]


def _no_fallback(given: Assumptions) -> Satisfiable | Unsatisfiable:
    raise AssertionError("descents answer small programs")
