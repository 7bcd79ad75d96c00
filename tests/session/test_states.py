import pytest

from configurator.errors import InvalidRequest
from configurator.session import FeatureState, OptionState, OptionStates, Presence, StateRange, StructureState
from tests.session.shop import session

PORTS = FeatureState(
    "ports",
    Presence.PRESENT,
    OptionState.AVAILABLE,
    None,
    {},
    (StateRange(0, 4, OptionState.AVAILABLE), StateRange(6, 6, OptionState.BLOCKED)),
)
KIT = StructureState("kit", Presence.OPEN, OptionState.AVAILABLE, None, {False: OptionState.AVAILABLE}, ())
LATE = FeatureState("a", Presence.PRESENT, OptionState.AVAILABLE, None, {"x": OptionState.UNDECIDED}, ())


def test_features_and_structures_are_found_by_path() -> None:
    states = OptionStates({"ports": PORTS}, {"kit": KIT})
    assert states.at("ports") is PORTS
    assert states.at("kit") is KIT


def test_a_number_has_the_state_of_its_range() -> None:
    assert [PORTS.of(value) for value in (0, 4, 6)] == [
        OptionState.AVAILABLE,
        OptionState.AVAILABLE,
        OptionState.BLOCKED,
    ]


def test_one_undecided_value_leaves_the_whole_undecided() -> None:
    assert OptionStates({"ports": PORTS}, {"kit": KIT}).decided
    assert not OptionStates({"ports": PORTS, "a": LATE}, {}).decided


def test_an_unknown_path_or_value_has_no_state() -> None:
    states = session().states()
    with pytest.raises(InvalidRequest, match="no state of 'pant'"):
        states.at("pant")
    with pytest.raises(InvalidRequest, match="paint has no value 'green'"):
        states.at("paint").of("green")
