"""The address holds the whole state of the page."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from configurator_api.web.page_address import PageAddress, after, read_address, requested_actions
from hypothesis import given
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.errors import InvalidRequest
from configurator.session import Choices
from tests.api.service import engine

PATHS = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\[c[1-9]\]\.[a-z]{1,5})?", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20)
IDS = st.lists(st.from_regex(r"c[1-9]", fullmatch=True), min_size=1, max_size=4, unique=True).map(tuple)


@given(st.dictionaries(PATHS, TEXTS, max_size=5), st.dictionaries(PATHS, IDS, max_size=3))
def test_an_address_is_read_back_as_it_was_written(
    values: dict[str, str], instances: dict[str, tuple[str, ...]]
) -> None:
    address = PageAddress("bmw_x3", Choices(values, instances), "de", book="b", on="2013-06-01")
    query = parse_qsl(urlsplit(address.url()).query, keep_blank_values=True)
    assert address == read_address("bmw_x3", query)


def test_the_last_word_about_a_path_counts() -> None:
    found = read_address("bmw_x3", [("c", "a:1"), ("c", "b:2"), ("c", "a:3")])
    assert [("b", "2"), ("a", "3")] == list(found.choices.values.items())


@pytest.mark.parametrize("text", ["", "a", "a:", ":b", "a:" + "b" * 600])
def test_what_is_no_choice_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        read_address("bmw_x3", [("c", text)])


def _after(catalog: str, query: list[tuple[str, str]], action: tuple[str, str]) -> str:
    address = read_address(catalog, [*query, ("locale", "en")])
    session = engine().session(catalog, address.choices)
    return after(address, action, session, UNLIMITED).url()


def test_the_actions_of_a_query_are_read_in_order() -> None:
    query = [("set", "width"), ("amount", " 900 "), ("c", "a:b"), ("set", "paint:blue"), ("amount", "7"), ("drop", "a")]
    assert [("set", "width:900"), ("set", "paint:blue"), ("drop", "a")] == requested_actions(query)
    assert [] == requested_actions([("c", "a:b"), ("amount", "7")])


def test_a_choice_is_made_and_taken_back() -> None:
    assert "/shop/bmw_x3?c=paint:jet_black" == _after("bmw_x3", [], ("set", "paint:jet_black"))
    assert "/shop/bmw_x3" == _after("bmw_x3", [("c", "paint:jet_black")], ("drop", "paint"))


@pytest.mark.parametrize("entered", ["17", "many", "", "4.5"])
def test_what_is_no_value_changes_nothing_and_is_called_a_slip(entered: str) -> None:
    found = _after("modular_server", [("c", "cells:16")], ("set", f"cells:{entered}"))
    assert f"/shop/modular_server?c=cells:16&slip=cells:{entered}" == found


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="there is no action 'fly'"):
        _after("bmw_x3", [], ("fly", "paint"))
