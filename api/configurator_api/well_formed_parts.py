"""What can be looked up of a request whose form is wrong, so that faults of both kinds are reported in one round."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from configurator.engine import Engine, EvaluationRequest
from configurator_api.limits import FAULT_SECONDS, MOST_ENTRIES, MOST_ERRORS
from configurator_api.problem_details import FaultyRequest
from configurator_api.request_faults import faults_of, requested_offer
from configurator_api.schemas.plan_requests import PlanRequest
from configurator_api.schemas.request_models import Chosen, day_from, parameters_of
from configurator_api.validation_messages import LOOKED_UP

Body = Mapping[str, Any]


def with_unknown_names(
    engine: Engine, error: RequestValidationError, catalog: str | None, now: datetime
) -> RequestValidationError:
    """Return the faults of form of a body, and with them those of the names in what is well formed of it.

    `catalog` is that of the address; without one, the body or each of its items names its own.
    """
    body: Body = error.body
    on, budget = _day_or(body.get("on"), now), engine.budget(FAULT_SECONDS)
    found = list(error.errors())
    for at, part in _parts(body):
        found += (_as_error(pointer, message) for pointer, message in _faults(engine, part, at, catalog, on))
        if len(found) > MOST_ERRORS or budget.spent():
            break
    return RequestValidationError(found, body=body)


def _parts(body: Body) -> Iterator[tuple[str, Body]]:
    """Yield the objects of a body that name something, each with its pointer."""
    items = body.get("items")
    if not isinstance(items, list):
        yield "", body
        return
    for number, item in enumerate(items[:MOST_ENTRIES]):
        if isinstance(item, dict):
            yield f"/items/{number}", item


def _faults(engine: Engine, part: Body, at: str, catalog: str | None, on: date) -> list[tuple[str, str]]:
    if catalog is None and isinstance(part.get("offer"), str):
        return _offer_faults(engine, part)
    named = catalog or part.get("catalog")
    if not isinstance(named, str):
        return []
    chosen = _well_formed(part)
    parameters = parameters_of(chosen.parameters)
    request = EvaluationRequest(named, on, chosen.chosen(), chosen.book, parameters=parameters)
    path, value = part.get("path"), part.get("value")
    about = (path, value if isinstance(value, str | bool | int) else None) if isinstance(path, str) else (None, None)
    return faults_of(engine, request, at, in_url=catalog is not None, about=about)


def _offer_faults(engine: Engine, part: Body) -> list[tuple[str, str]]:
    resource, contracts = part.get("resource"), part.get("contracts")
    named = PlanRequest.model_construct(
        offer=part["offer"],
        resource=resource if isinstance(resource, str) else None,
        contracts=[str(name) for name in contracts] if isinstance(contracts, list) else None,
    )
    try:
        requested_offer(engine.offers, named)
    except FaultyRequest as faulty:
        return list(faulty.faults)
    return []


def _well_formed(part: Body) -> Chosen:
    """Return the choices of a part with the entries that are well formed, one by one."""
    chosen = Chosen.model_validate({})
    for name in Chosen.model_fields:
        given = part.get(name)
        entries = [{key: value} for key, value in given.items()] if isinstance(given, dict) else [given]
        for entry in islice(entries, MOST_ENTRIES):
            with suppress(ValidationError):
                kept = getattr(Chosen.model_validate({name: entry}), name)
                before = getattr(chosen, name)
                chosen = chosen.model_copy(update={name: {**before, **kept} if isinstance(before, dict) else kept})
    return chosen


def _day_or(given: object, now: datetime) -> date:
    with suppress(ValueError):
        return day_from(given) if isinstance(given, str) else now
    return now


def _as_error(pointer: str, message: str) -> dict[str, Any]:
    steps = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    return {"type": LOOKED_UP, "loc": ("body", *steps), "input": None, "ctx": {"error": message}}
