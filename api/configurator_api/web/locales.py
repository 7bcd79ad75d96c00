"""In which language a page is shown: the one asked for, or the nearest there is, and then it says so."""

from collections.abc import Sequence

from configurator_api.web.words import LANGUAGES, words_for

NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "nl": "Nederlands"}


def spoken(asked: str, known: Sequence[str]) -> tuple[str, str]:
    """Return the locale to show, and a sentence that says so where another one was asked for, else nothing."""
    known = known or ("en",)
    if asked in known or not asked:
        return asked or _first(known), ""
    language = asked.split("-")[0].lower()
    near = next((locale for locale in known if locale.split("-")[0].lower() == language), None)
    if near is not None:
        return near, ""
    found = _first(known)
    return found, words_for(found)["other_locale"].format(asked=asked[:12], shown=name_of(found))


def name_of(locale: str) -> str:
    """Return what a language calls itself, or the locale where that is not known here."""
    return NAMES.get(locale.split("-")[0], locale)


def all_spoken(catalogs: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the locales of a list of catalogs that the page has words for, English always among them."""
    found = {locale for each in catalogs for locale in each if locale.split("-")[0] in LANGUAGES}
    return tuple(sorted(found | {"en"}))


def _first(known: Sequence[str]) -> str:
    return "en" if "en" in known else known[0]
