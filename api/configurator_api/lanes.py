"""Lanes: each kind of work has threads and a bounded line of its own, so that none waits behind work of another kind.

A lane that is full refuses at once, and so does one in which a single client has as much under way as it may.
"""

from asyncio import AbstractEventLoop, get_running_loop
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from math import ceil
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import anyio.to_thread
from fastapi import Request, Response

from configurator_api.limits import LANES, WEIGHT_OF_THE_LATEST, LaneSize
from configurator_api.problem_details import HttpProblem
from configurator_api.rate_limits import address_of

T = TypeVar("T")


class LaneName(StrEnum):
    """The kinds of work. Single evaluations have a queue for each catalog instead, in `workers`."""

    READING = "reading"
    """What is read from files: catalogs and offers."""
    EVALUATIONS = "evaluations"
    """Explanations and conflicts."""
    LOADING = "loading"
    """Evaluations of catalogs that are still loading; each catalog counts as one client."""
    PAGES = "pages"
    SEARCHES = "searches"
    """Searches by price and growth plans."""
    QUOTES = "quotes"
    """Quotes that are drawn up or proved."""
    DATABASE = "database"
    """What only reads or writes the database."""


class Lane:
    """The threads and the line of one kind of work."""

    def __init__(self, name: str, size: LaneSize, clock: Callable[[], float] = monotonic) -> None:
        self._name, self._size, self._clock = name, size, clock
        self._limits: WeakKeyDictionary[AbstractEventLoop, anyio.CapacityLimiter] = WeakKeyDictionary()
        self._clients: Counter[str] = Counter()
        self._usual = 0.0

    @property
    def under_way(self) -> int:
        """The pieces of work that run or wait."""
        return self._clients.total()

    async def run(self, client: str, work: Callable[[], T]) -> T:
        """Return what some work comes to on a thread of the lane. Raises a problem of status 503 where that is full."""
        self._admit(client)
        self._clients[client] += 1
        try:
            return await anyio.to_thread.run_sync(partial(self._timed, work), limiter=self._threads())
        finally:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]

    def _threads(self) -> anyio.CapacityLimiter:
        """Return the limit of threads, which belongs to an event loop; a service has one."""
        loop = get_running_loop()
        if loop not in self._limits:
            self._limits[loop] = anyio.CapacityLimiter(self._size.threads)
        return self._limits[loop]

    def _admit(self, client: str) -> None:
        if self._clients[client] >= self._size.of_one_client:
            raise self._busy(f"{self._size.of_one_client} {self._name} of this client are under way, as many as may be")
        if self.under_way >= self._size.threads + self._size.line:
            raise self._busy(f"{self.under_way} {self._name} are under way here, as many as the service takes on")

    def _busy(self, said: str) -> HttpProblem:
        wait = max(1, ceil(self._usual * self.under_way / self._size.threads))
        message = f"{said}; send the same again in {wait} s"
        return HttpProblem(503, "busy", message, headers={"Retry-After": str(wait)})

    def _timed(self, work: Callable[[], T]) -> T:
        began = self._clock()
        try:
            return work()
        finally:
            self._usual += WEIGHT_OF_THE_LATEST * (self._clock() - began - self._usual)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a service."""

    by_name: dict[LaneName, Lane] = field(
        default_factory=lambda: {name: Lane(name.value, LANES[name.value]) for name in LaneName}
    )

    async def run(self, name: LaneName, request: Request, work: Callable[[], T]) -> T:
        """Return what some work of a request comes to, on its lane."""
        return await self.by_name[name].run(client_of(request), work)


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
