"""Authentication: API keys, sent as `Authorization: Bearer …` or `X-API-Key`."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from configurator.storage.storage_ports import ApiKey
from configurator_api.lanes import LaneName
from configurator_api.problem_details import HttpProblem
from configurator_api.rate_limits import count_address, count_key
from configurator_api.service_context import InContext

READ, WRITE, COSTS = "quotes:read", "quotes:write", "costs:read"

_bearer = HTTPBearer(auto_error=False, description="An API key as a bearer token.")
_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="An API key.")


async def known_key(
    request: Request,
    context: InContext,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    header: Annotated[str | None, Security(_header)],
) -> ApiKey:
    """Return the key of a request; a problem of status 401 where it has none that is in force.

    Requests are counted by address until they are known to come from a key: whoever tries keys is slowed down.
    """
    secret = bearer.credentials if bearer else header
    authenticated = partial(context.storage.keys.authenticate, secret or "")
    key = await context.lanes.run(LaneName.DATABASE, request, authenticated) if secret else None
    if key is None:
        count_address(request, "write")
        text = "the API key is not known or was revoked" if secret else "an API key is needed"
        raise HttpProblem(
            401,
            "unauthorized",
            f"{text}; send one as 'Authorization: Bearer …' or 'X-API-Key: …'",
            headers={"WWW-Authenticate": "Bearer"},
        )
    request.state.key = key.id
    return key


KnownKey = Annotated[ApiKey, Depends(known_key)]


async def reading_key(request: Request, key: KnownKey) -> ApiKey:
    """Return the key of a request if it may read quotes; a problem of status 403 where it may not."""
    count_key(request, "evaluate", key.id)
    return _with_scope(key, READ, "read quotes")


async def writing_key(request: Request, key: KnownKey) -> ApiKey:
    """Return the key of a request if it may write quotes; a problem of status 403 where it may not."""
    count_key(request, "write", key.id)
    return _with_scope(key, WRITE, "write quotes")


async def cost_reading_key(request: Request, key: KnownKey) -> ApiKey:
    """Return the key of a request if it may read quotes and their costs; a problem of status 403 where it may not."""
    count_key(request, "evaluate", key.id)
    return _with_scope(_with_scope(key, READ, "read quotes"), COSTS, "read costs")


def _with_scope(key: ApiKey, scope: str, to_do: str) -> ApiKey:
    if scope not in key.scopes:
        raise HttpProblem(403, "forbidden", f"this API key may not {to_do}; it needs the scope {scope}")
    return key


CostReadingKey = Annotated[ApiKey, Depends(cost_reading_key)]
ReadingKey = Annotated[ApiKey, Depends(reading_key)]
WritingKey = Annotated[ApiKey, Depends(writing_key)]
