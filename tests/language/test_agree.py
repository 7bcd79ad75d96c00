from fractions import Fraction

import pytest

from configurator.language.agree import Typed, agree, fit, joined, kind_of, unit_of
from configurator.language.expression_report import ExpressionReport
from configurator.language.tree import Constant, FeatureRef
from configurator.language.types import BOOLEAN, NUMBER, TEXT, InstancesType, OptionType, Type
from configurator.units import PLAIN, STANDARD_UNITS, Dimension
from tests.language.shop import CELL, COVER, LENGTH, PLACE, POWER, SCOPE, TRIM, shown, wording


def feature(found: Type) -> Typed:
    return Typed(FeatureRef("", ("f",), found), found)


def test_values_of_one_type_agree_as_they_are() -> None:
    report = ExpressionReport("", PLACE)
    for found in (BOOLEAN, NUMBER, TEXT, POWER, TRIM):
        assert agree(feature(found), feature(found), SCOPE, report) == (feature(found), feature(found))
    assert report.problems == ()


def test_what_has_a_problem_already_agrees_with_everything() -> None:
    report = ExpressionReport("", PLACE)
    agree(Typed(FeatureRef("", ("f",), TEXT), None), feature(NUMBER), SCOPE, report)
    assert report.problems == ()


def test_only_literals_are_fitted() -> None:
    report = ExpressionReport("", PLACE)
    assert fit(feature(TEXT), TRIM, report) == feature(TEXT)
    assert fit(feature(NUMBER), POWER, report) == feature(NUMBER)
    word = Constant("sport", TEXT, "'sport'")
    assert fit(Typed(word, TEXT), COVER, report) == Typed(Constant("sport", COVER), COVER)
    assert fit(Typed(word, TEXT), NUMBER, report) == Typed(word, TEXT)


def test_types_join_when_all_are_known() -> None:
    assert joined([NUMBER, NUMBER]) == NUMBER
    assert joined([NUMBER, None]) is None
    assert joined([COVER, TRIM]) == OptionType(("sport", "plain", "base", "luxury"))


def test_kinds_are_named_for_people() -> None:
    named = [kind_of(found) for found in (BOOLEAN, NUMBER, TEXT, TRIM, InstancesType(CELL))]
    assert named == ["true or false", "a number", "a text", "an option", "the instances of `cells`"]


def test_a_dimension_is_written_with_its_base_unit() -> None:
    area, strange = Dimension((("length", 2),)), Dimension((("length", 5),))
    dimensions = (POWER.dimension, LENGTH.dimension, PLAIN, area, strange)
    assert [unit_of(dimension, STANDARD_UNITS) for dimension in dimensions] == ["W", "mm", "", "mm2", ""]
    assert STANDARD_UNITS["W"].factor == Fraction(1)


@pytest.mark.parametrize(("text", "expected"), wording("agree"))
def test_values_that_cannot_meet_are_told_with_the_way_forward(text: str, expected: str) -> None:
    assert shown(text) == expected
