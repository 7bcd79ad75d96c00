"""A value is read back in its very type, without the catalog it came from."""

import pytest
from hypothesis import given

from configurator.canonical_json import Json
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.quoting.fields import Fields
from configurator.quoting.scalars import read_number, read_scalar, write_scalar
from tests.quoting.samples import NUMBERS, VALUES


@given(value=VALUES | NUMBERS)
def test_a_value_is_read_back_in_its_type(value: FeatureValue) -> None:
    again = read_scalar(Fields(write_scalar(value)))
    assert (value, type(value)) == (again, type(again))


@pytest.mark.parametrize(
    ("kind", "value"),
    [("boolean", 1), ("text", 1), ("integer", True), ("integer", "1"), ("number", 1), ("number", "x"), ("float", 1)],
)
def test_a_value_of_another_kind_is_refused(kind: str, value: Json) -> None:
    with pytest.raises(InvalidRequest, match="expected"):
        read_scalar(Fields({"kind": kind, "value": value}))


@pytest.mark.parametrize("text", ["1/0", "1e9", " 1", "1_0", "+1", "nan", "１", "1.", ".5", "1" * 401, ""])
def test_only_exact_numbers_in_their_one_form_are_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_number(text)
