from dataclasses import fields

import pytest

from configurator.session import Subject, SubjectKind
from configurator.session.render.words import LANGUAGES, Words, subject_sentence, words_for
from tests.session.render.trees import text


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_every_language_says_everything(words: Words) -> None:
    assert set(words.subjects) == set(SubjectKind)
    assert all(getattr(words, field.name) for field in fields(words))


def test_an_unknown_locale_is_spoken_to_in_english() -> None:
    assert words_for("fr-CA") is LANGUAGES["en"]
    assert words_for("de-AT") is LANGUAGES["de"]


def test_a_title_with_braces_is_shown_as_it_is() -> None:
    subject = Subject(SubjectKind.REFUSED, "a", None, text("{shown} {0}"))
    assert subject_sentence(subject, "en") == "this change of {shown} {0} is not possible"
