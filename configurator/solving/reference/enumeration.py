"""All answers of the port read off a stream of all solutions: the plain way, for the engines that check the others."""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence

from configurator.budget import Budget, BudgetMeter, OutOfBudget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish
from configurator.program.semantics import fulfilment
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Minimum,
    Optimum,
    Satisfiable,
    Solution,
    SolutionCount,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import cost_of, domains_under, only_asked


class EnumeratingSolver(Solver):
    """Answers by walking through solutions. `most_steps` bounds the work; beyond it answers are undecided."""

    def __init__(self, program: Program, *, most_steps: int = 5_000_000) -> None:
        self._program = program
        self._most_steps = most_steps

    @property
    def program(self) -> Program:
        return self._program

    @abstractmethod
    def solutions(self, given: Assumptions, meter: BudgetMeter) -> Iterator[Solution]:
        """Yield every solution once; count the work on the meter, which may raise `OutOfBudget`."""

    def _meter(self, budget: Budget) -> BudgetMeter:
        return BudgetMeter(budget, most_steps=self._most_steps)

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Walk through the solutions once, or as often as a composite query takes."""
        match query:
            case Solve(given):
                return self._solve(given, budget)
            case FindDomains(given, of=of):
                return self._domains(given, of, budget)
            case CountSolutions(given, at_most=at_most):
                return self._count(given, at_most, budget)
            case Minimise(objective, given):
                return self._minimum(objective, given, budget)
            case Complete(wishes, given):
                return self._completed(wishes, given, budget)
            case _:
                return by_simple_queries(self, query, budget)

    def _solve(self, given: Assumptions, budget: Budget) -> Verdict:
        """Return the first solution of the walk."""
        try:
            return next(
                (Satisfiable(results) for results in self.solutions(given, self._meter(budget))), Unsatisfiable()
            )
        except OutOfBudget:
            return Unknown()

    def _domains(self, given: Assumptions, of: Collection[int] | None, budget: Budget) -> ValidDomains:
        """Collect the values that occur in solutions."""
        domains = domains_under(self._program, given)
        seen: list[set[int]] = [set() for _ in domains]
        try:
            for results in self.solutions(given, self._meter(budget)):
                for values, value in zip(seen, results, strict=True):
                    values.add(value)
            left = [EMPTY for _ in domains]
        except OutOfBudget:
            left = [domain - IntSet.of(values) for domain, values in zip(domains, seen, strict=True)]
        return only_asked(self._program, of, domains, ValidDomains(tuple(map(IntSet.of, seen)), tuple(left)))

    def _count(self, given: Assumptions, at_most: int | None, budget: Budget) -> SolutionCount:
        """Count the different solutions over the variables that are not determined."""
        free = [index for index, variable in enumerate(self._program.variables) if not variable.determined]
        results: set[Solution] = set()
        try:
            for solution in self.solutions(given, self._meter(budget)):
                if at_most is not None and len(results) >= at_most:
                    return SolutionCount(at_most, exact=False)
                results.add(tuple(solution[index] for index in free))
        except OutOfBudget:
            return SolutionCount(len(results), exact=False)
        return SolutionCount(len(results), exact=at_most is None or len(results) < at_most)

    def _minimum(self, objective: Sequence[Term], given: Assumptions, budget: Budget) -> Minimum:
        """Keep the cheapest of all solutions."""
        best: Optimum | None = None
        try:
            for solution in self.solutions(given, self._meter(budget)):
                cost = cost_of(objective, solution)
                if best is None or cost < best.cost:
                    best = Optimum(solution, cost, proved=True)
        except OutOfBudget:
            return Unknown() if best is None else Optimum(best.witness, best.cost, proved=False)
        return best or Unsatisfiable()

    def _completed(self, wishes: Sequence[Wish], given: Assumptions, budget: Budget) -> Verdict:
        """Keep the solution that fulfils the wishes best."""
        best: tuple[tuple[int, ...], Solution] | None = None
        try:
            for solution in self.solutions(given, self._meter(budget)):
                rank = fulfilment(wishes, solution)
                if best is None or rank > best[0]:
                    best = (rank, solution)
        except OutOfBudget:
            return Unknown()
        return Unsatisfiable() if best is None else Satisfiable(best[1])
