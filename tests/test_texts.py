"""Every text is translated into every language: nothing missing, fuzzy, obsolete, or with other placeholders."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from configurator import texts
from configurator.texts import day_text, language_name, languages, number_text, texts_for

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 30)
TRANSLATED = languages()[1:]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The texts of the code, collected by Babel's own command as `make texts` does."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    command = ["pybabel", "-q", "extract", "-F", str(ROOT / "babel.cfg"), "-o", str(template), str(ROOT)]
    CommandLineInterface().run(command)  # type: ignore[no-untyped-call]
    return _read(template)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _of(language: str) -> Catalog:
    return _read(texts.FOLDER / language / "LC_MESSAGES" / "messages.po")


def _messages(catalog: Catalog) -> dict[object, Message]:
    return {(message.context, message.id): message for message in catalog if message.id}


def _strings(strings: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return the forms of a text: one, or those of its singular and plural."""
    return [strings or ""] if strings is None or isinstance(strings, str) else list(strings)


def _fields(strings: str | tuple[str, ...] | list[str] | None) -> set[str]:
    return {name for text in _strings(strings) for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_in_the_file_of_each_language_and_no_other(language: str, extracted: Catalog) -> None:
    wanted, there = _messages(extracted), _messages(_of(language))
    assert 150 < len(wanted)
    assert ([], []) == ([key for key in wanted if key not in there], [key for key in there if key not in wanted])
    assert {} == _of(language).obsolete, "run `make texts`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_for_certain(language: str) -> None:
    messages = _messages(_of(language)).values()
    assert [] == [each.id for each in messages if not all(_strings(each.string))]
    assert [] == [each.id for each in messages if each.fuzzy]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    messages = _messages(_of(language)).values()
    assert [] == [each.id for each in messages if _fields(each.id) != _fields(each.string)]


def test_a_locale_is_answered_in_its_language_or_in_english() -> None:
    assert texts_for("de") is texts_for("de-AT")
    assert ("Remove", "Entfernen") == tuple(texts_for(locale).gettext("Remove") for locale in ("fr-CA", "de"))
    assert texts_for("../de") is texts_for("") is texts_for("en")


def test_a_number_of_months_is_singular_or_plural() -> None:
    said = [texts_for("de").ngettext("over {months} month", "over {months} months", number) for number in (1, 36)]
    assert ["in {months} Monat", "in {months} Monaten"] == said


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more file, and nothing else."""
    catalog = Catalog(locale="fr")
    catalog.add("Remove", "Enlever")
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalog)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    languages.cache_clear()
    yield
    monkeypatch.undo()
    languages.cache_clear()


@pytest.mark.usefixtures("french")
def test_a_language_is_added_by_one_file() -> None:
    assert ("en", "fr") == languages()
    assert ("Enlever", "Total") == tuple(texts_for("fr-CA").gettext(text) for text in ("Remove", "Total"))


def test_a_language_is_named_in_itself() -> None:
    names = {"en": "English", "de-CH": "Deutsch", "fr": "Français", "nl": "Nederlands", "xx": "xx", "": "", "%": "%"}
    assert names == {locale: language_name(locale) for locale in names}


def test_days_and_numbers_are_written_as_in_the_language() -> None:
    assert ("30. November 2026", "November 30, 2026") == (day_text(DAY, "de-AT"), day_text(DAY, "en"))
    assert day_text(DAY, "en") == day_text(DAY, "no such")
    assert ("12.500", "0,5", "12,500") == (number_text(12500, "de"), number_text(0.5, "de"), number_text(12500, ""))
    assert f"1{',000' * 15}" == number_text(10**45, "en")
