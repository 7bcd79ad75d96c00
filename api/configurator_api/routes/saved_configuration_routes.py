"""Saved configurations: stored without an account under an unguessable id, reopened on the current catalog."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from configurator.canonical_json import dumps
from configurator.quoting.quote_body import body_digest
from configurator_api.json_http import TAG, ExactRoute, answers, json_response, tagged, text_response
from configurator_api.lanes import LaneName, on_lane
from configurator_api.rate_limits import limit_evaluations, limit_writes
from configurator_api.request_faults import all_faults
from configurator_api.saved_configurations import (
    ReopenedResponse,
    SavedConfigurationResponse,
    reopened,
    reopened_choices_data,
    saved_data,
    store_choices,
    stored_choices,
)
from configurator_api.schemas.request_models import Locale, SaveRequest
from configurator_api.schemas.text_forms import SAVED_ID
from configurator_api.service_context import InContext

router = APIRouter(prefix="/configurations", tags=["saved configurations"], route_class=ExactRoute)

SavedId = Annotated[str, Path(pattern=SAVED_ID)]
_HEADERS = {
    "ETag": TAG,
    "Location": {"schema": {"type": "string"}, "description": "The address of the configuration."},
}
_SAVED = answers("Saved.", SavedConfigurationResponse, 400, 408, 413, 415, 422, 429, 503, status=201)
_SAVED[201]["headers"] = _HEADERS


@router.post("", status_code=201, responses=_SAVED, dependencies=[Depends(limit_writes)])
@on_lane(LaneName.DATABASE)
def save_configuration(context: InContext, body: SaveRequest) -> Response:
    """Save choices under a new id that grants access to them: whoever knows it can read them.

    Conflicting choices can be saved too: reopening reports the conflict.
    """
    request = body.evaluation_request(context.settings.now(), context.settings.most_seconds)
    with all_faults(context.engine, {"": request}):
        kept = store_choices(context, request, on=body.on)
    text = dumps(saved_data(kept))
    headers = {"Location": f"/v1/configurations/{kept.id}", "ETag": f'"{body_digest(text)}"'}
    return text_response(text, 201, headers)


@router.get("/{configuration_id}", responses=answers("The choices.", SavedConfigurationResponse, 304, 404, 422, 503))
@on_lane(LaneName.DATABASE)
def read_configuration(request: Request, context: InContext, configuration_id: SavedId) -> Response:
    """Return choices as they were saved; they never change."""
    body = dumps(saved_data(stored_choices(context, configuration_id)))
    return tagged(request, body, body_digest(body))


@router.get(
    "/{configuration_id}/reopened",
    responses=answers("What became of it.", ReopenedResponse, 404, 422, 429, 503),
    dependencies=[Depends(limit_evaluations)],
)
@on_lane(LaneName.DATABASE)
def reopen_configuration(
    context: InContext, configuration_id: SavedId, locale: Annotated[Locale, Query()] = "en"
) -> Response:
    """Open saved choices on the present catalog: what holds, exactly what does not, and what would mend it."""
    kept = stored_choices(context, configuration_id)
    return json_response(reopened_choices_data(kept, reopened(context, kept, context.settings.most_seconds), locale))
