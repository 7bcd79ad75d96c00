"""Instances that are alike have like neighbours, whatever their places."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.catalog.model import Structure
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.program.intset import IntSet
from configurator.session import Session
from configurator.session.choices import Choices
from configurator.session.option_states import value_held
from configurator.session.symmetry import InstanceSymmetry
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Complete, Satisfiable
from tests.laws.compiled import compiled_catalog
from tests.session.shop import compiled, session


def _alike(found: CompiledCatalog, chosen: dict[str, int]) -> InstanceSymmetry:
    hard = {found.encoding.variable(path): IntSet.of((value,)) for path, value in chosen.items()}
    verdict = (
        engine_named("cp_sat").load(found.program).ask(Complete(found.program.wishes, Assumptions(hard)), UNLIMITED)
    )
    assert isinstance(verdict, Satisfiable)
    return InstanceSymmetry(found.encoding, hard, verdict.witness)


def _path(found: CompiledCatalog, variable: int) -> str:
    return found.encoding.slots[variable].path


def test_of_like_instances_the_first_stands_for_all() -> None:
    found = compiled()
    alike = _alike(found, {"cells": 3})
    assert "cells[1].memory" == _path(found, alike.first(found.encoding.variable("cells[3].memory")))
    assert "paint" == _path(found, alike.first(found.encoding.variable("paint")))


def test_an_instance_with_a_choice_of_its_own_stands_for_itself() -> None:
    found = compiled()
    alike = _alike(found, {"cells": 3, "cells[2].memory": 1})
    assert "cells[2].memory" == _path(found, alike.first(found.encoding.variable("cells[2].memory")))
    assert "cells[1].memory" == _path(found, alike.first(found.encoding.variable("cells[3].memory")))


def test_while_their_number_is_open_instances_cannot_change_places() -> None:
    found = compiled()
    alike = _alike(found, {})
    for slot in found.encoding.slots:
        assert slot.variable == alike.first(slot.variable)


def test_the_instance_asked_about_comes_first_and_like_ones_stand_together() -> None:
    found = compiled()
    alike = _alike(found, {"cells": 3, "cells[2].memory": 1})
    memory = [found.encoding.variable(f"cells[{number}].memory") for number in (1, 2, 3)]
    assert [memory[1], memory[0], memory[2]] == _only(alike, memory, memory[1])
    assert [memory[2], memory[0], memory[1]] == _only(alike, memory, memory[2])


def _only(alike: InstanceSymmetry, wanted: Sequence[int], asked: int) -> list[int]:
    every = [slot.variable for slot in alike.encoding.slots]
    return [variable for variable in alike.in_order(every, asked) if variable in wanted]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.data())
def test_like_instances_have_like_neighbours(seed: int, data: st.DataObject) -> None:
    found = compiled_catalog(seed)
    fleets = [each for each in found.catalog.root.members.values() if isinstance(each, Structure) and each.high > 1]
    wide = [each for each in fleets if each.when is None]
    if not wide:
        return
    fleet = data.draw(st.sampled_from(wide))
    opened = Session.open(found, engine_named("cp_sat").load(found.program), Choices({fleet.id: fleet.high}))
    start = opened.complete() if opened.consistent else None
    if start is None:
        return
    around = opened.neighbourhood(start)
    for path in [path for path in start.values if path.startswith(f"{fleet.id}[")]:
        first = around.first_symmetric(path)
        slot = around.assignment.slot(path)
        for held in slot.values if first != path and isinstance(slot, FeatureSlot) else ():
            value = value_held(slot, held)
            here, there = around.having(path, value), around.having(first, value)
            assert (here is None) is (there is None)
            if here is not None and there is not None:
                assert _contents(here.values, fleet.id) == _contents(there.values, fleet.id)


def _contents(values: object, fleet: str) -> list[object]:
    """Return what is in each instance, whichever it is, and what is outside."""
    inside: dict[str, list[tuple[str, object]]] = {}
    for path, value in dict(values).items():  # type: ignore[call-overload]
        instance = path[: path.index("]") + 1] if path.startswith(f"{fleet}[") else ""
        inside.setdefault(instance, []).append((path[len(instance) :], value))
    return [inside.pop("", None), *sorted(map(repr, inside.values()))]


def test_like_cells_of_a_session_have_equal_neighbours() -> None:
    found = session({"cells": 3})
    start = found.complete()
    assert start is not None
    around = found.neighbourhood(start)
    assert "cells[c1].memory" == around.first_symmetric("cells[c3].memory")
