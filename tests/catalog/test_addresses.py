"""Paths of features and structures: written, read, and looked up in a catalog."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.addresses import (
    Address,
    AddressStep,
    find_member,
    find_structure,
    id_path_of,
    instance_path,
    join,
    parse_address,
    split_option,
)
from configurator.errors import InvalidRequest
from tests.catalog.loading import example

IDS = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
INSTANCES = st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,5}", fullmatch=True))
ADDRESSES = st.lists(st.builds(AddressStep, IDS, INSTANCES), min_size=1, max_size=5).map(
    lambda steps: Address(tuple(steps))
)


@given(ADDRESSES)
def test_reading_what_is_written_gives_the_same_address(address: Address) -> None:
    assert address == parse_address(str(address))


@given(ADDRESSES)
def test_the_id_path_of_a_path_is_that_of_its_address(address: Address) -> None:
    assert address.id_path == id_path_of(str(address))


@pytest.mark.parametrize("text", ["", "a..b", "a.", "A", "a[", "a[]", "a[b]c", "a b", "a[b.c]", "é", "a" * 1001])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        parse_address(text)


def test_instances_and_members_are_joined_to_paths() -> None:
    assert "bays[bay1].boards[b2]" == instance_path(join(instance_path(join("", "bays"), "bay1"), "boards"), "b2")


@pytest.mark.parametrize(
    ("path", "found"),
    [("panel", "panel"), ("door.handle", "handle"), ("bays", "bays"), ("bays[x9].boards[b1].depth", "depth")],
)
def test_a_member_is_found_by_its_path(path: str, found: str) -> None:
    assert found == find_member(example("workshop"), path).id


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("pannel", "there is no `pannel` in the catalog `workshop`; did you mean `panel`?"),
        ("bays.kind", "`bays.kind` does not say which instance of `bays`; write `bays[bay1]`"),
        ("door[d1].handle", "`door` in `door[d1].handle` has no instances; write it without brackets"),
        ("bays[x9].tol", "there is no `bays[x9].tol` in the catalog `workshop`; did you mean `bays[x9].tool`?"),
        ("panel.width", "there is no `panel.width` in the catalog `workshop`"),
    ],
)
def test_a_path_that_leads_nowhere_says_why(path: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        find_member(example("workshop"), path)
    assert str(refused.value).startswith(message)


def test_features_are_not_structures() -> None:
    catalog = example("workshop")
    with pytest.raises(InvalidRequest, match="is a feature"):
        find_structure(catalog, "panel")


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("panel", ("panel", "")),
        ("panel.oak", ("panel", "oak")),
        ("door.handle.round", ("door.handle", "round")),
        ("width.0.5", ("width", "0.5")),
        ("bays[bay1].tool.saw", ("bays[bay1].tool", "saw")),
        ("bays", ("bays", "")),
        ("bays.3", ("bays", "3")),
        ("door.true", ("door", "true")),
    ],
)
def test_a_value_is_what_stands_below_a_feature_or_structure(path: str, parts: tuple[str, str]) -> None:
    assert parts == split_option(example("workshop"), path)


@pytest.mark.parametrize("path", ["", "3", "doors.true", "nothing.oak", "bays.tool.saw", "panel[p1].oak"])
def test_there_is_no_option_of_what_is_not_there(path: str) -> None:
    with pytest.raises(InvalidRequest):
        split_option(example("workshop"), path)
