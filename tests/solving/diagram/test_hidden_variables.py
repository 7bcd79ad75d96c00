"""Intermediate results are written into the sums that use them, and nobody notices."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.derivation import definitions_and_laws
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Lowest,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Variable,
)
from configurator.program.semantics import holds
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.diagram import hidden_variables
from configurator.solving.diagram.hidden_variables import DerivedValues, hidden_in
from configurator.solving.diagram.loading import Loading, solver_of
from configurator.solving.diagram.saving import from_bytes, to_bytes
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
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    Solve,
    Solver,
)
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.examples import share
from tests.solving.diagram.shop import whole
from tests.solving.programs import assumptions, objectives, pinning_wishes, programs
from tests.solving.suite import has, of


def product(high: int, *laws: Formula, bound: int = 12) -> Program:
    """Return `wide · high ≥ bound · wanted` of two numbers up to 3 and `high`, multiplied bit by bit."""
    variables = [Variable("wide", IntSet.between(0, 3)), Variable("high", IntSet.between(0, high))]
    variables.append(Variable("wanted", IntSet.between(0, 4)))
    constraints = []
    for bit in range(2):
        place, on = len(variables), IntSet.of(value for value in range(4) if value >> bit & 1)
        variables.append(Variable(f"part{bit}", IntSet.between(0, high), determined=True))
        equal = Linear((Term(place, 1), Term(1, -1)), 0, 0)
        for formula in (Or((Not(Literal(0, on)), equal)), Or((Literal(0, on), has(place, 0)))):
            constraints.append(ProgramConstraint(f"part{bit}", formula, named=False))
    total = Linear((Term(3, 1), Term(4, 2), Term(2, -bound)), 0, None)
    every = (
        ProgramConstraint("volume", total, named=True),
        *(ProgramConstraint("law", law, named=True) for law in laws),
    )
    return Program(tuple(variables), (*constraints, *every))


HIDING = product(9)
PLACES = range(len(HIDING.variables))


@pytest.fixture(autouse=True, scope="module")
def _everything_is_too_much() -> Iterator[None]:
    with patch.object(hidden_variables, "ELIMINATION_BITS", -1):
        yield


def solver_for(program: Program) -> Solver:
    return CheckedSolver(Loading(BruteForceSolver).solver(program), BruteForceSolver)


def test_what_only_a_sum_uses_is_hidden() -> None:
    assert (3, 4) == hidden_in(HIDING) == whole(HIDING).hidden


def test_what_another_law_looks_at_is_decided() -> None:
    assert (4,) == hidden_in(product(9, has(3, 0, 5)))


def test_nothing_is_hidden_where_all_can_be_decided() -> None:
    with patch.object(hidden_variables, "ELIMINATION_BITS", 100):
        assert () == hidden_in(HIDING) == whole(HIDING).hidden


def test_definitions_are_what_names_the_last_determined_variable() -> None:
    definitions, laws = definitions_and_laws(HIDING)
    assert {3: 2, 4: 2} == {place: len(found) for place, found in definitions.items()}
    assert [HIDING.constraints[-1].formula] == laws


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [Assumptions(), Assumptions({2: of(2)}), Assumptions({3: of(4)}), Assumptions(also=(Bound((Term(4, 1),), 3),))],
)
def test_a_product_is_answered_as_by_trying_everything(given: Assumptions) -> None:
    solver, oracle = solver_for(HIDING), BruteForceSolver(HIDING)
    for indices in (None, (0, 1), PLACES):
        assert oracle.ask(FindDomains(given, of=indices), UNLIMITED) == solver.ask(
            FindDomains(given, of=indices), UNLIMITED
        )
    assert oracle.ask(CountSolutions(given), UNLIMITED) == solver.ask(CountSolutions(given), UNLIMITED)
    assert oracle.ask(FindAlternatives(given), UNLIMITED) == solver.ask(FindAlternatives(given), UNLIMITED)
    for objective in ([Term(1, 1), Term(2, -3)], [Term(4, 1), Term(2, -3)]):
        best, found = (
            oracle.ask(Minimise(objective, given), UNLIMITED),
            solver.ask(Minimise(objective, given), UNLIMITED),
        )
        assert isinstance(best, Optimum)
        assert isinstance(found, Optimum)
        assert best.cost == found.cost
        assert oracle.ask(MinimiseThrough(objective, given), UNLIMITED) == solver.ask(
            MinimiseThrough(objective, given), UNLIMITED
        )
        cheapest = solver.ask(RankSolutions(objective, given, number=3), UNLIMITED)
        assert len(oracle.ask(RankSolutions(objective, given, number=3), UNLIMITED).solutions) == len(
            cheapest.solutions
        )
    for wishes in ([Lowest(place) for place in PLACES], [Lowest(0), Lowest(1), Lowest(2)]):
        assert oracle.ask(Complete(wishes, given), UNLIMITED) == solver.ask(Complete(wishes, given), UNLIMITED)


def test_samples_are_solutions() -> None:
    for solution in solver_for(HIDING).ask(SampleSolutions(number=20, seed=1), UNLIMITED).solutions:
        assert all(holds(each.formula, solution) for each in HIDING.constraints)


def test_the_saved_form_says_what_is_hidden() -> None:
    found, left = from_bytes(to_bytes(whole(HIDING), "key"), HIDING, "key")
    assert () == left
    assert (3, 4) == found.hidden
    solver = solver_of(found, BruteForceSolver)
    assert BruteForceSolver(HIDING).ask(CountSolutions(), UNLIMITED) == solver.ask(CountSolutions(), UNLIMITED)
    verdict = solver.ask(Solve(), UNLIMITED)
    assert isinstance(verdict, Satisfiable)
    assert all(holds(each.formula, verdict.witness) for each in HIDING.constraints)


def test_every_kind_of_definition_is_worked_out() -> None:
    truth = ProgramConstraint("truth", Same(has(2, 1), Or((has(0, 1), has(1, 1)))), named=False)
    rows = tuple((of(a), of(b), of(3 * a + b)) for a in range(2) for b in range(3))
    table = ProgramConstraint("table", Table((0, 1, 3), rows), named=False)
    total = ProgramConstraint("total", Linear((Term(4, -1), Term(3, 2), Term(2, 0, ((1, 7),))), -1, -1), named=False)
    domains = (of(0, 1), of(0, 1, 2), of(0, 1), IntSet.between(0, 5), IntSet.between(0, 20))
    variables = tuple(Variable("", domain, determined=place > 1) for place, domain in enumerate(domains))
    program = Program(
        variables, (truth, table, total, ProgramConstraint("law", Linear((Term(4, 1),), 3, None), named=True))
    )
    assert (2, 3, 4) == hidden_in(program)
    values = [1, 2, 0, 0, 0]
    DerivedValues(program, (2, 3, 4)).complete(values)
    assert [1, 2, 1, 5, 18] == values
    assert BruteForceSolver(program).ask(FindDomains(of=range(5)), UNLIMITED) == solver_for(program).ask(
        FindDomains(of=range(5)), UNLIMITED
    )
    assert BruteForceSolver(program).ask(CountSolutions(), UNLIMITED) == solver_for(program).ask(
        CountSolutions(), UNLIMITED
    )


@pytest.mark.slow
@settings(max_examples=share(40))
@given(data=st.data())
def test_whatever_is_hidden_answers_are_the_same(data: st.DataObject) -> None:
    program = data.draw(programs())
    under = data.draw(assumptions(program))
    objective = data.draw(objectives(program))
    wishes = data.draw(pinning_wishes(program))
    solver = solver_for(program)
    oracle = BruteForceSolver(program)
    assert oracle.ask(FindDomains(under), UNLIMITED) == solver.ask(FindDomains(under), UNLIMITED)
    assert oracle.ask(CountSolutions(under), UNLIMITED) == solver.ask(CountSolutions(under), UNLIMITED)
    assert oracle.ask(Complete(wishes, under), UNLIMITED) == solver.ask(Complete(wishes, under), UNLIMITED)
    assert oracle.ask(MinimiseThrough(objective, under), UNLIMITED) == solver.ask(
        MinimiseThrough(objective, under), UNLIMITED
    )
