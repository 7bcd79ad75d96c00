"""The one place where the rooms are joined: documents are found and kept ready, and every request passes through here.

An engine holds no state but caches. The clock of budgets is joined here, too: the rooms take it as an argument.
"""

import secrets
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import monotonic

from configurator.budget import UNLIMITED, Budget
from configurator.cache import LeastRecentlyUsed
from configurator.catalog.product_code import decode
from configurator.configuration import Configuration, FeatureValue, typed_items
from configurator.contracts.offers import OfferIndex
from configurator.documents import Documents
from configurator.errors import InvalidRequest, NotFound, Undecided
from configurator.limits import QUESTION_BYTES
from configurator.offering.arguments import check_seconds, checked_moment, checked_order, expect, request_of
from configurator.offering.evaluation import Evaluation, EvaluationOptions, evaluate
from configurator.offering.limits import DIFFERENCES_PER_EVALUATION, DRAWN_SHARE, MOST_EVALUATIONS, MOST_PREPARED_BOOKS
from configurator.offering.listed_prices import listed_overview, searched_or_listed
from configurator.offering.order_requests import OrderItemRequest, OrderRequest
from configurator.offering.price_differences import ranked
from configurator.offering.price_range import ENDS_ONLY, OverviewParts, PriceOverview
from configurator.offering.price_search_cache import PriceSearch, PriceSearchCache
from configurator.offering.requests import EvaluationRequest, ExplanationResult, Reopening
from configurator.order_pricing import evaluated_order
from configurator.pricing.model import PriceBook
from configurator.pricing.orders.order_rules_index import OrderRulesIndex
from configurator.pricing.orders.priced_order import PricedOrder
from configurator.pricing.prepare import ParameterValue, Prepared, day_in, prepare
from configurator.quote_drafting import drafted_quote
from configurator.quoting.cost_body import seal_costs
from configurator.quoting.quotation import make_quote
from configurator.quoting.quote_body import seal
from configurator.quoting.quote_model import QuoteWithContents, StoredQuote
from configurator.quoting.saved_choices import SavedChoices
from configurator.quoting.verification import PriceRecomputation, verify
from configurator.quoting.verification_report import VerificationReport
from configurator.reading.message_parts import quoted
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.limits import REPAIRS_OFFERED
from configurator.session.reopen import reopen
from configurator.session.session import Session
from configurator.shipped import shipped_folder
from configurator.solving.engines import DEFAULT, engine_named
from configurator.solving.port import SolvingEngine

__all__ = [
    "Engine",
    "EvaluationRequest",
    "ExplanationResult",
    "OrderItemRequest",
    "OrderRequest",
    "QuoteWithContents",
    "Reopening",
]

MACHINE_CLOCK = partial(datetime.now, UTC)


