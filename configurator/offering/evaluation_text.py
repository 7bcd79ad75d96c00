"""An evaluation as canonical JSON text, byte for byte that of `evaluation_data`, but much faster.

Most features keep their states between clicks, so the text of each state is cached.
"""

from collections.abc import Iterator

from configurator.canonical_json import Json, dumps, written
from configurator.offering.evaluation import Evaluation
from configurator.offering.evaluation_json import (
    DifferencesByPath,
    by_path,
    data_around,
    feature_data,
    groups_data,
    shown,
    value_now,
)
from configurator.offering.limits import MOST_FEATURE_TEXTS, MOST_STATE_TEXTS, MOST_TEXT_CHARACTERS
from configurator.session.naming import CatalogMember


def evaluation_text(evaluation: Evaluation, locale: str = "en") -> str:
    """Return the canonical JSON of an evaluation; texts in the locale. It is kept with the evaluation, if not huge."""
    text = evaluation.written.get(locale)
    if text is None:
        text = _text(evaluation, locale)
        evaluation.written.clear()
        if len(text) <= MOST_TEXT_CHARACTERS:
            evaluation.written[locale] = text
    return text


def _text(evaluation: Evaluation, locale: str) -> str:
    named, total_differences = shown(evaluation), by_path(evaluation)
    parts = {
        name: _part(name, part) for name, part in data_around(evaluation, named, total_differences, locale).items()
    }
    parts["groups"] = _groups_text(evaluation, named, locale)
    parts["features"] = f"[{','.join(_features_texts(evaluation, named, total_differences, locale))}]"
    return "{" + ",".join(f'"{name}":{parts[name]}' for name in sorted(parts)) + "}"


_PLAIN = frozenset({"choices", "configuration", "instances"})
"""Containers of paths and values of the catalog only."""


def _part(name: str, part: Json) -> str:
    """Return the canonical JSON of a part; most are one word, or empty."""
    if part is None:
        return "null"
    if part == []:
        return "[]"
    return (written if name in _PLAIN else dumps)(part)


def _groups_text(evaluation: Evaluation, named: list[CatalogMember], locale: str) -> str:
    """Return the canonical JSON of the groups, cached by their content."""
    known = evaluation.session.standing_assignment.view.group_texts
    key = (locale, *(each.address for each in named))
    text = known.get(key)
    if text is None:
        if len(known) >= MOST_FEATURE_TEXTS:
            known.clear()
        text = known[key] = dumps(groups_data(evaluation, named, locale))
    return text


def _features_texts(
    evaluation: Evaluation, named: list[CatalogMember], total_differences: DifferencesByPath, locale: str
) -> Iterator[str]:
    """Yield the canonical JSON of every feature, kept where it has no prices: these move with every click."""
    states, known = evaluation.states.features, evaluation.session.standing_assignment.view.state_texts
    for each in named:
        address = each.address
        if address not in states:
            continue
        if address in total_differences:
            yield dumps(feature_data(evaluation, each, total_differences, locale))
            continue
        state = states[address]
        key = locale, address, value_now(evaluation, address, state)
        texts = known.get(key, ())
        text = next((text for kept, text in texts if kept is state), None)
        if text is None:
            text = dumps(feature_data(evaluation, each, total_differences, locale))
            if len(known) >= MOST_FEATURE_TEXTS:
                known.clear()
            known[key] = ((state, text), *texts[: MOST_STATE_TEXTS - 1])
        yield text
