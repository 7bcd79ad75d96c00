"""Texts in the locales of the catalog."""

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.reading.files import Files
from configurator.reading.shape import Word
from configurator.source import Location

HERE = Location("x.yaml", 1, 1)


def context() -> BuildContext:
    return BuildContext(BuildReport(), Files({}), ("en", "de"))


def given(**texts: str) -> dict[Word, Word]:
    return {Word(locale): Word(text) for locale, text in texts.items()}


def test_a_plain_text_is_the_same_in_all_locales() -> None:
    text = context().text(Word("PA-8800"), "title", HERE)
    assert ("PA-8800", "PA-8800") == (text.in_locale("en"), text.in_locale("de"))


def test_a_missing_title_is_made_of_the_id() -> None:
    assert "Cell board" == str(context().text(None, "title", HERE, "cell_board"))


def test_texts_are_found_by_locale_and_language() -> None:
    text = context().text(given(en="Paint", de="Farbe"), "title", HERE)
    assert ("Farbe", "Paint") == (text.in_locale("de-AT"), text.in_locale("fr"))


def test_a_locale_that_is_missing_is_a_warning_and_an_unknown_one_an_error() -> None:
    here = context()
    here.text(given(en="Paint", fr="Peinture"), "title", HERE)
    assert ["catalog.unknown-locale", "catalog.missing-locale"] == [it.code.name for it in here.report.problems]


def test_a_library_may_know_more_locales() -> None:
    here = context().inside("metals", ())
    text = here.text(given(en="Paint", de="Farbe", fr="Peinture"), "title", HERE)
    assert ([], {"en": "Paint", "de": "Farbe"}) == (here.report.problems, text.by_locale)


def test_ids_of_a_library_are_qualified_by_its_namespace() -> None:
    here = context()
    assert ("rims", "metals.rims") == (here.qualified("rims"), here.inside("metals", ()).qualified("rims"))
