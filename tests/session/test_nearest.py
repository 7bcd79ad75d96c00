import pytest

from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.session import Session
from tests.session.shop import session


def _start(found: Session) -> Configuration:
    completed = found.complete()
    assert completed is not None
    return completed


def _changed(found: Session, path: str, value: object) -> set[str] | None:
    before = _start(found)
    after = found.nearest(before, path, value)  # type: ignore[arg-type]
    if after is None:
        return None
    paths = {*before.values, *after.values}
    return {path for path in paths if before.values.get(path) != after.values.get(path)}


def test_most_options_change_nothing_but_themselves() -> None:
    assert {"paint"} == _changed(session(), "paint", "black")
    assert {"cells[c1].memory"} == _changed(session(), "cells[c1].memory", 4)


def test_what_an_option_pulls_in_changes_with_it() -> None:
    assert {"apps", "navigation", "screen"} == _changed(session(), "apps", True)
    assert {"paint", "trim"} == _changed(session(), "paint", "red")


def test_the_choices_of_the_person_stay() -> None:
    assert _changed(session({"trim": "basic"}), "paint", "red") is None
    assert {"trim"} == _changed(session({"trim": "basic"}), "trim", "sport")


def test_what_it_has_already_is_the_configuration_itself() -> None:
    assert set() == _changed(session(), "paint", "white")


def test_a_new_instance_brings_its_values_and_changes_no_others() -> None:
    assert {"cells", "cells[c2].memory", "cells[c2].hot"} == _changed(session(), "cells", 2)


def test_a_configuration_that_does_not_hold_has_no_neighbours() -> None:
    start = _start(session())
    with pytest.raises(InvalidRequest, match="does not hold with these choices"):
        session({"paint": "black"}).neighbourhood(start)


def test_ids_of_instances_are_kept() -> None:
    found = session({"cells": 2}, cells=("left", "right"))
    after = found.nearest(_start(found), "cells[right].memory", 3)
    assert after is not None
    assert (after.instances["cells"], after.values["cells[right].memory"]) == (("left", "right"), 3)
