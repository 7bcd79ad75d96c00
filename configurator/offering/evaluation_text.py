"""An evaluation as the text of its canonical JSON, byte for byte that of `evaluation_data`, and much sooner.

From click to click most features stay as they were, so the text of each of their states is cached.
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
from configurator.offering.limits import MOST_FEATURE_TEXTS, MOST_TEXT_CHARACTERS
from configurator.session.naming import Named


def evaluation_text(evaluation: Evaluation, locale: str = "en") -> str:
    """Return the canonical JSON of an evaluation; texts in the locale. It is kept with the evaluation, if not huge."""
    found = evaluation.written.get(locale)
    if found is None:
        found = _text(evaluation, locale)
        evaluation.written.clear()
        if len(found) <= MOST_TEXT_CHARACTERS:
            evaluation.written[locale] = found
    return found


def _text(evaluation: Evaluation, locale: str) -> str:
    named, told = shown(evaluation), by_path(evaluation)
    parts = {name: _part(name, part) for name, part in data_around(evaluation, named, told, locale).items()}
    parts["groups"] = _groups_text(evaluation, named, locale)
    parts["features"] = f"[{','.join(_features_texts(evaluation, named, told, locale))}]"
    return "{" + ",".join(f'"{name}":{parts[name]}' for name in sorted(parts)) + "}"


_PLAIN = frozenset({"choices", "configuration", "instances"})
"""What holds nothing but paths and values of the catalog."""


def _part(name: str, part: Json) -> str:
    """Return the canonical JSON of a part; most are one word, or empty."""
    if part is None:
        return "null"
    if part == []:
        return "[]"
    return (written if name in _PLAIN else dumps)(part)


def _groups_text(evaluation: Evaluation, named: list[Named], locale: str) -> str:
    """Return the canonical JSON of the groups, which is kept by what is shown in them."""
    known = evaluation.session.stood.naming.written
    key = (locale, *(each.address for each in named))
    found = known.get(key)
    if found is None:
        _make_room(known)
        found = known[key] = None, dumps(groups_data(evaluation, named, locale))
    return found[1]


def _features_texts(evaluation: Evaluation, named: list[Named], told: DifferencesByPath, locale: str) -> Iterator[str]:
    """Yield the canonical JSON of every feature, kept where it has no prices: these move with every click."""
    states, known = evaluation.states.features, evaluation.session.stood.naming.written
    for each in named:
        address = each.address
        if address not in states:
            continue
        if address in told:
            yield dumps(feature_data(evaluation, each, told, locale))
            continue
        state = states[address]
        key = locale, id(state), value_now(evaluation, address, state)
        found = known.get(key)
        if found is None:
            _make_room(known)
            found = known[key] = state, dumps(feature_data(evaluation, each, told, locale))
        yield found[1]


def _make_room(known: dict[tuple[object, ...], tuple[object, str]]) -> None:
    if len(known) >= MOST_FEATURE_TEXTS:
        known.clear()
