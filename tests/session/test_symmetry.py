"""The first of symmetric instances stands for all of them."""

from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.session.symmetry import InstanceSymmetry
from tests.session.shop import compiled


def _alike(found: CompiledCatalog, chosen: dict[str, int]) -> InstanceSymmetry:
    hard = {found.encoding.variable(path): IntSet.of((value,)) for path, value in chosen.items()}
    return InstanceSymmetry(found.encoding, hard)


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
