"""Keeping choices and opening them again, for the API and for the page alike."""

from dataclasses import dataclass, replace
from datetime import date

from typing_extensions import TypedDict

from configurator.canonical_json import as_object, digest_of, moment_text
from configurator.catalog.feature_values import wire_value
from configurator.engine import EvaluationRequest, Reopening
from configurator.errors import NotFound
from configurator.offering.evaluation_json import configuration_data
from configurator.offering.evaluation_responses import (
    ConfigurationResponse,
    LostChoiceResponse,
    ReopenedChoicesResponse,
)
from configurator.offering.repair_json import reopened_data
from configurator.quoting.quote_responses import KindedValueResponse
from configurator.quoting.saved_choices import SavedChoices, new_saved_id, read_saved_choices, write_saved_choices
from configurator.quoting.value_json import write_instances, write_parameters
from configurator.response_types import DayText, Instances, MomentText, ReferenceResponse, Scalar
from configurator.session import Choices
from configurator.storage.storage_ports import SavedConfiguration
from configurator.texts import texts_for
from configurator_api.service_context import ServiceContext


class SavedConfigurationResponse(TypedDict):
    """Choices as they were saved, and the product as it stood then."""

    id: str
    created: MomentText
    catalog: ReferenceResponse
    book: str | None
    on: DayText | None
    parameters: dict[str, KindedValueResponse]
    choices: dict[str, Scalar]
    instances: Instances
    configuration: ConfigurationResponse | None


class ReopenedResponse(ReopenedChoicesResponse):
    """What became of saved choices on the catalog as it is now."""

    id: str
    catalog: ReferenceResponse


@dataclass(frozen=True, slots=True)
class StoredChoices:
    """Saved choices as they lie in the store."""

    id: str
    row: SavedConfiguration
    saved: SavedChoices


@dataclass(frozen=True, slots=True)
class ReopenedRecord:
    """What became of saved choices, and whether the book they were priced with is still there."""

    request: EvaluationRequest
    reopening: Reopening
    catalog_digest: str
    lost_book: str | None


def store_choices(context: ServiceContext, request: EvaluationRequest, *, on: date | None) -> StoredChoices:
    """Save the choices of a request. Raises like an evaluation."""
    context.try_out(request)
    with context.watching(request):
        saved = context.engine.saved(request, on=on)
    body, now, seller = as_object(write_saved_choices(saved)), context.settings.now(), context.settings.seller
    id = new_saved_id()
    row = SavedConfiguration(id, seller, saved.catalog, saved.catalog_digest, "", body, digest_of(body), now, now)
    context.storage.sellers.ensure(seller, at=now)
    context.storage.configurations.add(row)
    return StoredChoices(id, row, saved)


def stored_choices(context: ServiceContext, id: str) -> StoredChoices:
    """Return saved choices. Raises NotFound."""
    row = context.storage.configurations.get(context.settings.seller, id)
    return StoredChoices(id, row, read_saved_choices(dict(row.body)))


def reopened(context: ServiceContext, kept: StoredChoices, seconds: float) -> ReopenedRecord:
    """Open saved choices on the present catalog. Raises Undecided where time ran out, NotFound where it is gone."""
    saved, engine = kept.saved, context.engine
    try:
        books = engine.books(saved.catalog)
    except NotFound as error:
        raise NotFound(f"{error}; the saved configuration itself is unharmed") from error
    lost_book = saved.book if saved.book is not None and saved.book not in books else None
    request = EvaluationRequest(
        saved.catalog,
        saved.on or context.settings.now(),
        Choices(saved.choices, saved.instances),
        None if lost_book else saved.book,
        parameters=saved.parameters,
        seconds=seconds,
    )
    context.try_out(request)
    with context.watching(request):
        reopening = engine.reopen(request, digest=saved.catalog_digest, saved=saved.configuration)
    now = replace(request, choices=reopening.found.session.choices)
    return ReopenedRecord(now, reopening, engine.outline(saved.catalog).digest, lost_book)


def saved_data(kept: StoredChoices) -> SavedConfigurationResponse:
    """Return saved choices as JSON."""
    saved = kept.saved
    return {
        "id": kept.id,
        "created": moment_text(kept.row.created),
        "catalog": {"id": saved.catalog, "digest": saved.catalog_digest},
        "book": saved.book,
        "on": None if saved.on is None else saved.on.isoformat(),
        "parameters": write_parameters(saved.parameters),
        "choices": {path: wire_value(value) for path, value in saved.choices.items()},
        "instances": write_instances(saved.instances),
        "configuration": None if saved.configuration is None else configuration_data(saved.configuration),
    }


def reopened_choices_data(kept: StoredChoices, here: ReopenedRecord, locale: str) -> ReopenedResponse:
    """Return the reopened choices as JSON; a missing book is listed under `lost`."""
    results = reopened_data(here.reopening.found, here.reopening.repairs, locale)
    if here.lost_book is not None:
        results = {**results, "holds": False, "lost": [_lost_book(here.lost_book, locale), *results["lost"]]}
    return {"id": kept.id, "catalog": {"id": kept.saved.catalog, "digest": here.catalog_digest}, **results}


def _lost_book(book: str, locale: str) -> LostChoiceResponse:
    _ = texts_for(locale).gettext
    message = _("the price book {book} is gone; prices are those of another one").format(book=book)
    return {"path": "", "value": None, "kind": "unknown-book", "message": message}
