"""Renders explanations as text, HTML and plain data. One tree, three renderers.

What the owner wrote is quoted, never translated; the few sentences around it come from `texts`.
"""

from collections.abc import Callable, Iterator, Mapping
from html import escape

from configurator.catalog.feature_values import describe_value, show_value, wire_value
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
from configurator.session.explanation_responses import CauseResponse, CauseSubjectResponse, ExplanationResponse
from configurator.texts import N_, languages, texts_for

SUBJECTS: Mapping[SubjectKind, str] = {
    SubjectKind.BLOCKED: N_("{title}: {shown} is not possible"),
    SubjectKind.REFUSED: N_("{title}: {shown} cannot be chosen"),
    SubjectKind.INCONSISTENT: N_("these choices cannot hold together"),
    SubjectKind.NO_PRODUCT: N_("the catalog itself allows no product, whatever is chosen"),
    SubjectKind.IMPLIED: N_("{title} can only be {shown}"),
    SubjectKind.ABSENT: N_("{title} is not part of this product"),
    SubjectKind.PRESENT: N_("{title} is part of this product"),
}
_WITHOUT_CAUSE = N_("that is how the catalog is built, whatever is chosen")
_UNPROVED = N_("no minimal reason was found in time")
_TRUTH = {True: N_("yes"), False: N_("no")}


def subject_sentence(subject: ExplanationSubject, locale: str) -> str:
    """Describe the subject of an explanation."""
    _ = texts_for(locale).gettext
    if subject.title is None:
        whole = SubjectKind.NO_PRODUCT if subject.kind is SubjectKind.NO_PRODUCT else SubjectKind.INCONSISTENT
        return _(SUBJECTS[whole])
    title = subject.title.in_locale(locale)
    if subject.kind is SubjectKind.REFUSED and subject.shown is None:
        return _("this change of {title} is not possible").format(title=title)
    shown = subject.shown.in_locale(locale) if subject.shown else ""
    return _(SUBJECTS[subject.kind]).format(title=title, shown=shown)


def loss_sentence(path: str, value: FeatureValue | None, locale: str) -> str:
    """Say which saved choice, or which instances, a newer catalog no longer has."""
    _ = texts_for(locale).gettext
    if value is None:
        return _("the catalog no longer has {path}").format(path=path)
    return _("the catalog no longer has {path}: {value}").format(path=path, value=show_value(value))


def cause_sentence(cause: Cause, locale: str) -> str:
    """Describe one cause; a constraint by its owner's reason."""
    _ = texts_for(locale).gettext
    match cause:
        case ChoiceCause():
            title, shown = cause.title.in_locale(locale), cause.shown.in_locale(locale)
            return _("you chose {title}: {shown}").format(title=title, shown=shown)
        case ConstraintCause():
            return cause.because.in_locale(locale)
        case PresenceCause():
            title = cause.title.in_locale(locale)
            return _("{title} is only there when {condition}").format(title=title, condition=cause.condition)
        case CardinalityCause():
            title, sentence = cause.title.in_locale(locale), _("{title}: there can be {low} to {high}")
            return sentence.format(title=title, low=cause.low, high=cause.high)


def source_of(cause: Cause) -> str:
    """Format the source of a cause: the constraint's id, its instance and its location; empty for a choice."""
    match cause:
        case ChoiceCause():
            return ""
        case ConstraintCause():
            return ", ".join(filter(None, (cause.id, cause.instance, str(cause.location))))
        case PresenceCause() | CardinalityCause():
            return str(cause.location)


def shown_value(target: Feature | Structure, value: FeatureValue, locales: tuple[str, ...]) -> Text:
    """Return a value as people read it: the option's title, yes or no, the number with its unit.

    Yes and no are this package's own words, so they are there in its languages even if the catalog has fewer.
    """
    known = dict.fromkeys((*locales, *languages())) if isinstance(value, bool) else locales
    return Text({locale: _shown(target, value)(locale) for locale in known}, locales[0])


