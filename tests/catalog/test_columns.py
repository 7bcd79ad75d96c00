"""The columns of tables: their features, and the units their plain cells are in."""

from configurator.catalog.columns import feature_at, feature_of, unit_of_column
from configurator.catalog.model import Combinations
from tests.catalog.loading import example

CATALOG = example("workshop")
TABLES = {each.id: each.rule for each in CATALOG.root.constraints if isinstance(each.rule, Combinations)}


def test_a_column_is_a_feature_or_an_attribute_of_one() -> None:
    found = [feature_of(CATALOG.root, column) for column in TABLES["finishes"].columns]
    assert ["panel", "colour", "panel"] == [feature.id for feature in found if feature]


def test_plain_cells_are_in_the_unit_of_the_feature_or_attribute() -> None:
    names = [unit_of_column(CATALOG.root, CATALOG.groups, column).name for column in TABLES["finishes"].columns]
    assert ["", "", "cm"] == names
    assert ["", "m"] == [unit_of_column(CATALOG.root, CATALOG.groups, it).name for it in TABLES["too_much"].columns]


def test_a_feature_is_found_by_its_id_path() -> None:
    found = [feature_at(CATALOG.root, path) for path in (("bays", "kind"), ("bays",), ("nothing", "at_all"))]
    assert ["kind", None, None] == [feature and feature.id for feature in found]
