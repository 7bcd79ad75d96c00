"""A page is shown in the nearest language there is, and says so where that is not the one asked for."""

import pytest
from configurator_api.web.locales import all_spoken, name_of, spoken


@pytest.mark.parametrize(
    ("asked", "known", "shown"),
    [
        ("", ("en", "de"), "en"),
        ("", ("de",), "de"),
        ("de", ("en", "de"), "de"),
        ("de-AT", ("en", "de"), "de"),
        ("DE", ("en", "de"), "de"),
        ("", (), "en"),
    ],
)
def test_what_there_is_is_shown_without_a_word(asked: str, known: tuple[str, ...], shown: str) -> None:
    assert (shown, "") == spoken(asked, known)


def test_another_language_is_said_to_be_shown_instead() -> None:
    assert ("en", "This product is not described in “fr”; it is shown in English.") == spoken("fr", ("en", "de"))
    assert ("de", "Dieses Produkt ist nicht auf „fr“ beschrieben; Sie sehen es auf Deutsch.") == spoken("fr", ("de",))


def test_a_list_is_offered_in_languages_that_the_page_speaks() -> None:
    assert ("de", "en") == all_spoken([("de", "ja"), ()])
    assert ("Deutsch", "xx") == (name_of("de-CH"), name_of("xx"))
