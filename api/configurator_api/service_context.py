"""The shared context of all handlers, created once with the service."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from time import monotonic
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from configurator.engine import Engine, EvaluationRequest
from configurator.errors import ConfiguratorError
from configurator.storage.storage_ports import Storage
from configurator_api.lanes import LaneName, Lanes, client_of
from configurator_api.limits import LONGEST_PROMPT
from configurator_api.rate_limits import Rates
from configurator_api.schemas.request_models import RequestModel
from configurator_api.search_messages import SearchQuestion
from configurator_api.search_processes import SearchProcesses
from configurator_api.searches import SEARCHES, digests_of
from configurator_api.withdrawal import while_awaited
from configurator_api.workers import CatalogWorkers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """`now` is the service's clock, in any time zone; it dates quotes, and prices requested without a day. `clock` is
    monotonic, and measures rates.

    Rates use the syntax of the `limits` library and apply per client: `evaluate_rate` to everything that queries the
    solver, including the page, `write_rate` to everything stored. `most_seconds` caps the time of one response,
    `quote_seconds` that of a quote with all its items, `page_seconds` that of a page, which shows what is certain by
    then; `differences_seconds`, `reasons_seconds` and `span_seconds` are its shares for price differences, for the
    reasons beside blocked options, and for the price range. A body has `body_seconds` to arrive. Saved choices of
    shoppers belong to `seller`. Links that people copy begin with `public_url`; without one they are relative.
    """

    now: Callable[[], datetime]
    clock: Callable[[], float] = monotonic
    public_url: str = ""
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
    lanes: Lanes = field(default_factory=Lanes)
    outcomes: Counter[str] = field(default_factory=Counter)
    """How many requests came to what, by the outcome that the log names."""
    searches: SearchProcesses | None = None
    """The worker processes of long searches; without them, this process searches."""

    def today(self) -> date:
        """Return the day of the service's clock."""
        return self.settings.now().date()

    async def in_queue(self, http: Request, request: EvaluationRequest, answer: Callable[[EvaluationRequest], T]) -> T:
        """Return the response to a request when its turn comes; queueing counts towards its time limit.

        If the queue allows, it is tried here, as a `quick` request; an exception then queues it. A catalog that is
        still loading is awaited separately, so that no worker is created for an unknown one.
        """
        budget = self.engine.budget(request.seconds)

        def work() -> T:
            return answer(replace(request, seconds=budget.remaining()))

        if not self.engine.is_ready(request.catalog):
            loading = self.lanes.by_name[LaneName.LOADING]
            return await while_awaited(http, loading.run(request.catalog, work))
        worker = self.workers.of(request.catalog)
        if worker.is_quick and not request.cheapest:
            with suppress(ConfiguratorError):
                seconds = min(request.seconds or LONGEST_PROMPT, LONGEST_PROMPT)
                return worker.at_once(lambda: answer(replace(request, quick=True, seconds=seconds)))
        return await while_awaited(http, worker.done(client_of(http), work))

    def search(self, search: str, about: str, body: RequestModel, sent: bytes, seconds: Fraction | None = None) -> str:
        """Return the answer of one of `SEARCHES` as JSON, within the requested seconds and those of the service.

        What a worker process declines is searched here: it reads files that have changed, or that it cannot use.
        """
        most, now = self.settings.most_seconds, self.settings.now()
        budget = self.engine.budget(most if seconds is None else min(float(seconds), most))
        if self.searches is not None:
            digests = digests_of(self.engine, search, about)
            question = SearchQuestion(search, about, digests, sent.decode(), now.isoformat(), 0)
            if (answer := self.searches.answer(question, budget)) is not None:
                return answer
        return SEARCHES[search].answer(self.engine, about, body, now, budget.remaining() or 0.0)


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
