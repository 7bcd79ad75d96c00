"""The full check: every problem of catalogs, price books and scenarios at once, then the scenarios run."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TypeVar

from configurator.budget import Budget, OutOfBudget
from configurator.catalog.building.sources import narrowed
from configurator.catalog.load import ENTRY, files_around, load_catalog
from configurator.catalog.model import Catalog
from configurator.catalog.scenarios import ENTRY as SCENARIOS
from configurator.catalog.scenarios import Scenario, load_scenarios
from configurator.contracts.contract_scenarios import (
    ContractScenario,
    ContractScenarioResult,
    load_contract_scenarios,
    run_contract_scenarios,
)
from configurator.contracts.model import Offer
from configurator.contracts.offers import ENTRY as CONTRACTS
from configurator.contracts.offers import load_offer
from configurator.documents import LoadedCatalog
from configurator.engine import Engine
from configurator.errors import InvalidDocument, Undecided
from configurator.limits import LOADING_SECONDS, QUESTION_BYTES
from configurator.owner import codes
from configurator.owner.book_checks import books_agree, no_product_costs_less_than_nothing, there_is_a_product
from configurator.owner.limits import (
    SECONDS_FOR_COMPILING,
    SECONDS_FOR_CREDITS,
    SECONDS_FOR_MISSING_PRICES,
    SECONDS_FOR_PRODUCT,
)
from configurator.owner.order_scenarios import OrderScenarioResult, order_problems, run_order_scenarios
from configurator.owner.price_coverage_search import every_product_has_a_price
from configurator.owner.scenario_runs import ScenarioResult, run_scenario
from configurator.pricing.load import book_entries, load_books
from configurator.problems import Problem, ProblemCode, errors_in, in_order, two_of_one_id
from configurator.program.compile.catalog_passes import compile_catalog
from configurator.reading.files import Files, read_folder
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A catalog that was not checked to the end, and before what the time, or the memory, ran out."""

    catalog: str
    reason: str

    def __str__(self) -> str:
        return f"{self.catalog}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The files read: catalogs by id, the ids of their books, their scenarios, and all problems of all files.

    `offers` are the contracts on offer by folder, `contract_scenarios` their scenarios. `unfinished` are the catalogs
    that could not be compiled in time.
    """

    catalogs: Mapping[str, Catalog]
    books: Mapping[str, tuple[str, ...]]
    scenarios: Mapping[str, tuple[Scenario, ...]]
    problems: tuple[Problem, ...]
    offers: Mapping[str, Offer] = field(default_factory=dict)
    contract_scenarios: Mapping[str, tuple[ContractScenario, ...]] = field(default_factory=dict)
    unfinished: tuple["Unfinished", ...] = ()

    @property
    def usable(self) -> bool:
        """Whether nothing stops the files from being used."""
        return not errors_in(self.problems)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The problems and results of a workspace; scenarios are run only where nothing is wrong with the files."""

    workspace: Workspace
    results: tuple[ScenarioResult, ...]
    of_contracts: tuple[ContractScenarioResult, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()
    """The catalogs that were not checked to the end."""
    of_orders: tuple[OrderScenarioResult, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error, or a scenario failed."""
        return not self.workspace.usable or not all(result.passed for result in self.all_results)

    @property
    def passed(self) -> bool:
        """Whether everything was checked, there is no error, and every scenario passed."""
        return not self.failed and not self.unfinished

    @property
    def all_results(self) -> tuple[ScenarioResult | OrderScenarioResult | ContractScenarioResult, ...]:
        """The results of scenarios of catalogs, books, orders and contracts."""
        return (*self.results, *self.of_orders, *self.of_contracts)


@dataclass(frozen=True, slots=True)
class CheckScope:
    """Which catalogs are meant, in which folder of catalogs, with the books of which folder."""

    catalogs: Path
    books: Path
    families: tuple[str, ...]


def located(path: Path, catalogs: Path, books: Path, *, books_given: bool = False) -> CheckScope:
    """Resolve the folder of a catalog, a folder of price books, or a file in either.

    `catalogs/lamp` and `pricing_rules/lamp` in one folder belong together. Without a `pricing_rules` folder beside it,
    the books of a catalog are searched in `books` if given; the catalog of books in `catalogs`.
    """
    folder = (path if path.is_dir() else path.parent).absolute()
    around = folder.parent.parent
    if (folder / ENTRY).is_file():
        beside = around / "pricing_rules"
        return CheckScope(folder.parent, books if books_given else beside, (folder.name,))
    beside = around / "catalogs"
    return CheckScope(beside if (beside / folder.name / ENTRY).is_file() else catalogs, folder.parent, (folder.name,))


def check(
    catalogs: Path,
    books: Path,
    families: Iterable[str] = (),
    *,
    now: Callable[[], float] = monotonic,
    seconds: float | None = None,
    kept: Path | None = None,
) -> CheckReport:
    """Read the catalogs in the folders of one folder and their books in another, then run the scenarios of both.

    `families` narrows the check to the catalogs of these folders. `now` is a monotonic clock, for time limits; the
    whole check takes at most `seconds`, each of its parts what `owner.limits` allows. In the folder `kept`, compiled
    forms are kept between runs.
    """
    limit = Budget(now).at_most(seconds)
    workspace = read_workspace(catalogs, books, families, limit=limit)
    run = _Run(Engine.open(catalogs, books, now=now, kept=kept, beside=False), limit, list(workspace.unfinished))
    if not workspace.usable:
        return CheckReport(workspace, (), unfinished=tuple(run.unfinished))
    workspace = replace(workspace, problems=in_order((*workspace.problems, *run.without_product(workspace, catalogs))))
    if not workspace.usable:
        return CheckReport(workspace, (), unfinished=tuple(run.unfinished))
    found = (*run.credits_given(workspace, books), *run.without_price(workspace, books))
    workspace = replace(workspace, problems=in_order((*workspace.problems, *found)))
    results, orders = tuple(run.scenarios(workspace)), run_order_scenarios(run.engine, books, tuple(families))
    return CheckReport(workspace, results, contract_results(workspace), tuple(run.unfinished), tuple(orders))


@dataclass(slots=True)
class _Run:
    """The checks that ask an engine, within the time of the whole check."""

    engine: Engine
    limit: Budget
    unfinished: list[Unfinished]

    def without_product(self, workspace: Workspace, catalogs: Path) -> Iterator[Problem]:
        """Yield a problem for every catalog that has no product at all."""
        for name in self._open(workspace):
            with self._noting(name):
                loaded = self.engine.catalog(name, self._budget(LOADING_SECONDS))
                budget = self._budget(SECONDS_FOR_PRODUCT)
                for problem in there_is_a_product(loaded.compiled, loaded.solver, budget):
                    yield replace(problem, location=_below(_folder_of(loaded, catalogs / name), problem.location))

    def credits_given(self, workspace: Workspace, books: Path) -> Iterator[Problem]:
        """Yield a warning for every book by which a product costs less than nothing."""
        for name in self._open(workspace):
            with self._noting(name):
                loaded = self.engine.catalog(name, self._budget(LOADING_SECONDS))
                for book in loaded.books.values():
                    budget = self._budget(SECONDS_FOR_CREDITS)
                    for problem in no_product_costs_less_than_nothing(book.model, loaded.compiled, budget):
                        yield replace(problem, location=_below(books / name, problem.location))

    def without_price(self, workspace: Workspace, books: Path) -> Iterator[Problem]:
        """Yield a warning for every rule of a book by which a product has no price."""
        for name in self._open(workspace):
            with self._noting(name):
                loaded = self.engine.catalog(name, self._budget(LOADING_SECONDS))
                for book in loaded.books.values():
                    budget = self._budget(SECONDS_FOR_MISSING_PRICES)
                    for problem in every_product_has_a_price(book.model, loaded.compiled, budget):
                        yield replace(problem, location=_below(books / name, problem.location))

    def scenarios(self, workspace: Workspace) -> Iterator[ScenarioResult]:
        """Run the scenarios of catalogs and books."""
        for name in self._open(workspace):
            with self._noting(name):
                for scenario in workspace.scenarios[name]:
                    if self.limit.spent():
                        raise self.limit.undecided("all scenarios were run")
                    yield run_scenario(self.engine, name, scenario, limit=self.limit)

    def _open(self, workspace: Workspace) -> list[str]:
        """Return the catalogs that were checked to the end so far."""
        ended = {each.catalog for each in self.unfinished}
        return [name for name in workspace.catalogs if name not in ended]

    def _budget(self, seconds: float) -> Budget:
        left = self.limit.remaining()
        return self.engine.budget(seconds if left is None else min(seconds, left))

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        try:
            yield
        except Undecided as ended:
            self.unfinished.append(Unfinished(name, str(ended)))


def _folder_of(loaded: LoadedCatalog, folder: Path) -> Path:
    """Return the base folder of a catalog's locations: the parent of its own if it includes files from outside."""
    return folder.parent if "/" in loaded.entry else folder


def contract_results(workspace: Workspace) -> tuple[ContractScenarioResult, ...]:
    """Run the scenarios of all contracts."""
    results = (
        run_contract_scenarios(offer, workspace.contract_scenarios[name]) for name, offer in workspace.offers.items()
    )
    return tuple(result for each in results for result in each)


def read_workspace(
    catalogs: Path, books: Path, families: Iterable[str] = (), *, limit: Budget | None = None
) -> Workspace:
    """Read catalogs, their price books and all scenarios; report every problem of every file at once.

    Locations of problems begin with the folders as given, so that editors can open them. `limit` is the time of the
    whole check, None for any that `owner.limits` allows.
    """
    reading = _Reading(catalogs, books, tuple(families), limit or Budget(monotonic))
    reading.read()
    return Workspace(
        reading.models,
        {id: tuple(result) for id, result in reading.found_books.items()},
        {id: tuple(result) for id, result in reading.scenarios.items()},
        in_order(reading.problems),
        reading.offers,
        reading.contract_scenarios,
        tuple(reading.unfinished),
    )


@dataclass(slots=True)
class _Reading:
    catalogs: Path
    books: Path
    families: tuple[str, ...]
    limit: Budget
    models: dict[str, Catalog] = field(default_factory=dict)
    found_books: dict[str, list[str]] = field(default_factory=dict)
    scenarios: dict[str, list[Scenario]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    offers: dict[str, Offer] = field(default_factory=dict)
    contract_scenarios: dict[str, tuple[ContractScenario, ...]] = field(default_factory=dict)
    unfinished: list[Unfinished] = field(default_factory=list)

    def read(self) -> None:
        files = self._files(self.catalogs) if not self.families else self._files_of(self.families)
        known = [family for family in _families(files) if not self.families or family in self.families]
        for family in known:
            self._read_catalog(files, family)
        folders = sorted(path.name for path in self.books.iterdir() if path.is_dir()) if self.books.is_dir() else []
        for family in folders:
            if (self.books / family / CONTRACTS).is_file():
                if not self.families or family in self.families:
                    self._read_offer(family)
            elif family in self.models:
                self._read_books(self.models[family], family)
            elif not self.families and family not in known and not self._read_order_rules(family):
                self._no_catalog(family, known)
        named = ((model.id, self._place(family, model)) for family, model in self.models.items())
        self.problems.extend(two_of_one_id(codes.DUPLICATE_CATALOG, "catalog", named))
        for family in self.models:
            self._read_scenarios(files, f"{family}/{SCENARIOS}", self.catalogs, family)
            if (self.books / family / SCENARIOS).is_file():
                self._read_scenarios(self._files(self.books / family), SCENARIOS, self.books / family, family)

    def _files_of(self, families: Iterable[str]) -> Files:
        results: dict[str, bytes] = {}
        for family in families:
            try:
                results |= files_around(self.catalogs, family) if (self.catalogs / family).is_dir() else {}
            except InvalidDocument as error:
                self.problems.extend(error.problems)
        return Files(results)

    def _files(self, folder: Path) -> Files:
        try:
            return read_folder(folder)
        except InvalidDocument as error:
            self.problems.extend(error.problems)
            return Files({})

    def _report(self, problems: Iterable[Problem], folder: Path) -> None:
        self.problems.extend(replace(problem, location=_below(folder, problem.location)) for problem in problems)

    def _read_catalog(self, files: Files, family: str) -> None:
        entry = f"{family}/{ENTRY}"
        folder = self.catalogs / entry.removesuffix(narrowed(files, entry)[1])
        catalog, problems = load_catalog(files, entry)
        self._report(problems, folder)
        if catalog is None:
            return
        self._report(self._not_compiled(catalog, family), folder)
        self.models[family] = catalog
        self.found_books[family], self.scenarios[family] = [], []
        if catalog.id != family:
            message = f"the catalog `{catalog.id}` lies in the folder `{family}`"
            hint = "rename the folder or the catalog"
            problem = Problem(codes.FOLDER_NAME, catalog.location, "catalog", message, "one name for both", hint)
            self._report([problem], folder)

    def _not_compiled(self, catalog: Catalog, family: str) -> tuple[Problem, ...]:
        budget = self.limit.at_most(SECONDS_FOR_COMPILING).within(QUESTION_BYTES)
        try:
            return compile_catalog(catalog, budget)[1]
        except OutOfBudget:
            self.unfinished.append(Unfinished(family, str(budget.undecided("it was compiled"))))
            return ()

    def _read_books(self, catalog: Catalog, family: str) -> None:
        files = self._files(self.books / family)
        self._read_order_rules(family)
        books, problems = load_books(files, book_entries(files), catalog)
        self._report(problems, self.books / family)
        self.found_books[family] += [book.id for book in books.values()]
        self._report(books_agree(books.values()), self.books / family)

    def _place(self, family: str, catalog: Catalog) -> Location:
        own = self.catalogs if "/" in catalog.location.file else self.catalogs / family
        return _below(own, catalog.location)

    def _read_order_rules(self, family: str) -> bool:
        """Check the order rules of a folder; return whether it has any."""
        there, problems = order_problems(self._files(self.books / family))
        self._report(problems, self.books / family)
        return there

    def _read_offer(self, family: str) -> None:
        files = self._files(self.books / family)
        offer, problems = load_offer(files, catalogs=self.models.get)
        self._report(problems, self.books / family)
        if offer is None:
            return
        self.offers[family] = offer
        scenarios, problems = load_contract_scenarios(files, offer) if SCENARIOS in files else ((), ())
        self._report(problems, self.books / family)
        self.contract_scenarios[family] = tuple(_moved(each, self.books / family) for each in scenarios)

    def _no_catalog(self, family: str, known: list[str]) -> None:
        hint = did_you_mean(family, known)
        expected = "" if hint or not known else f"the name of a catalog: {some_of(known)}"
        message = f"there is no catalog `{family}` for the price books in this folder"
        location = Location((self.books / family).as_posix(), 1, 1)
        self.problems.append(Problem(codes.BOOK_WITHOUT_CATALOG, location, "", message, expected, hint))

    def _read_scenarios(self, files: Files, entry: str, folder: Path, family: str) -> None:
        if entry not in files:
            return
        catalog = self.models[family]
        scenarios, problems = load_scenarios(files, catalog, entry)
        self._report(problems, folder)
        for scenario in scenarios:
            self._report(_wrong(scenario, catalog.id, self.found_books[family]), folder)
            self.scenarios[family].append(_moved(scenario, folder))


def _families(files: Files) -> list[str]:
    parted = (path.split("/") for path in files)
    return sorted(parts[0] for parts in parted if len(parts) == 2 and parts[1] == ENTRY)


def _below(folder: Path, location: Location) -> Location:
    return Location(posixpath.join(folder.as_posix(), location.file), location.line, location.column)


AnyScenario = TypeVar("AnyScenario", Scenario, ContractScenario)


def _moved(scenario: AnyScenario, folder: Path) -> AnyScenario:
    places = {key: _below(folder, location) for key, location in scenario.expect.places.items()}
    return replace(scenario, location=_below(folder, scenario.location), expect=replace(scenario.expect, places=places))


def _wrong(scenario: Scenario, catalog: str, books: list[str]) -> Iterable[Problem]:
    """Yield the problems of a scenario that depend on the books."""
    expect = scenario.expect

    def problem(code: ProblemCode, message: str, expected: str, hint: str = "") -> Problem:
        return Problem(code, scenario.location, scenario.name, message, expected, hint)

    if not expect.places:
        message = "nothing is expected, so that nothing is proved"
        yield problem(codes.NOTHING_EXPECTED, message, "at least one expectation, such as `valid: true`")
    if scenario.book and scenario.book not in books:
        hint = did_you_mean(scenario.book, books)
        known = "" if hint else f"one of {some_of(books)}" if books else "no book, as the catalog has none"
        yield problem(codes.UNKNOWN_BOOK, f"the catalog `{catalog}` has no price book `{scenario.book}`", known, hint)
    if (expect.totals or expect.lines or scenario.cheapest or scenario.book) and not (scenario.book and scenario.on):
        missing = " and ".join(f"`{key}`" for key in ("book", "on") if not getattr(scenario, key))
        message = f"prices are asked for without {missing}"
        yield problem(codes.PRICE_WITHOUT_BOOK, message, "the price book in `book` and the day in `on: 2026-01-31`")