def _shown(target: Feature | Structure, value: FeatureValue) -> Callable[[str], str]:
    if isinstance(value, bool):
        return _truth(value)
    if isinstance(target, Structure) or isinstance(target.domain, BooleanDomain):
        return lambda locale: str(value)
    return lambda locale: describe_value(target, value, locale)


def _truth(value: bool) -> Callable[[str], str]:
    """Return yes or no in a locale."""
    return lambda locale: texts_for(locale).gettext(_TRUTH[value])


def as_text(explanation: Explanation, locale: str = "en") -> str:
    """Write an explanation: its subject, and below it one line for each cause, with the source of the owner's words."""
    return "\n".join(_lines(explanation, locale, ""))


def _lines(explanation: Explanation, locale: str, indent: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    yield f"{indent}{subject_sentence(explanation.subject, locale)}"
    for cause in explanation.causes:
        source = source_of(cause)
        yield f"{indent}  - {cause_sentence(cause, locale)}" + (f" [{source}]" if source else "")
    if not explanation.causes and not explanation.because:
        yield f"{indent}  - {_(_WITHOUT_CAUSE if explanation.minimal else _UNPROVED)}"
    for deeper in explanation.because:
        yield from _lines(deeper, locale, f"{indent}    ")


def as_data(explanation: Explanation, locale: str = "en") -> ExplanationResponse:
    """Return an explanation as plain data; `message` of each part is its sentence in the locale."""
    return {
        "subject": _subject(explanation.subject, locale),
        "minimal": explanation.minimal,
        "causes": [_cause(cause, locale) for cause in explanation.causes],
        "because": [as_data(deeper, locale) for deeper in explanation.because],
    }


def _subject(subject: ExplanationSubject, locale: str) -> CauseSubjectResponse:
    return {
        "kind": subject.kind.value,
        "path": subject.path,
        "value": _value(subject.value),
        "title": _text(subject.title, locale),
        "message": subject_sentence(subject, locale),
    }


def _cause(cause: Cause, locale: str) -> CauseResponse:
    message = cause_sentence(cause, locale)
    match cause:
        case ChoiceCause(path, value, title, shown):
            return {
                "kind": "choice",
                "message": message,
                "path": path,
                "value": _value(value),
                "title": _text(title, locale),
                "shown": _text(shown, locale),
            }
        case ConstraintCause(id, because, location, instance):
            return {
                "kind": "constraint",
                "message": message,
                "id": id,
                "instance": instance,
                "place": str(location),
                "because": _text(because, locale),
            }
        case PresenceCause(path, title, condition, location):
            return {
                "kind": "presence",
                "message": message,
                "path": path,
                "condition": condition,
                "place": str(location),
                "title": _text(title, locale),
            }
        case CardinalityCause(path, title, low, high, location):
            return {
                "kind": "cardinality",
                "message": message,
                "path": path,
                "place": str(location),
                "low": low,
                "high": high,
                "title": _text(title, locale),
            }


def _value(value: FeatureValue | None) -> str | bool | int | None:
    return None if value is None else wire_value(value)


def _text(text: Text | None, locale: str) -> str | None:
    return None if text is None else text.in_locale(locale)


def as_html(explanation: Explanation, locale: str = "en") -> str:
    """Write an explanation as a `div.explanation` with a list of causes, deeper explanations nested in it.

    Choices carry their path in `data-path`, constraints their id in `data-constraint`, for pages that link to them.
    """
    _ = texts_for(locale).gettext
    items = [_item(cause, locale) for cause in explanation.causes]
    items += [f"<li>{as_html(each, locale)}</li>" for each in explanation.because]
    if not explanation.minimal:
        items = [f'<li class="undecided">{escape(_(_UNPROVED))}</li>']
    items = items or [f"<li>{escape(_(_WITHOUT_CAUSE))}</li>"]
    subject = escape(subject_sentence(explanation.subject, locale))
    kind = explanation.subject.kind
    return f'<div class="explanation {kind}"><p>{subject}</p><ul>{"".join(items)}</ul></div>'


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
