"""Every number that bounds or tunes something stands in the table of its room, and docs/limits.md shows it."""

from tests.architecture.limits import PAGE, page, scattered, tabled
from tests.architecture.lists import is_sorted, listed

LIST = "numbers_outside_limits.txt"


def test_limits_stand_in_the_tables_unless_listed() -> None:
    known, found = listed(LIST), {f"{each.module}.{each.name}" for each in scattered()}
    assert [] == sorted(found - set(known)), "move these to the `limits.py` of their room"
    assert [] == sorted(set(known) - found), "these have moved: delete them from the list"
    assert is_sorted(LIST)


def test_every_limit_says_what_it_bounds() -> None:
    assert [] == [f"{each.module}.{each.name}" for each in tabled() if len(each.text.split()) < 4]


def test_the_page_of_limits_is_the_tables() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run `python -m tests.architecture.limits`"
