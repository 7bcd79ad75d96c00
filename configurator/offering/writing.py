"""An evaluation as the text of its canonical JSON, byte for byte that of `evaluation_data`, and much sooner.

From click to click most features stay as they were: how each is written in each of its states is kept.
"""

from configurator.catalog.model import Feature
from configurator.offering.data import Differences, by_path, data_around, feature_data, shown, value_now
from configurator.offering.evaluation import Evaluation
from configurator.session.naming import Named
from configurator.wire import dumps

MOST_WRITTEN = 4_000
"""So many features of a catalog, each in one of its states, are kept written."""


def evaluation_text(evaluation: Evaluation, locale: str = "en") -> str:
    """Return the canonical JSON of an evaluation; texts in the locale."""
    named, told = shown(evaluation), by_path(evaluation)
    parts = {name: dumps(part) for name, part in data_around(evaluation, named, locale).items()}
    features = (_feature_text(evaluation, each, told, locale) for each in named if isinstance(each.target, Feature))
    parts["features"] = f"[{','.join(features)}]"
    return "{" + ",".join(f'"{name}":{parts[name]}' for name in sorted(parts)) + "}"


def _feature_text(evaluation: Evaluation, named: Named, told: Differences, locale: str) -> str:
    """Return the canonical JSON of a feature, kept where it has no prices, which move with every click."""
    if named.address in told:
        return dumps(feature_data(evaluation, named, told, locale))
    state = evaluation.states.features[named.address]
    running = value_now(evaluation, named.address, state)
    written = evaluation.session.stood.naming.written
    key = locale, id(state), running
    found = written.get(key)
    if found is None:
        if len(written) >= MOST_WRITTEN:
            written.clear()
        text = dumps(feature_data(evaluation, named, told, locale))
        found = written[key] = state, text
    return found[1]
