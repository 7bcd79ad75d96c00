"""What follows when a value changes: intermediate results are worked out, and the laws that look are asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.compile import CompiledCatalog
from configurator.program.evaluate import is_solution
from configurator.program.intset import IntSet
from configurator.session.landscape import Landscape, landscape_of
from configurator.solving.engines import engine_named
from configurator.solving.port import FREE, Assumptions, Satisfiable
from tests.laws.compiled import compiled_catalog
from tests.session.shop import compiled


def _a_solution(found: CompiledCatalog) -> list[int] | None:
    verdict = engine_named("cp_sat").load(found.program).complete(found.program.wishes, FREE)
    return list(verdict.witness) if isinstance(verdict, Satisfiable) else None


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.data())
def test_a_changed_value_breaks_a_law_or_gives_a_solution(seed: int, data: st.DataObject) -> None:
    found = compiled_catalog(seed)
    start = _a_solution(found)
    if start is None:
        return
    landscape = Landscape(found.program)
    place = data.draw(st.sampled_from([slot.variable for slot in found.encoding.slots]))
    value = data.draw(st.sampled_from(list(found.program.variables[place].domain)))
    moved = landscape.moved(start, place, value)
    if moved is None or not landscape.all_hold(moved, landscape.watching[place]):
        pinned = [start[slot.variable] if slot.variable != place else value for slot in found.encoding.slots]
        assert not _extends(found, pinned)
    else:
        assert is_solution(found.program, moved)
        assert not landscape.broken(moved, (1 << len(landscape.laws)) - 1)


def _extends(found: CompiledCatalog, pinned: list[int]) -> bool:
    """Tell whether values of all features and counts are part of a solution."""
    given_ = Assumptions({place: IntSet.of((value,)) for place, value in enumerate(pinned)})
    return isinstance(engine_named("cp_sat").load(found.program).solve(given_), Satisfiable)


def test_a_solution_stays_as_it_is_when_nothing_changes() -> None:
    found = compiled()
    start = _a_solution(found)
    assert start is not None
    landscape = landscape_of(found.program)
    for slot in found.encoding.slots:
        assert start == landscape.moved(start, slot.variable, start[slot.variable])


def test_the_landscape_of_a_program_is_made_once() -> None:
    assert landscape_of(compiled().program) is landscape_of(compiled().program)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_determined_variable_rests_on_is_not_determined_itself(seed: int) -> None:
    program = compiled_catalog(seed).program
    landscape = Landscape(program)
    for law in landscape.laws:
        assert not any(program.variables[place].determined for place in law.rests_on)
        assert law.mask == sum(1 << place for place in law.rests_on)
