"""Markets that are kept open: a book on a day over a catalog is made ready once, and searched by all in turn."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, RLock, Thread

from configurator.errors import ConfiguratorError, Undecided
from configurator.language.checked import CheckedExpression
from configurator.offering.best import Aim, BestBuild, best_build
from configurator.offering.cheapest import cheapest_builds
from configurator.offering.extremes import Market, loaded, price_range
from configurator.offering.front import MOST_POINTS, Front, front
from configurator.offering.goals import Goal
from configurator.offering.least_totals import least_totals
from configurator.offering.measures import Measured, measured
from configurator.offering.span import Span
from configurator.offering.turns import in_turn
from configurator.pricing.objective import objective
from configurator.pricing.prepare import Prepared
from configurator.program.compile import CompiledCatalog
from configurator.program.nodes import Program
from configurator.session.choices import Choices
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Budget, Engine, Solver

MOST_MARKETS = 16
"""So many markets are kept; the one that was asked for the longest ago gives way."""
MOST_THREADS = 64
"""So many markets that are being made, or that cannot be made, are remembered."""
MOST_SEARCHES = 4
"""So many programs with the intermediate results of goals are kept for each market."""


@dataclass
class OpenMarket:
    """A market with the lock of its solver; `other` makes solvers for programs that goals extend."""

    market: Market
    lock: RLock
    other: Engine
    late: int = 0
    """How many times in a row a span was not certain in time: whoever is in a hurry need not ask again."""
    _searches: OrderedDict[tuple[object, ...], tuple[Measured, Solver]] = field(default_factory=OrderedDict)

    @contextmanager
    def in_turn(self, budget: Budget) -> Iterator[None]:
        """Hold the solver; raise Undecided where others keep it for longer than the budget."""
        with in_turn(self.lock, budget, self.market.objective.compiled.catalog.id):
            yield

    def span(self, choices: Choices, *, builds: int = 0, options: bool = True, budget: Budget = UNLIMITED) -> Span:
        """Return the ends of the prices, so many of the cheapest products, and the least total with every option."""
        self.late += 1
        with self.in_turn(budget):
            session = self.market.session(choices, budget=budget)
            ends = price_range(self.market, choices, budget=budget)
            cheapest = cheapest_builds(self.market, session, builds, budget=budget) if builds and ends else None
            least = least_totals(self.market, session, budget=budget) if options else None
        found = Span(self.market, session, ends, cheapest, least)
        if not found.undecided:
            self.late = 0
        return found

    def best(self, choices: Choices, aim: Aim, *, budget: Budget = UNLIMITED) -> BestBuild:
        """Return the best build within what an aim allows."""
        with self.in_turn(budget):
            known, session = self._measured(choices, aim.goals, aim.conditions, budget)
            return best_build(self.market, known, session, aim, budget=budget)

    def front(
        self,
        choices: Choices,
        aim: Aim,
        *,
        number: int = MOST_POINTS,
        budget: Budget = UNLIMITED,
    ) -> Front:
        """Return what no other product beats in price and goals; a price limit of the aim narrows it down."""
        with self.in_turn(budget):
            known, session = self._measured(choices, aim.goals, aim.conditions, budget)
            return front(self.market, known, session, at_most=aim.at_most, number=number, budget=budget)

    def _measured(
        self, choices: Choices, goals: Sequence[Goal], conditions: Sequence[CheckedExpression], budget: Budget
    ) -> tuple[Measured, Session]:
        key = (*((goal.sense, goal.text) for goal in goals), *(condition.text for condition in conditions))
        if key not in self._searches:
            known = measured(self.market.objective.compiled, goals, conditions)
            same = known.compiled is self.market.objective.compiled
            self._searches[key] = known, self.market.solver if same else self.other.load(known.compiled.program)
        self._searches.move_to_end(key)
        while len(self._searches) > MOST_SEARCHES:
            self._searches.popitem(last=False)
        known, solver = self._searches[key]
        return known, Session.open(known.compiled, solver, choices, budget=budget)


class Markets:
    """The markets that were asked for last. Safe to share among threads."""

    def __init__(self, engine: Engine, other: Engine) -> None:
        self._engine, self._other = engine, other
        self._open: OrderedDict[tuple[object, ...], OpenMarket] = OrderedDict()
        self._lock = Lock()
        self._making: dict[tuple[object, ...], Lock] = {}
        self._threads: dict[tuple[object, ...], Thread] = {}
        self._refused: dict[tuple[object, ...], ConfiguratorError] = {}

    def known(self, prepared: Prepared) -> OpenMarket | None:
        """Return the market of a book on a day if it was made before."""
        with self._lock:
            found = self._open.get(_key(prepared))
            if found is not None:
                self._open.move_to_end(_key(prepared))
            return found

    def soon(
        self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock, *, seconds: float
    ) -> OpenMarket | None:
        """Return the market if it is ready in so many seconds; else it goes on being made for whoever asks next.

        None as well where a rule of the book has neither an exact sum nor a bound.
        """
        found = self.known(prepared)
        if found is not None:
            return found
        with self._lock:
            thread = self._threads.get(_key(prepared))
            if thread is None:
                self._forget_ended()
                thread = Thread(target=self._quietly, args=(prepared, compiled, solver, lock), daemon=True)
                self._threads[_key(prepared)] = thread
                thread.start()
        thread.join(seconds)
        return self.known(prepared)

    def _forget_ended(self) -> None:
        """Keep the list of threads short; whoever asks for a market that cannot be made may then try again."""
        if len(self._threads) >= MOST_THREADS:
            self._threads = {key: thread for key, thread in self._threads.items() if thread.is_alive()}
            self._refused = {key: error for key, error in self._refused.items() if key in self._threads}

    def _quietly(self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock) -> None:
        try:
            self._now(prepared, compiled, solver, lock)
        except ConfiguratorError as error:
            with self._lock:
                self._refused[_key(prepared)] = error
            return  # The thread stays listed, so that nobody tries again.
        with self._lock:
            self._threads.pop(_key(prepared), None)

    def of(
        self,
        prepared: Prepared,
        compiled: CompiledCatalog,
        solver: Solver,
        lock: RLock,
        *,
        budget: Budget = UNLIMITED,
    ) -> OpenMarket:
        """Return the market of a book on a day, made once. `solver` is that of the catalog, with its lock.

        Raises `NotLinear` where a rule of the book has neither an exact sum nor a bound, `Undecided` where it is not
        ready within the budget; it goes on being made meanwhile.
        """
        seconds = budget.remaining()
        if seconds is None:
            return self._now(prepared, compiled, solver, lock)
        found = self.soon(prepared, compiled, solver, lock, seconds=seconds)
        if found is not None:
            return found
        with self._lock:
            refused = self._refused.get(_key(prepared))
        if refused is not None:
            raise refused
        raise Undecided(f"the prices of {prepared.catalog.id} are being made ready; ask again in a moment")

    def _now(self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock) -> OpenMarket:
        key = _key(prepared)
        with self._lock:
            making = self._making.setdefault(key, Lock())
        try:
            with making:
                found = self.known(prepared)
                return found or self._opened(key, lambda: self._made(prepared, compiled, solver, lock))
        finally:
            with self._lock:
                self._making.pop(key, None)

    def _made(self, prepared: Prepared, compiled: CompiledCatalog, solver: Solver, lock: RLock) -> OpenMarket:
        """Return a new market; its solver is the catalog's, or that of another market, if that knows the same."""
        found = objective(prepared, compiled)
        if is_same(found.compiled.program, compiled.program):
            return OpenMarket(Market(prepared, found, solver), lock, self._other)
        with self._lock:
            others = tuple(self._open.values())
        for other in others:
            known = other.market.objective.compiled.program
            if known == found.compiled.program:
                return OpenMarket(Market(prepared, found, other.market.solver), other.lock, self._other)
        solver = loaded(found.compiled.program, self._engine, self._other)
        return OpenMarket(Market(prepared, found, solver), RLock(), self._other)

    def _opened(self, key: tuple[object, ...], make: Callable[[], OpenMarket]) -> OpenMarket:
        found = make()
        with self._lock:
            self._open[key] = found
            while len(self._open) > MOST_MARKETS:
                self._open.popitem(last=False)
        return found


def is_same(program: Program, other: Program) -> bool:
    """Tell whether a program that another was extended to has nothing more than that."""
    sizes = (len(program.variables), len(program.constraints))
    return sizes == (len(other.variables), len(other.constraints))


def _key(prepared: Prepared) -> tuple[object, ...]:
    parameters = tuple(sorted((name, repr(value)) for name, value in prepared.parameters.items()))
    return prepared.catalog.digest, prepared.book.digest, prepared.on, prepared.part, parameters
