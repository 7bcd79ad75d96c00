"""A location is a JSON pointer that leads somewhere, or the kind and name of a parameter."""

import pytest
from configurator_api.fault_locations import location_of, pointer_step


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (("body",), "#"),
        (("body", "items", 1, "quantity"), "#/items/1/quantity"),
        (("body", "choices", "a/b~c", "[key]"), "#/choices/a~1b~0c"),
        (("body", "choices", "[key]", "[key]"), "#/choices/[key]"),
        (("body", "choices", "x" * 600, "[key]"), "#/choices"),
        (("header", "Idempotency-Key"), "header Idempotency-Key"),
        (("query", "limit"), "query limit"),
    ],
)
def test_a_location_is_a_json_pointer_or_a_parameter(location: tuple[str | int, ...], expected: str) -> None:
    assert expected == location_of({"loc": location, "input": location[-2] if location[-1] == "[key]" else 1})


def test_a_field_may_have_any_name() -> None:
    assert "#/[key]" == location_of({"loc": ("body", "[key]"), "input": 1})
    assert "#/instances/[key]" == location_of({"loc": ("body", "instances", "[key]"), "input": 1})


def test_a_step_of_a_pointer_is_escaped() -> None:
    assert "a~1b~0c" == pointer_step("a/b~c")
