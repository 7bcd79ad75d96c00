"""A code is a configuration: what is written is read back, and nothing else."""

from fractions import Fraction
from itertools import product

import pytest

from configurator.catalog.product_code import decode, encode, expressions_of
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from tests.catalog.loading import catalog_of, example
from tests.catalog.walls import wall

CHAIR = """
features:
  size: {options: {small: {code: S}, large: {code: L}}}
  arms: {type: boolean}
  pad: {options: {leather: {code: L}, none: {code: N}}, when: arms}
  height: {type: integer, range: 1..12}
constraints:
  large_has_arms: {when: size == 'large', require: arms, because: It would look odd.}
product_code:
  - text: CH
  - feature: size
  - {feature: arms, codes: {true: A, false: ""}}
  - {feature: pad}
  - {feature: height}
"""
CATALOG = catalog_of(CHAIR)


def chair(**values: FeatureValue) -> Configuration:
    return Configuration("x", CATALOG.digest, values, {}, {})


def test_a_configuration_is_written_piece_by_piece() -> None:
    assert "CHSAL12" == encode(CATALOG, chair(size="small", arms=True, pad="leather", height=12))


def test_what_is_absent_writes_nothing() -> None:
    assert "CHS3" == encode(CATALOG, chair(size="small", arms=False, height=3))


def test_every_valid_configuration_is_read_back_from_its_code() -> None:
    for size, pad, height in product(("small", "large"), (None, "leather", "none"), range(1, 13)):
        if size == "large" and pad is None:
            continue
        values: dict[str, FeatureValue] = {"size": size, "arms": pad is not None, "height": height}
        values |= {} if pad is None else {"pad": pad}
        assert (values,) == tuple(map(dict, decode(CATALOG, encode(CATALOG, chair(**values)))))


@pytest.mark.parametrize("code", ["", "CH", "CHS", "CHS13", "CHX3", "CHSA3", "CHSL3", "CHL3", "chs3", "CHS3 "])
def test_what_no_configuration_is_written_as_is_not_read(code: str) -> None:
    assert () == decode(CATALOG, code)


def test_an_ambiguous_code_gives_all_its_readings() -> None:
    catalog = catalog_of(
        "features: {a: {type: integer, range: 1..11}, b: {type: integer, range: 1..11}}\n"
        "product_code: [{feature: a}, {feature: b}]"
    )
    assert [{"a": 1, "b": 11}, {"a": 11, "b": 1}] == list(map(dict, decode(catalog, "111")))


def test_numbers_and_singletons_stand_in_codes() -> None:
    catalog = example("workshop")
    code = encode(catalog, wall(catalog))
    assert "WW-PIG4-RD" == code
    expected = {"panel": "pine", "colour": "green", "hooks": 4, "clock": False, "door.handle": "round"}
    assert [expected] == [dict(reading) for reading in decode(catalog, code)]


def test_a_feature_twice_in_a_code_is_read_once() -> None:
    catalog = catalog_of(
        "features: {a: {options: {x: {code: X}, y: {code: Y}}}}\n"
        "product_code: [{feature: a}, {text: '-'}, {feature: a}]"
    )
    assert [[{"a": "x"}], []] == [[dict(it) for it in decode(catalog, code)] for code in ("X-X", "X-Y")]


def test_a_step_of_a_fraction_stands_in_a_code_as_it_is_shown() -> None:
    catalog = catalog_of("features: {a: {type: number, range: 0.5..2, step: 0.5}}\nproduct_code: [{feature: a}]")
    assert [{"a": Fraction(3, 2)}] == list(map(dict, decode(catalog, "1.5")))


def test_a_catalog_without_codes_says_so() -> None:
    with pytest.raises(InvalidRequest, match="declares no `product_code`"):
        encode(example("lamp"), chair())


def test_an_endless_code_is_not_read() -> None:
    with pytest.raises(InvalidRequest, match="too long"):
        decode(CATALOG, "CH" * 1000)


def test_a_rule_gives_all_its_expressions() -> None:
    rules = {constraint.id: constraint.rule for constraint in example("workshop").root.constraints}
    texts = {name: [each.text for each in expressions_of(rule)] for name, rule in rules.items()}
    assert ["panel", "colour", "panel.height"] == texts["finishes"]
    assert ["clock", "present(door)", "hooks > 0"] == texts["some_of_all"]
    assert ["all(width >= 1[m], hooks <= 20)", "clock"] == texts["clock_needs_room"]
