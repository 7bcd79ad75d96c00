"""What became of saved choices, as plain JSON: one form for the API, for the command and for the page."""

from collections.abc import Sequence

from configurator.canonical_json import Json, as_json
from configurator.catalog.values import wire_value
from configurator.offering.data import change_data, repair_data
from configurator.offering.ranking import RankedRepair
from configurator.session.render import as_data
from configurator.session.reopen import Loss, Reopened


def reopened_data(found: Reopened, repairs: Sequence[RankedRepair], locale: str = "en") -> dict[str, Json]:
    """Return what holds, what is lost, what clashes, what would mend it, and what is different; texts in the locale."""
    chosen = found.session.choices
    return {
        "same_catalog": found.same_catalog,
        "holds": found.holds,
        "choices": {path: wire_value(value) for path, value in chosen.values.items()},
        "instances": {path: list(ids) for path, ids in chosen.instances.items()},
        "lost": [_lost(loss) for loss in found.lost],
        "conflicts": [as_json(as_data(each, locale)) for each in found.conflicts],
        "repairs": [repair_data(each, locale) for each in repairs],
        "changed": [change_data(each, locale) for each in found.changed],
    }


def _lost(loss: Loss) -> Json:
    value = None if loss.value is None else wire_value(loss.value)
    return {"path": loss.path, "value": value, "kind": loss.kind.value, "message": loss.message}
