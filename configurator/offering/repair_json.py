"""Repairs, conflicts and reopened choices as plain JSON; texts in a locale, amounts exact."""

from collections.abc import Mapping, Sequence

from configurator.catalog.feature_values import wire_value
from configurator.configuration import FeatureValue
from configurator.offering.evaluation_responses import (
    ChangeResponse,
    ConflictsResponse,
    LostChoiceResponse,
    ReopenedChoicesResponse,
    RepairResponse,
)
from configurator.offering.price_differences import AllConflicts, RankedRepair
from configurator.pricing.price_lines import TotalDifference
from configurator.response_types import Difference, Scalar, amounts_response
from configurator.session.render import as_data, loss_sentence
from configurator.session.reopen import Loss, ReopenedChoices
from configurator.session.repairs import ValueChange


def repair_data(ranked: RankedRepair, locale: str = "en") -> RepairResponse:
    """Return a repair as JSON: its changes, the resulting choices, and its price difference."""
    return {
        "changes": [change_data(change, locale) for change in ranked.repair.changes],
        "choices": values_data(ranked.repair.choices.values),
        "instances": {path: list(ids) for path, ids in ranked.repair.choices.instances.items()},
        "difference": difference_data(ranked.difference),
    }


def conflicts_data(all_conflicts: AllConflicts, locale: str = "en") -> ConflictsResponse:
    """Return all conflicts and repairs as JSON; texts in the locale."""
    return {
        "conflicts": [as_data(each, locale) for each in all_conflicts.explanations],
        "repairs": [repair_data(each, locale) for each in all_conflicts.repairs],
        "complete": all_conflicts.complete,
    }


def difference_data(difference: TotalDifference | None) -> Difference | None:
    """Return a price difference by cadence; None where it is not known."""
    return None if difference is None else amounts_response(difference.by_cadence)


def change_data(change: ValueChange, locale: str = "en") -> ChangeResponse:
    """Return a changed value as JSON, with its texts."""
    return {
        "path": change.path,
        "title": change.title.in_locale(locale),
        "before": wire_value(change.before),
        "after": None if change.after is None else wire_value(change.after),
        "shown_before": change.shown_before.in_locale(locale),
        "shown_after": None if change.shown_after is None else change.shown_after.in_locale(locale),
    }


def reopened_data(
    reopened_choices: ReopenedChoices, repairs: Sequence[RankedRepair], locale: str = "en"
) -> ReopenedChoicesResponse:
    """Return what holds, is lost, conflicts and differs, with repairs; texts in the locale."""
    chosen = reopened_choices.session.choices
    return {
        "same_catalog": reopened_choices.same_catalog,
        "holds": reopened_choices.holds,
        "choices": values_data(chosen.values),
        "instances": {path: list(ids) for path, ids in chosen.instances.items()},
        "lost": [_lost(loss, locale) for loss in reopened_choices.lost],
        "conflicts": [as_data(each, locale) for each in reopened_choices.conflicts],
        "repairs": [repair_data(each, locale) for each in repairs],
        "changed": [change_data(each, locale) for each in reopened_choices.changed],
    }


def _lost(loss: Loss, locale: str) -> LostChoiceResponse:
    value = None if loss.value is None else wire_value(loss.value)
    message = loss_sentence(loss.path, loss.value, locale)
    return {"path": loss.path, "value": value, "kind": loss.kind.value, "message": message}


def values_data(values: Mapping[str, FeatureValue]) -> dict[str, Scalar]:
    """Return values by path as JSON."""
    return {path: wire_value(value) for path, value in values.items()}
