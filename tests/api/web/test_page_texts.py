"""The page says everything in each of its languages."""

from configurator_api.web.page_texts import ENGLISH, LANGUAGES, words_for


def test_every_language_has_every_word() -> None:
    for language, words in LANGUAGES.items():
        assert set(ENGLISH) == set(words), language
        assert all(words.values()), language


def test_another_language_is_spoken_in_english() -> None:
    assert ENGLISH == words_for("fr")
    assert LANGUAGES["de"] == words_for("de-AT")
