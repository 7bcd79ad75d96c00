"""The few sentences an explanation is made of, by locale. What the owner wrote is quoted, never translated."""

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    PresenceCause,
    Subject,
    SubjectKind,
)


@dataclass(frozen=True, slots=True)
class Words:
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


ENGLISH = Words(
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

GERMAN = Words(
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

LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "de": GERMAN}


def words_for(locale: str) -> Words:
    """Return the sentences of a locale (`de-AT`), of its language (`de`), or English."""
    return LANGUAGES.get(locale) or LANGUAGES.get(locale.split("-")[0]) or ENGLISH


def subject_sentence(subject: Subject, locale: str) -> str:
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
    """Say where the owner wrote a cause: the constraint's id, its instance and its place; nothing for a choice."""
    match cause:
        case ChoiceCause():
            return ""
        case ConstraintCause():
            return ", ".join(filter(None, (cause.id, cause.instance, str(cause.location))))
        case PresenceCause() | CardinalityCause():
            return str(cause.location)
