"""A configuration as expressions see it."""

from fractions import Fraction

from configurator.catalog.world import ConfigurationWorld
from configurator.language.checked import ABSENT
from tests.catalog.loading import example
from tests.catalog.walls import wall

CATALOG = example("workshop")
WORLD = ConfigurationWorld(CATALOG, wall(CATALOG), {"customer.segment": "fleet"})


def test_values_are_in_base_units() -> None:
    assert (Fraction(1500), Fraction(4), "pine") == tuple(
        WORLD.value("", (name,)) for name in ("width", "hooks", "panel")
    )


def test_members_of_instances_and_singletons_are_found() -> None:
    found = (
        WORLD.value("bays[bay1]", ("kind",)),
        WORLD.value("", ("door", "handle")),
        WORLD.value("door", ("handle",)),
    )
    assert ("shelf", "round", "round") == found


def test_attributes_are_those_of_the_chosen_option() -> None:
    assert (Fraction(1800), Fraction(1500)) == (
        WORLD.attribute("", ("panel",), "height"),
        WORLD.attribute("bays[bay2]", ("tool",), "draw"),
    )


def test_what_is_not_there_is_absent() -> None:
    found = (
        WORLD.value("bays[bay1]", ("tool",)),
        WORLD.attribute("bays[bay1]", ("tool",), "draw"),
        WORLD.attribute("", ("panel",), "weight"),
        WORLD.attribute("", ("hooks",), "weight"),
        WORLD.value("", ("nothing",)),
        WORLD.parameter("nothing"),
    )
    assert (ABSENT,) * 6 == found


def test_instances_come_in_order_with_their_paths() -> None:
    assert ("bays[bay1]", "bays[bay2]") == WORLD.instances("", ("bays",))
    assert ("bays[bay1].boards[b1]", "bays[bay1].boards[b3]") == WORLD.instances("bays[bay1]", ("boards",))
    assert () == WORLD.instances("", ("nothing",))


def test_a_singleton_has_one_instance_while_it_is_there() -> None:
    without = ConfigurationWorld(CATALOG, wall(CATALOG, {"door": False}))
    assert (("door",), ()) == (WORLD.instances("", ("door",)), without.instances("", ("door",)))


def test_parameters_come_from_outside() -> None:
    assert "fleet" == WORLD.parameter("customer.segment")
