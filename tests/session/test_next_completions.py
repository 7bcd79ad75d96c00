"""The completion after one more choice is what choosing leads to, whether it takes a search or not."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest, Undecided
from configurator.program.nodes import Term
from configurator.session import Refusal, Session, completion_trails
from configurator.session.choices import Choices
from configurator.session.next_completions import NextCompletions
from configurator.session.option_states import choosable, value_held
from configurator.solving.engines import engine_named
from tests.examples import share
from tests.laws.compiled import compiled_catalog
from tests.session.shop import session

OVER = Budget(now=lambda: 1.0, deadline=0.0)


def _start(found: Session) -> Configuration:
    completed = found.complete()
    assert completed is not None
    return completed


def _clicks(found: Session) -> NextCompletions:
    return found.next_completions(_start(found))


def _changed(found: Session, path: str, value: FeatureValue) -> set[str] | None:
    before, after = _start(found), _clicks(found).after(path, value)
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


def test_a_choice_is_replaced_and_what_it_pulled_in_goes_with_it() -> None:
    assert {"apps", "navigation", "screen"} == _changed(session({"apps": True}), "apps", False)


def test_choosing_what_is_there_changes_nothing() -> None:
    assert set() == _changed(session(), "paint", "white")


def test_a_new_instance_brings_its_values_and_changes_no_others() -> None:
    assert {"cells", "cells[c2].memory", "cells[c2].hot"} == _changed(session(), "cells", 2)


def test_a_configuration_that_does_not_hold_has_no_neighbours() -> None:
    start = _start(session())
    with pytest.raises(InvalidRequest, match="does not hold with these choices"):
        session({"paint": "black"}).next_completions(start)


def test_ids_of_instances_are_kept() -> None:
    found = session({"cells": 2}, cells=("left", "right"))
    after = _clicks(found).after("cells[right].memory", 3)
    assert after is not None
    assert (after.instances["cells"], after.values["cells[right].memory"]) == (("left", "right"), 3)


def _without_trails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every catalog be too large for completions along the running one."""
    monkeypatch.setattr(completion_trails, "trailed", lambda compiled: None)


def test_what_propagation_settles_is_known_at_once() -> None:
    at_once = _clicks(session()).without_search("paint", "red")
    assert at_once is not None
    assert ("red", "sport") == (at_once.values["paint"], at_once.values["trim"])


def test_what_needs_no_search_is_known_at_once_and_the_rest_needs_time(monkeypatch: pytest.MonkeyPatch) -> None:
    _without_trails(monkeypatch)
    clicks = _clicks(session())
    at_once = clicks.without_search("paint", "black")
    assert at_once is not None
    assert at_once.values["paint"] == "black"
    assert clicks.without_search("paint", "red") is None
    with pytest.raises(Undecided):
        _clicks(session({"apps": True})).after("apps", False, budget=OVER)


@pytest.mark.slow
@settings(max_examples=share(150), suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000), st.booleans(), st.data())
def test_every_click_leads_where_it_was_said_to_lead(seed: int, trails: bool, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        if not trails:
            _without_trails(monkeypatch)
        _check_clicks(seed, data)


def _check_clicks(seed: int, data: st.DataObject) -> None:
    compiled = compiled_catalog(seed)
    solver = engine_named(data.draw(st.sampled_from(["cp_sat", "compiled", "kinds"]))).load(compiled.program)
    opened = Session.open(compiled, solver, Choices())
    slots = list(compiled.encoding.slots)
    for _ in range(data.draw(st.integers(0, 3))):
        slot = data.draw(st.sampled_from(slots))
        path = opened.standing_assignment.naming.by_slot[slot.path].address
        chosen = opened.choose(path, value_held(slot, data.draw(st.sampled_from(list(choosable(slot))))))
        opened = opened if isinstance(chosen, Refusal) else chosen
    start = opened.complete()
    if start is None:
        return
    cheapest = data.draw(st.booleans())
    terms = tuple(Term(slot.variable, data.draw(st.integers(-3, 3))) for slot in compiled.encoding.slots)
    if cheapest:
        least = opened.cheapest(terms)
        assert least is not None
        start = least.configuration
    clicks = opened.next_completions(start, objective=terms if cheapest else None)
    for slot in compiled.encoding.slots:
        path = opened.standing_assignment.naming.by_slot[slot.path].address
        for value in (value_held(slot, held) for held in choosable(slot)):
            _check_click(opened, clicks, path, value, terms if cheapest else None)


def _check_click(
    opened: Session, clicks: NextCompletions, path: str, value: FeatureValue, terms: tuple[Term, ...] | None
) -> None:
    chosen = opened.choose(path, value)
    at_once, after = clicks.without_search(path, value), clicks.after(path, value, budget=UNLIMITED)
    if isinstance(chosen, Refusal):
        assert (at_once, after) == (None, None)
        return
    least = chosen.cheapest(terms) if terms else None
    expected = chosen.complete() if least is None else least.configuration
    assert expected is not None
    assert after is not None
    assert expected.values == after.values
    assert at_once is None or at_once.values == expected.values
