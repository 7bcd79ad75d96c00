"""A completion along the trail of another is the one that a search finds, unless the greedy way fails."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Linear, Literal, Lowest, Or, Program, Term, Wish
from configurator.solving.engines import engine_named
from configurator.solving.local_search.completion_trail import CompletionTrail, GreedyFailed, TrailedProgram
from configurator.solving.port import FREE, Assumptions, Complete, Satisfiable, Solution, Solver
from tests.examples import share
from tests.solving.programs import assumptions, pinning_wishes, programs
from tests.solving.suite import has, of, small

SPENT = Budget(now=lambda: 1.0, deadline=0.0)
LOWEST = (Lowest(0), Lowest(1), Lowest(2))
AT_LEAST_THREE = small(Linear((Term(0, 1), Term(1, 1), Term(2, 1)), 3, None))


def trail(
    program: Program, wishes: tuple[Wish, ...], solution: Solution, *, shared: bool = True, given: Assumptions = FREE
) -> CompletionTrail:
    prepared = TrailedProgram.of(replace(program, wishes=wishes))
    assert prepared is not None
    found = prepared.trail(given, solution, UNLIMITED, shared=shared)
    assert found is not None
    return found


@pytest.mark.parametrize("shared", [True, False])
def test_wishes_after_the_value_give_way_to_it(shared: bool) -> None:
    found = trail(AT_LEAST_THREE, LOWEST, (0, 1, 2), shared=shared)
    assert (0, 2, 1) == found.completed(has(1, 2), UNLIMITED)
    assert (1, 0, 2) == found.completed(has(1, 0), UNLIMITED)
    assert (2, 0, 1) == found.completed(has(0, 2), UNLIMITED)


def test_a_wish_in_vain_is_granted_once_it_can_be() -> None:
    program = small(Or((has(0, 1), has(2, 0))), sizes=(2, 2, 2))
    wishes = (Lowest(0), has(2, 1), Lowest(1), Lowest(2))
    assert (1, 0, 1) == trail(program, wishes, (0, 0, 0)).completed(has(0, 1), UNLIMITED)


def test_a_value_that_is_in_no_product_has_no_completion() -> None:
    assert None is trail(AT_LEAST_THREE, LOWEST, (0, 1, 2), given=Assumptions({0: of(0), 1: of(1)})).completed(
        has(2, 1), UNLIMITED
    )


def test_what_takes_a_search_is_not_guessed() -> None:
    pairs = ((1, 2), (2, 3), (1, 3))
    differ = [
        Or((has(0, 1), And((has(one, 0), has(other, 1))), And((has(one, 1), has(other, 0))))) for one, other in pairs
    ]
    program = small(*differ, sizes=(2, 2, 2, 2, 2))
    found = trail(program, (*LOWEST, Lowest(3), Lowest(4)), (1, 0, 0, 0, 0), shared=False)
    with pytest.raises(GreedyFailed):
        found.completed(has(4, 1), UNLIMITED)


def test_infeasible_choices_have_no_trail_and_time_is_kept() -> None:
    given = Assumptions({0: of(0), 1: of(0)})
    assert None is TrailedProgram(replace(AT_LEAST_THREE, wishes=LOWEST)).trail(given, (0, 0, 0), UNLIMITED)
    with pytest.raises(OutOfBudget):
        trail(AT_LEAST_THREE, LOWEST, (0, 1, 2)).completed(has(1, 2), SPENT)


@pytest.mark.slow
@settings(max_examples=share(200))
@given(st.data(), programs(empty_domains=False, wide_domains=False))
def test_every_value_is_completed_as_by_brute_force(data: st.DataObject, program: Program) -> None:
    wishes, given = data.draw(pinning_wishes(program)), data.draw(assumptions(program))
    given = Assumptions(given.narrowed, also=given.also)
    reference = engine_named("brute_force").load(program)
    completion = reference.ask(Complete(wishes, given), UNLIMITED)
    if TrailedProgram.of(program) is None or not isinstance(completion, Satisfiable):
        return
    found = trail(program, wishes, completion.witness, shared=data.draw(st.booleans()), given=given)
    for variable, each in enumerate(program.variables):
        for value in each.domain & given.narrowed.get(variable, each.domain):
            _check(found, reference, Literal(variable, IntSet.of([value])), given)


def _check(found: CompletionTrail, reference: Solver, literal: Literal, given: Assumptions) -> None:
    narrowed = {**given.narrowed, literal.variable: literal.values}
    expected = reference.ask(Complete(found.wishes, Assumptions(narrowed, also=given.also)), UNLIMITED)
    try:
        completed = found.completed(literal, UNLIMITED)
    except GreedyFailed:
        return
    assert (expected.witness if isinstance(expected, Satisfiable) else None) == completed
