from fractions import Fraction

import pytest

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.session import OptionState, Presence, Session, StateRange
from configurator.session.option_states import SlotDomain, choosable, state_of, value_held
from tests.session.shop import compiled, session

SELECTED, IMPLIED, AVAILABLE, BLOCKED = "selected", "implied", "available", "blocked"
SPENT = Budget(lambda: 2.0, deadline=1.0)


def _options(found: Session, path: str) -> dict[object, str]:
    return {value: state.value for value, state in found.states().at(path).options.items()}


def test_the_options_of_a_chosen_feature_show_what_it_could_be_instead() -> None:
    found = session({"paint": "red", "trim": "sport", "apps": True})
    assert _options(found, "paint") == {"white": AVAILABLE, "red": SELECTED, "black": AVAILABLE}
    assert _options(found, "trim") == {"basic": BLOCKED, "sport": SELECTED, "luxury": BLOCKED}


def test_the_only_value_left_is_implied_and_all_others_are_blocked() -> None:
    state = session({"apps": True}).states().at("navigation")
    assert dict(state.options) == {False: BLOCKED, True: IMPLIED}
    assert (state.state, state.value, state.presence) == (OptionState.IMPLIED, True, Presence.PRESENT)


def test_a_feature_whose_condition_fails_is_absent_with_all_its_options() -> None:
    state = session({"navigation": False}).states().at("screen")
    assert dict(state.options) == {"small": "absent", "wide": "absent"}
    assert (state.state, state.value, state.presence) == (OptionState.ABSENT, None, Presence.ABSENT)


def test_numbers_are_told_in_ranges_over_their_whole_domain() -> None:
    state = session({"cells": 3, "cells[c1].memory": 4, "cells[c2].memory": 2}).states().at("cells[c3].memory")
    assert (StateRange(1, 2, OptionState.AVAILABLE), StateRange(3, 4, OptionState.BLOCKED)) == state.ranges
    assert (state.of(2), state.of(3)) == (OptionState.AVAILABLE, OptionState.BLOCKED)


def test_a_chosen_number_stands_between_what_it_could_be() -> None:
    state = session({"cable": Fraction(1)}).states().at("cable")
    expected = [(Fraction(1, 2), Fraction(1, 2), AVAILABLE), (1, 1, SELECTED), (Fraction(3, 2), 2, AVAILABLE)]
    assert expected == [(found.low, found.high, found.state.value) for found in state.ranges]


def test_instances_are_there_perhaps_there_or_not_there() -> None:
    text = "structures:\n  cells:\n    cardinality: 1..3\n    features: {hot: {type: boolean}}\n"
    text += 'constraints:\n  two: {require: "count(cells) <= 2", because: so}\n'
    found = session(text=text).states().structures["cells"].instances
    assert [instance.presence.value for instance in found] == ["present", "open", "absent"]
    assert [instance.path for instance in found] == ["cells[c1]", "cells[c2]", "cells[c3]"]


def test_of_an_absent_part_nothing_is_asked() -> None:
    text = "features:\n  on: {type: boolean}\nstructures:\n  rack:\n    cardinality: 0..1\n    structures:\n"
    text += "      cells: {cardinality: 0..2, features: {hot: {type: boolean}}}\n"
    states = session({"rack": False}, text=text).states()
    assert (states.at("rack").state.value, states.at("rack").value) == ("selected", False)
    assert (states.at("rack.cells").state.value, states.at("rack.cells").value) == ("absent", None)


def test_no_instances_can_be_implied_of_a_part_that_is_asked_for() -> None:
    text = (
        "features:\n  on: {type: boolean}\nstructures:\n  kit: {cardinality: 0..1, features: {hot: {type: boolean}}}\n"
    )
    text += 'constraints:\n  none: {require: "not (on and present(kit))", because: so}\n'
    state = session({"on": True}, text=text).states().at("kit")
    assert (state.state.value, state.value, dict(state.options)) == ("implied", False, {False: IMPLIED, True: BLOCKED})


def test_without_time_everything_is_undecided_and_nothing_blocked() -> None:
    states = session({"apps": True}).states(budget=SPENT)
    assert states.at("navigation").state.value == "undecided"
    assert dict(states.at("trim").options) == {"basic": "undecided", "sport": "undecided", "luxury": "undecided"}
    assert dict(states.at("apps").options) == {True: SELECTED, False: "undecided"}


def test_choices_that_clash_are_counted_up_to_the_first_clash() -> None:
    found = session({"paint": "red", "apps": True, "trim": "luxury", "navigation": True})
    assert found.states().set_aside == ("trim", "navigation")
    assert found.states().at("apps").state.value == SELECTED
    assert found.states().at("navigation").state.value == IMPLIED


SCREEN = compiled().encoding.slot("screen")
CELLS = compiled().encoding.slot("cells")
THERE, GONE = IntSet.of((0, 1)), IntSet.of((2,))
NONE = IntSet()


@pytest.mark.parametrize(
    ("possible", "undecided", "presence"),
    [
        (THERE, NONE, Presence.PRESENT),
        (GONE, NONE, Presence.ABSENT),
        (THERE | GONE, NONE, Presence.OPEN),
        (THERE, GONE, Presence.UNDECIDED),
        (GONE, THERE, Presence.UNDECIDED),
        (NONE, THERE | GONE, Presence.UNDECIDED),
        (NONE, THERE, Presence.PRESENT),
    ],
)
def test_presence_is_only_said_when_it_is_certain(possible: IntSet, undecided: IntSet, presence: Presence) -> None:
    assert SlotDomain(possible, undecided).presence(SCREEN.values) is presence  # type: ignore[union-attr]


def test_one_value_that_may_also_be_absent_is_not_implied() -> None:
    state = state_of("screen", SCREEN, SlotDomain(IntSet.of((1, 2))), counted=False)
    assert (state.state, state.value) == (OptionState.AVAILABLE, None)
    assert dict(state.options) == {"small": OptionState.BLOCKED, "wide": OptionState.AVAILABLE}


def test_a_value_that_is_not_the_only_one_for_certain_is_not_implied() -> None:
    state = state_of("screen", SCREEN, SlotDomain(IntSet.of((1,)), IntSet.of((0,))), counted=False)
    assert state.state is OptionState.UNDECIDED
    assert dict(state.options) == {"small": OptionState.UNDECIDED, "wide": OptionState.AVAILABLE}


def test_ranges_cover_the_domain_in_order_without_gaps() -> None:
    state = state_of("cells", CELLS, SlotDomain(IntSet.of((1, 3)), NONE, chosen=3), counted=True)
    assert state.ranges == (
        StateRange(1, 1, OptionState.AVAILABLE),
        StateRange(2, 2, OptionState.BLOCKED),
        StateRange(3, 3, OptionState.SELECTED),
    )


def test_absence_is_no_choice_and_no_value() -> None:
    assert choosable(SCREEN) == THERE
    with pytest.raises(ValueError, match="screen is absent"):
        value_held(SCREEN, 2)
