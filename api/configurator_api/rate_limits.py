"""Rate limits per client, counted in memory per process.

Counting takes microseconds, so it is done where requests come in rather than on a thread of its own.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from math import ceil

from fastapi import Request
from limits import RateLimitItem, parse

from configurator_api.limits import MANY_CLIENTS
from configurator_api.problem_details import HttpProblem


class Rates:
    """Counts requests by kind and client, over a window that moves along."""

    def __init__(self, evaluate_rate: str, write_rate: str, now: Callable[[], datetime]) -> None:
        self._rates: dict[str, RateLimitItem] = {"evaluate": parse(evaluate_rate), "write": parse(write_rate)}
        self._now = now
        self._moments: dict[tuple[str, str], deque[float]] = {}
        self._many = MANY_CLIENTS

    def count(self, kind: str, client: str) -> None:
        """Count one request. Raises a problem of status 429 if the client exceeds its rate."""
        rate, now = self._rates[kind], self._now().timestamp()
        moments = self._moments.setdefault((kind, client), deque())
        self._forget(moments, now - rate.get_expiry())
        if len(moments) < rate.amount:
            moments.append(now)
            self._forget_clients(now)
            return
        wait = ceil(moments[0] + rate.get_expiry() - now)
        raise HttpProblem(
            429,
            "too-many-requests",
            f"more than {rate} were sent; wait, then send the same again",
            headers={"Retry-After": str(min(max(1, wait), rate.get_expiry()))},
        )

    def _forget(self, moments: deque[float], before: float) -> None:
        while moments and moments[0] <= before:
            moments.popleft()

    def _forget_clients(self, now: float) -> None:
        """Forget the clients whose windows are empty, each time there are twice as many as were left."""
        if len(self._moments) <= self._many:
            return
        for (kind, _), moments in self._moments.items():
            self._forget(moments, now - self._rates[kind].get_expiry())
        self._moments = {key: moments for key, moments in self._moments.items() if moments}
        self._many = max(MANY_CLIENTS, 2 * len(self._moments))


def _count(request: Request, kind: str) -> None:
    rates = request.app.state.context.rates
    if isinstance(rates, Rates):
        rates.count(kind, request.client.host if request.client else "unknown")


async def limit_evaluations(request: Request) -> None:
    """Count a request that asks the solver."""
    _count(request, "evaluate")


async def limit_writes(request: Request) -> None:
    """Count a request that stores something."""
    _count(request, "write")
