"""Trust, checked: a solver around another, whose witnesses must hold and whose conflicts a third one must confirm."""

from collections.abc import Callable, Sequence

from configurator.program.evaluate import holds
from configurator.program.nodes import Program, Term, Wish
from configurator.solving.answers import cost_of
from configurator.solving.forwarding import Forwarding
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Core,
    Satisfiable,
    Several,
    Solution,
    Solver,
    Unknown,
    Unsatisfiable,
    Verdict,
)
from configurator.solving.question import question


class WrongAnswer(Exception):
    """An engine gave a witness that is none: a defect of this program, never of the caller's data."""


class CheckedSolver(Forwarding):
    """Answers as another solver does, and raises `WrongAnswer` rather than hand out a witness that does not hold.

    Where `refute` makes a third solver, a core must have no solution for that one either.
    """

    def __init__(self, solver: Solver, refute: Callable[[Program], Solver] | None = None) -> None:
        self._solver = solver
        self._refute = refute

    @property
    def asked(self) -> Solver:
        return self._solver

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self._checked(given, self._solver.solve(given, budget=budget))

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self._checked(given, self._solver.complete(wishes, given, budget=budget))

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        best = self._solver.least(objective, given, budget=budget)
        if isinstance(best, Best):
            verify(self.program, given, best.witness)
            if cost_of(objective, best.witness) != best.cost:
                raise WrongAnswer(f"the witness costs {cost_of(objective, best.witness)}, not {best.cost}")
        return best

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        found = self._several(given, self._solver.cheapest(objective, given, number=number, budget=budget))
        costs = [cost_of(objective, solution) for solution in found.solutions]
        if costs != sorted(costs) or len(set(found.solutions)) < len(costs):
            raise WrongAnswer(f"solutions that are not the cheapest in order: costs {costs}")
        return found

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        return self._several(given, self._solver.sample(given, number=number, seed=seed, budget=budget))

    def _several(self, given: Assumptions, found: Several) -> Several:
        for solution in found.solutions:
            verify(self.program, given, solution)
        return found

    def _checked(self, given: Assumptions, verdict: Verdict) -> Verdict:
        if isinstance(verdict, Satisfiable):
            verify(self.program, given, verdict.witness)
        if isinstance(verdict, Unsatisfiable) and verdict.core and self._refute:
            verify_core(self._refute(self.program), given, verdict.core)
        return verdict


def verify(program: Program, given: Assumptions, witness: Solution) -> None:
    """Raise `WrongAnswer` unless the witness is a solution under the assumptions."""
    asked = question(program, given)
    strays = [
        f"{variable.name} = {value}"
        for variable, value, domain in zip(program.variables, witness, asked.domains, strict=True)
        if value not in domain
    ]
    broken = [formula for formula in asked.formulas if not holds(formula, witness)]
    if strays or broken:
        raise WrongAnswer(f"not a solution: out of domain {strays}, broken {broken}")


def verify_core(solver: Solver, given: Assumptions, core: Core) -> None:
    """Raise `WrongAnswer` if the solver finds a solution with no more of the question than the core."""
    narrowed = {place: values for place, values in given.narrowed.items() if place in core.narrowed}
    without = given.without
    if core.constraints is not None:
        without = frozenset(each.name for each in solver.program.constraints if each.named) - core.constraints
    verdict = solver.solve(Assumptions(narrowed, without, given.also))
    if isinstance(verdict, Satisfiable) or not core.narrowed <= given.narrowed.keys():
        raise WrongAnswer(f"not a conflict: {sorted(core.narrowed)} and {core.constraints} have the solution {verdict}")
