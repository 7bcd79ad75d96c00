"""Wishes are granted in order, with help where descents are lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.nodes import Linear, Lowest, Or, Program, Term
from configurator.solving.cp_sat.solver import CpSatSolver
from configurator.solving.diving.completion import Ask, Completion
from configurator.solving.diving.diver import Diver, Patience
from configurator.solving.diving.laws import Domains
from configurator.solving.meter import Meter
from configurator.solving.port import FREE, UNLIMITED, Assumptions, Satisfiable
from tests.solving.diving.test_diver import TRIANGLE
from tests.solving.programs import programs
from tests.solving.suite import NO_PATIENCE, has, small


def never(domains: Domains) -> Domains | None:
    raise AssertionError("nothing needed to be asked")


def completion(program: Program, ask: Ask = never, patience: Patience | None = None) -> Completion:
    waters = Diver(program, patience or Patience()).under(FREE, Meter(UNLIMITED))
    assert waters is not None
    return Completion(waters, ask)


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
    asked: list[Domains] = []

    def ask(domains: Domains) -> Domains | None:
        asked.append(list(domains))
        return None

    assert None is completion(TRIANGLE, ask, NO_PATIENCE).run((Lowest(0),))
    assert [[0b11, 0b11, 0b11]] == asked


def test_a_wish_of_strange_values_is_passed_over() -> None:
    program = small(Or((has(0, 1), has(1, 1))), sizes=(2, 2))
    assert [0b01, 0b10] == completion(program).run((has(0, 9), Lowest(0), Lowest(1)))


@settings(max_examples=50)
@given(data=st.data())
def test_where_a_completion_begins_changes_nothing(data: st.DataObject) -> None:
    program = data.draw(programs(wide_domains=False))
    wishes = tuple(Lowest(place) for place in data.draw(st.permutations(range(len(program.variables)))))
    waters = Diver(program, Patience()).under(FREE, Meter(UNLIMITED))
    if waters is None:
        return
    hint = [1 << data.draw(st.integers(0, domain.bit_length() - 1)) for domain in waters.domains]
    ask = CpSatSolver(program, patience=None)
    found = [Completion(waters, _solved(ask, program), start).run(wishes) for start in (None, hint)]
    assert found[0] == found[1]


def _solved(solver: CpSatSolver, program: Program) -> Ask:
    diver = Diver(program, Patience())

    def ask(domains: Domains) -> Domains | None:
        narrowed = {
            place: own.listed(mask) for place, (own, mask) in enumerate(zip(diver.values, domains, strict=True))
        }
        verdict = solver.solve(Assumptions(narrowed))
        return diver.masks(verdict.witness) if isinstance(verdict, Satisfiable) else None

    return ask
