"""The interface of every solver: a query in, its answer out, within a budget.

Each query names the type of its answer: `solver.ask(CountSolutions(given), budget)` is a `SolutionCount`. A solver
answers *undecided* if its budget ends; it never answers "no" for "time ran out". All solvers give the same answers;
only witnesses may differ.

Domains are sets of integers stored as intervals (`IntSet`), and so are the values in answers. *Kinds*, groups of values
that no rule, wish or price distinguishes, are not part of the interface: a solver may reason over them (`kinds/`), and
answers about values: a count multiplies by the sizes of kinds, a witness takes one value of each, every value has its
own cost.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, cast

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term, Wish

Solution = tuple[int, ...]
"""A value for every variable of the program, by position."""


# ── assumptions ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Bound:
    """`low ≤ sum of terms ≤ high`; None is no bound."""

    terms: tuple[Term, ...]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The assumptions of a query: some variables narrowed to fewer values, some named constraints set aside.

    `narrowed` maps a variable's position to the values it may still have (intersected with its domain).
    `without` names constraints that need not hold; explanations and repairs ask this way. `also` are extra sums that
    must stay in bounds (`low ≤ Σ terms ≤ high`), as ranking needs them.
    """

    narrowed: Mapping[int, IntSet] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    also: tuple[Bound, ...] = ()


FREE = Assumptions()


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Satisfiable:
    """There is a solution; here is one."""

    witness: Solution


@dataclass(frozen=True, slots=True)
class Core:
    """A part of a query that alone has no solution: the variables whose narrowing it needs, and named constraints.

    Nothing else of the query is needed but its `also`; without names, all constraints that are not set aside are.
    """

    narrowed: frozenset[int]
    constraints: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """There is certainly none. The core is the part of the query that excludes it, if the solver knows less than all of
    it."""

    core: Core | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """The budget ran out before the answer was certain; `Budget.lacks` returns the exhausted resource."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """A solution of least cost; if not `proved`, a solution that may not be the least yet.

    If the cost is not proved, `bound` is a known lower bound.
    """

    witness: Solution
    cost: int
    proved: bool
    bound: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ValidDomains:
    """For every variable, the values of some solution, and those undecided when the budget ran out.

    Values in neither are certainly impossible. Without any solution both are empty everywhere. All values of a variable
    that was not queried are undecided.
    """

    values: tuple[IntSet, ...]
    undecided: tuple[IntSet, ...]


@dataclass(frozen=True, slots=True)
class SolutionCount:
    """How many solutions there are, determined variables left out; if not `exact`, there are at least so many."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class LeastCosts:
    """For every variable the least cost of a solution through each of its values.

    A value that is neither in `costs` nor `undecided` is impossible. Of a variable that was not asked for, or has more
    values than `PRICED_VALUES`, nothing is said: all its values are undecided. Without any solution both are empty.
    """

    costs: tuple[Mapping[int, int], ...]
    undecided: tuple[IntSet, ...]


@dataclass(frozen=True, slots=True)
class Solutions:
    """Different solutions: no two agree in all variables that are not determined.

    Fewer than were asked for, and `complete`: there are no more. Not `complete`: the budget ran out.
    """

    solutions: tuple[Solution, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class AlikeCompletions:
    """The completions with each of some values of a variable: in all others each is the solution."""

    values: IntSet
    solution: Solution


Verdict = Satisfiable | Unsatisfiable | Unknown
Minimum = Optimum | Unsatisfiable | Unknown
Answer = Verdict | Optimum | ValidDomains | SolutionCount | LeastCosts | Solutions
"""Whatever the answer to some query is."""


# ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)


class Query(Generic[A_co]):
    """A question about a program whose answer is an `A`. Every query has its assumptions in `given`.

    `of` are the variables asked about: if None, all that are not determined.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Solve(Query[Verdict]):
    """Is there a solution?"""

    given: Assumptions = FREE


@dataclass(frozen=True, slots=True)
class FindDomains(Query[ValidDomains]):
    """Which values does some solution have?"""

    given: Assumptions = FREE
    of: Collection[int] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class FindAlternatives(Query[ValidDomains]):
    """What could each variable be if nothing narrowed it, all others staying as they are?

    Of a variable that is not narrowed this is its valid domain. Determined ones, unless narrowed, are undecided; so are
    all that are not asked about.
    """

    given: Assumptions = FREE
    of: Collection[int] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class CountSolutions(Query[SolutionCount]):
    """How many solutions are there? With `at_most` or more of them, or when the budget ends, it is "at least"."""

    given: Assumptions = FREE
    at_most: int | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Minimise(Query[Minimum]):
    """Which solution has the least sum of terms?"""

    objective: Sequence[Term]
    given: Assumptions = FREE


@dataclass(frozen=True, slots=True)
class MinimiseThrough(Query[LeastCosts]):
    """The least sum of terms with each value."""

    objective: Sequence[Term]
    given: Assumptions = FREE
    of: Collection[int] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class RankSolutions(Query[Solutions]):
    """The n solutions of least cost, ascending; ties in any order."""

    objective: Sequence[Term]
    given: Assumptions = FREE
    number: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class SampleSolutions(Query[Solutions]):
    """Draw so many solutions, each as likely as any other and independent of the rest; they may repeat.

    The same solver draws the same for the same seed. Without any solution the answer is complete and empty.
    """

    given: Assumptions = FREE
    number: int = field(kw_only=True)
    seed: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Complete(Query[Verdict]):
    """Which solution satisfies the wishes lexicographically: the first if it can, then the second …?

    A `Literal` that cannot hold together with the earlier wishes is passed over; a `Lowest` always holds for one
    value. The caller's wishes pin every variable that is not determined, so that all solvers return the same solution.
    `near` is a solution under the assumptions, if one is known: a search starts from it.
    """

    wishes: Sequence[Wish]
    given: Assumptions = FREE
    near: Solution | None = field(default=None, kw_only=True)


Composite = MinimiseThrough | RankSolutions | SampleSolutions | FindAlternatives
"""The queries that can be answered by asking simpler ones (`solving.by_simple_queries`)."""
AnyQuery = Solve | FindDomains | CountSolutions | Minimise | Complete | Composite


# ── solvers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Solver(ABC):
    """A program prepared for queries. Safe to use from one thread at a time.

    Answers do not depend on what was asked before, but for which of several witnesses `Solve` and `Minimise` show.
    """

    hurried = False
    """Whether it was loaded in too little time to be as good as it might; it is better not kept."""

    @property
    @abstractmethod
    def program(self) -> Program:
        """The program that queries are about."""

    def in_passes(self, query: AnyQuery) -> bool:
        """Return whether the answer takes a few passes over a compiled form: all values then cost little more than one.

        A search elsewhere does not pay where this holds.
        """
        return False

    def ask(self, query: Query[A], budget: Budget) -> A:
        """Answer a query within the budget."""
        return cast(A, self.answer(cast(AnyQuery, query), budget))

    def alike_completions(
        self, wishes: Sequence[Wish], given: Assumptions, of: Collection[int], budget: Budget
    ) -> Mapping[int, Sequence[AlikeCompletions]]:
        """Return, by variable, the completions with each value where that is faster than asking for each; else nothing.

        A value that is in none of those of its variable is impossible.
        """
        return {}

    @abstractmethod
    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer a query of any type with the answer that the type names: what a solver implements, and `ask` types."""


class SolvingEngine(Protocol):
    """Makes solvers. `name` is what messages and benchmarks call it."""

    name: str

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        """Prepare a program for queries; `digest` is that of what it was made of, where the caller knows it.

        Raises OutOfBudget where the budget ends before there is a solver.
        """
