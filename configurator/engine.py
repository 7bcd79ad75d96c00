"""The one place where the rooms are joined: documents are found and kept ready, and every request passes through here.

An engine holds no state but caches; it reads no clock but the one it is given.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock

from configurator.catalog.load import ENTRY, entry_of, files_around, load_catalog
from configurator.catalog.model import Catalog
from configurator.catalog.product_code import decode
from configurator.catalog.scenarios import ENTRY as SCENARIOS
from configurator.configuration import Configuration, FeatureValue
from configurator.contracts.shelf import Offers
from configurator.errors import InvalidDocument, InvalidRequest, NotFound, Undecided
from configurator.offering.asking import Answer, Ask, ItemAsk, Reopening
from configurator.offering.evaluation import Evaluation, Wanted, evaluate
from configurator.offering.markets import Markets, OpenMarket
from configurator.offering.ranking import ranked
from configurator.offering.recent import MOST_EVALUATED, MOST_PREPARED, Recent
from configurator.offering.turns import in_turn
from configurator.pricing.json_form import to_json
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import Prepared, day_in, prepare
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.quoting.body import seal
from configurator.quoting.drawing import Draft, draw_up
from configurator.quoting.model import Content, Pinned, SealedQuote, StoredQuote
from configurator.quoting.recomputing import Recomputing, totals_of
from configurator.quoting.report import Report
from configurator.quoting.saved import Saved
from configurator.quoting.verify import verify
from configurator.reading.files import Files, read_folder
from configurator.reading.wording import did_you_mean, quoted, some_of
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.reopen import reopen
from configurator.session.repairs import MOST_REPAIRS
from configurator.session.session import Session
from configurator.shipped import shipped_folder
from configurator.solving.engines import DEFAULT, engine_named
from configurator.solving.port import UNLIMITED, Budget, Solver
from configurator.solving.port import Engine as SolvingEngine

__all__ = ["Answer", "Ask", "Book", "Drawn", "Engine", "ItemAsk", "Loaded", "Reopening"]


@dataclass(frozen=True)
class Book:
    """A price book with the file it is read from first; its files are those its digest covers."""

    model: PriceBook
    entry: str


@dataclass(frozen=True)
class Loaded:
    """A catalog ready to be asked, and the books that price it, by id."""

    compiled: CompiledCatalog
    solver: Solver
    books: Mapping[str, Book]
    entry: str
    problems: tuple[Problem, ...]
    """The warnings of the catalog and its books."""
    lock: RLock = field(default_factory=RLock, compare=False, repr=False)
    """A solver answers one thread at a time."""

    @property
    def catalog(self) -> Catalog:
        return self.compiled.catalog

    @contextmanager
    def in_turn(self, budget: Budget) -> Iterator[None]:
        """Hold the solver; raise Undecided where others keep it for longer than the budget."""
        with in_turn(self.lock, budget, self.catalog.id):
            yield


@dataclass(frozen=True)
class Drawn:
    """A quote that was drawn up, with every content it stands on."""

    sealed: SealedQuote
    contents: tuple[Content, ...]


class Engine:
    """All catalogs and books of two folders, loaded when they are first asked for. Safe to share among threads.

    `offers` are the contracts on offer in the folder of the books.
    """

    def __init__(
        self, catalogs: Path, books: Path, *, engine: SolvingEngine, prover: SolvingEngine, now: Callable[[], float]
    ) -> None:
        self._catalogs, self._books, self._now = catalogs, books, now
        self.offers = Offers(books, self._outline_or_none)
        self._engine, self._markets = engine, Markets(engine, prover)
        self._evaluated: Recent[Evaluation] = Recent(MOST_EVALUATED, keep=lambda found: not found.undecided)
        self._prepared: Recent[Prepared] = Recent(MOST_PREPARED)
        self._loaded: dict[str, Loaded] = {}
        self._written: dict[str, tuple[Catalog, tuple[Problem, ...]]] = {}
        self._locks: defaultdict[str, RLock] = defaultdict(RLock)

    @staticmethod
    def open(
        catalogs: Path | None = None,
        books: Path | None = None,
        *,
        engine: str = DEFAULT,
        now: Callable[[], float] = lambda: 0.0,
        kept: Path | None = None,
        checked: bool = False,
    ) -> "Engine":
        """Return an engine over two folders, by default the shipped ones. `now` is a clock in seconds for budgets.

        In the folder `kept`, compiled catalogs are kept between runs, and large ones compiled beside the answers.
        With `checked` every answer is confirmed by a second engine; a wrong one raises `WrongAnswer`.
        """
        catalogs, books = catalogs or shipped_folder("catalogs"), books or shipped_folder("pricing_rules")
        solving, prover = engine_named(engine, folder=kept, checked=checked), engine_named("cp_sat", checked=checked)
        return Engine(catalogs, books, engine=solving, prover=prover, now=now)

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────

    def catalog_ids(self) -> tuple[str, ...]:
        """Return the ids of all catalogs: the names of the folders that hold one."""
        return tuple(sorted(path.parent.name for path in self._catalogs.glob(f"*/{ENTRY}")))

    def catalog(self, id: str) -> Loaded:
        """Return a catalog, ready. Raises NotFound, or InvalidDocument with everything that is wrong with it."""
        self.require(id)
        with self._locks[id]:
            if id not in self._loaded:
                self._loaded[id] = self._load(id)
            return self._loaded[id]

    def is_ready(self, id: str) -> bool:
        """Tell whether there is a catalog that was made ready already, so that it can be asked at once."""
        return id in self._loaded

    def outline(self, id: str) -> Catalog:
        """Return a catalog as it is written, soon, without making it ready to be asked; raises as `catalog` does."""
        self.require(id)
        with self._locks[id]:
            return self._read(id)[0]

    def _outline_or_none(self, id: str) -> Catalog | None:
        return self.outline(id) if id in self.catalog_ids() else None

    def require(self, id: str) -> None:
        """Raise NotFound where there is no such catalog."""
        if id not in self._loaded and id not in self.catalog_ids():
            raise NotFound(f"there is no catalog {quoted(id)}; {_known_near(id, self.catalog_ids())}")

    def book(self, catalog: str, book: str | None = None) -> Book | None:
        """Return a book of a catalog, by default its first by id; None where it has none. Raises NotFound."""
        books = self.catalog(catalog).books
        if book is None:
            return next(iter(books.values()), None)
        if book not in books:
            raise NotFound(f"catalog {catalog} has no price book {quoted(book)}; {_known_near(book, books)}")
        return books[book]

    def _read(self, id: str) -> tuple[Catalog, tuple[Problem, ...]]:
        if id not in self._written:
            catalog, problems = load_catalog(files_around(self._catalogs, id), f"{id}/{ENTRY}")
            if catalog is None:
                raise InvalidDocument(problems)
            if catalog.id != id:
                raise InvalidRequest(f"the catalog in the folder {id} is called {catalog.id}; rename one of them")
            self._written[id] = catalog, tuple(problems)
        return self._written[id]

    def _load(self, id: str) -> Loaded:
        catalog, problems = self._read(id)
        compiled, found = compile_catalog(catalog)
        if compiled is None:
            raise InvalidDocument(found)
        books, warnings = self._load_books(catalog)
        solver = self._engine.load(compiled.program, digest=catalog.digest)
        return Loaded(compiled, solver, books, entry_of(Files(catalog.files)), (*problems, *found, *warnings))

    def _load_books(self, catalog: Catalog) -> tuple[dict[str, Book], tuple[Problem, ...]]:
        folder = self._books / catalog.id
        if not folder.is_dir():
            return {}, ()
        files = read_folder(folder)
        books, problems = list[Book](), list[Problem]()
        for entry in (path for path in files if path.endswith(".yaml") and path != SCENARIOS):
            model, found = load_book(files, entry, catalog)
            if model is None:
                raise InvalidDocument(found)
            books.append(Book(model, entry))
            problems.extend(found)
        ordered = sorted(books, key=lambda book: book.model.id)
        return {book.model.id: book for book in ordered}, tuple(problems)

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def budget(self, seconds: float | None) -> Budget:
        """Return a budget of so many seconds from now on; None is no limit."""
        return UNLIMITED if seconds is None else Budget(self._now, self._now() + seconds)

    def session(self, catalog: str, choices: Choices = NO_CHOICES, *, seconds: float | None = None) -> Session:
        """Open a session. Whoever shares the engine with other threads is `in_turn` meanwhile."""
        loaded = self.catalog(catalog)
        return Session.open(loaded.compiled, loaded.solver, choices, budget=self.budget(seconds))

    def choices_of_code(self, catalog: str, code: str) -> Choices:
        """Return the choices that a product code says.

        Raises NotFound where it says none, InvalidRequest where it may be read in several ways.
        """
        found = decode(self.outline(catalog), code)
        if not found:
            raise NotFound(f"{quoted(code)} is no product code of {catalog}")
        if len(found) > 1:
            message = f"{quoted(code)} may be read in {len(found)} ways, so it says no one product"
            raise InvalidRequest(message, field="code")
        return Choices(found[0])

    def evaluate(self, ask: Ask) -> Evaluation:
        """Work out everything that follows from some choices. Raises InvalidRequest and NotFound, never for a "no".

        The latest answers are kept, as they follow from the question alone; those that time left undecided are not.
        """
        ask = replace(ask, on=self.day(ask))
        return self._evaluated.of(ask.question, lambda: self._evaluate(ask))

    def known(self, ask: Ask) -> Evaluation | None:
        """Return at once what `evaluate` gave lately; None where it would have to work, or to refuse the question."""
        with suppress(InvalidRequest, NotFound):
            if self.is_ready(ask.catalog):
                return self._evaluated.known(replace(ask, on=self.day(ask)).question)
        return None

    def _evaluate(self, ask: Ask) -> Evaluation:
        loaded, budget, prepared = self.catalog(ask.catalog), self.budget(ask.seconds), self.prepared(ask)
        if ask.cheapest:
            return self._cheapest(ask, budget)
        with loaded.in_turn(budget):
            session = Session.open(loaded.compiled, loaded.solver, ask.choices, surveyed=True, budget=budget)
            return evaluate(session, prepared, Wanted.by(ask), budget=budget)

    def _cheapest(self, ask: Ask, budget: Budget) -> Evaluation:
        """Evaluate with the cheapest completion, over the program that the book's joint prices extend."""
        offered = self.market(ask, budget=budget)
        with offered.in_turn(budget):
            session, found = offered.market.session(ask.choices, budget=budget), offered.market
            return evaluate(session, found.prepared, Wanted.by(ask, found.objective), budget=budget)

    def why_not(self, ask: Ask, path: str, value: FeatureValue) -> Answer:
        """Say why a value cannot be chosen, and which smallest changes would make it possible, with their prices."""
        loaded, budget, prepared = self.catalog(ask.catalog), self.budget(ask.seconds), self.prepared(ask)
        with loaded.in_turn(budget):
            session = Session.open(loaded.compiled, loaded.solver, ask.choices, budget=budget)
            explanation = session.why_not(path, value, budget=budget)
            if explanation is None:
                return Answer(None)
            repairs = session.repairs(path, value, limit=MOST_REPAIRS, budget=budget)
            return Answer(explanation, ranked(repairs, session, prepared, budget=budget))

    def why(self, ask: Ask, path: str) -> Answer:
        """Say why a value is implied, or why something is certainly absent or present."""
        loaded, budget = self.catalog(ask.catalog), self.budget(ask.seconds)
        with loaded.in_turn(budget):
            session = Session.open(loaded.compiled, loaded.solver, ask.choices, budget=budget)
            return Answer(session.why(path, budget=budget))

    def reopen(self, ask: Ask, *, digest: str, saved: Configuration | None = None) -> Reopening:
        """Open choices that were saved with the catalog of a digest, which may have changed since."""
        loaded, budget, prepared = self.catalog(ask.catalog), self.budget(ask.seconds), self.prepared(ask)
        with loaded.in_turn(budget):
            found = reopen(loaded.compiled, loaded.solver, ask.choices, digest=digest, saved=saved, budget=budget)
            return Reopening(found, ranked(found.repairs, found.session, prepared, budget=budget))

    def saved(self, ask: Ask, *, on: date | None = None) -> Saved:
        """Return choices in the form in which they are kept, clashing or not; `on` is the day if one was asked for.

        The product as it stands is kept with them where it is known in time.
        """
        budget = self.budget(ask.seconds)
        with self.catalog(ask.catalog).in_turn(budget):
            session = self.session(ask.catalog, ask.choices, seconds=budget.remaining())
            try:
                completed = session.complete(budget=budget)
            except Undecided:
                completed = None
        catalog, chosen, prepared = session.compiled.catalog, session.choices, self.prepared(ask)
        parameters = {} if prepared is None else {name: prepared.parameters[name] for name in ask.parameters}
        return Saved(catalog.id, catalog.digest, chosen.values, chosen.instances, ask.book, on, parameters, completed)

    # ── searching by price ───────────────────────────────────────────────────────────────────────────────────────────

    def market(self, ask: Ask, *, budget: Budget = UNLIMITED) -> OpenMarket:
        """Return the prices that are asked for, ready to be searched from end to end; made once, and then kept.

        Raises InvalidRequest where there is no book, NotExact where a rule of the book has neither an exact sum nor a
        bound, Undecided where it is not ready within the budget; it goes on being made meanwhile.
        """
        prepared = self.prepared(ask)
        if prepared is None:
            raise InvalidRequest(f"catalog {ask.catalog} has no price book, so nothing can be compared", field="book")
        loaded = self.catalog(ask.catalog)
        return self._markets.of(prepared, loaded.compiled, loaded.solver, loaded.lock, budget=budget)

    def market_soon(self, ask: Ask, *, seconds: float) -> OpenMarket | None:
        """Return the same if there is one and it is ready in so many seconds; it goes on being made meanwhile."""
        prepared, loaded = self.prepared(ask), self.catalog(ask.catalog)
        if prepared is None:
            return None
        return self._markets.soon(prepared, loaded.compiled, loaded.solver, loaded.lock, seconds=seconds)

    # ── pricing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def prepared(self, ask: Ask) -> Prepared | None:
        """Return the book that was asked for, made ready for the day and the parameters; None where there is none."""
        book, day = self._book_and_day(ask)
        if book is None:
            return None
        catalog, parameters = self.catalog(ask.catalog).catalog, ask.parameters
        key = repr((catalog.digest, book.digest, day, parameters))
        return self._prepared.of(key, lambda: prepare(book, catalog, day, parameters))

    def day(self, ask: Ask) -> date:
        """Return the day that is asked about: a moment is a day of the book's time zone, or of UTC without a book.

        Raises InvalidRequest where the catalog is not in force on that day.
        """
        return self._book_and_day(ask)[1]

    def _book_and_day(self, ask: Ask) -> tuple[PriceBook | None, date]:
        catalog, book = self.catalog(ask.catalog).catalog, self.book(ask.catalog, ask.book) if ask.priced else None
        moment = ask.on.astimezone(UTC).date() if isinstance(ask.on, datetime) else ask.on
        day = day_in(book.model, ask.on) if book else moment
        if day not in catalog.effective:
            message = f"catalog {catalog.id} is not in force on {day}; it is {catalog.effective}"
            raise InvalidRequest(message, field="on")
        return (book.model if book else None), day

    # ── quoting ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def quote(
        self,
        items: Sequence[ItemAsk],
        *,
        id: str,
        seller: str,
        created: datetime,
        on: date,
        number: str | None = None,
        seconds: float | None = None,
    ) -> Drawn:
        """Draw up a quote. Raises InvalidRequest where choices clash or a book is missing; its `field` is the item.

        Every item is priced on the one day `on`; a moment is that day where the book of the first item counts its days.
        Items that ask the same are worked out once. `seconds` limits all of them together.
        """
        budget = self.budget(seconds)
        if items and isinstance(on, datetime):
            on = self.day(replace(items[0].ask, on=on))
        items = [replace(item, ask=replace(item.ask, on=on)) for item in items]
        found: dict[str, Draft] = {}
        drafts = [self._draft_once(item, found, budget) for item in items]
        quote = draw_up(drafts, id=id, seller=seller, created=created, on=on, number=number)
        contents: dict[str, Content] = {}
        for item in items:
            loaded, book = self.catalog(item.ask.catalog), self.book(item.ask.catalog, item.ask.book)
            for model in (loaded.catalog, book.model if book else None):
                if model is not None:
                    contents[model.digest] = Content(model.digest, model.files)
        return Drawn(seal(quote), tuple(contents.values()))

    def _draft_once(self, item: ItemAsk, found: dict[str, Draft], budget: Budget) -> Draft:
        asked = repr(item.ask)
        if asked not in found:
            found[asked] = self._draft(item, budget)
        return replace(found[asked], id=item.id, quantity=item.quantity)

    def _draft(self, item: ItemAsk, budget: Budget) -> Draft:
        left = [each for each in (item.ask.seconds, budget.remaining()) if each is not None]
        found = self.evaluate(replace(item.ask, priced=True, differences=False, seconds=min(left, default=None)))
        book = self.book(item.ask.catalog, item.ask.book)
        if not (found.session.consistent and book and found.priced and found.configuration and found.prepared):
            raise InvalidRequest(_why_no_quote(found, item), field=item.id)
        catalog = found.session.compiled.catalog
        return Draft(
            item.id,
            item.quantity,
            Pinned(catalog.id, catalog.digest, self.catalog(catalog.id).entry),
            Pinned(book.model.id, book.model.digest, book.entry),
            found.configuration,
            to_json(found.priced),
            totals_of(found.priced),
            found.prepared.parameters,
        )

    def verify(self, stored: StoredQuote) -> Report:
        """Prove a stored quote from its own bytes: contents, configuration, price, sums, body."""
        return verify(stored, Recomputing())


def _why_no_quote(found: Evaluation, item: ItemAsk) -> str:
    if found.prepared is None:
        return f"item {item.id}: catalog {item.ask.catalog} has no price book, so it cannot be quoted"
    if not found.session.consistent:
        return f"item {item.id}: the choices clash, so there is nothing to quote; evaluate them to see why"
    return f"item {item.id}: the configuration was not completed in time; allow more time"


def _known_near(word: str, known: Collection[str]) -> str:
    return did_you_mean(word, known) or f"there are {some_of(known) or 'none'}"
