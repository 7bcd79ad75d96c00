"""An explanation as plain JSON data: dicts, lists, texts, booleans and integers only."""

from configurator.catalog.model import Text
from configurator.catalog.values import wire_value
from configurator.configuration import FeatureValue
from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    PresenceCause,
    Subject,
)
from configurator.session.render.words import cause_sentence, subject_sentence

Data = dict[str, "Data"] | list["Data"] | str | bool | int | None
"""What JSON can hold without a float."""


def as_data(explanation: Explanation, locale: str = "en") -> dict[str, Data]:
    """Return an explanation as plain data; `message` of each part is its sentence in the locale."""
    return {
        "subject": _subject(explanation.subject, locale),
        "minimal": explanation.minimal,
        "causes": [{**_cause(cause, locale), "message": cause_sentence(cause, locale)} for cause in explanation.causes],
        "because": [as_data(deeper, locale) for deeper in explanation.because],
    }


def _subject(subject: Subject, locale: str) -> dict[str, Data]:
    return {
        "kind": subject.kind.value,
        "path": subject.path,
        "value": _value(subject.value),
        "title": _text(subject.title, locale),
        "message": subject_sentence(subject, locale),
    }


def _cause(cause: Cause, locale: str) -> dict[str, Data]:
    match cause:
        case ChoiceCause(path, value, title, shown):
            return {
                "kind": "choice",
                "path": path,
                "value": _value(value),
                "title": _text(title, locale),
                "shown": _text(shown, locale),
            }
        case ConstraintCause(id, because, location, instance):
            found = {"kind": "constraint", "id": id, "instance": instance, "place": str(location)}
            return {**found, "because": _text(because, locale)}
        case PresenceCause(path, title, condition, location):
            found = {"kind": "presence", "path": path, "condition": condition, "place": str(location)}
            return {**found, "title": _text(title, locale)}
        case CardinalityCause(path, title, low, high, location):
            found = {"kind": "cardinality", "path": path, "place": str(location)}
            return {**found, "low": low, "high": high, "title": _text(title, locale)}


def _value(value: FeatureValue | None) -> str | bool | int | None:
    return None if value is None else wire_value(value)


def _text(text: Text | None, locale: str) -> str | None:
    return None if text is None else text.in_locale(locale)
