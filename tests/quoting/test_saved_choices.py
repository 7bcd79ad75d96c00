"""Saved choices come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator import canonical_json
from configurator.errors import InvalidRequest
from configurator.quoting.saved_choices import SavedChoices, new_saved_id, read_saved_choices, write_saved_choices
from tests.quoting.samples import IDS, PARAMETERS, PATHS, TEXTS, VALUES, draft

DIGEST = draft().catalog.digest
SAVED = st.builds(
    SavedChoices,
    st.just("lamps"),
    st.just(DIGEST),
    st.dictionaries(PATHS, VALUES, max_size=5),
    st.dictionaries(PATHS, st.lists(IDS, max_size=3).map(tuple), max_size=3),
    st.none() | IDS,
    st.none() | st.dates(),
    st.dictionaries(TEXTS, PARAMETERS, max_size=3),
    st.none() | st.just(draft().configuration),
)


@given(SAVED)
def test_any_saved_choices_are_read_back_equal_and_in_their_order(saved: SavedChoices) -> None:
    body = canonical_json.as_json(canonical_json.loads(canonical_json.dumps(write_saved_choices(saved))))
    assert saved == read_saved_choices(body)
    assert list(saved.choices) == list(read_saved_choices(body).choices)


def test_ids_are_random() -> None:
    ids = {new_saved_id() for _ in range(1_000)}
    assert 1_000 == len(ids)
    assert {28} == {len(id) for id in ids}


def test_what_a_newer_program_saved_is_left_alone() -> None:
    body = canonical_json.as_object({**write_saved_choices(SavedChoices("lamps", DIGEST, {})), "format": 2})
    with pytest.raises(InvalidRequest, match="upgrade this program"):
        read_saved_choices(body)
