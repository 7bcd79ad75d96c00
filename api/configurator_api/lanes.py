"""Lanes: each kind of work has threads and a bounded line of its own, so that none waits behind work of another kind.

A lane that is full refuses at once, and so does one in which a single client has as much under way as it may.
"""

from asyncio import wrap_future
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from typing import Any, TypeVar

from fastapi import Request, Response

from configurator_api.admission import Admission
from configurator_api.limits import LANES, LaneSize
from configurator_api.rate_limits import address_of
from configurator_api.withdrawal import while_awaited

T = TypeVar("T")


class LaneName(StrEnum):
    """The kinds of work. Single evaluations have a queue for each catalog instead, in `workers`."""

    READING = "reading"
    """What is read from files: catalogs and offers."""
    EVALUATIONS = "evaluations"
    """Explanations and conflicts."""
    LOADING = "loading"
    """Evaluations of catalogs that are still loading, or that worker processes evaluate; each counts as one client."""
    PAGES = "pages"
    SEARCHES = "searches"
    """Searches by price and growth plans."""
    QUOTES = "quotes"
    """Quotes that are drawn up or proved."""
    DATABASE = "database"
    """What only reads or writes the database."""


class Lane:
    """The threads and the line of one kind of work."""

    def __init__(self, name: str, size: LaneSize) -> None:
        self.admission = Admission(name, size)
        self._threads = ThreadPoolExecutor(size.threads, name)

    async def run(self, client: str, work: Callable[[], T]) -> T:
        """Return what some work comes to on a thread of the lane. Raises a problem of status 503 where that is full.

        Work that nobody awaits any more is not begun; what has begun keeps its place until it ends.
        """
        self.admission.take_on(client)
        future = self._threads.submit(copy_context().run, self.admission.timed, work)
        future.add_done_callback(lambda _: self.admission.let_go(client))
        return await wrap_future(future)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a service."""

    by_name: dict[LaneName, Lane] = field(
        default_factory=lambda: {name: Lane(name.value, LANES[name.value]) for name in LaneName}
    )

    async def run(self, name: LaneName, request: Request, work: Callable[[], T]) -> T:
        """Return what some work of a request comes to, on its lane, as long as its client awaits it."""
        return await while_awaited(request, self.by_name[name].run(client_of(request), work))


def client_of(request: Request) -> str:
    """Return who counts as one client: the API key of a request if it is in force, else its address."""
    return getattr(request.state, "key", None) or address_of(request)


Handler = Callable[..., Response]


def on_lane(name: LaneName) -> Callable[[Handler], Callable[..., Coroutine[Any, Any, Response]]]:
    """Let a handler run on a lane."""

    def laned(handler: Handler) -> Callable[..., Coroutine[Any, Any, Response]]:
        taken = signature(handler).parameters
        asked = Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request)

        @wraps(handler)
        async def handle(*, request: Request, **given: Any) -> Response:
            if "request" in taken:
                given["request"] = request
            lanes: Lanes = request.app.state.context.lanes
            return await lanes.run(name, request, partial(handler, **given))

        others = [each.replace(kind=Parameter.KEYWORD_ONLY) for key, each in taken.items() if key != "request"]
        handle.__signature__ = Signature([asked, *others], return_annotation=Response)  # type: ignore[attr-defined]
        return handle

    return laned
