"""Cursors say where a page ended, and nothing else passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.storage.paging import cursor_after, page_size, read_cursor


@given(st.from_regex(r"[0-9TZ:.-]{1,30}", fullmatch=True), st.from_regex(r"[A-Za-z0-9._:-]{1,40}", fullmatch=True))
def test_a_cursor_is_read_as_it_was_made(created: str, id: str) -> None:
    assert (created, id) == read_cursor(cursor_after(created, id))


@given(st.text(max_size=40))
def test_any_other_text_is_refused_gently(text: str) -> None:
    try:
        created, id = read_cursor(text)
    except InvalidRequest as error:
        assert "after" == error.field
    else:
        assert created and id


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_1_to_200_rows(limit: int) -> None:
    with pytest.raises(InvalidRequest, match="expected 1 to 200"):
        page_size(limit)


def test_a_fitting_size_is_taken() -> None:
    assert (1, 200) == (page_size(1), page_size(200))
