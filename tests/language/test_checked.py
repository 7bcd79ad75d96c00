from configurator.language.checked import ABSENT, Absence, NameScope, World
from configurator.units import STANDARD_UNITS
from tests.language.shop import Shop


def test_there_is_one_absence() -> None:
    assert list(Absence) == [ABSENT]


def test_a_scope_has_the_standard_units_unless_told_otherwise() -> None:
    assert NameScope(()).units is STANDARD_UNITS


def test_plain_data_can_be_a_world() -> None:
    world: World = Shop({"cells": [{"hot": True}], "kit": None})
    assert world.instances("", ("cells",)) == ("cells/0",)
    assert world.value("cells/0", ("hot",)) is True
    assert world.value("", ("kit", "model")) is ABSENT
    assert world.instances("", ("kit",)) == ()
