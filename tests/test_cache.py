"""A cache answers what was asked lately, within its bound."""

import pytest

from configurator.cache import LeastRecentlyUsed
from configurator.errors import Undecided


def test_a_value_is_made_once_as_long_as_it_is_among_the_latest() -> None:
    made: list[str] = []

    def make() -> str:
        made.append(key)
        return key.upper()

    cache: LeastRecentlyUsed[str, str] = LeastRecentlyUsed(2)
    for key in "abacab":
        assert key.upper() == cache.get_or_make(key, make)
    assert ["a", "b", "c", "b"] == made
    assert ("A", "B") == cache.values()


def test_what_should_not_be_kept_is_made_again() -> None:
    answers = iter([None, 1, 2])
    cache: LeastRecentlyUsed[str, int | None] = LeastRecentlyUsed(9, keep=lambda value: value is not None)
    assert [None, 1, 1] == [cache.get_or_make("how many", lambda: next(answers)) for _ in range(3)]


def test_what_is_raised_is_raised_again_or_answered() -> None:
    def late() -> int:
        raise Undecided("time ran out")

    cache: LeastRecentlyUsed[str, int] = LeastRecentlyUsed(9)
    with pytest.raises(Undecided):
        cache.get_or_make("how many", late)
    assert 1 == cache.get_or_make("how many", lambda: 1)


def test_a_cached_value_is_returned_without_being_made() -> None:
    cache: LeastRecentlyUsed[str, int] = LeastRecentlyUsed(1)
    cache.put("a", 1)
    assert [1, None] == [cache.get(key) for key in "ab"]


def test_large_values_leave_room_for_fewer() -> None:
    cache: LeastRecentlyUsed[str, str] = LeastRecentlyUsed(4, weigh=len)
    for value in ("aa", "b", "c", "dd"):
        cache.put(value[0], value)
    assert ("b", "c", "dd") == cache.values()
    cache.put("d", "ddd")
    assert ("c", "ddd") == cache.values()
    cache.put("e", "eeeee")
    assert ("eeeee",) == cache.values()
    cache.put("f", "f")
    assert ("f",) == cache.values()
