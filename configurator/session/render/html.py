"""An explanation as a fragment of HTML; every text is escaped, whoever wrote it."""

from html import escape

from configurator.session.explanation import Cause, ChoiceCause, ConstraintCause, Explanation
from configurator.session.render.words import cause_sentence, source_of, subject_sentence, words_for


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
