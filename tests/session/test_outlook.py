import pytest

from configurator.program.intset import IntSet
from configurator.session.outlook import Outlook, choosable, state_of, value_held
from configurator.session.states import OptionState, Presence, Range
from tests.session.shop import compiled

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
    assert Outlook(possible, undecided).presence(SCREEN.values) is presence  # type: ignore[union-attr]


def test_one_value_that_may_also_be_absent_is_not_implied() -> None:
    state = state_of("screen", SCREEN, Outlook(IntSet.of((1, 2))), asked=False)
    assert (state.state, state.value) == (OptionState.AVAILABLE, None)
    assert dict(state.options) == {"small": OptionState.BLOCKED, "wide": OptionState.AVAILABLE}


def test_a_value_that_is_not_the_only_one_for_certain_is_not_implied() -> None:
    state = state_of("screen", SCREEN, Outlook(IntSet.of((1,)), IntSet.of((0,))), asked=False)
    assert state.state is OptionState.UNDECIDED
    assert dict(state.options) == {"small": OptionState.UNDECIDED, "wide": OptionState.AVAILABLE}


def test_ranges_cover_the_domain_in_order_without_gaps() -> None:
    state = state_of("cells", CELLS, Outlook(IntSet.of((1, 3)), NONE, chosen=3), asked=True)
    assert state.ranges == (
        Range(1, 1, OptionState.AVAILABLE),
        Range(2, 2, OptionState.BLOCKED),
        Range(3, 3, OptionState.SELECTED),
    )


def test_absence_is_no_choice_and_no_value() -> None:
    assert choosable(SCREEN) == THERE
    with pytest.raises(ValueError, match="screen is absent"):
        value_held(SCREEN, 2)
