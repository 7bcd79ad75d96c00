"""Differences are the smallest places that differ, lines told by their ids."""

from hypothesis import given

from configurator.canonical_json import Json
from configurator.quoting.json_differences import MISSING, JsonDifference, json_differences
from tests.quoting.samples import JSON


def _found(stored: Json, found: Json) -> list[tuple[str, str, str]]:
    return [(each.path, each.stored, each.found) for each in json_differences(stored, found)]


@given(value=JSON)
def test_equal_values_do_not_differ(value: Json) -> None:
    assert [] == _found(value, value)


@given(stored=JSON, found=JSON)
def test_values_that_differ_have_a_difference_and_the_same_places_both_ways(stored: Json, found: Json) -> None:
    there = _found({"": stored}, {"": found})
    assert bool(there) == (repr(stored) != repr(found) and not _equal(stored, found))
    assert sorted(path for path, _, _ in there) == sorted(path for path, _, _ in _found({"": found}, {"": stored}))


def _equal(one: Json, other: Json) -> bool:
    """Compare as JSON does: true is not 1, and the order of an object's fields means nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(_equal(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return type(one) is type(other) and one == other


def test_the_path_leads_to_the_smallest_part() -> None:
    assert [("a.b.c", "1", "2")] == _found({"a": {"b": {"c": 1, "d": 3}}}, {"a": {"b": {"c": 2, "d": 3}}})


def test_lines_are_told_by_their_ids() -> None:
    stored: Json = [{"id": "x", "n": 1}, {"id": "y", "n": 2}]
    found: Json = [{"id": "y", "n": 3}]
    assert [("[x]", '{"id":"x","n":1}', MISSING), ("[y].n", "2", "3")] == _found(stored, found)


def test_values_are_told_by_their_paths() -> None:
    assert [("[a].value", "1", "2")] == _found([{"path": "a", "value": 1}], [{"path": "a", "value": 2}])


def test_another_order_is_a_difference_of_its_own() -> None:
    stored: Json = [{"id": "x"}, {"id": "y"}]
    found: Json = [{"id": "y"}, {"id": "x"}]
    assert [("lines (order)", "x, y", "y, x")] == _found({"lines": stored}, {"lines": found})


def test_what_has_no_name_of_its_own_is_told_by_its_position() -> None:
    assert [("[1]", "2", "3"), ("[2]", MISSING, "4")] == _found([1, 2], [1, 3, 4])
    assert [("[1].id", '"x"', '"y"')] == _found([{"id": "x"}, {"id": "x"}], [{"id": "x"}, {"id": "y"}])


def test_true_is_not_one_and_nothing_is_not_zero() -> None:
    assert [("a", "true", "1")] == _found({"a": True}, {"a": 1})
    assert [("a", "null", "0")] == _found({"a": None}, {"a": 0})


def test_long_values_are_cut() -> None:
    ((_, stored, _),) = _found({"a": "x" * 1000}, {"a": ""})
    assert stored.endswith("…")
    assert 201 == len(stored)


def test_a_difference_reads_as_a_sentence() -> None:
    assert "a.b: stored 1, found 2" == str(JsonDifference("a.b", "1", "2"))
