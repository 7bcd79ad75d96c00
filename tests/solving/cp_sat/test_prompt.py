"""A prompt is asked again and again, and each question stands alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.nodes import Linear, Term
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.cp_sat import running
from configurator.solving.cp_sat.prompt import Prompt
from configurator.solving.port import Assumptions, FindDomains, Optimum, Satisfiable, Unknown, Unsatisfiable
from configurator.solving.question import domains_under
from tests.solving.programs import assumptions, programs
from tests.solving.suite import of, small
from tests.solving.test_port import over

PAIR = small(Linear((Term(0, 3), Term(1, 2)), 7, 11), sizes=(5, 5))


def test_a_narrowed_question_leaves_nothing_behind() -> None:
    prompt = Prompt(PAIR)
    assert Satisfiable((3, 1)) == prompt.solve([of(3), of(1)], None)
    assert Unsatisfiable() == prompt.solve([of(0), of(0, 1)], None)
    assert Satisfiable((1, 4)) == prompt.solve([of(1), of(0, 4)], UNLIMITED)


def test_the_greatest_value_of_a_variable_is_found() -> None:
    prompt = Prompt(PAIR)
    everything = [of(*range(5)), of(*range(5))]
    best = prompt.greatest(everything, 0, UNLIMITED)
    assert isinstance(best, Optimum)
    assert (-3, 3, True) == (best.cost, best.witness[0], best.proved)
    assert isinstance(prompt.solve(everything, None), Satisfiable)


def test_without_time_left_nothing_is_said() -> None:
    assert Unknown() == Prompt(PAIR).solve([of(1), of(2)], over())


def test_what_is_not_easy_is_open_until_it_is_asked_with_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EASY", 0.0)
    prompt, everything = Prompt(PAIR), [of(*range(5)), of(*range(5))]
    assert Unknown() == prompt.solve(everything, None)
    assert isinstance(prompt.solve(everything, UNLIMITED), Satisfiable)


@pytest.mark.slow
@settings(max_examples=100)
@given(data=st.data())
def test_any_questions_one_after_the_other_are_answered_as_enumeration_does(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False))
    prompt, oracle = Prompt(program), BruteForceSolver(program)
    for _ in range(3):
        under = Assumptions(data.draw(assumptions(program)).narrowed)
        domains = domains_under(program, under)
        if not all(domains):
            continue
        possible = oracle.ask(FindDomains(under, of=range(len(domains))), UNLIMITED)
        assert bool(possible.values[0]) is isinstance(prompt.solve(domains, UNLIMITED), Satisfiable)
        found = prompt.greatest(domains, 0, UNLIMITED)
        greatest = -found.cost if isinstance(found, Optimum) else None
        assert (possible.values[0].high if possible.values[0] else None) == greatest
