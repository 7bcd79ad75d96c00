"""Explanations as people and programs read them: text, HTML, plain data. One tree, three renderers.

What the owner wrote is quoted, never translated; the few sentences around it are written here, by locale.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from configurator.catalog.feature_values import describe_value, wire_value
from configurator.catalog.model import BooleanDomain, Feature, Structure, Text
from configurator.configuration import FeatureValue
from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    ExplanationSubject,
    PresenceCause,
    SubjectKind,
)


@dataclass(frozen=True, slots=True)
class ExplanationWording:
    """The sentences of one language, as templates."""

    subjects: Mapping[SubjectKind, str]
    whole: str
    changing: str
    chosen: str
    only_when: str
    cardinality: str
    without_cause: str
    not_shortened: str
    yes: str
    no: str


ENGLISH = ExplanationWording(
    subjects={
        SubjectKind.BLOCKED: "{title}: {shown} is not possible",
        SubjectKind.REFUSED: "{title}: {shown} cannot be chosen",
        SubjectKind.INCONSISTENT: "these choices cannot hold together",
        SubjectKind.NO_PRODUCT: "the catalog itself allows no product, whatever is chosen",
        SubjectKind.IMPLIED: "{title} can only be {shown}",
        SubjectKind.ABSENT: "{title} is not part of this product",
        SubjectKind.PRESENT: "{title} is part of this product",
    },
    whole="these choices cannot hold together",
    changing="this change of {title} is not possible",
    chosen="you chose {title}: {shown}",
    only_when="{title} is only there when {condition}",
    cardinality="{title}: there can be {low} to {high}",
    without_cause="that is how the catalog is built, whatever is chosen",
    not_shortened="time ran out before this could be shortened; not every point may matter",
    yes="yes",
    no="no",
)

GERMAN = ExplanationWording(
    subjects={
        SubjectKind.BLOCKED: "{title}: {shown} ist nicht möglich",
        SubjectKind.REFUSED: "{title}: {shown} kann nicht gewählt werden",
        SubjectKind.INCONSISTENT: "diese Auswahl passt nicht zusammen",
        SubjectKind.NO_PRODUCT: "der Katalog selbst lässt kein Produkt zu, was auch immer gewählt wird",
        SubjectKind.IMPLIED: "{title} kann nur {shown} sein",
        SubjectKind.ABSENT: "{title} gehört nicht zu diesem Produkt",
        SubjectKind.PRESENT: "{title} gehört zu diesem Produkt",
    },
    whole="diese Auswahl passt nicht zusammen",
    changing="diese Änderung von {title} ist nicht möglich",
    chosen="Sie haben gewählt: {title}: {shown}",
    only_when="{title} gibt es nur, wenn {condition}",
    cardinality="{title}: möglich sind {low} bis {high}",
    without_cause="so ist der Katalog gebaut, was auch immer gewählt wird",
    not_shortened="die Zeit reichte nicht, um dies zu kürzen; nicht jeder Punkt muss eine Rolle spielen",
    yes="ja",
    no="nein",
)

LANGUAGES: Mapping[str, ExplanationWording] = {"en": ENGLISH, "de": GERMAN}


def words_for(locale: str) -> ExplanationWording:
    """Return the sentences of a locale (`de-AT`), of its language (`de`), or English."""
    return LANGUAGES.get(locale) or LANGUAGES.get(locale.split("-")[0]) or ENGLISH


def subject_sentence(subject: ExplanationSubject, locale: str) -> str:
    """Say what an explanation is about."""
    words = words_for(locale)
    if subject.title is None:
        return words.subjects[subject.kind] if subject.kind is SubjectKind.NO_PRODUCT else words.whole
    title = subject.title.in_locale(locale)
    if subject.kind is SubjectKind.REFUSED and subject.shown is None:
        return words.changing.format(title=title)
    shown = subject.shown.in_locale(locale) if subject.shown else ""
    return words.subjects[subject.kind].format(title=title, shown=shown)


def cause_sentence(cause: Cause, locale: str) -> str:
    """Say one cause; a constraint speaks with its owner's reason."""
    words = words_for(locale)
    match cause:
        case ChoiceCause():
            return words.chosen.format(title=cause.title.in_locale(locale), shown=cause.shown.in_locale(locale))
        case ConstraintCause():
            return cause.because.in_locale(locale)
        case PresenceCause():
            return words.only_when.format(title=cause.title.in_locale(locale), condition=cause.condition)
        case CardinalityCause():
            return words.cardinality.format(title=cause.title.in_locale(locale), low=cause.low, high=cause.high)


