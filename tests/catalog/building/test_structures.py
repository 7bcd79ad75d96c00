"""Features and structures: nested, optional, conditional, with defaults."""

from fractions import Fraction

import pytest

from configurator.catalog.addresses import find_structure
from configurator.catalog.model import features_in, structures_in
from tests.catalog.loading import catalog_of, example, find_feature, loaded, problems_of

WORKSHOP = example("workshop")


def test_structures_stand_in_one_another() -> None:
    assert ["door", "bays", "bays.boards"] == [".".join(path) for path, _ in structures_in(WORKSHOP.root)]
    assert ("bays", "boards", "depth") in dict(features_in(WORKSHOP.root))


@pytest.mark.parametrize(
    ("path", "low", "high", "prefix", "default"),
    [("door", 0, 1, "d", 1), ("bays", 1, 4, "bay", 2), ("bays[bay1].boards", 0, 3, "b", None)],
)
def test_a_structure_has_so_many_instances(path: str, low: int, high: int, prefix: str, default: int | None) -> None:
    found = find_structure(WORKSHOP, path)
    assert (low, high, prefix, default) == (found.low, found.high, found.prefix, found.default)


@pytest.mark.parametrize(
    ("path", "default"), [("panel", "oak"), ("clock", False), ("hooks", 4), ("width", Fraction(3, 2)), ("colour", None)]
)
def test_a_default_is_a_value_of_its_feature(path: str, default: object) -> None:
    assert default == find_feature(WORKSHOP, path).default


def test_conditions_are_read_where_they_stand() -> None:
    texts = {".".join(path): it.when.text for path, it in features_in(WORKSHOP.root) if it.when}
    assert {
        "colour": "panel.material == 'wood'",
        "bays.tool": "kind == 'bench'",
        "bays.boards.lamp": "depth > 30[cm] and panel != 'steel'",
    } == texts


def test_a_name_means_the_nearest_member() -> None:
    catalog = catalog_of(
        """
        features: {size: {options: {s: S}}}
        structures:
          cells:
            cardinality: 1..2
            features: {size: {type: integer, range: 1..3}, on: {type: boolean, when: size > 1}}
        """
    )
    assert "size > 1" == getattr(find_feature(catalog, "cells[c1].on").when, "text", "")


def test_members_of_a_structure_are_not_known_outside() -> None:
    text = "features: {a: {type: boolean, when: on}}\n"
    text += "structures: {s: {cardinality: 1..2, features: {on: {type: boolean}}}}"
    assert ["language.unknown-name"] == [code for code, _ in problems_of(text)]


def test_what_names_a_wrong_feature_is_not_complained_about_again() -> None:
    text = "features: {a: {type: integer, range: 3..1}, b: {type: boolean, when: a > 2}}"
    assert ["catalog.empty-domain"] == [code for code, _ in problems_of(text)]


def test_who_knows_no_greatest_number_is_told_how_one_is_found() -> None:
    text = "structures: {s: {cardinality: 0..*, features: {on: {type: boolean}}}}"
    [problem] = loaded(text)[1]
    assert "any bound will do at first; the command grow finds one" == problem.hint
