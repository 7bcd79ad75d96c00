"""Whether the service is alive and its store answers."""

from fastapi import APIRouter, Response

from configurator_api.answers import answers, json_response
from configurator_api.context import InContext
from configurator_api.schemas.told import Health

router = APIRouter(tags=["health"])


@router.get("/health", responses=answers("The service is alive.", Health, 503))
def health(context: InContext) -> Response:
    """Tell whether the service can do its work."""
    context.storage.check()
    return json_response({"status": "ok"})
