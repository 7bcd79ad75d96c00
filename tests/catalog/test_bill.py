"""The bill of materials follows from the configuration."""

from fractions import Fraction

import pytest

from configurator.catalog.bill import bill_of_materials, components_of, totals
from configurator.configuration import Configuration
from configurator.errors import InvalidDocument
from tests.catalog.loading import catalog_of, example
from tests.catalog.walls import wall

CATALOG = example("workshop")


def test_each_line_gives_its_parts_by_instance() -> None:
    found = [(it.line, it.part, it.quantity, it.instance) for it in bill_of_materials(CATALOG, wall(CATALOG))]
    assert [
        ("panel", "pine", Fraction(6), ""),
        ("boards", "board", Fraction(1), "bays[bay1].boards[b1]"),
        ("boards", "board", Fraction(1), "bays[bay1].boards[b3]"),
        ("tools", "saw", Fraction(1), "bays[bay2]"),
        ("hinges", "large", Fraction(2), ""),
    ] == found


def test_titles_are_those_of_components_options_or_the_text_itself() -> None:
    titles = [it.title.in_locale("de") for it in bill_of_materials(CATALOG, wall(CATALOG))]
    assert ["Kiefer", "board", "board", "Säge", "Schweres Scharnier"] == titles


def test_what_is_absent_or_does_not_apply_is_left_out() -> None:
    items = bill_of_materials(CATALOG, wall(CATALOG, {"door": False, "door.hinge": None, "clock": True}))
    assert ["panel", "clock", "boards", "boards", "tools"] == [item.line for item in items]


def test_quantities_add_up_by_part() -> None:
    assert {"pine": 6, "board": 2, "saw": 1, "large": 2} == totals(bill_of_materials(CATALOG, wall(CATALOG)))


def test_a_negative_quantity_is_told_with_its_place() -> None:
    catalog = catalog_of(
        "features: {n: {type: integer, range: 0..3}}\nbill_of_materials: {x: {part: \"'y'\", quantity: n - 2}}"
    )
    with pytest.raises(InvalidDocument, match=r"bill_of_materials.x.quantity: the quantity is -1"):
        bill_of_materials(catalog, Configuration("x", catalog.digest, {"n": 1}, {}, {}))


def test_an_option_without_a_component_keeps_its_title() -> None:
    catalog = catalog_of("features: {c: {options: {red: Rot}}}\nbill_of_materials: {x: {part: c, quantity: 1 / 2}}")
    (item,) = bill_of_materials(catalog, Configuration("x", catalog.digest, {"c": "red"}, {}, {}))
    assert ("Rot", Fraction(1, 2)) == (str(item.title), item.quantity)


def test_components_of_all_groups_are_known_by_their_ids() -> None:
    assert {"small", "large", "oak", "pine", "steel", "drill", "saw", "light", "clock-1"} == set(components_of(CATALOG))
