"""What follows when a value changes: intermediate results are worked out, and the laws that look are asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Term
from configurator.program.semantics import is_solution
from configurator.solving.engines import engine_named
from configurator.solving.local_search.incremental_evaluation import IncrementalEvaluation
from configurator.solving.port import FREE, Assumptions, Complete, Satisfiable, Solve
from tests.examples import share
from tests.laws.compiled import compiled_catalog
from tests.session.shop import compiled
from tests.solving.suite import small


def _a_solution(found: CompiledCatalog) -> list[int] | None:
    verdict = engine_named("cp_sat").load(found.program).ask(Complete(found.program.wishes, FREE), UNLIMITED)
    return list(verdict.witness) if isinstance(verdict, Satisfiable) else None


@settings(max_examples=share(60))
@given(st.integers(0, 10_000), st.data())
def test_a_changed_value_breaks_a_law_or_gives_a_solution(seed: int, data: st.DataObject) -> None:
    found = compiled_catalog(seed)
    start = _a_solution(found)
    if start is None:
        return
    evaluation = IncrementalEvaluation(found.program)
    variable = data.draw(st.sampled_from([slot.variable for slot in found.encoding.slots]))
    value = data.draw(st.sampled_from(list(found.program.variables[variable].domain)))
    changed = evaluation.changed(start, variable, value)
    if changed is None or not evaluation.all_hold(changed, evaluation.watching[variable]):
        pinned = [start[slot.variable] if slot.variable != variable else value for slot in found.encoding.slots]
        assert not _extends(found, pinned)
    else:
        assert is_solution(found.program, changed)
        assert not evaluation.violated(changed, (1 << len(evaluation.laws)) - 1)


def _extends(found: CompiledCatalog, pinned: list[int]) -> bool:
    """Tell whether values of all features and counts are part of a solution."""
    given_ = Assumptions({variable: IntSet.of((value,)) for variable, value in enumerate(pinned)})
    return isinstance(engine_named("cp_sat").load(found.program).ask(Solve(given_), UNLIMITED), Satisfiable)


def test_a_solution_stays_as_it_is_when_nothing_changes() -> None:
    found = compiled()
    start = _a_solution(found)
    assert start is not None
    evaluation = IncrementalEvaluation(found.program)
    for slot in found.encoding.slots:
        assert start == evaluation.changed(start, slot.variable, start[slot.variable])


@pytest.mark.parametrize("seed", range(3))
def test_what_a_determined_variable_rests_on_is_not_determined_itself(seed: int) -> None:
    program = compiled_catalog(seed).program
    evaluation = IncrementalEvaluation(program)
    for law in evaluation.laws:
        assert not any(program.variables[variable].determined for variable in law.rests_on)
        assert law.mask == sum(1 << variable for variable in law.rests_on)


def test_a_sum_that_whole_domains_could_bring_into_bounds_fails_within_smaller_ones() -> None:
    evaluation = IncrementalEvaluation(small(Linear((Term(0, 1), Term(1, 1)), None, 2), sizes=(4, 4)))
    (law,) = evaluation.laws
    assert law.may_hold((3, 1), 1 << 1)
    assert not law.within((IntSet.between(2, 3), IntSet.between(0, 3))).may_hold((3, 1), 1 << 1)
