"""The one small port behind which every engine stands: what may be asked of a program, and how honestly it is answered.

An engine may answer *undecided*; it never answers "no" for "time ran out". All engines give the same answers: witnesses
may differ, everything else may not.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term, Wish

Solution = tuple[int, ...]
"""A value for every variable of the program, by position."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long an answer may take. `now` is the caller's clock in seconds; without a deadline there is no limit."""

    now: Callable[[], float] = lambda: 0.0
    deadline: float | None = None

    def remaining(self) -> float | None:
        """Return the seconds left (never below 0), or None without a limit."""
        return None if self.deadline is None else max(0.0, self.deadline - self.now())

    def at_most(self, seconds: float | None) -> "Budget":
        """Return a budget that ends so many seconds from now at the latest; None changes nothing."""
        if seconds is None:
            return self
        end = self.now() + seconds
        return Budget(self.now, end if self.deadline is None else min(end, self.deadline))

    def spent(self) -> bool:
        """Tell whether the time is over."""
        return self.deadline is not None and self.now() >= self.deadline


UNLIMITED = Budget()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is asked under: some variables narrowed to fewer values, some named constraints set aside.

    `narrowed` maps a variable's position to the values it may still have (intersected with its domain).
    `without` names constraints that need not hold; explanations and repairs ask this way. `also` are extra sums that
    must stay in bounds (`low ≤ Σ terms ≤ high`), as ranking needs them.
    """

    narrowed: Mapping[int, IntSet] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    also: "tuple[Bound, ...]" = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """`low ≤ sum of terms ≤ high`; None is no bound."""

    terms: tuple[Term, ...]
    low: int | None = None
    high: int | None = None


FREE = Assumptions()


@dataclass(frozen=True, slots=True)
class Satisfiable:
    """There is a solution; here is one."""

    witness: Solution


@dataclass(frozen=True, slots=True)
class Core:
    """A part of a question that alone has no solution: the variables whose narrowing it needs, and named constraints.

    Nothing else of the question is needed but its `also`; without names, all constraints that are not set aside are.
    """

    narrowed: frozenset[int]
    constraints: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """There is certainly none. An engine that knows why with less than the whole question says so in the core."""

    core: Core | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """The budget ran out before the answer was certain."""


Verdict = Satisfiable | Unsatisfiable | Unknown


@dataclass(frozen=True, slots=True)
class Possible:
    """For every variable the values that some solution has, and those still undecided when the budget ran out.

    What is in neither is certainly impossible. Without any solution both are empty everywhere. Of a variable that was
    not asked for nothing is said: all its values are undecided.
    """

    values: tuple[IntSet, ...]
    undecided: tuple[IntSet, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many solutions there are, determined variables left out; if not `exact`, there are at least so many."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Best:
    """A solution of least cost; if not `proved`, a solution that may not be the least yet.

    An engine that knows what no solution costs less than says so in the `bound`, where the cost is not proved.
    """

    witness: Solution
    cost: int
    proved: bool
    bound: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Through:
    """For every variable the least cost of a solution through each of its values.

    A value that is neither in `costs` nor `undecided` is impossible. Of a variable that was not asked for, or has more
    values than `MOST_PRICED`, nothing is said: all its values are undecided. Without any solution both are empty.
    """

    costs: tuple[Mapping[int, int], ...]
    undecided: tuple[IntSet, ...]


MOST_PRICED = 10_000
"""So many values of a variable are told a least cost of each; of more, none."""


@dataclass(frozen=True, slots=True)
class Several:
    """Different solutions: no two agree in all variables that are not determined.

    Fewer than were asked for, and `complete`: there are no more. Not `complete`: the budget ran out.
    """

    solutions: tuple[Solution, ...]
    complete: bool


class Solver(Protocol):
    """A program, made ready to be asked. Safe to use from one thread at a time.

    Answers do not depend on what was asked before, but for which of several witnesses `solve` and `least` show.
    """

    @property
    def program(self) -> Program: ...

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Tell whether there is a solution."""

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Return the exact values that some solution has, `of` these variables: if None, of all not determined ones."""

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        """Count solutions; with `at_most` or more of them, or when the budget ends, the answer is "at least"."""

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        """Find a solution of the least sum of terms."""

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Find the solution that satisfies the wishes lexicographically: the first if it can, then the second …

        A `Literal` that cannot hold together with the earlier wishes is passed over; a `Lowest` always holds for one
        value. The caller's wishes pin every variable that is not determined, so that all engines return the same
        solution.
        """

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        """Return the least sum of terms with each value, `of` these variables: if None, of all not determined ones."""

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        """Return so many solutions of least cost, ascending; what is equally cheap comes in any order."""

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        """Draw so many solutions, each as likely as any other and independent of the rest; they may repeat.

        The same solver draws the same for the same seed. Without any solution the answer is complete and empty.
        """

    def alternatives(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Return what each variable could be if nothing narrowed it, all others staying as they are.

        Of a variable that is not narrowed this is what is possible. Determined ones, unless narrowed, are undecided; so
        are all that are not asked about, `of` these.
        """


class Engine(Protocol):
    """Makes solvers. `name` is what messages and benchmarks call it."""

    name: str

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        """Prepare a program for questions; `digest` is that of what it was made of, where the caller knows it."""
