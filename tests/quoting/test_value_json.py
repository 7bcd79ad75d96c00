"""A value is read back in its very type, without the catalog it came from."""

import pytest
from hypothesis import given

from configurator.canonical_json import Json, as_object
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.quoting.strict_json import Fields
from configurator.quoting.value_json import (
    read_configuration,
    read_number,
    read_parameters,
    read_scalar,
    read_values,
    write_scalar,
    write_values,
)
from tests.quoting.samples import NUMBERS, VALUES, draft


@given(value=VALUES | NUMBERS)
def test_a_value_is_read_back_in_its_type(value: FeatureValue) -> None:
    again = read_scalar(Fields(as_object(write_scalar(value))))
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


def test_a_configuration_is_read_back_equal_and_in_its_order() -> None:
    configuration = draft().configuration
    written = as_object({"values": write_values(configuration), "instances": {"arms": ["a1", "a3"]}})
    found = read_configuration(Fields(written), configuration.catalog, configuration.catalog_digest)
    assert configuration == found
    assert list(configuration.values) == list(found.values)


def test_a_path_stands_once() -> None:
    entry = Fields({"path": "shade", "kind": "text", "value": "glass"})
    with pytest.raises(InvalidRequest, match="choices: a path occurs twice"):
        read_values([entry, entry], "choices")


def test_a_parameter_is_a_text_a_boolean_or_a_number() -> None:
    with pytest.raises(InvalidRequest, match="expected text, boolean or number"):
        read_parameters(Fields({"seats": {"kind": "integer", "value": 3}}))