class Engine(Documents):
    """Answers over the catalogs and books of two folders. Safe to share among threads.

    `offers` are the contracts on offer in the folder of the books. State: the documents loaded, the latest evaluations,
    the books prepared and the price searches, each in a cache bounded by `offering.limits`.
    """

    def __init__(
        self,
        catalogs: Path,
        books: Path,
        *,
        engine: SolvingEngine,
        prover: SolvingEngine,
        now: Callable[[], float],
        clock: Callable[[], datetime],
        memory: int | None,
    ) -> None:
        super().__init__(catalogs, books, engine, now, memory)
        self._clock = clock
        self.offers = OfferIndex(books, self.outline_or_none)
        self.order_rules = OrderRulesIndex(books)
        self._price_searches = PriceSearchCache(engine, prover, budget=self.budget)
        self._evaluations: LeastRecentlyUsed[Hashable, Evaluation] = LeastRecentlyUsed(
            MOST_EVALUATIONS,
            keep=lambda evaluation: not evaluation.undecided,
            weigh=lambda evaluation: 1 + len(evaluation.differences) // DIFFERENCES_PER_EVALUATION,
        )
        self._prepared: LeastRecentlyUsed[Hashable, Prepared] = LeastRecentlyUsed(MOST_PREPARED_BOOKS)

    @staticmethod
    def open(
        catalogs: Path | str | None = None,
        books: Path | str | None = None,
        *,
        engine: str = DEFAULT,
        now: Callable[[], float] = monotonic,
        clock: Callable[[], datetime] = MACHINE_CLOCK,
        memory: int | None = QUESTION_BYTES,
        kept: Path | None = None,
        beside: bool = True,
        checked: bool = False,
    ) -> "Engine":
        """Return an engine over two folders, by default the shipped ones.

        `now` is the clock of budgets, in seconds. `clock` gives the present moment, with a time zone, for evaluations
        and quotes without a day. By default both are the machine's. `memory` is how many bytes one question may add to
        the process. Raises NotFound where a folder is missing.

        In the folder `kept`, compiled catalogs are kept between runs, and large ones compiled `beside` the answers.
        With `checked` every answer is confirmed by a second engine; a wrong one raises `WrongAnswer`.
        """
        expect("catalogs", catalogs, (str, Path, type(None)), "a folder")
        expect("books", books, (str, Path, type(None)), "a folder")
        folders = Path(catalogs or shipped_folder("catalogs")), Path(books or shipped_folder("pricing_rules"))
        if not folders[0].is_dir():
            raise NotFound(f"there is no folder {folders[0]}; expected a folder of catalogs")
        solving = engine_named(engine, folder=kept, beside=beside, checked=checked)
        prover = engine_named("cp_sat", checked=checked)
        return Engine(*folders, engine=solving, prover=prover, now=now, clock=clock, memory=memory)

    def __repr__(self) -> str:
        ids = self.catalog_ids()
        return f"<Engine of {len(ids)} catalogs: {', '.join(ids[:5])}{', …' if len(ids) > 5 else ''}>"

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def session(self, catalog: str, choices: Choices = NO_CHOICES, *, seconds: float | None = None) -> Session:
        """Open a session. Hold `hold_lock` while the engine is shared between threads."""
        budget = self.budget(seconds)
        loaded = self.catalog(catalog, budget)
        return Session.open(loaded.compiled, loaded.solver, choices, budget=budget)

    def choices_of_code(self, catalog: str, code: str) -> Choices:
        """Return the choices encoded in a product code.

        Raises NotFound if it encodes none, InvalidRequest if it is ambiguous.
        """
        results = decode(self.outline(catalog), code)
        if not results:
            raise NotFound(f"{quoted(code)} is no product code of {catalog}")
        if len(results) > 1:
            message = f"{quoted(code)} may be read in {len(results)} ways, so it says no one product"
            raise InvalidRequest(message, field="code")
        return Choices(results[0])

    def evaluate(
        self,
        catalog: str,
        choices: Mapping[str, FeatureValue] | Choices = NO_CHOICES,
        *,
        on: date | None = None,
        book: str | None = None,
        parameters: Mapping[str, ParameterValue] | None = None,
        cheapest: bool = False,
        differences: bool = False,
        seconds: float | None = 10.0,
        quantity: int = 1,
    ) -> Evaluation:
        """Work out everything that follows from some choices: states, conflict, configuration, price.

        `choices` maps paths to values (`{"paint": "jet_black"}`). `on` is the day whose prices hold, today by default;
        `book` a price book, by default the catalog's first by id, with its `parameters`. `cheapest` completes at the
        least price instead of by the defaults; `differences` adds the price difference of every option. An answer that
        takes longer than `seconds` is `undecided`. The price is that of `quantity` pieces together. Raises
        InvalidRequest and NotFound, never for choices that conflict.
        """
        moment = checked_moment(self._clock()) if on is None else on
        request = request_of(
            catalog,
            choices,
            on=moment,
            book=book,
            parameters=parameters or {},
            cheapest=cheapest,
            differences=differences,
            seconds=seconds,
            quantity=quantity,
        )
        return self.evaluation(request)

    def evaluation(self, request: EvaluationRequest) -> Evaluation:
        """Answer a request as `evaluate` does, which makes one of its arguments.

        The latest answers are kept, as they follow from the question alone; those that time left undecided are not.
        """
        request = replace(request, on=self.day(request))
        return self._evaluations.get_or_make(request.key, lambda: self._evaluate(request))

    @property
    def evaluations_cached(self) -> LeastRecentlyUsed[Hashable, Evaluation]:
        """The latest evaluations, with how often one of them was the answer."""
        return self._evaluations

    def known(self, request: EvaluationRequest) -> Evaluation | None:
        """Return the cached result of `evaluation`; None if it would have to compute, or to refuse the request."""
        with suppress(InvalidRequest, NotFound):
            if self.is_ready(request.catalog):
                return self._evaluations.get(replace(request, on=self.day(request)).key)
        return None

    def _evaluate(self, request: EvaluationRequest) -> Evaluation:
        prepared, budget = self.prepared(request), self.budget(request.seconds)
        loaded = self.catalog(request.catalog, budget)
        if request.cheapest:
            return replace(self._cheapest(request, budget), request=request)
        with loaded.locked(budget):
            session = Session.open(
                loaded.compiled, loaded.solver, request.choices, expecting_states=True, budget=budget
            )
            evaluation = evaluate(session, prepared, EvaluationOptions.by(request), budget=budget)
        return replace(evaluation, request=request)

    def _cheapest(self, request: EvaluationRequest, budget: Budget) -> Evaluation:
        """Evaluate with the cheapest completion, over the program that the book's joint prices extend."""
        offered = self.price_search(request, budget=budget)
        with offered.locked(budget):
            session = offered.prices.session(request.choices, budget=budget)
            options = EvaluationOptions.by(request, offered.prices.objective)
            return evaluate(session, offered.prices.prepared, options, budget=budget)

    @contextmanager
    def _locked_session(self, request: EvaluationRequest, budget: Budget) -> Iterator[Session]:
        loaded = self.catalog(request.catalog, budget)
        with loaded.locked(budget):
            yield Session.open(loaded.compiled, loaded.solver, request.choices, budget=budget)

    def why_not(self, request: EvaluationRequest, path: str, value: FeatureValue) -> ExplanationResult:
        """Explain why a value cannot be chosen, and which smallest changes make it possible, with their prices."""
        prepared, budget = self.prepared(request), self.budget(request.seconds)
        with self._locked_session(request, budget) as session:
            explanation = session.why_not(path, value, budget=budget)
            if explanation is None:
                return ExplanationResult(None)
            repairs = session.repairs(path, value, limit=REPAIRS_OFFERED, budget=budget)
            return ExplanationResult(explanation, ranked(repairs, session, prepared, budget=budget))

    def why(self, request: EvaluationRequest, path: str) -> ExplanationResult:
        """Explain why a value is implied, or why something is certainly absent or present."""
        budget = self.budget(request.seconds)
        with self._locked_session(request, budget) as session:
            return ExplanationResult(session.why(path, budget=budget))

    def reopen(self, request: EvaluationRequest, *, digest: str, saved: Configuration | None = None) -> Reopening:
        """Open choices that were saved with the catalog of a digest, which may have changed since."""
        prepared, budget = self.prepared(request), self.budget(request.seconds)
        loaded = self.catalog(request.catalog, budget)
        with loaded.locked(budget):
            reopened_choices = reopen(
                loaded.compiled, loaded.solver, request.choices, digest=digest, saved=saved, budget=budget
            )
            return Reopening(
                reopened_choices, ranked(reopened_choices.repairs, reopened_choices.session, prepared, budget=budget)
            )

    def saved(self, request: EvaluationRequest, *, on: date | None = None) -> SavedChoices:
        """Return choices in their stored form, conflicting or not; `on` is the requested day, if any.

        The current product is included if it is known in time.
        """
        budget = self.budget(request.seconds)
        with self._locked_session(request, budget) as session:
            try:
                completed = session.complete(budget=budget)
            except Undecided:
                completed = None
        catalog, chosen, prepared = session.compiled.catalog, session.choices, self.prepared(request)
        parameters = {} if prepared is None else {name: prepared.parameters[name] for name in request.parameters}
        return SavedChoices(
            catalog.id, catalog.digest, chosen.values, chosen.instances, request.book, on, parameters, completed
        )

    # ── searching by price ───────────────────────────────────────────────────────────────────────────────────────────

    def price_search(self, request: EvaluationRequest, *, budget: Budget = UNLIMITED) -> PriceSearch:
        """Return the requested prices, prepared for search; created once, and cached.

        Raises InvalidRequest without a book, NotExact if a rule of the book has neither an exact sum nor a bound,
        Undecided if it is not ready within the budget.
        """
        prepared = self.prepared(request)
        if prepared is None:
            raise InvalidRequest(
                f"catalog {request.catalog} has no price book, so nothing can be compared", field="book"
            )
        loaded = self.catalog(request.catalog, budget)
        return self._price_searches.of(prepared, loaded.compiled, loaded.solver, loaded.lock, budget=budget)

    def price_overview(
        self, request: EvaluationRequest, parts: OverviewParts = ENDS_ONLY, *, budget: Budget = UNLIMITED
    ) -> PriceOverview:
        """Return the price range of the choices, and the parts asked for. Raises as `price_search` does."""
        return self.listed_overview(request, parts, budget=budget) or searched_or_listed(
            lambda share: self.price_search(request, budget=share).span(request.choices, parts, budget=share),
            lambda: self.listed_overview(request, parts, at_length=True, budget=budget),
            lambda: self._locked_session(request, budget),
            budget,
        )

    def listed_overview(
        self, request: EvaluationRequest, parts: OverviewParts, *, at_length: bool = False, budget: Budget = UNLIMITED
    ) -> PriceOverview | None:
        """Return the same if the products are few; None if they are many, not listed in time, or searched exactly."""
        prepared = self.prepared(request)
        if prepared is not None and not self._price_searches.is_exact(prepared):
            with suppress(Undecided), self._locked_session(request, budget) as session:
                return listed_overview(session, prepared, parts, at_length=at_length, budget=budget)
        return None

    def price_search_soon(self, request: EvaluationRequest, *, seconds: float) -> PriceSearch | None:
        """Return the same if it is ready within a number of seconds, else None; preparation continues meanwhile."""
        prepared, budget = self.prepared(request), self.budget(seconds)
        if prepared is None:
            return None
        loaded = self.catalog(request.catalog, budget)
        return self._price_searches.soon(
            prepared, loaded.compiled, loaded.solver, loaded.lock, seconds=budget.remaining() or 0.0
        )

    # ── pricing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def prepared(self, request: EvaluationRequest) -> Prepared | None:
        """Return the requested book, prepared for the day and the parameters; None if there is none."""
        book, day = self._book_and_day(request)
        if book is None:
            return None
        catalog, parameters = self.outline(request.catalog), request.parameters
        key = (catalog.digest, book.digest, day, frozenset(typed_items(parameters)), request.quantity)
        return self._prepared.get_or_make(
            key, lambda: prepare(book, catalog, day, parameters, quantity=request.quantity)
        )

    def day(self, request: EvaluationRequest) -> date:
        """Return the requested day: an instant becomes a day in the book's time zone, or in UTC without a book.

        Raises InvalidRequest where the catalog is not in force on that day.
        """
        return self._book_and_day(request)[1]

    def _book_and_day(self, request: EvaluationRequest) -> tuple[PriceBook | None, date]:
        catalog, book = (
            self.outline(request.catalog),
            self.book(request.catalog, request.book) if request.priced else None,
        )
        day = day_in(book.model.time_zone if book else "UTC", request.on)
        if day not in catalog.effective:
            message = f"catalog {catalog.id} is not in force on {day}; it is {catalog.effective}"
            raise InvalidRequest(message, field="on")
        return (book.model if book else None), day

    def price_order(self, order: OrderRequest) -> PricedOrder:
        """Price items together with the rules of an order. Nothing is stored.

        Its day is by default that of the first item; a moment is a day in the time zone of the order rules, or in UTC.
        Raises InvalidOrder with everything that is wrong at once, Undecided at the end of the time of an item.
        """
        expect("order", order, OrderRequest, "an OrderRequest")
        if order.on is None:
            on = order.items[0].request.on if order.items else checked_moment(self._clock())
            order = replace(order, on=on)
        return evaluated_order(order, self).priced

    # ── quoting ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def quote(
        self,
        items: Sequence[OrderItemRequest] | OrderRequest,
        *,
        id: str | None = None,
        seller: str = "local",
        created: datetime | None = None,
        on: date | None = None,
        number: str | None = None,
        seconds: float | None = None,
    ) -> QuoteWithContents:
        """Draw up a quote of items, such as `evaluation.item(quantity=2)`, or of an order with its rules.

        Every item is priced on the one day `on`, by default that of the order or of the first item; a moment is a day
        in the time zone of the first item's book. `seconds` limits all items together. By default, `id` is random and
        `created` is now. Raises InvalidRequest where choices conflict or a book is missing; its `field` is the item;
        for an order with rules InvalidOrder with everything that is wrong; Undecided where items are not drawn up in
        their share of the time.
        """
        order = checked_order(items, on)
        check_seconds(seconds)
        budget = self.budget(seconds)
        id, created = id or f"q_{secrets.token_hex(12)}", created or checked_moment(self._clock())
        if order.on is None:
            order = replace(order, on=order.items[0].request.on if order.items else created)
        day = order.on or created
        if order.items and isinstance(day, datetime):
            day = self.day(replace(order.items[0].request, on=day))
        order = replace(order, on=day, items=[_on(item, day) for item in order.items])
        drafted = drafted_quote(order, self, budget.share(DRAWN_SHARE))
        quote = make_quote(
            drafted.items, id=id, seller=seller, created=created, on=day, number=number, order=drafted.order
        )
        return QuoteWithContents(sealed := seal(quote), drafted.contents, seal_costs(sealed, drafted.items))

    def verify(self, stored: StoredQuote) -> VerificationReport:
        """Prove a stored quote from its own bytes: contents, configuration, price, sums, body."""
        expect("stored", stored, StoredQuote, "a stored quote, such as quote.stored")
        return verify(stored, PriceRecomputation())


def _on(item: OrderItemRequest, day: date) -> OrderItemRequest:
    return replace(item, request=replace(item.request, on=day))
