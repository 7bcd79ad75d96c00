"""What features may be."""

from fractions import Fraction

import pytest

from configurator.catalog.model import BooleanDomain, Enumeration, NumericDomain
from configurator.language.types import BOOLEAN, NumberType, OptionType
from configurator.units import NO_UNIT, STANDARD_UNITS
from tests.catalog.loading import catalog_of, example, find_feature, problems_of

WORKSHOP = example("workshop")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("panel", ["oak", "pine", "steel"]),
        ("colour", ["red", "green", "raw"]),
        ("bays[x].tool", ["drill", "saw"]),
        ("bays[x].boards[y].lamp", ["light"]),
        ("door.hinge", ["small", "large"]),
    ],
)
def test_options_come_from_groups_parts_of_groups_or_stand_in_place(path: str, options: list[str]) -> None:
    domain = find_feature(WORKSHOP, path).domain
    assert isinstance(domain, Enumeration)
    assert options == list(domain.options)


def test_only_gives_the_order_of_options() -> None:
    catalog = catalog_of(
        "components: {c: {items: {a: A, b: B, d: D}}}\n"
        "features: {f: {options: {group: c, only: [d, a]}}, g: {options: c}}"
    )
    domain = find_feature(catalog, "f").domain
    assert isinstance(domain, Enumeration)
    assert ["d", "a"] == list(domain.options)


def test_an_option_of_a_group_is_its_component() -> None:
    domain = find_feature(WORKSHOP, "panel").domain
    assert isinstance(domain, Enumeration)
    oak = domain.options["oak"]
    assert (WORKSHOP.groups["panels"].components["oak"], "OK") == (oak.component, oak.code)


def test_options_type_lists_the_attributes_of_their_group() -> None:
    found = find_feature(WORKSHOP, "panel").type
    assert isinstance(found, OptionType)
    assert (("oak", "pine", "steel"), {"height", "weight", "material"}) == (found.options, set(found.attributes))


def test_a_boolean_may_sell_a_component() -> None:
    feature = find_feature(WORKSHOP, "clock")
    assert (BooleanDomain(WORKSHOP.groups["extras"].components["clock-1"]), BOOLEAN) == (feature.domain, feature.type)


@pytest.mark.parametrize(
    ("shape", "domain"),
    [
        ("{type: integer, range: 0..24}", NumericDomain(Fraction(0), Fraction(24), Fraction(1), True)),
        ("{type: integer, range: -4 .. 4, step: 2}", NumericDomain(Fraction(-4), Fraction(4), Fraction(2), True)),
        (
            "{type: number, range: 0.5..10 m, step: 50 cm}",
            NumericDomain(Fraction(1, 2), Fraction(10), Fraction(1, 2), False, STANDARD_UNITS["m"]),
        ),
        (
            "{type: number, range: 1 m .. 2 m, step: 25.4 mm, unit: inch}",
            None,
        ),
        (
            "{type: number, range: 1 ft .. 2 ft, step: 1, unit: inch}",
            NumericDomain(Fraction(12), Fraction(24), Fraction(1), False, STANDARD_UNITS["inch"]),
        ),
        ("{type: number, range: 1..1, step: 1}", NumericDomain(Fraction(1), Fraction(1), Fraction(1), False, NO_UNIT)),
    ],
)
def test_ranges_are_held_in_the_unit_of_the_feature(shape: str, domain: NumericDomain | None) -> None:
    if domain is None:
        with pytest.raises(ValueError, match="do not meet"):
            catalog_of(f"features: {{f: {shape}}}")
        return
    feature = find_feature(catalog_of(f"features: {{f: {shape}}}"), "f")
    assert (domain, NumberType(domain.unit.dimension)) == (feature.domain, feature.type)


def test_a_domain_knows_its_size() -> None:
    domain = find_feature(WORKSHOP, "width").domain
    assert isinstance(domain, NumericDomain)
    assert 15 == len(domain)


TWO_GROUPS = """
components:
  chips: {attributes: {power: {type: number, unit: W}}, items: {slow: {power: 2}, fast: {power: 0.005 kW}}}
  cards: {attributes: {power: {type: number, unit: kW}, ports: number}, items: {plain: {power: 1, ports: 2}}}
"""


def test_options_come_from_several_groups_with_the_attributes_of_all() -> None:
    catalog = catalog_of(f"{TWO_GROUPS}features: {{f: {{options: {{groups: [cards, chips], except: [slow]}}}}}}")
    feature = find_feature(catalog, "f")
    assert isinstance(feature.domain, Enumeration)
    assert isinstance(feature.type, OptionType)
    assert ["plain", "fast"] == list(feature.domain.options)
    assert ["power", "ports"] == list(feature.type.attributes)
    assert [1000, 5] == [option.attributes["power"] for option in feature.domain.options.values()]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ("{group: a, groups: [b]}", "catalog.feature-kind", "`group` and `groups` stand together"),
        ("{only: [x]}", "catalog.feature-kind", "neither `group` nor `groups` is given"),
        ("{groups: [a, c]}", "catalog.unknown-group", "there is no component group `c`"),
        ("{groups: [a, b]}", "catalog.bad-attribute", "`size` is a number in `a` and a text in `b`"),
        ("{groups: [a, d], only: [z]}", "catalog.unknown-component", "the groups have no component `z`"),
    ],
)
def test_groups_that_do_not_go_together_are_told(options: str, code: str, message: str) -> None:
    text = (
        "components: {a: {attributes: {size: number}, items: {x: {size: 1}}}, "
        "b: {attributes: {size: text}, items: {y: {size: big}}}, d: {items: {v: V}}}\n"
        f"features: {{f: {{options: {options}}}, g: {{options: a}}, h: {{options: b}}, i: {{options: d}}}}"
    )
    assert [(code, message)] == problems_of(text)
