"""Rate limits per client, counted in memory per process: a client is an API key that is in force, or an address.

Counting takes microseconds, so it is done where requests come in rather than on a thread of its own.
"""

from collections import deque
from collections.abc import Callable
from math import ceil

from fastapi import Request
from limits import RateLimitItem, parse

from configurator_api.limits import MANY_CLIENTS
from configurator_api.problem_details import HttpProblem


class Rates:
    """Counts requests by kind and client, over a window that moves along on a monotonic clock."""

    def __init__(self, evaluate_rate: str, write_rate: str, clock: Callable[[], float]) -> None:
        self._rates: dict[str, RateLimitItem] = {"evaluate": parse(evaluate_rate), "write": parse(write_rate)}
        self._clock = clock
        self._moments: dict[tuple[str, str], deque[float]] = {}
        self._many = MANY_CLIENTS

    def count(self, kind: str, client: str) -> None:
        """Count one request. Raises a problem of status 429 if the client exceeds its rate."""
        rate, now = self._rates[kind], self._clock()
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
            f"more than {rate} were sent from this {client.partition(' ')[0]}; wait {wait} s, then send the same again",
            headers={"Retry-After": str(max(1, wait))},
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


def address_of(request: Request) -> str:
    """Return the address that a request comes from, behind declared proxies that of their client."""
    return request.client.host if request.client else "unknown"


def count_address(request: Request, kind: str) -> None:
    """Count a request by the address it comes from."""
    _rates_of(request).count(kind, f"address {address_of(request)}")


def count_key(request: Request, kind: str, key: str) -> None:
    """Count a request by the API key that it was sent with, and that is in force."""
    _rates_of(request).count(kind, f"key {key}")


def _rates_of(request: Request) -> Rates:
    rates = request.app.state.context.rates
    if not isinstance(rates, Rates):
        raise TypeError("the application was not made by create_app")
    return rates


async def limit_evaluations(request: Request) -> None:
    """Count a request without a key that asks the solver."""
    count_address(request, "evaluate")


async def limit_writes(request: Request) -> None:
    """Count a request without a key that stores something."""
    count_address(request, "write")
