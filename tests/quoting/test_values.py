"""Values keep their order and their very type."""

import pytest

from configurator.canonical_json import Json
from configurator.errors import InvalidRequest
from configurator.quoting.fields import Fields
from configurator.quoting.values import read_configuration, read_parameters, read_values, write_values
from tests.quoting.samples import draft


def test_a_configuration_is_read_back_equal_and_in_its_order() -> None:
    configuration = draft().configuration
    written: dict[str, Json] = {"values": write_values(configuration), "instances": {"arms": ["a1", "a3"]}}
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
