"""Signs of life: `/livez` says that the process answers, `/readyz` that it can do its work.

`/v1/health` says the latter, with the counters of the process.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from typing_extensions import TypedDict

from configurator.response_types import Described
from configurator_api.json_http import answers, json_response
from configurator_api.readiness import ReadinessProbe
from configurator_api.service_context import InContext
from configurator_api.service_counters import CountersResponse, counters_of


class HealthResponse(TypedDict):
    """A sign of life."""

    status: Annotated[str, Described(examples=("ok",))]


class ServiceHealthResponse(HealthResponse):
    """A sign of life, with the counters of the process since it started."""

    counters: CountersResponse


OK: HealthResponse = {"status": "ok"}
router = APIRouter(tags=["health"])
probes = APIRouter(tags=["health"])


@probes.get("/livez", responses=answers("The process answers.", HealthResponse))
async def livez() -> Response:
    """Return that the process answers; one that does not should be started anew."""
    return json_response(OK)


@probes.get("/readyz", responses=answers("The service can do its work.", HealthResponse, 503))
async def readyz(request: Request) -> Response:
    """Return whether requests should be sent here now: the database answers."""
    probe = request.app.state.readiness
    if isinstance(probe, ReadinessProbe):
        await probe.passed()
    return json_response(OK)


@router.get("/health", responses=answers("The service can do its work.", ServiceHealthResponse, 503))
async def health(request: Request, context: InContext) -> Response:
    """Return whether the service can do its work, as `/readyz` does, and what it counts."""
    await readyz(request)
    response: ServiceHealthResponse = {**OK, "counters": counters_of(context)}
    return json_response(response)
