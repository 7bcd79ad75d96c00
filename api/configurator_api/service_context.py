"""What every handler works with, handed over once when the service is made."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from configurator.engine import Ask, Engine
from configurator.errors import ConfiguratorError
from configurator.storage.storage_ports import Storage
from configurator_api.limits import PROMPT
from configurator_api.rate_limits import Rates
from configurator_api.workers import CatalogWorkers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """`now` is the service's clock, in any time zone; it dates quotes, and prices that are asked without a day.

    Rates are written as the `limits` library reads them and hold for each client: `evaluate_rate` for everything that
    asks the solver, the page too, `write_rate` for whatever is stored. `most_seconds` caps the time one answer may
    take, `quote_seconds` that of a quote with all its items, `page_seconds` that of a page, which shows what is certain
    by then, `differences_seconds`, `reasons_seconds` and `span_seconds` the parts of it spent on what options would
    change in the price, on the reasons beside blocked ones, and on the range of prices. A body has `body_seconds` to
    arrive. What shoppers save belongs to `seller`.
    """

    now: Callable[[], datetime]
    most_bytes: int = 1_000_000
    most_seconds: float = 10.0
    quote_seconds: float = 30.0
    page_seconds: float = 1.5
    differences_seconds: float = 0.4
    reasons_seconds: float = 0.4
    span_seconds: float = 0.4
    body_seconds: float = 20.0
    seller: str = "local"
    evaluate_rate: str = "600/minute"
    write_rate: str = "60/minute"


@dataclass(frozen=True, slots=True)
class ServiceContext:
    """The engine, the store and the settings of one service."""

    engine: Engine
    storage: Storage
    settings: Settings
    rates: Rates
    workers: CatalogWorkers = field(default_factory=CatalogWorkers)

    def today(self) -> date:
        """Return the day of the service's clock."""
        return self.settings.now().date()

    async def in_queue(self, ask: Ask, answer: Callable[[Ask], T]) -> T:
        """Return the answer to a question when it is its turn; the time in line is part of the time it has.

        Where it may come at once it is tried here, as a `quick` question; what is raised then sends it into the line.
        A catalog that is still being made ready is waited for apart, so that no worker is kept for an unknown one.
        """
        budget = self.engine.budget(ask.seconds)

        def work() -> T:
            return answer(replace(ask, seconds=budget.remaining()))

        if not self.engine.is_ready(ask.catalog):
            return await run_in_threadpool(work)
        worker = self.workers.of(ask.catalog)
        if worker.is_quick and not ask.cheapest:
            with suppress(ConfiguratorError):
                return worker.timed(
                    lambda: answer(replace(ask, quick=True, seconds=min(ask.seconds or PROMPT, PROMPT)))
                )
        return await worker.done(work)


def context_of(request: Request) -> ServiceContext:
    """Return the context of the service that a request came to."""
    result = request.app.state.context
    if not isinstance(result, ServiceContext):
        raise TypeError("the application was not made by create_app")
    return result


async def _context(request: Request) -> ServiceContext:
    """Return the context where requests come in; a thread of its own for that would cost more than it does."""
    return context_of(request)


InContext = Annotated[ServiceContext, Depends(_context)]