def source_of(cause: Cause) -> str:
    """Say where the owner wrote a cause: the constraint's id, its instance and its location; nothing for a choice."""
    match cause:
        case ChoiceCause():
            return ""
        case ConstraintCause():
            return ", ".join(filter(None, (cause.id, cause.instance, str(cause.location))))
        case PresenceCause() | CardinalityCause():
            return str(cause.location)


def shown_value(target: Feature | Structure, value: FeatureValue, locales: tuple[str, ...]) -> Text:
    """Return a value as people read it: the option's title, yes or no, the number with its unit."""
    return Text({locale: _shown(target, value)(locale) for locale in locales}, locales[0])


def _shown(target: Feature | Structure, value: FeatureValue) -> Callable[[str], str]:
    if isinstance(value, bool):
        return _truth(value)
    if isinstance(target, Structure) or isinstance(target.domain, BooleanDomain):
        return lambda locale: str(value)
    return lambda locale: describe_value(target, value, locale)


def _truth(value: bool) -> Callable[[str], str]:
    """Return how a locale says yes or no."""
    return lambda locale: words_for(locale).yes if value else words_for(locale).no


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


def _subject(subject: ExplanationSubject, locale: str) -> dict[str, Data]:
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
            source = {"id": id, "instance": instance, "place": str(location)}
            return {"kind": "constraint", **source, "because": _text(because, locale)}
        case PresenceCause(path, title, condition, location):
            source = {"path": path, "condition": condition, "place": str(location)}
            return {"kind": "presence", **source, "title": _text(title, locale)}
        case CardinalityCause(path, title, low, high, location):
            source = {"path": path, "place": str(location)}
            return {"kind": "cardinality", **source, "low": low, "high": high, "title": _text(title, locale)}


def _value(value: FeatureValue | None) -> str | bool | int | None:
    return None if value is None else wire_value(value)


def _text(text: Text | None, locale: str) -> str | None:
    return None if text is None else text.in_locale(locale)


def as_html(explanation: Explanation, locale: str = "en") -> str:
    """Write an explanation as a `div.explanation` with a list of causes, deeper explanations nested in it.

    Choices carry their path in `data-path`, constraints their id in `data-constraint`, for pages that link to them.
    """
    words = words_for(locale)
    items = [_item(cause, locale) for cause in explanation.causes]
    items += [f"<li>{as_html(each, locale)}</li>" for each in explanation.because]
    items = items or [f"<li>{escape(words.without_cause)}</li>"]
    note = "" if explanation.minimal else f'<p class="not-minimal">{escape(words.not_shortened)}</p>'
    subject = escape(subject_sentence(explanation.subject, locale))
    kind = explanation.subject.kind
    return f'<div class="explanation {kind}"><p>{subject}</p><ul>{"".join(items)}</ul>{note}</div>'


def _item(cause: Cause, locale: str) -> str:
    source = source_of(cause)
    shown = f' <span class="source">{escape(source)}</span>' if source else ""
    return f"<li{_attributes(cause)}>{escape(cause_sentence(cause, locale))}{shown}</li>"


def _attributes(cause: Cause) -> str:
    match cause:
        case ChoiceCause(path):
            return f' class="choice" data-path="{escape(path)}"'
        case ConstraintCause(id):
            return f' class="constraint" data-constraint="{escape(id)}"'
        case _:
            return ' class="built"'
