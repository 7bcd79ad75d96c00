"""What may be given for a path: values of features, presence of singletons, numbers of instances."""

import pytest

from configurator.catalog.feature_values import BadValue, Given
from configurator.catalog.given import parse_given
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from tests.catalog.loading import example

CATALOG = example("workshop")


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        ("panel", "oak", "oak"),
        ("bays[bay1].boards[b1].depth", "20 cm", 20),
        ("door", "true", True),
        ("door", False, False),
        ("bays", "3", 3),
        ("bays", 3, 3),
        ("bays[bay1].boards", 0, 0),
    ],
)
def test_a_value_is_read_for_a_path(path: str, given: Given, value: FeatureValue) -> None:
    found = parse_given(CATALOG, path, given)
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize(
    ("path", "given", "message"),
    [
        ("panel", "ok", "`ok` is not an option; expected one of `oak`, `pine`, `steel`; did you mean `oak`?"),
        ("door", 2, "`2` is not possible for `door`; expected true or false"),
        ("bays", 0, "0 instances of `bays` are not possible; expected 1 .. 4"),
        ("bays", "many", "`many` is not a number of instances; expected 1 .. 4"),
        ("bays", True, "`true` is not a number of instances; expected 1 .. 4"),
        ("bays[bay1].boards", 4, "4 instances of `boards` are not possible; expected 0 .. 3"),
    ],
)
def test_what_cannot_be_given_says_why(path: str, given: Given, message: str) -> None:
    found = parse_given(CATALOG, path, given)
    assert isinstance(found, BadValue)
    assert message == str(found)


def test_a_number_of_endless_digits_is_told_by_its_size() -> None:
    expected = "`a number of 16610 bits` is not a number of instances; expected 1 .. 4"
    assert expected == str(parse_given(CATALOG, "bays", 10**5000))


def test_an_unknown_path_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="did you mean `panel`"):
        parse_given(CATALOG, "pannel", "oak")
