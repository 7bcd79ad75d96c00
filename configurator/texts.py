"""The texts of page, command and explanations in the language of a locale, from gettext catalogs, one `.po` each.

The English texts are in the code, marked by `_(…)`, `ngettext(…)` or `N_(…)`; `make texts` collects them into the
catalogs of the other languages. What the owner of a catalog wrote is quoted, never translated.
"""

from datetime import date
from decimal import Context, Decimal, localcontext
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

FOLDER: Final = Path(__file__).parent / "locale"
ENGLISH: Final = "en"
_IN_CODE: Final = NullTranslations()
_WIDE: Final = Context(prec=5_000)
"""Digits enough for the number of products of any catalog."""


def N_(message: str) -> str:
    """Mark a text of a table for translation, which happens where it is used."""
    return message


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are texts in, English first."""
    return (ENGLISH, *sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po")))


def texts_for(locale: str) -> NullTranslations:
    """Return the texts of a locale (`de-AT`), of its language (`de`), or in English."""
    for name in (locale.replace("-", "_"), locale.partition("-")[0]):
        if name in languages():
            return _read(name)
    return _IN_CODE


@cache
def _read(language: str) -> NullTranslations:
    """Read a language's catalog; the cache holds one entry per language."""
    if language == ENGLISH:
        return _IN_CODE
    from babel.messages.mofile import write_mo  # Imported here, as English needs neither and they take 60 ms.
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_name(locale: str) -> str:
    """Return what a language calls itself (`Deutsch`), or the locale where that is unknown."""
    language = locale.partition("-")[0]
    try:
        return (Locale.parse(language).display_name or locale).capitalize()
    except (ValueError, UnknownLocaleError):
        return locale


def day_text(day: date, locale: str) -> str:
    """Write a day as people of a locale do: `November 30, 2026`, `30. November 2026`."""
    return format_date(day, "long", _conventions(locale))


def number_text(number: float | Decimal, locale: str) -> str:
    """Write a number as people of a locale do, to a thousandth: `12,500` and `0.5`, `12.500` and `0,5`."""
    with localcontext(_WIDE):
        return format_decimal(number, locale=_conventions(locale))


@lru_cache(maxsize=256)
def _conventions(locale: str) -> Locale:
    """Return how a locale writes days and numbers; as in English where it is not known."""
    try:
        return Locale.parse(locale, sep="-" if "-" in locale else "_")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(ENGLISH)
