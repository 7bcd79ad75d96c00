"""The search by few changes finds what the solver finds, value for value, or says that it did not."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.configuration import FeatureValue
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from configurator.session import Choices
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.repairs import fewest_changes
from configurator.solving.engines import engine_named
from configurator.solving.local_search.incremental_evaluation import IncrementalEvaluation
from configurator.solving.local_search.minimal_change import MinimalChangeSearch, TooFar
from configurator.solving.port import Assumptions, Complete, Satisfiable, Solution
from tests.examples import share
from tests.laws.compiled import compiled_catalog
from tests.session.shop import compiled


@dataclass(frozen=True)
class Start:
    """A completed product of a catalog, some of it chosen."""

    compiled: CompiledCatalog
    solution: Solution
    chosen: dict[int, IntSet]

    @property
    def current(self) -> tuple[Literal, ...]:
        slots = (slot.variable for slot in self.compiled.encoding.slots if slot.variable not in self.chosen)
        return tuple(Literal(variable, IntSet.of((self.solution[variable],))) for variable in slots)

    def by_search(self, literal: Literal) -> Solution:
        program, free = self.compiled.program, [wish.variable for wish in self.current]
        search = MinimalChangeSearch(IncrementalEvaluation(program), self.solution, free, program.wishes)
        return search.nearest(literal, free, program.wishes)

    def by_solver(self, literal: Literal) -> Solution | None:
        program = self.compiled.program
        current = tuple(wish for wish in self.current if wish.variable != literal.variable)
        hard = {**self.chosen, literal.variable: literal.values}
        return next(fewest_changes(engine_named("cp_sat").load(program), current, hard, program.wishes), None)


def _start(found: CompiledCatalog, chosen: dict[int, IntSet]) -> Start | None:
    solver = engine_named("cp_sat").load(found.program)
    verdict = solver.ask(Complete(found.program.wishes, Assumptions(chosen)), UNLIMITED)
    return Start(found, verdict.witness, chosen) if isinstance(verdict, Satisfiable) else None


@settings(max_examples=share(80))
@given(st.integers(0, 10_000), st.data())
def test_the_search_and_the_solver_find_the_same_neighbour(seed: int, data: st.DataObject) -> None:
    found = compiled_catalog(seed)
    domains = {slot.variable: list(found.program.variables[slot.variable].domain) for slot in found.encoding.slots}
    chosen = data.draw(st.dictionaries(st.sampled_from(sorted(domains)), st.just(None), max_size=1))
    start = _start(
        found, {variable: IntSet.of((data.draw(st.sampled_from(domains[variable])),)) for variable in chosen}
    )
    if start is None:
        return
    variable = data.draw(st.sampled_from([variable for variable in domains if variable not in start.chosen]))
    literal = Literal(variable, IntSet.of((data.draw(st.sampled_from(domains[variable])),)))
    try:
        nearest = start.by_search(literal)
    except TooFar:
        return
    assert start.by_solver(literal) == nearest


def _wish(found: CompiledCatalog, path: str, value: FeatureValue) -> Literal:
    return PartialAssignment(found, engine_named("cp_sat").load(found.program), Choices()).literal(path, value)


def test_a_wish_that_pulls_two_values_is_found_without_a_solver() -> None:
    found = compiled()
    start = _start(found, {})
    assert start is not None
    apps = _wish(found, "apps", True)
    changed = [
        found.encoding.slots[variable].path
        for variable, (one, other) in enumerate(zip(start.solution, start.by_search(apps), strict=True))
        if one != other
    ]
    assert ["apps", "navigation", "screen"] == changed


def test_a_wish_that_no_product_has_is_left_to_the_solver() -> None:
    found = compiled()
    start = _start(found, {found.encoding.variable("trim"): IntSet.of((0,))})
    assert start is not None
    with pytest.raises(TooFar):
        start.by_search(_wish(found, "paint", "red"))


def test_what_goes_with_its_instance_is_not_searched() -> None:
    found = compiled()
    start = _start(found, {found.encoding.variable("cells"): IntSet.of((3,))})
    assert start is not None
    free = Start(found, start.solution, {})
    fewer = free.by_search(_wish(found, "cells", 1))
    changed = [
        found.encoding.slots[variable].path for variable, value in enumerate(fewer) if value != start.solution[variable]
    ]
    assert ["cells", "cells[2].memory", "cells[2].hot", "cells[3].memory", "cells[3].hot"] == changed
