"""Ids are readable and unique, files stay within what may be read, problems are bounded."""

import pytest
import yaml

from configurator.catalog.load import load_catalog
from configurator.exchange import codes
from configurator.exchange.catalog_draft import (
    CatalogDraft,
    Ids,
    ImportHalted,
    ImportReport,
    boolean,
    catalog_id,
    listed,
    titled,
)
from configurator.source import Location


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


def _draft(constraints: int) -> CatalogDraft:
    draft = CatalogDraft("Lamp", "Made up.")
    draft.features["lit"] = boolean("lit", "Lit")
    for number in range(constraints):
        draft.law(("law",), "x" * 1_000, require="lit" if number % 2 else "not lit")
    return draft


@pytest.mark.slow
def test_many_constraints_go_into_libraries_that_the_catalog_includes() -> None:
    files = _draft(12_000).files("lamp")
    assert ["catalog.yaml", "constraints_2.yaml", "constraints_3.yaml"] == list(files)
    catalog, problems = load_catalog(files)
    assert catalog is not None, problems
    assert 12_000 == len(catalog.root.constraints)


def test_constraints_have_ids_of_their_own() -> None:
    text = _draft(3).files("lamp")["catalog.yaml"].decode()
    assert ["law", "law_2", "law_3"] == list(yaml.safe_load(text)["constraints"])


def test_a_title_that_the_id_says_is_left_out() -> None:
    assert {} == titled("rim_width", "Rim width")
    assert {"title": "RIM"} == titled("rim", "RIM")


def test_a_catalog_is_never_called_by_a_word_of_the_language() -> None:
    assert ["model_1", "catalog_9"] == [catalog_id("model-1"), catalog_id("9")]


def test_lists_read_as_people_write_them() -> None:
    assert "a" == listed(["a"])
    assert "a, b or c" == listed(["a", "b", "c"], "or")
    assert "a, b and 3 more" == listed(list("abcde"), "or", most=3)


def test_a_hundred_problems_are_enough() -> None:
    report = ImportReport()
    with pytest.raises(ImportHalted):
        for line in range(1, 1_000):
            report.add(codes.SYNTAX, Location("m", line, 1), "wrong")
    assert 101 == len(report.problems)
    assert "reading.too-many-problems" == str(report.problems[-1].code)


def test_what_hinders_reading_on_is_the_last_problem() -> None:
    report = ImportReport()
    assert isinstance(report.halt(codes.TOO_LARGE, Location("m", 1, 1), "too much"), ImportHalted)
    assert ["too much"] == [problem.message for problem in report.problems]
