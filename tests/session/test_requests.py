from fractions import Fraction

import pytest

from configurator.catalog.values import Given
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from tests.session.shop import session


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        ("paint", "red", "red"),
        ("apps", "true", True),
        ("ports", "4", 4),
        ("cable", "150 cm", Fraction(3, 2)),
        ("cable", 1, Fraction(1)),
        ("cells", "2", 2),
        ("kit", "false", False),
        ("kit", True, True),
    ],
)
def test_values_are_read_as_people_write_them(path: str, given: Given, value: FeatureValue) -> None:
    found = session().asked.checked(path, given)  # type: ignore[arg-type]
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize(
    ("path", "given", "meant"),
    [
        ("paint", "rad", "did you mean .red.?"),
        ("ports", 3, "the nearest are 2 and 4"),
        ("cells", 4, "cells: 4 is outside the range; expected a number of instances from 1 to 3"),
        ("cells", True, "expected a number of instances from 1 to 3"),
        ("kit", 2, "does not say whether it is there; expected true or false"),
    ],
)
def test_what_is_no_value_is_told_with_what_would_be_one(path: str, given: Given, meant: str) -> None:
    with pytest.raises(InvalidRequest, match=meant) as caught:
        session().asked.checked(path, given)  # type: ignore[arg-type]
    assert path == caught.value.field


def test_a_part_that_is_always_there_cannot_be_left_out() -> None:
    text = "structures:\n  base: {cardinality: 1, features: {legs: {type: boolean}}}\n"
    with pytest.raises(InvalidRequest, match="it is always there; expected true"):
        session(text=text).choose("base", False)
    assert len(session({"base": True}, text=text).states().structures) == 1
