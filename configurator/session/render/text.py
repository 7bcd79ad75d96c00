"""An explanation as indented lines of text."""

from collections.abc import Iterator

from configurator.session.explanation import Explanation
from configurator.session.render.words import cause_sentence, source_of, subject_sentence, words_for


def as_text(explanation: Explanation, locale: str = "en") -> str:
    """Write an explanation: its subject, and below it one line for each cause, with the source of the owner's words."""
    return "\n".join(_lines(explanation, locale, ""))


def _lines(explanation: Explanation, locale: str, indent: str) -> Iterator[str]:
    words = words_for(locale)
    yield f"{indent}{subject_sentence(explanation.subject, locale)}"
    for cause in explanation.causes:
        source = source_of(cause)
        yield f"{indent}  - {cause_sentence(cause, locale)}" + (f" [{source}]" if source else "")
    if not explanation.causes and not explanation.because:
        yield f"{indent}  - {words.without_cause}"
    if not explanation.minimal:
        yield f"{indent}  ({words.not_shortened})"
    for deeper in explanation.because:
        yield from _lines(deeper, locale, f"{indent}    ")
