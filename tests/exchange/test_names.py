"""Names of other tools become ids: readable, unique, the same every time."""

import pytest

from configurator.exchange.names import Ids


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("Heated seats (front)", "heated_seats_front"),
        ("DVB_BT8XX", "dvb_bt8xx"),
        ("CremeFraiche", "creme_fraiche"),
        ("Crème fraîche", "creme_fraiche"),
        ("Größe", "grosse"),
        ("C++", "c_plus_plus"),
        ("64bit", "n_64bit"),
        ("and", "and_"),
        ("日本", "n"),
        ("", "n"),
    ],
)
def test_a_title_becomes_a_readable_name(title: str, id: str) -> None:
    assert id == Ids().name(title)


def test_equal_names_are_told_apart_by_numbers() -> None:
    ids = Ids()
    assert ["lamp", "lamp_2", "lamp_3"] == [ids.name(title) for title in ("Lamp", "lamp", "LAMP")]


def test_an_item_keeps_its_capitals_and_hyphens() -> None:
    ids = Ids("o")
    assert ["6NR", "W-20", "Creme_Fraiche", "o"] == [ids.item(title) for title in ("6NR", "W-20", "Creme Fraiche", "?")]


def test_a_long_name_is_cut_and_stays_unique() -> None:
    ids = Ids()
    found = {ids.name("x" * 500), ids.name("x" * 501)}
    assert 2 == len(found)
    assert all(len(id) <= 100 for id in found)


def test_what_is_taken_is_never_given() -> None:
    assert "title_2" == Ids("a", frozenset({"title"})).name("Title")
