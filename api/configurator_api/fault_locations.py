"""Where an error of a request lies: a JSON pointer into its body, or the kind and name of a parameter."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute

from configurator_api.limits import LONGEST_DETAIL

_KEY = "[key]"
"""The step that pydantic adds to the location of a malformed key, after the key, which is the input."""


def pointer_step(name: str) -> str:
    """Escape a name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def location_of(error: Mapping[str, Any]) -> str:
    """Return the location of one of pydantic's errors: `#/items/0/id`, or `query limit`.

    A location that is too long is that of the closest part around it which is not.
    """
    kind, *steps = map(str, error["loc"])
    if steps[1:] and steps[-1] == _KEY and steps[-2] == error["input"]:
        steps.pop()
    if kind != "body":
        return " ".join((kind, *steps))[:LONGEST_DETAIL]
    while len(pointer := _pointer(steps)) > LONGEST_DETAIL:
        steps.pop()
    return pointer


def _pointer(steps: Sequence[str]) -> str:
    return "#" + "".join(f"/{pointer_step(step)}" for step in steps)


def location_named(request: Request, name: str) -> str:
    """Return where a request holds what the engine calls `name`: a parameter of its route, or a field of its body.

    It is the whole body if that has no such field, and empty for a request without one.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return ""
    takes = route.dependant
    for kind, parameters in (("path", takes.path_params), ("query", takes.query_params)):
        if any(parameter.alias == name for parameter in parameters):
            return f"{kind} {name}"
    if not takes.body_params:
        return ""
    fields = getattr(takes.body_params[0].field_info.annotation, "model_fields", {})
    return _pointer([name]) if name in fields else "#"
