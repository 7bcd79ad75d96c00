"""Incremental SAT: click after click the answers are those of plain enumeration, and no click is paid for twice."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import (
    Linear,
    Literal,
    Lowest,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Variable,
    Wish,
)
from configurator.program.semantics import fulfilment, is_solution
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.port import (
    FREE,
    Assumptions,
    Bound,
    Complete,
    Core,
    FindDomains,
    Satisfiable,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.reference.brute_force import BruteForceSolver
from configurator.solving.sat import incremental_sat
from configurator.solving.sat.incremental_sat import IncrementalSat
from configurator.solving.sat.sat_solver import SatCompletion, SatSolver
from tests.benchmarks.synthetic import car, resources, server
from tests.examples import share
from tests.solving.programs import assumptions, pinning_wishes, programs
from tests.solving.suite import has, of, small
from tests.solving.test_port import over, ticking


def nobody(program: Program) -> Solver:
    raise AssertionError(f"{len(program.variables)} variables were asked of another engine")


def checked(program: Program) -> Solver:
    return CheckedSolver(SatSolver(program, BruteForceSolver), BruteForceSolver)


@pytest.mark.slow
@given(data=st.data())
def test_one_solver_answers_question_after_question_as_enumeration_does(data: st.DataObject) -> None:
    program = data.draw(programs())
    oracle, solver = BruteForceSolver(program), checked(program)
    for under in (data.draw(assumptions(program)), FREE, data.draw(assumptions(program))):
        assert oracle.ask(FindDomains(under), UNLIMITED) == solver.ask(FindDomains(under), UNLIMITED)
        assert type(oracle.ask(Solve(under), UNLIMITED)) is type(solver.ask(Solve(under), UNLIMITED))
    wishes = data.draw(pinning_wishes(program))
    assert oracle.ask(Complete(wishes, under), UNLIMITED) == solver.ask(Complete(wishes, under), UNLIMITED)


@pytest.mark.slow
@given(data=st.data())
def test_a_walk_of_clicks_is_exact_at_every_step(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    oracle, solver = BruteForceSolver(program), checked(program)
    chosen: dict[int, IntSet] = {}
    possible = oracle.ask(FindDomains(), UNLIMITED)
    for place in data.draw(st.permutations(range(len(program.variables)))):
        if possible.values[place]:
            chosen[place] = of(data.draw(st.sampled_from(list(possible.values[place]))))
        possible = oracle.ask(FindDomains(Assumptions(dict(chosen))), UNLIMITED)
        assert possible == solver.ask(FindDomains(Assumptions(dict(chosen))), UNLIMITED)


@pytest.mark.slow
@pytest.mark.parametrize("program", [car(30), server(3), resources(2)], ids=["car", "server", "resources"])
def test_larger_programs_answer_as_cp_sat_does(program: Program) -> None:
    solver, other = SatSolver(program, nobody), CpSatSolver(program)
    chance, chosen = Random(3), dict[int, IntSet]()
    possible = solver.ask(FindDomains(), UNLIMITED)
    for _ in range(6):
        place = chance.choice([place for place, values in enumerate(possible.values) if len(values) > 1])
        chosen[place] = of(chance.choice(list(possible.values[place])))
        possible = solver.ask(FindDomains(Assumptions(dict(chosen))), UNLIMITED)
        assert other.ask(FindDomains(Assumptions(dict(chosen))), UNLIMITED) == possible


def test_large_sums_are_written_by_adders_and_stay_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    from configurator.solving.sat import sum_clauses

    monkeypatch.setattr(sum_clauses, "SUM_DIAGRAM_EDGES", 0)
    program = small(Linear((Term(0, 3), Term(1, 5), Term(2, -2)), 3, 7), Or((has(0, 2), has(1, 1))), sizes=(4, 4, 4))
    assert BruteForceSolver(program).ask(FindDomains(), UNLIMITED) == checked(program).ask(FindDomains(), UNLIMITED)


def test_a_choice_does_not_touch_what_nothing_joins_to_it() -> None:
    program = small(Or((has(0, 1), has(1, 1))), Or((has(2, 1), has(3, 1))), sizes=(2, 2, 2, 2))
    solver = SatSolver(program, nobody)
    first = solver.ask(FindDomains(), UNLIMITED)
    found = solver.ask(FindDomains(Assumptions({0: of(0)})), UNLIMITED)
    assert (of(0), of(1)) == found.values[:2]
    assert first.values[2:] == found.values[2:]


def test_what_was_answered_before_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    solver = SatSolver(car(30), nobody)
    given = Assumptions({0: of(1)})
    found = solver.ask(FindDomains(given), UNLIMITED)

    def search(*_: object, **__: object) -> None:
        raise AssertionError("searched again")

    monkeypatch.setattr("configurator.solving.sat.glucose.GlucoseSolver.easily", search)
    assert found == solver.ask(FindDomains(given), UNLIMITED)


def test_what_was_impossible_stays_so_under_further_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    program = small(Linear((Term(0, 3), Term(1, 3), Term(2, 4)), 10, 10), sizes=(4, 4, 4))
    solver = SatSolver(program, nobody)
    first = solver.ask(FindDomains(Assumptions({0: of(0, 2)})), UNLIMITED)
    asked: list[object] = []
    monkeypatch.setattr("configurator.solving.sat.supports.SupportSearch._settle", lambda *_, **__: asked.append(None))
    assert (of(0, 2), of(0, 2), of(1)) == first.values
    assert first == solver.ask(FindDomains(Assumptions({0: of(0, 2), 1: of(0, 1, 2)})), UNLIMITED)
    assert [] == asked


def test_the_ends_of_numbers_that_sums_tie_are_found_by_climbing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without mending, so that every value is asked for: few questions settle many values."""
    monkeypatch.setattr(incremental_sat, "REPAIRED_ARRAY_ENTRIES", -1)
    laws = (Linear((Term(0, 3), Term(1, 5)), None, 41), Linear((Term(0, 4), Term(1, -3), Term(2, 1)), 5, 6))
    program = small(*laws, sizes=(25, 25, 25))
    assert CpSatSolver(program).ask(FindDomains(), UNLIMITED) == SatSolver(program, nobody).ask(
        FindDomains(), UNLIMITED
    )


