"""Answers by bounded descents: a solution, valid domains, the least cost, a lexicographic completion.

Each answer may be undecided; it then contains what was proved so far.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from configurator.budget import Budget, BudgetMeter, OutOfBudget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Program, Term, Wish
from configurator.solving.local_search.descent import (
    BacktrackLimits,
    BitsetProgram,
    DescentEnd,
    PropagatedProgram,
    fits_bitsets,
)
from configurator.solving.local_search.domains import BitDomains, lowest_bit
from configurator.solving.local_search.propagators import SumPropagator
from configurator.solving.local_search.value_cover import SolutionMemory, ValueCover
from configurator.solving.local_search.weights import TermWeights, weights_of
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    Optimum,
    Satisfiable,
    Solution,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import cost_of

Fallback = Callable[[Assumptions], Verdict]
"""Answers a question whose descent was abandoned."""


class BoundedSearch:
    """A program prepared for descents, with a bounded memory of solutions that affects only the speed."""

    def __init__(self, program: Program, limits: BacktrackLimits) -> None:
        self._bitsets = BitsetProgram(program, limits)
        self._memory = SolutionMemory()
        self._completed: BitDomains | None = None
        """The last completion: from click to click most wishes end alike."""

    @staticmethod
    def of(program: Program, limits: BacktrackLimits) -> "BoundedSearch | None":
        """Return the search of a program, or None if its domains are too large for bit sets."""
        return BoundedSearch(program, limits) if fits_bitsets(program) else None

    def solve(self, given: Assumptions, budget: Budget) -> Verdict:
        """Descend once, deterministically: the witness does not depend on earlier queries."""
        try:
            propagated = self._bitsets.under(given, BudgetMeter(budget))
            if propagated is None:
                return Unsatisfiable()
            outcome = propagated.descend(propagated.domains, lowest_bit, backtracks=self._bitsets.limits.thorough)
        except OutOfBudget:
            return Unknown()
        match outcome:
            case DescentEnd.INFEASIBLE:
                return Unsatisfiable()
            case DescentEnd.ABANDONED:
                return Unknown()
            case _:
                return Satisfiable(self._bitsets.solution(outcome))

    def possible(
        self, given: Assumptions, results: Collection[int], budget: Budget
    ) -> ValidDomains | Unsatisfiable | None:
        """Return the values seen and those undecided; None if the budget ended before the first descent."""
        cover: ValueCover | None = None
        try:
            propagated = self._bitsets.under(given, BudgetMeter(budget))
            cover = None if propagated is None else ValueCover(propagated, self._memory, results)
            if cover is None or not cover.run():
                return Unsatisfiable()
        except OutOfBudget:
            pass
        if cover is None:
            return None
        seen = [mask if variable in results else 0 for variable, mask in enumerate(cover.seen)]
        return ValidDomains(self._listed(seen), self._listed(cover.open))

    def least(self, objective: Sequence[Term], given: Assumptions, budget: Budget) -> Optimum | Unsatisfiable | Unknown:
        """Return the cheapest solution of the descents, and whether it is proved optimal."""
        bound = Bound(tuple(objective))
        cheapest: CostDescent | None = None
        try:
            propagated = self._bitsets.under(replace(given, also=(*given.also, bound)), BudgetMeter(budget))
            if propagated is None:
                return Unsatisfiable()
            cheapest = CostDescent(propagated, objective)
            cheapest.run()
        except OutOfBudget:
            pass
        if cheapest is None or cheapest.best is None:
            return Unsatisfiable() if cheapest is not None and cheapest.proved else Unknown()
        witness = self._bitsets.solution(cheapest.best)
        return Optimum(witness, cost_of(objective, witness), cheapest.proved)

    def complete(self, query: Complete, budget: Budget, ask: Fallback) -> Verdict:
        """Grant the wishes in order; what they abandon is asked of the fallback."""
        given, near = query.given, query.near and self._bitsets.masks(query.near)
        try:
            propagated = self._bitsets.under(given, BudgetMeter(budget))
            if propagated is None:
                return Unsatisfiable()
            descent = LexicographicDescent(propagated, self._completion_by(given, ask), near or self._completed)
            outcome = descent.run(query.wishes, certain=near is not None)
        except OutOfBudget:
            return Unknown()
        self._completed = outcome or self._completed
        return Unsatisfiable() if outcome is None else Satisfiable(self._bitsets.solution(outcome))

    def remember(self, solution: Solution) -> None:
        """Keep a solution of the whole program that another method returned."""
        self._memory.add(self._bitsets.masks(solution))

    def _completion_by(self, given: Assumptions, ask: Fallback) -> Callable[[BitDomains], BitDomains | None]:
        def complete_by_fallback(domains: BitDomains) -> BitDomains | None:
            narrowed = dict(enumerate(self._listed(domains)))
            match ask(Assumptions(narrowed, given.without, given.also)):
                case Satisfiable(witness):
                    return self._bitsets.masks(witness)
                case Unsatisfiable():
                    return None
                case Unknown():
                    raise OutOfBudget

        return complete_by_fallback

    def _listed(self, masks: BitDomains) -> tuple[IntSet, ...]:
        return tuple(own.listed(mask) if mask else EMPTY for own, mask in zip(self._bitsets.values, masks, strict=True))


class CostDescent:
    """The cheapest solution known, and whether it is `proved` to be the least.

    The last propagator is the bound on the objective; every solution replaces it by a tighter one (branch and bound).
    """

    def __init__(self, propagated: PropagatedProgram, objective: Sequence[Term]) -> None:
        self._propagated = propagated
        self._terms = tuple(
            (term.variable, weights_of(propagated.bitsets.values[term.variable], term)) for term in objective
        )
        self._weighs: dict[int, list[TermWeights]] = {}
        for variable, weighs in self._terms:
            self._weighs.setdefault(variable, []).append(weighs)
        propagated.order.sort(key=lambda variable: -self._spread(variable))
        self.best: BitDomains | None = None
        self.proved = False

    def run(self) -> None:
        """Descend until optimality is proved or a descent is abandoned; after `OutOfBudget`, the best is kept."""
        thorough = self._propagated.bitsets.limits.thorough
        while True:
            outcome = self._propagated.descend(self._propagated.domains, self._cheap_first, backtracks=thorough)
            if isinstance(outcome, DescentEnd):
                self.proved = outcome is DescentEnd.INFEASIBLE
                return
            self.best = outcome
            cost = sum(weighs.reach(outcome[variable])[0] for variable, weighs in self._terms)
            self._propagated.propagators[-1] = SumPropagator(self._terms, None, cost - 1)
            if not self._propagated.propagate(self._propagated.domains, [len(self._propagated.propagators) - 1]):
                self.proved = True
                return

    def _spread(self, variable: int) -> int:
        """Return the largest difference in cost between the values of a variable."""
        mask = self._propagated.domains[variable]
        reaches = [weighs.reach(mask) for weighs in self._weighs.get(variable, ())]
        return sum(high - low for low, high in reaches)

    def _cheap_first(self, variable: int, mask: int) -> int:
        for weighs in self._weighs.get(variable, ()):
            least, _ = weighs.reach(mask)
            mask &= weighs.between(least, least) or mask
        known = mask & self.best[variable] if self.best else 0
        return known or lowest_bit(variable, mask)


FindWithin = Callable[[BitDomains], BitDomains | None]
"""Finds a solution within domains by other means, or says that there is none; it may raise `OutOfBudget`."""


class LexicographicDescent:
    """The state of a lexicographic completion.

    `hint` has the value of every variable to try first; it need not be a solution. What wishes leave is only collected,
    and propagated when a wish comes that the witness does not fulfil and that is still open.
    """

    def __init__(self, propagated: PropagatedProgram, ask: FindWithin, hint: BitDomains | None = None) -> None:
        self._propagated = propagated
        self._ask = ask
        self._domains = list(propagated.domains)
        self._witness = hint
        self._noted: list[int] = []

    def run(self, wishes: Sequence[Wish], *, certain: bool = False) -> BitDomains | None:
        """Return the solution, or None if there is none at all. The hint is `certain` where it is a solution."""
        if not certain:
            self._witness = self._anywhere(self._domains)
        if self._witness is None:
            return None
        for wish in wishes:
            match wish:
                case Literal(variable, values):
                    self._grant(variable, self._propagated.bitsets.values[variable].mask(values))
                case Lowest(variable):
                    self._lower(variable)
        return self._witness

    def _lower(self, variable: int) -> None:
        """Keep to the lowest possible value: mostly all below that of the witness are excluded at once."""
        below = self._known(variable) - 1
        if below & (below - 1) & self._domains[variable] and self._trial(variable, below) is None:
            self._note(variable, ~below)
        while not self._grant(variable, lowest_bit(variable, self._domains[variable])):
            pass

    def _grant(self, variable: int, preferred: int) -> bool:
        """Keep to the preferred values if a solution has one of them, else to the others."""
        if self._known(variable) & preferred:
            self._note(variable, preferred)
            return True
        trial = self._trial(variable, preferred)
        outcome = None if trial is None else self._find(trial)
        if trial is None or outcome is None:
            self._note(variable, ~preferred)
            return False
        self._witness, self._domains = outcome, trial
        return True

    def _trial(self, variable: int, values: int) -> BitDomains | None:
        """Return the domains narrowed to some values of a variable; None where that leaves nothing."""
        if not self._domains[variable] & values:
            return None
        self._settle()
        trial = list(self._domains)
        return trial if self._propagated.narrow(trial, variable, values) else None

    def _known(self, variable: int) -> int:
        """Return the value of the witness, as its bit."""
        return 0 if self._witness is None else self._witness[variable]

    def _note(self, variable: int, preferred: int) -> None:
        if self._domains[variable] & ~preferred:
            self._domains[variable] &= preferred
            self._noted.append(variable)

    def _settle(self) -> None:
        """Propagate the collected wishes; the witness fulfils them all."""
        if self._noted:
            self._propagated.propagate_from(self._domains, self._noted)
            self._noted = []

    def _find(self, start: BitDomains) -> BitDomains | None:
        """Return a solution near the witness, which is one, else any; None if there is none."""
        return self._near_witness(start) or self._anywhere(start)

    def _near_witness(self, start: BitDomains) -> BitDomains | None:
        around = None if self._witness is None else self._propagated.around(self._witness, start)
        if around is None:
            return None
        careful = self._propagated.bitsets.limits.careful
        outcome = self._propagated.descend(around, self._known_first, backtracks=careful)
        return None if isinstance(outcome, DescentEnd) else outcome

    def _anywhere(self, start: BitDomains) -> BitDomains | None:
        propagated = self._propagated
        outcome = propagated.descend(start, self._known_first, backtracks=propagated.bitsets.limits.thorough)
        match outcome:
            case DescentEnd.INFEASIBLE:
                return None
            case DescentEnd.ABANDONED:
                return self._ask(start)
            case _:
                return outcome

    def _known_first(self, variable: int, mask: int) -> int:
        return mask & self._known(variable) or lowest_bit(variable, mask)
