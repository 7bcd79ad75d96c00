"""The independent judge: it accepts a valid wall and names every law that a changed one breaks."""

from fractions import Fraction

import pytest

from configurator.catalog.model import ConstraintSeverity
from configurator.catalog.verify_choices import ViolationKind, balance_of, violations, warnings
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import FeatureValue
from tests.catalog.loading import example, is_valid
from tests.catalog.walls import wall, with_instances

CATALOG = example("workshop")


def broken(values: dict[str, FeatureValue | None]) -> list[str]:
    return [found.constraint for found in violations(CATALOG, wall(CATALOG, values))]


def test_a_valid_wall_breaks_nothing() -> None:
    assert () == violations(CATALOG, wall(CATALOG))


@pytest.mark.parametrize(
    ("values", "laws"),
    [
        ({"clock": True, "hooks": 22}, ["some_of_all", "clock_or_many_hooks", "clock_needs_room"]),
        ({"clock": True, "hooks": 12}, ["clock_or_many_hooks", "some_of_all"]),
        ({"panel": "steel", "colour": None}, ["one_bench"]),
        ({"colour": "red"}, ["finishes"]),
        ({"door.weight": Fraction(30)}, ["fittings.strong_enough"]),
        ({"door.hinge": "small"}, ["fittings.strong_enough"]),
        (
            {"hooks": 24, "width": Fraction(1, 2)},
            ["too_much", *2 * ["bays.boards.not_deeper_than_wide"]],
        ),
        ({"supply_line": 1000}, ["resources.power"]),
    ],
)
def test_a_broken_law_is_named(values: dict[str, FeatureValue | None], laws: list[str]) -> None:
    assert sorted(laws) == sorted(broken(values))


def test_a_law_of_a_structure_names_the_instance() -> None:
    (found,) = violations(
        CATALOG, wall(CATALOG, {"bays[bay1].boards[b3].depth": 40, "bays[bay1].boards[b3].lamp": "light"})
    )
    assert ("bays.boards.not_deeper_than_wide", "bays[bay1].boards[b3]") == (found.constraint, found.instance)


def test_a_warning_leaves_the_configuration_valid() -> None:
    odd = wall(CATALOG, {"door.handle": "plain"})
    (found,) = violations(CATALOG, odd)
    assert ("fittings.finishes_match", ConstraintSeverity.WARNING) == (found.constraint, found.severity)
    assert is_valid(CATALOG, odd)


@pytest.mark.parametrize(
    ("values", "kind", "path"),
    [
        ({"colour": None}, ViolationKind.PRESENCE, "colour"),
        ({"bays[bay1].tool": "saw"}, ViolationKind.PRESENCE, "bays[bay1].tool"),
        ({"hooks": 3}, ViolationKind.DOMAIN, "hooks"),
        ({"panle": "oak"}, ViolationKind.UNKNOWN, "panle"),
        ({"bays": 3}, ViolationKind.CARDINALITY, "bays"),
        ({"bays[bay9].kind": "shelf"}, ViolationKind.PRESENCE, "bays[bay9].kind"),
        ({"door": False}, ViolationKind.PRESENCE, "door.hinge"),
    ],
)
def test_how_a_catalog_is_built_is_a_law_too(
    values: dict[str, FeatureValue | None], kind: ViolationKind, path: str
) -> None:
    found = [(each.kind, each.constraint) for each in violations(CATALOG, wall(CATALOG, values))]
    assert (kind, path) in found


def test_the_number_of_instances_is_bounded_and_follows_its_condition() -> None:
    many = with_instances(
        wall(CATALOG, {"bays[bay2].boards": 1, "bays[bay2].boards[b1].depth": 10}), {"bays[bay2].boards": ("b1",)}
    )
    found = [(each.kind, each.constraint) for each in violations(CATALOG, many)]
    assert [(ViolationKind.CARDINALITY, "bays[bay2].boards")] == found


def test_a_resource_is_balanced_over_all_instances() -> None:
    world = ConfigurationWorld(CATALOG, wall(CATALOG))
    assert (Fraction(2000), Fraction(1500)) == balance_of(CATALOG.resources["power"], world)


@pytest.mark.parametrize("handle", ["plain", "brass"])
def test_warnings_alone_are_the_violations_that_are_no_errors(handle: str) -> None:
    found = wall(CATALOG, {"door.handle": handle})
    soft = [each for each in violations(CATALOG, found) if each.severity is not ConstraintSeverity.ERROR]
    assert tuple(soft) == warnings(CATALOG, found)