@pytest.mark.parametrize("most_parts", [0, 1_000])
def test_where_numbers_are_added_up_what_is_not_easy_needs_no_clauses(
    most_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other means are descents for large programs, and a prompt for small ones."""
    monkeypatch.setattr(incremental_sat, "SMALL_PROGRAM_PARTS", most_parts)
    monkeypatch.setattr(incremental_sat, "REPAIRED_ARRAY_ENTRIES", -1)
    laws = (Linear((Term(0, 3), Term(1, 5)), 12, 13), Linear((Term(0, 4), Term(1, -3), Term(2, 1)), 5, 6))
    program = small(*laws, sizes=(9, 9, 9))
    oracle, solver = BruteForceSolver(program), SatSolver(program, CpSatSolver)
    solver.ask(FindDomains(), UNLIMITED)
    monkeypatch.setattr("configurator.solving.sat.glucose.GlucoseSolver.easily", lambda *_, **__: None)
    for value in range(9):
        under = Assumptions({2: of(value)})
        assert type(oracle.ask(Solve(under), UNLIMITED)) is type(solver.ask(Solve(under), UNLIMITED))
        assert oracle.ask(FindDomains(under), UNLIMITED) == solver.ask(FindDomains(under), UNLIMITED)


def test_a_conflict_names_the_choices_it_needs() -> None:
    program = small(Or((has(0, 0), has(1, 0))), sizes=(2, 2, 2))
    found = SatSolver(program, nobody).ask(Solve(Assumptions({0: of(1), 1: of(1), 2: of(1)})), UNLIMITED)
    assert isinstance(found, Unsatisfiable)
    assert Core(frozenset({0, 1})) == found.core


def test_a_conflict_names_the_constraints_it_needs_where_others_are_set_aside() -> None:
    program = small(Or((has(0, 0), has(1, 0))), has(2, 0, 1), has(2, 1), sizes=(2, 2, 2))
    given = Assumptions({0: of(1), 1: of(1), 2: of(0)}, without=frozenset({"law2"}))
    found = SatSolver(program, nobody).ask(Solve(given), UNLIMITED)
    assert isinstance(found, Unsatisfiable)
    assert Core(frozenset({0, 1}), frozenset({"law0"})) == found.core


def test_a_large_added_sum_is_left_to_the_prover(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_sat, "ASSUMED_SUM_EDGES", 1)
    program = small(sizes=(4, 4, 4))
    bound = Bound((Term(0, 1), Term(1, 2), Term(2, 4)), None, 9)
    given = Assumptions(also=(bound,))
    assert BruteForceSolver(program).ask(FindDomains(given), UNLIMITED) == checked(program).ask(
        FindDomains(given), UNLIMITED
    )
    with pytest.raises(AssertionError, match="asked of another engine"):
        SatSolver(program, nobody).ask(Solve(given), UNLIMITED)


def test_many_added_sums_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_sat, "ASSUMED_SUMS_KEPT", 3)
    program = small(sizes=(4, 4, 4))
    solver, oracle = checked(program), BruteForceSolver(program)
    for high in range(8):
        given = Assumptions(also=(Bound((Term(0, 1), Term(1, 2)), None, high),))
        assert oracle.ask(FindDomains(given), UNLIMITED) == solver.ask(FindDomains(given), UNLIMITED)


def test_a_narrowing_with_a_hole_is_kept_to() -> None:
    program = small(has(1, 0), sizes=(4, 2, 2))
    found = SatSolver(program, nobody).ask(FindDomains(Assumptions({0: of(0, 3)})), UNLIMITED)
    assert of(0, 3) == found.values[0]


def test_an_empty_program_has_its_one_solution() -> None:
    solver = SatSolver(Program((), ()), nobody)
    assert Satisfiable(()) == solver.ask(Solve(), UNLIMITED)
    assert ValidDomains((), ()) == solver.ask(FindDomains(), UNLIMITED)
    never = Program((), (ProgramConstraint("never", Or(()), named=True),))
    assert Unsatisfiable() == SatSolver(never, nobody).ask(Solve(), UNLIMITED)


def test_a_variable_without_values_leaves_nothing() -> None:
    program = Program((Variable("empty", EMPTY), Variable("other", of(1))), ())
    assert (EMPTY, EMPTY) == SatSolver(program, nobody).ask(FindDomains(), UNLIMITED).values


@pytest.mark.slow
@pytest.mark.parametrize("ticks", [1, 2, 3, 5, 9, 17])
def test_with_little_time_nothing_wrong_is_said_and_the_next_question_is_answered(ticks: int) -> None:
    program = server(3)
    solver = SatSolver(program, nobody)
    hurried = solver.ask(FindDomains(Assumptions({0: of(2)})), ticking(ticks))
    exact = solver.ask(FindDomains(Assumptions({0: of(2)})), UNLIMITED)
    for values, seen, left in zip(exact.values, hurried.values, hurried.undecided, strict=True):
        assert EMPTY == (seen - values) | (values - (seen | left))
    assert Unknown() == solver.ask(Solve(), over())


def test_a_table_with_a_repeated_variable_and_a_definition_is_read_rightly() -> None:
    table = Table((0, 0, 1), ((of(0, 1), of(1, 2), of(0)), (of(2), of(2), of(1, 2))))
    program = small(table, Same(Literal(2, of(1)), Literal(0, of(2))), sizes=(3, 3, 2))
    assert BruteForceSolver(program).ask(FindDomains(), UNLIMITED) == checked(program).ask(FindDomains(), UNLIMITED)


def completed(program: Program, *wishes: Wish) -> object:
    domains = [variable.domain for variable in program.variables]
    return SatCompletion(IncrementalSat(program), (), domains, UNLIMITED).run(wishes)


@pytest.mark.slow
@settings(max_examples=share(60))
@given(data=st.data())
def test_the_solution_that_fulfils_the_wishes_best_is_found(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    wishes = data.draw(pinning_wishes(program))
    values = product(*(variable.domain for variable in program.variables))
    solutions = [each for each in values if is_solution(program, each)]
    best = max(solutions, key=lambda each: fulfilment(wishes, each), default=None)
    assert completed(program, *wishes) == (Unsatisfiable() if best is None else Satisfiable(best))


def test_a_wish_that_cannot_be_granted_leaves_the_others_alone() -> None:
    program = small(has(0, 0, 1), sizes=(3, 3))
    wishes = (has(0, 2), has(1, 2), Literal(1, IntSet.of([9])), Lowest(0), Lowest(1))
    assert Satisfiable((0, 2)) == completed(program, *wishes)


def test_without_time_nothing_is_decided() -> None:
    program = small(sizes=(3, 3))
    domains = [variable.domain for variable in program.variables]
    assert "Unknown" == type(SatCompletion(IncrementalSat(program), (), domains, over()).run((Lowest(0),))).__name__


@pytest.mark.parametrize(("query", "undecided"), [(Solve(), Unknown), (FindDomains(), ValidDomains)])
def test_time_that_ends_while_clauses_are_written_leaves_the_answer_undecided(
    query: Solve | FindDomains, undecided: type
) -> None:
    domain = IntSet.between(0, 3)
    laws = tuple(
        ProgramConstraint(f"law{place}", Linear((Term(place, 1), Term(place + 1, 1)), None, 5), True)
        for place in range(40)
    )
    solver = SatSolver(Program(tuple(Variable(f"v{place}", domain) for place in range(41)), laws), CpSatSolver)
    answer = solver.ask(query, ticking(20))
    assert isinstance(answer, undecided)
    assert not isinstance(answer, ValidDomains) or ((EMPTY,) * 41, (domain,) * 41) == (answer.values, answer.undecided)
    assert isinstance(solver.ask(Solve(), UNLIMITED), Satisfiable)


def test_a_program_of_very_wide_variables_is_left_to_the_prover(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = IntSet.between(0, 300_000)
    law = ProgramConstraint("law", Linear((Term(0, 1), Term(1, 1)), 600_000, None), True)
    solver = SatSolver(Program((Variable("a", wide), Variable("b", wide)), (law,)), CpSatSolver)
    monkeypatch.delattr("configurator.solving.sat.sat_solver.IncrementalSat")
    assert Satisfiable((300_000, 300_000)) == solver.ask(Solve(), UNLIMITED)
    assert Satisfiable((300_000, 300_000)) == solver.ask(Complete((Lowest(0),)), UNLIMITED)
    assert (of(300_000), of(300_000)) == solver.ask(FindDomains(), UNLIMITED).values
