"""Only arrays that are a diagram pass."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from configurator.solving.diagram.diagram import FIELDS, Diagram, is_sound
from configurator.solving.diagram.passes import Plan, alive, allowing, occurring
from tests.solving.diagram.shop import EITHER, whole
from tests.solving.suite import has, small

FOUND = whole(small(EITHER, sizes=(3, 3, 2)))
SIZES = [len(each) for each in FOUND.values]


def test_what_was_compiled_is_sound() -> None:
    assert is_sound(FOUND.diagram, SIZES)
    assert is_sound(whole(small(has(0, 9))).diagram, [3, 3, 3])
    assert not is_sound(FOUND.diagram, [3, 3, 3])


@given(name=st.sampled_from(FIELDS), place=st.integers(0, 50), value=st.one_of(st.integers(-3, 30), st.just(2**31 - 1)))
def test_what_passes_can_be_asked_without_harm(name: str, place: int, value: int) -> None:
    array = getattr(FOUND.diagram, name).copy()
    array[place % len(array)] = value
    _ask_if_sound(replace(FOUND.diagram, **{name: array}))


@given(name=st.sampled_from(FIELDS), length=st.integers(0, 12))
def test_arrays_of_another_length_pass_or_do_no_harm(name: str, length: int) -> None:
    _ask_if_sound(replace(FOUND.diagram, **{name: getattr(FOUND.diagram, name)[:length]}))


def _ask_if_sound(diagram: Diagram) -> None:
    if is_sound(diagram, SIZES):
        plan = Plan(diagram)
        up = alive(plan, allowing(plan, np.ones(plan.count + 1, np.bool_)))
        assert plan.count == len(occurring(plan, up))
