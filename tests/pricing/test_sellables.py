"""What can be sold, and by which words it is named."""

from configurator.pricing.sellables import Sellable, sellables
from tests.pricing.shop import van


def sold(path: str) -> list[Sellable]:
    return [each for each in sellables(van()) if each.path == path]


def test_an_option_is_named_by_itself_before_its_component() -> None:
    assert [("engine.petrol", "petrol"), ("engine.diesel", "diesel")] == [each.items for each in sold("engine")]


def test_a_boolean_is_sold_when_it_is_true() -> None:
    assert [(True, ("navigation", "navi"))] == [(each.value, each.items) for each in sold("navigation")]


def test_quantities_and_structures_are_sold_by_the_unit() -> None:
    assert [None, None, None] == [each.value for name in ("seats", "racks", "racks.shelves") for each in sold(name)]


def test_parts_of_the_bill_are_components_and_the_texts_of_its_lines() -> None:
    parts = [each.part for each in sellables(van()) if each.part]
    assert ["petrol", "diesel", "navi", "radio", "roof", "screw"] == parts


def test_tags_name_feature_option_component_and_group() -> None:
    assert {"feature.engine", "option.engine.petrol", "component.petrol", "group.engines"} == sold("engine")[0].tags
