"""The shared context of all handlers, created once with the service."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from time import monotonic
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from configurator.canonical_json import dumps
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import ConfiguratorError
from configurator.offering.order_requests import OrderItemRequest
from configurator.storage.storage_ports import Storage
from configurator_api.choice_questions import EvaluatedText, TrialRequest
from configurator_api.lanes import LaneName, Lanes, client_of
from configurator_api.limits import BODY_SECONDS, LONGEST_PROMPT
from configurator_api.rate_limits import Rates
from configurator_api.schemas.request_models import EvaluateRequest, QuestionRequest, RequestModel
from configurator_api.search_messages import NoReply, SearchQuestion
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
    body_seconds: float = BODY_SECONDS
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
            timed = replace(request, seconds=budget.remaining())
            with self.watching(timed):
                return answer(timed)

        if not self.engine.is_ready(request.catalog):
            loading = self.lanes.by_name[LaneName.LOADING]
            return await while_awaited(http, loading.run(request.catalog, work))
        worker = self.workers.of(request.catalog)
        if worker.is_quick and not request.cheapest:
            with suppress(ConfiguratorError):
                seconds = min(request.seconds or LONGEST_PROMPT, LONGEST_PROMPT)
                return worker.at_once(lambda: answer(replace(request, quick=True, seconds=seconds)))
        return await while_awaited(http, worker.done(client_of(http), work))

    def answers_itself(self, catalog: str) -> bool:
        """Return whether questions about choices of a catalog stay in this process; others go to worker processes."""
        return self.searches is None or self.searches.trials.has_passed(catalog)

    @contextmanager
    def watching(self, request: EvaluationRequest) -> Iterator[None]:
        """Work on a question about choices in this process; one that is late is the last about its catalog."""
        if self.searches is None:
            yield
        else:
            with self.searches.trials.watching(request.catalog, request.seconds):
                yield

    def try_out(self, request: EvaluationRequest) -> None:
        """Let a worker process evaluate a request first, unless its catalog has passed.

        Raises NoReply where that does not end in time: then this process does not work on it. What a worker refuses is
        refused here, too, and what it leaves undecided ends here in time as well.
        """
        if self.searches is not None and not self.answers_itself(request.catalog):
            rehearse(self.searches, self.engine, request, self.settings.now())

    def try_out_items(self, items: Sequence[OrderItemRequest], seconds: float) -> None:
        """Try out the items of an order, each configuration once, within so many seconds together."""
        budget = self.engine.budget(seconds)
        for request in {item.request.key: item.request for item in items}.values():
            self.try_out(replace(request, seconds=budget.remaining()))

    async def evaluated_elsewhere(
        self, http: Request, catalog: str, body: EvaluateRequest, sent: bytes
    ) -> EvaluatedText:
        """Return an evaluation by a worker process."""

        def work() -> EvaluatedText:
            evaluated = EvaluatedText.read(self.search("evaluate", catalog, body, sent, body.seconds))
            if self.searches is not None and not evaluated.undecided:
                self.searches.trials.passes(catalog)
            return evaluated

        return await while_awaited(http, self.lanes.by_name[LaneName.LOADING].run(catalog, work))

    def answer(self, question: str, catalog: str, body: QuestionRequest, sent: bytes) -> str:
        """Return the answer to a question about choices as JSON, from here or from a worker process."""
        if not self.answers_itself(catalog):
            return self.search(question, catalog, body, sent, body.seconds)
        now, seconds = self.settings.now(), self.settings.most_seconds
        with self.watching(body.evaluation_request(catalog, now, seconds)):
            return SEARCHES[question].answer(self.engine, catalog, body, now, seconds)

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


def rehearse(searches: SearchProcesses, engine: Engine, request: EvaluationRequest, now: datetime) -> None:
    """Let a worker process evaluate a request; if that is decided in time, its catalog has passed. Raises NoReply.

    What a worker declines has passed, too: only this process has the files.
    """
    id = request.catalog
    try:
        sent = dumps(TrialRequest.of(request, engine.outline(id).digest).model_dump())
        question = SearchQuestion("try", id, digests_of(engine, "try", id), sent, now.isoformat(), 0)
        text = searches.answer(question, engine.budget(request.seconds))
    except NoReply:
        raise
    except ConfiguratorError:  # What is wrong with a request is said where it is answered.
        return
    if text is None or not EvaluatedText.read(text).undecided:
        searches.trials.passes(id)


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
