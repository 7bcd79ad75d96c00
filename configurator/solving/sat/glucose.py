"""The running SAT solver: glucose, queried under assumptions, interrupted when the budget ends, keeping learned
clauses."""

from collections.abc import Sequence

from pysat.solvers import Glucose4

from configurator.budget import UNLIMITED, Budget, BudgetMeter
from configurator.solving.sat.clauses import Clause, ClauseWriter
from configurator.solving.sat.limits import EASY_CONFLICTS


class GlucoseSolver:
    """A solver over clauses that may still grow. An answer of None is "undecided".

    Raises OutOfBudget where the budget is spent before all clauses are taken in.
    """

    def __init__(self, clauses: ClauseWriter, budget: Budget = UNLIMITED) -> None:
        self._clauses = clauses
        self._solver = Glucose4()
        self._taken_in = clauses.stream_to(self._solver.add_clause)
        meter = BudgetMeter(budget)
        for clause in self._taken_in:
            meter.step()
            self._solver.add_clause(clause)
        self._solver.add_clause([clauses.top, -clauses.top])  # A model has all variables, mentioned or not.

    @property
    def top(self) -> int:
        """Return the greatest variable."""
        return self._clauses.top

    @property
    def size(self) -> int:
        """Return the number of clauses, learnt ones left out."""
        number: int = self._solver.nof_clauses()
        return number

    def taken_in(self) -> list[Clause]:
        """Return, once, the clauses that the solver began with."""
        clauses, self._taken_in = self._taken_in, []
        return clauses

    def easily(self, assumptions: Sequence[int], *, conflicts: int = EASY_CONFLICTS) -> bool | None:
        """Return whether the clauses are satisfiable under the assumptions; None after a few conflicts."""
        self._solver.conf_budget(conflicts)
        verdict: bool | None = self._solver.solve_limited(assumptions=assumptions)
        return verdict

    def solve(self, assumptions: Sequence[int], budget: Budget) -> bool | None:
        """Return whether the clauses are satisfiable under the assumptions, within the budget."""
        if budget.spent():
            return None
        verdict = self.easily(assumptions)
        if verdict is None and not budget.spent():
            self._solver.conf_budget(-1)
            try:
                with budget.interrupting(self._solver.interrupt):
                    verdict = self._solver.solve_limited(assumptions=assumptions, expect_interrupt=True)
            finally:
                self._solver.clear_interrupt()
        return verdict

    def propagate(self, assumptions: Sequence[int]) -> list[int] | None:
        """Return the literals that unit propagation derives from the assumptions; None on a conflict."""
        fine, implied = self._solver.propagate(assumptions=assumptions)
        return implied if fine else None

    def model(self) -> list[int]:
        """Return the literals of the last model, by variable."""
        results: list[int] = self._solver.get_model()
        return results

    def core(self) -> list[int]:
        """Return an unsatisfiable core of the last query's assumptions."""
        return self._solver.get_core() or []

    def set_phases(self, literals: Sequence[int]) -> None:
        """Set the initial phases of these variables; the solver's saved phases replace them later."""
        self._solver.set_phases(literals)

    def learn(self, clause: list[int]) -> None:
        """Add a clause that the others imply."""
        self._clauses.add(clause)
