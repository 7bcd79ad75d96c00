"""Price searches that stay ready: a book on a day over a catalog is prepared once, and searched by everyone in turn."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, RLock, Thread

from configurator.budget import UNLIMITED, Budget
from configurator.cache import LeastRecentlyUsed
from configurator.configuration import typed_items
from configurator.errors import ConfiguratorError, Undecided
from configurator.language.checked import CheckedExpression
from configurator.offering.best_build import Aim, BestBuild, best_build, cheapest_builds
from configurator.offering.goals import Goal, GoalProgram, goal_program
from configurator.offering.limits import (
    MOST_GOAL_PROGRAMS,
    MOST_POINTS,
    MOST_PREPARATIONS,
    MOST_PRICE_SEARCHES,
    PREPARATION_SECONDS,
    SOON_SECONDS,
)
from configurator.offering.pareto_front import ParetoFront, pareto_front
from configurator.offering.price_range import WITH_OPTIONS, OverviewParts, PriceOverview, least_totals, price_range
from configurator.offering.price_search import SearchablePrices, load_searchable
from configurator.pricing.prepare import Prepared
from configurator.pricing.symbolic import objective
from configurator.program.compile import CompiledCatalog
from configurator.program.nodes import Program
from configurator.session.choices import Choices
from configurator.session.session import Session
from configurator.solving.port import Solver, SolvingEngine


@contextmanager
def hold_lock(lock: RLock, budget: Budget, about: str) -> Iterator[None]:
    """Hold the lock of a solver, which answers one thread at a time; raise Undecided if the budget ends first."""
    if not budget.allows(lambda seconds: lock.acquire(timeout=seconds)):
        raise Undecided(f"others are asking about {about} too; ask again in a moment")
    try:
        yield
    finally:
        lock.release()


class PriceSearch:
    """Searchable prices with the lock of their solver; thread-safe.

    Programs extended by goals are cached by goals and conditions, at most `MOST_GOAL_PROGRAMS` of them; `prover` loads
    their solvers. `late` counts consecutive overviews that were not certain in time: a caller in a hurry can skip the
    query.
    """

    def __init__(self, prices: SearchablePrices, lock: RLock, prover: SolvingEngine) -> None:
        self.prices, self.lock, self.late = prices, lock, 0
        self._prover = prover
        self._goal_programs: LeastRecentlyUsed[Hashable, tuple[GoalProgram, Solver]] = LeastRecentlyUsed(
            MOST_GOAL_PROGRAMS
        )

    @contextmanager
    def locked(self, budget: Budget) -> Iterator[None]:
        """Hold the solver; raise Undecided where others keep it for longer than the budget."""
        with hold_lock(self.lock, budget, self.prices.objective.compiled.catalog.id):
            yield

    def span(
        self, choices: Choices, parts: OverviewParts = WITH_OPTIONS, *, budget: Budget = UNLIMITED
    ) -> PriceOverview:
        """Return the ends of the range, the n cheapest products, and the least total with every option."""
        self.late += 1
        with self.locked(budget):
            session = self.prices.session(choices, budget=budget)
            ends = price_range(self.prices, choices, budget=budget)
            cheapest = None
            if parts.builds and ends:
                cheapest = cheapest_builds(self.prices, session, parts.builds, budget=budget)
            least = least_totals(self.prices, session, budget=budget) if parts.options else None
        overview = PriceOverview(self.prices.basis, session, ends, cheapest, least)
        if not overview.undecided:
            self.late = 0
        return overview

    def best(self, choices: Choices, aim: Aim, *, budget: Budget = UNLIMITED) -> BestBuild:
        """Return the best build under an aim."""
        with self.locked(budget):
            goals, session = self._with_goals(choices, aim.goals, aim.conditions, budget)
            return best_build(self.prices, goals, session, aim, budget=budget)

    def front(
        self, choices: Choices, aim: Aim, *, number: int = MOST_POINTS, budget: Budget = UNLIMITED
    ) -> ParetoFront:
        """Return the Pareto front of price and goals; a price limit of the aim narrows it down."""
        with self.locked(budget):
            goals, session = self._with_goals(choices, aim.goals, aim.conditions, budget)
            return pareto_front(self.prices, goals, session, at_most=aim.at_most, number=number, budget=budget)

    def _with_goals(
        self, choices: Choices, goals: Sequence[Goal], conditions: Sequence[CheckedExpression], budget: Budget
    ) -> tuple[GoalProgram, Session]:
        key = (*((goal.sense, goal.text) for goal in goals), *(condition.text for condition in conditions))
        program, solver = self._goal_programs.get_or_make(key, lambda: self._loaded(goals, conditions, budget))
        return program, Session.open(program.compiled, solver, choices, budget=budget)

    def _loaded(
        self, goals: Sequence[Goal], conditions: Sequence[CheckedExpression], budget: Budget
    ) -> tuple[GoalProgram, Solver]:
        program = goal_program(self.prices.objective.compiled, goals, conditions, budget=budget)
        if program.compiled is self.prices.objective.compiled:
            return program, self.prices.solver
        return program, self._prover.load(program.compiled.program, budget=budget)


@dataclass(slots=True)
class _Preparation:
    """A price search under preparation: its thread and its result."""

    thread: Thread | None = None
    search: PriceSearch | None = None
    error: Exception | None = None

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    @property
    def ended_undecided(self) -> bool:
        return isinstance(self.error, Undecided) and not self.running

    def ready_in(self, seconds: float | None) -> PriceSearch | None:
        """Return the price search once it is ready; None if it is not within a number of seconds, or refused."""
        if self.thread is not None and seconds != 0:
            self.thread.join(seconds)
        return self.search


class PriceSearchCache:
    """The recently used price searches, by catalog, book, day and parameters. Thread-safe.

    Each is prepared on its own thread, within the budget of the caller who needs it, so that no work outlives a
    question; or, for a caller who does not wait for it, within `SOON_SECONDS` of `budget`, which makes budgets. Refused
    ones are remembered, so that they are not prepared again; so are those that were not ready in time, for callers who
    do not wait. At most `MOST_PREPARATIONS` are remembered.
    """

    def __init__(
        self, engine: SolvingEngine, prover: SolvingEngine, *, budget: Callable[[float | None], Budget]
    ) -> None:
        self._engine, self._prover, self._budget = engine, prover, budget
        self._ready: LeastRecentlyUsed[Hashable, PriceSearch] = LeastRecentlyUsed(MOST_PRICE_SEARCHES)
        self._preparations: dict[Hashable, _Preparation] = {}
        self._lock = Lock()

    def known(self, prepared: Prepared) -> PriceSearch | None:
        """Return the price search of a book on a day if it is ready."""
        return self._ready.get(_key(prepared))

    def is_exact(self, prepared: Prepared) -> bool:
        """Return whether the price search of a book on a day is ready and not by bounds."""
        search = self.known(prepared)
        return search is not None and search.prices.objective.exact

    def soon(
        self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock, *, seconds: float
    ) -> PriceSearch | None:
        """Return the price search if it is ready within a number of seconds; preparation continues for a while.

        Also None if a rule of the book has neither an exact sum nor a bound.
        """
        preparation, _ = self._preparing(prepared, compiled, solver, lock, self._budget(SOON_SECONDS))
        return preparation.ready_in(seconds)

    def of(
        self,
        prepared: Prepared,
        compiled: CompiledCatalog,
        solver: Solver,
        lock: RLock,
        *,
        budget: Budget = UNLIMITED,
    ) -> PriceSearch:
        """Return the price search of a book on a day. `solver` is that of the catalog, with its lock.

        Raises `NotLinear` if a rule of the book has neither an exact sum nor a bound, `Undecided` if it is not ready
        within the budget.
        """
        within = budget.at_most(PREPARATION_SECONDS)
        while True:
            preparation, is_own = self._preparing(prepared, compiled, solver, lock, within, again=True)
            ready = preparation.ready_in(within.remaining())
            if ready is not None:
                return ready
            error = preparation.error
            if error is not None and not isinstance(error, Undecided):
                raise error
            if error is None or is_own or within.spent():
                raise within.undecided(f"the prices of {prepared.catalog.id} were ready") from error

    def _preparing(
        self,
        prepared: Prepared,
        compiled: CompiledCatalog,
        solver: Solver,
        lock: RLock,
        budget: Budget,
        *,
        again: bool = False,
    ) -> tuple[_Preparation, bool]:
        """Return the preparation of a price search, and whether it was started now, within this budget.

        `again` starts another one if the last one did not become ready in its time.
        """
        key = _key(prepared)
        with self._lock:
            ready = self._ready.get(key)
            if ready is not None:
                return _Preparation(search=ready), False
            preparation = self._preparations.get(key)
            if preparation is not None and not (again and preparation.ended_undecided):
                return preparation, False
            preparation = self._preparations[key] = self._started(prepared, compiled, solver, lock, budget)
            return preparation, True

    def _started(
        self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock, budget: Budget
    ) -> _Preparation:
        if len(self._preparations) >= MOST_PREPARATIONS:
            self._preparations = {key: each for key, each in self._preparations.items() if each.running}
        preparation = _Preparation()

        def run() -> None:
            try:
                preparation.search = self._made(prepared, compiled, solver, lock, budget)
            except Exception as error:  # It is raised again when the price search is requested.
                preparation.error = error
                if isinstance(error, ConfiguratorError):
                    return
            with self._lock:
                if preparation.search is not None:
                    self._ready.put(_key(prepared), preparation.search)
                self._preparations.pop(_key(prepared), None)

        preparation.thread = Thread(target=run, daemon=True)
        preparation.thread.start()
        return preparation

    def _made(
        self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock, budget: Budget
    ) -> PriceSearch:
        """Prepare a price search; its solver is the catalog's, or that of another one over the same program."""
        result = objective(prepared, compiled, budget)
        program = result.compiled.program
        if is_same(program, compiled.program):
            return PriceSearch(SearchablePrices(prepared, result, solver), lock, self._prover)
        for other in self._ready.values():
            if other.prices.objective.compiled.program == program:
                return PriceSearch(SearchablePrices(prepared, result, other.prices.solver), other.lock, self._prover)
        solver = load_searchable(program, self._engine, self._prover, budget=budget)
        return PriceSearch(SearchablePrices(prepared, result, solver), RLock(), self._prover)


def is_same(program: Program, other: Program) -> bool:
    """Return whether a program that another was extended to has nothing more than that."""
    sizes = (len(program.variables), len(program.constraints))
    return sizes == (len(other.variables), len(other.constraints))


def _key(prepared: Prepared) -> Hashable:
    return (
        prepared.catalog.digest,
        prepared.book.digest,
        prepared.on,
        prepared.part,
        prepared.quantity,
        frozenset(typed_items(prepared.parameters)),
    )
