"""The search for two readings agrees with writing down every code."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.unique_codes import first_clash
from tests.examples import share

CODES = st.text("AB", max_size=3)
SEGMENTS = st.lists(st.dictionaries(st.sampled_from("uvwx"), CODES, min_size=1), min_size=1, max_size=4).map(tuple)


@settings(max_examples=share(300))
@given(SEGMENTS)
def test_a_clash_is_found_exactly_where_two_rows_of_values_share_a_code(segments: tuple[dict[str, str], ...]) -> None:
    readings = list(product(*segments))
    written = Counter("".join(segment[value] for segment, value in zip(segments, row, strict=True)) for row in readings)
    clash = first_clash(segments)
    assert (max(written.values()) > 1) is (clash is not None)
    if clash is not None:
        assert clash.first != clash.second
        assert {clash.code} == {
            "".join(segment[value] for segment, value in zip(segments, row, strict=True))
            for row in (clash.first, clash.second)
        }


def test_many_codes_of_one_length_are_searched_quickly() -> None:
    segment = {str(number): f"{number:05}" for number in range(20_000)}
    assert first_clash((segment,) * 6) is None


def test_pieces_that_begin_one_another_clash_only_if_something_can_follow() -> None:
    assert first_clash(({"a": "X", "b": "XY"}, {"c": "Z"})) is None
    assert first_clash(({"a": "X", "b": "XY"}, {"c": "Z", "d": "YZ"})) is not None
