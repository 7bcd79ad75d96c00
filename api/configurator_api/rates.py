"""How often one client may ask: counted in memory, for each process."""

from math import ceil

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from configurator_api.problems import HttpProblem
from configurator_api.settings import Settings


class Rates:
    """Counts requests by kind and client."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rates: dict[str, RateLimitItem] = {
            "evaluate": parse(settings.evaluate_rate),
            "write": parse(settings.write_rate),
        }
        self._now = settings.now

    def count(self, kind: str, client: str) -> None:
        """Count one request. Raises a problem of status 429 where the client has asked too often."""
        rate = self._rates[kind]
        if self._limiter.hit(rate, kind, client):
            return
        wait = self._limiter.get_window_stats(rate, kind, client).reset_time - self._now().timestamp()
        raise HttpProblem(
            429,
            "too-many-requests",
            f"more than {rate} were sent; wait, then send the same again",
            headers={"Retry-After": str(min(max(1, ceil(wait)), rate.get_expiry()))},
        )


def _count(request: Request, kind: str) -> None:
    rates = request.app.state.context.rates
    if isinstance(rates, Rates):
        rates.count(kind, request.client.host if request.client else "unknown")


def limit_evaluations(request: Request) -> None:
    """Count a request that asks the solver."""
    _count(request, "evaluate")


def limit_writes(request: Request) -> None:
    """Count a request that stores something."""
    _count(request, "write")
