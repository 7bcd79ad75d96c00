"""The address holds the whole state of the page."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from configurator_api.web.address import PageAddress, read_address
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.session import Choices

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
