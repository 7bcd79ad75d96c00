"""Law: every engine gives the answers that trying everything gives."""

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.intset import EMPTY
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Program,
    Same,
    Table,
    Truth,
)
from configurator.solving.port import Complete, CountSolutions, FindDomains, Minimise, Optimum, Solve, Unknown
from configurator.solving.queries import cost_of
from tests.examples import AT_NIGHT, share
from tests.solving.programs import assumptions, objectives, pinning_wishes, programs
from tests.solving.suite import all_but_the_oracle, every_engine, loaded
from tests.solving.test_port import ticking

few = settings(max_examples=settings().max_examples if AT_NIGHT else share(40))
unshrunk = settings(phases=[Phase.generate])


@pytest.mark.slow
@all_but_the_oracle
@few
@given(data=st.data())
def test_engines_agree_whether_there_is_a_solution(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs(products=True))
    under = data.draw(assumptions(program))
    oracle, solver = loaded("brute_force", program), loaded(engine, program)
    assert type(oracle.ask(Solve(under), UNLIMITED)) is type(solver.ask(Solve(under), UNLIMITED))


@pytest.mark.slow
@all_but_the_oracle
@few
@given(data=st.data())
def test_engines_agree_on_what_is_possible(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs(products=True))
    under = data.draw(assumptions(program))
    of = data.draw(st.none() | st.sets(st.integers(0, len(program.variables) - 1)))
    oracle, solver = loaded("brute_force", program), loaded(engine, program)
    assert oracle.ask(FindDomains(under, of=of), UNLIMITED) == solver.ask(FindDomains(under, of=of), UNLIMITED)


@pytest.mark.slow
@all_but_the_oracle
@few
@given(data=st.data())
def test_engines_agree_on_the_count(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs(products=True))
    under = data.draw(assumptions(program))
    at_most = data.draw(st.none() | st.integers(0, 30))
    oracle, solver = loaded("brute_force", program), loaded(engine, program)
    assert oracle.ask(CountSolutions(under, at_most=at_most), UNLIMITED) == solver.ask(
        CountSolutions(under, at_most=at_most), UNLIMITED
    )


@pytest.mark.slow
@all_but_the_oracle
@few
@given(data=st.data())
def test_engines_agree_on_the_least_cost(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs(products=True))
    under = data.draw(assumptions(program))
    objective = data.draw(objectives(program))
    oracle, solver = loaded("brute_force", program), loaded(engine, program)
    expected, actual = (
        oracle.ask(Minimise(objective, under), UNLIMITED),
        solver.ask(Minimise(objective, under), UNLIMITED),
    )
    if isinstance(expected, Optimum):
        assert isinstance(actual, Optimum)
        assert (expected.cost, expected.proved) == (actual.cost, actual.proved)
        assert cost_of(objective, actual.witness) == expected.cost
    else:
        assert expected == actual


@pytest.mark.slow
@all_but_the_oracle
@few
@given(data=st.data())
def test_engines_agree_on_the_completion(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs(products=True))
    under = data.draw(assumptions(program))
    wishes = data.draw(pinning_wishes(program))
    oracle, solver = loaded("brute_force", program), loaded(engine, program)
    assert oracle.ask(Complete(wishes, under), UNLIMITED) == solver.ask(Complete(wishes, under), UNLIMITED)


@pytest.mark.slow
@every_engine
@few
@given(data=st.data())
def test_with_any_budget_an_answer_is_true_as_far_as_it_goes(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs(products=True))
    under = data.draw(assumptions(program))
    ticks = data.draw(st.integers(1, 12))
    exact, solver = loaded("brute_force", program), loaded(engine, program)
    assert isinstance(solver.ask(Solve(under), ticking(ticks)), (Unknown, type(exact.ask(Solve(under), UNLIMITED))))
    every, found = exact.ask(FindDomains(under), UNLIMITED), solver.ask(FindDomains(under), ticking(ticks))
    for values, seen, left in zip(every.values, found.values, found.undecided, strict=True):
        assert EMPTY == (seen - values) | (values - (seen | left))
    number, counted = (
        exact.ask(CountSolutions(under), UNLIMITED).number,
        solver.ask(CountSolutions(under), ticking(ticks)),
    )
    assert counted.number == number if counted.exact else counted.number <= number


KINDS = (Truth, Literal, Not, And, Or, Same, Linear, Table, Product)


def nodes_in(formula: Formula) -> list[Formula]:
    """Return the formula and all formulas inside it."""
    match formula:
        case Not(of):
            return [formula, *nodes_in(of)]
        case And(parts) | Or(parts):
            return [formula, *(node for part in parts for node in nodes_in(part))]
        case Same(left, right):
            return [formula, *nodes_in(left), *nodes_in(right)]
        case _:
            return [formula]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_random_programs_have_every_kind_of_node(kind: type[Formula]) -> None:
    def has_kind(program: Program) -> bool:
        return any(isinstance(node, kind) for law in program.constraints for node in nodes_in(law.formula))

    assert has_kind(find(programs(products=True), has_kind, settings=unshrunk))


@pytest.mark.parametrize("told", ["d", "wide", "empty"])
def test_the_random_programs_have_determined_wide_and_empty_variables(told: str) -> None:
    def has_one(program: Program) -> bool:
        return any(variable.name.startswith(told) for variable in program.variables)

    assert has_one(find(programs(products=True), has_one, settings=unshrunk))
