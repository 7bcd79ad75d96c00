"""An evaluation as the text of its canonical JSON, byte for byte that of `evaluation_data`, and much sooner.

From click to click most features stay as they were: how each is written in each of its states is kept.
"""

from configurator.catalog.model import Feature
from configurator.offering.data import Differences, by_path, data_around, feature_data, groups_data, shown, value_now
from configurator.offering.evaluation import Evaluation
from configurator.session.naming import Named
from configurator.wire import dumps, written

MOST_WRITTEN = 4_000
"""So many features, each in one of its states, are kept written of each catalog."""


def evaluation_text(evaluation: Evaluation, locale: str = "en") -> str:
    """Return the canonical JSON of an evaluation; texts in the locale."""
    named, told = shown(evaluation), by_path(evaluation)
    around = data_around(evaluation, named, locale)
    parts = {name: (written if name in _PLAIN else dumps)(part) for name, part in around.items()}
    parts["groups"] = _groups_text(evaluation, named, locale)
    features = [_feature_text(evaluation, each, told, locale) for each in named if isinstance(each.target, Feature)]
    parts["features"] = f"[{','.join(features)}]"
    return "{" + ",".join(f'"{name}":{parts[name]}' for name in sorted(parts)) + "}"


_PLAIN = frozenset({"choices", "configuration", "instances"})
"""What holds nothing but paths and values of the catalog."""


def _groups_text(evaluation: Evaluation, named: list[Named], locale: str) -> str:
    """Return the canonical JSON of the groups, which is kept by what is shown in them."""
    known = evaluation.session.stood.naming.written
    key = (locale, *(each.address for each in named))
    found = known.get(key)
    if found is None:
        _make_room(known)
        found = known[key] = None, dumps(groups_data(evaluation, named, locale))
    return found[1]


def _feature_text(evaluation: Evaluation, named: Named, told: Differences, locale: str) -> str:
    """Return the canonical JSON of a feature, which is kept where it has no prices: these move with every click."""
    if named.address in told:
        return dumps(feature_data(evaluation, named, told, locale))
    state = evaluation.states.features[named.address]
    known, running = evaluation.session.stood.naming.written, value_now(evaluation, named.address, state)
    key = locale, id(state), running
    found = known.get(key)
    if found is None:
        _make_room(known)
        found = known[key] = state, dumps(feature_data(evaluation, named, told, locale))
    return found[1]


def _make_room(known: dict[tuple[object, ...], tuple[object, str]]) -> None:
    if len(known) >= MOST_WRITTEN:
        known.clear()
