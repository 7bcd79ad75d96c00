"""Catalogs and price books of two folders: read, compiled and loaded into a solver on first use."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from configurator.budget import Budget, Cancellation, OutOfBudget, or_by_asker
from configurator.catalog.load import ENTRY, entry_of, files_around, load_catalog
from configurator.catalog.model import Catalog
from configurator.errors import InvalidDocument, InvalidRequest, NotFound
from configurator.limits import LOADING_SECONDS
from configurator.offering.price_search_cache import hold_lock
from configurator.pricing.load import book_entries, load_books
from configurator.pricing.model import PriceBook
from configurator.problems import Problem, errors_in
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files, read_folder
from configurator.reading.message_parts import did_you_mean, quoted, some_of
from configurator.short_repr import short_repr
from configurator.solving.port import Solver, SolvingEngine


@short_repr
@dataclass(frozen=True)
class LoadedBook:
    """A price book with the file it is read from first; its files are those its digest covers."""

    model: PriceBook
    entry: str


@short_repr
@dataclass(frozen=True)
class LoadedCatalog:
    """A loaded catalog, and its price books by id."""

    compiled: CompiledCatalog
    solver: Solver
    books: Mapping[str, LoadedBook]
    entry: str
    problems: tuple[Problem, ...]
    """The warnings of the catalog and its books."""
    lock: RLock = field(default_factory=RLock, compare=False, repr=False)
    """A solver answers one thread at a time."""

    @property
    def catalog(self) -> Catalog:
        return self.compiled.catalog

    @contextmanager
    def locked(self, budget: Budget) -> Iterator[None]:
        """Hold the solver; raise Undecided where others keep it for longer than the budget."""
        with hold_lock(self.lock, budget, self.catalog.id):
            yield


class Documents:
    """All catalogs and books of two folders. Safe to share among threads.

    Loaded data is kept: one entry per existing catalog. Loading ends with the budget of the question that needs it, and
    after `LOADING_SECONDS` by the clock `now`; it may take the `memory` of one question in bytes, None for any. What is
    compiled by then is kept for the next question, and nothing that is half done.
    """

    def __init__(
        self, catalogs: Path, books: Path, engine: SolvingEngine, now: Callable[[], float], memory: int | None
    ) -> None:
        self._catalogs, self._books, self._engine = catalogs, books, engine
        self._now, self._memory, self._closing = now, memory, Cancellation()
        self._outlines: dict[str, tuple[Catalog, tuple[Problem, ...]]] = {}
        self._books_read: dict[str, tuple[Mapping[str, LoadedBook], tuple[Problem, ...]]] = {}
        self._compiled: dict[str, tuple[CompiledCatalog, tuple[Problem, ...]]] = {}
        self._loaded: dict[str, LoadedCatalog] = {}
        self._locks: defaultdict[str, RLock] = defaultdict(RLock)

    def catalog_ids(self) -> tuple[str, ...]:
        """Return the ids of all catalogs: the names of the folders that hold one."""
        return tuple(sorted(path.parent.name for path in self._catalogs.glob(f"*/{ENTRY}")))

    def catalog(self, id: str, budget: Budget | None = None) -> LoadedCatalog:
        """Return a catalog, ready; `budget` is that of the question, None for the whole time that loading may take.

        Raises NotFound, InvalidDocument with everything that is wrong with it, or Undecided at the end of its budget.
        """
        self.require(id)
        if id in self._loaded:
            return self._loaded[id]
        allowed = self.budget(LOADING_SECONDS) if budget is None else budget.at_most(LOADING_SECONDS)
        with hold_lock(self._locks[id], allowed, id):
            if id in self._loaded:
                return self._loaded[id]
            loaded = self._load(id, allowed)
            if not loaded.solver.hurried:
                self._loaded[id] = loaded
                self._compiled.pop(id)
            return loaded

    def is_ready(self, id: str) -> bool:
        """Return whether a catalog is loaded and can answer immediately."""
        return id in self._loaded

    def budget(self, seconds: float | None) -> Budget:
        """Return a budget of a number of seconds from now, None for any, and of the memory of one question.

        It ends, too, once this is closed, and once its asker withdraws.
        """
        deadline = None if seconds is None else self._now() + seconds
        return Budget(self._now, deadline, cancellation=or_by_asker(self._closing)).within(self._memory)

    def close(self) -> None:
        """Withdraw every question in progress: it ends undecided. Later ones do at once."""
        self._closing.cancel()

    def outline(self, id: str) -> Catalog:
        """Return a catalog as written, quickly, without compiling it; raises like `catalog`."""
        self.require(id)
        with self._locks[id]:
            return self._read(id)[0]

    def outline_or_none(self, id: str) -> Catalog | None:
        return self.outline(id) if id in self.catalog_ids() else None

    def require(self, id: str) -> None:
        """Raise NotFound where there is no such catalog."""
        if id not in self._loaded and id not in self.catalog_ids():
            raise NotFound(f"there is no catalog {quoted(id)}; {_known_near(id, self.catalog_ids())}")

    def entry(self, id: str) -> str:
        """Return the file that a catalog is read from first; raises like `catalog`."""
        return entry_of(Files(self.outline(id).files))

    def books(self, catalog: str) -> Mapping[str, LoadedBook]:
        """Return the books of a catalog by id, without compiling it; raises like `catalog`."""
        self.require(catalog)
        with self._locks[catalog]:
            return self._read_books(catalog)[0]

    def book(self, catalog: str, book: str | None = None) -> LoadedBook | None:
        """Return a book of a catalog, by default its first by id; None where it has none. Raises NotFound."""
        books = self.books(catalog)
        if book is None:
            return next(iter(books.values()), None)
        if book not in books:
            raise NotFound(f"catalog {catalog} has no price book {quoted(book)}; {_known_near(book, books)}")
        return books[book]

    def _read(self, id: str) -> tuple[Catalog, tuple[Problem, ...]]:
        if id not in self._outlines:
            catalog, problems = load_catalog(files_around(self._catalogs, id), f"{id}/{ENTRY}")
            if catalog is None:
                raise InvalidDocument(problems)
            if catalog.id != id:
                raise InvalidRequest(f"the catalog in the folder {id} is called {catalog.id}; rename one of them")
            self._outlines[id] = catalog, tuple(problems)
        return self._outlines[id]

    def _read_books(self, id: str) -> tuple[Mapping[str, LoadedBook], tuple[Problem, ...]]:
        if id not in self._books_read:
            self._books_read[id] = self._load_books(self._read(id)[0])
        return self._books_read[id]

    def _compile(self, id: str, budget: Budget) -> tuple[CompiledCatalog, tuple[Problem, ...]]:
        if id not in self._compiled:
            compiled, problems = compile_catalog(self._read(id)[0], budget)
            if compiled is None:
                raise InvalidDocument(problems)
            self._compiled[id] = compiled, problems
        return self._compiled[id]

    def _load(self, id: str, budget: Budget) -> LoadedCatalog:
        catalog, problems = self._read(id)
        try:
            compiled, results = self._compile(id, budget)
            books, warnings = self._read_books(id)
            solver = self._engine.load(compiled.program, digest=catalog.digest, budget=budget)
        except OutOfBudget as ended:
            raise budget.undecided(f"catalog {id} was compiled") from ended
        return LoadedCatalog(compiled, solver, books, self.entry(id), (*problems, *results, *warnings))

    def _load_books(self, catalog: Catalog) -> tuple[dict[str, LoadedBook], tuple[Problem, ...]]:
        folder = self._books / catalog.id
        if not folder.is_dir():
            return {}, ()
        files = read_folder(folder)
        books, problems = load_books(files, book_entries(files), catalog)
        if errors_in(problems):
            raise InvalidDocument(problems)
        loaded = [LoadedBook(model, entry) for entry, model in books.items()]
        return {book.model.id: book for book in sorted(loaded, key=lambda book: book.model.id)}, problems


def _known_near(word: str, known: Collection[str]) -> str:
    return did_you_mean(word, known) or f"there are {some_of(known) or 'none'}"
