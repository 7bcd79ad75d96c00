"""Trust, checked: a solver around another, of whose answers none is given that a judge did not confirm."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish
from configurator.solving.answers import asked_variables, cost_of
from configurator.solving.confirming import Confirming
from configurator.solving.forwarding import Forwarding
from configurator.solving.judging import Judge
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Counted,
    Possible,
    Satisfiable,
    Several,
    Solver,
    Through,
    Unknown,
    Unsatisfiable,
    Verdict,
)


class CheckedSolver(Forwarding):
    """Answers as another solver does, and raises `WrongAnswer` rather than hand out what does not hold.

    Every witness must be a solution. Where `refute` makes a third solver, that one must find none where there is said
    to be none: below a core, among values that are ruled out, at a lower cost, by a better completion. What it cannot
    tell in time is answered as if the solver had run out of time itself.
    """

    def __init__(self, solver: Solver, refute: Callable[[Program], Solver] | None = None) -> None:
        self._solver = solver
        self._judge = Judge(solver.program, refute)

    @property
    def asked(self) -> Solver:
        return self._solver

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return self._checked(given, self._solver.solve(given, budget=budget), budget)

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        found = self._solver.possible(given, of=of, budget=budget)
        return self._confirming(budget).possible(given, asked_variables(self.program, of), found)

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        found = self._solver.count(given, at_most=at_most, budget=budget)
        own = self._judge.counted(given, at_most, budget)
        if own is None or own == found:
            return found
        if (own.exact and own.number < found.number) or (found.exact and own.number > found.number):
            self._judge.refuse(given, f"{found.number} solutions counted, where there are {own.number}")
        return own

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        best = self._solver.least(objective, given, budget=budget)
        if isinstance(best, Best):
            return self._confirming(budget).best(objective, given, best)
        verdict = self._checked(given, best, budget)
        return best if isinstance(verdict, Unsatisfiable) else Unknown()

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        verdict = self._checked(given, self._solver.complete(wishes, given, budget=budget), budget)
        if isinstance(verdict, Satisfiable):
            most = self._confirming(budget).fulfils_most(wishes, given, verdict.witness)
            return verdict if most else Unknown()
        return verdict

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        found = self._solver.through(objective, given, of=of, budget=budget)
        return self._confirming(budget).through(objective, given, asked_variables(self.program, of), found)

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        found = self._several(given, self._solver.cheapest(objective, given, number=number, budget=budget))
        costs = [cost_of(objective, solution) for solution in found.solutions]
        free = sorted(asked_variables(self.program, None))
        different = {tuple(solution[place] for place in free) for solution in found.solutions}
        if costs != sorted(costs) or len(different) < len(costs) or len(costs) > max(number, 0):
            self._judge.refuse(given, f"solutions that are not the {number} cheapest in order: costs {costs}")
        if not found.complete or number <= 0:
            return found
        most = costs[-1] if len(costs) == number else None
        sure = self._confirming(budget).no_other(objective, given, found.solutions, cheaper_than=most)
        return replace(found, complete=sure)

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        found = self._several(given, self._solver.sample(given, number=number, seed=seed, budget=budget))
        if not found.complete or number <= 0 or len(found.solutions) == number:
            return found
        if found.solutions:
            self._judge.refuse(given, f"{len(found.solutions)} solutions drawn instead of {number}")
        return replace(found, complete=self._judge.confirms_none(given, "no solution said to exist", budget))

    def alternatives(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Confirm those of each narrowed variable under the other narrowings, those of the rest together."""
        found, confirming = self._solver.alternatives(given, of=of, budget=budget), self._confirming(budget)
        rest = asked_variables(self.program, of) - given.narrowed.keys()
        one = Possible(_only(found.values, rest), _only(found.undecided, rest))
        checked = confirming.possible(given, rest, one) if rest else one
        values, undecided = list(checked.values), list(checked.undecided)
        for place in range(len(values)):
            if place not in rest:
                values[place], undecided[place] = found.values[place], found.undecided[place]
        for place in given.narrowed if of is None else given.narrowed.keys() & of:
            others = {other: kept for other, kept in given.narrowed.items() if other != place}
            alone = frozenset([place])
            one = Possible(_only(found.values, alone), _only(found.undecided, alone))
            checked = confirming.possible(replace(given, narrowed=others), alone, one)
            values[place], undecided[place] = checked.values[place], checked.undecided[place]
        return Possible(tuple(values), tuple(undecided))

    def _confirming(self, budget: Budget) -> Confirming:
        return Confirming(self._solver, self._judge, budget)

    def _several(self, given: Assumptions, found: Several) -> Several:
        for solution in found.solutions:
            self._judge.accept(given, solution)
        return found

    def _checked(self, given: Assumptions, verdict: Verdict, budget: Budget) -> Verdict:
        """Return the verdict, if it is confirmed; else that it is not known."""
        match verdict:
            case Satisfiable(witness):
                self._judge.accept(given, witness)
            case Unsatisfiable(core) if core is not None:
                return verdict if self._judge.confirms_core(given, core, budget) else Unknown()
            case Unsatisfiable():
                return verdict if self._judge.confirms_none(given, "no solution said to exist", budget) else Unknown()
        return verdict


def _only(sets: Sequence[IntSet], places: Collection[int]) -> tuple[IntSet, ...]:
    return tuple(values if place in places else EMPTY for place, values in enumerate(sets))
