"""Splits an answer into claims of feasibility and infeasibility, each confirmed separately.

The engine provides a witness of each feasible claim, which is verified; a third engine confirms infeasibility. Claims
that are not confirmed in time are returned as undecided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from configurator.budget import Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Program, Term, Wish
from configurator.solving.limits import PRICED_VALUES, SPREAD_VALUES, VALUES_REFUTED_TOGETHER
from configurator.solving.port import (
    Assumptions,
    Bound,
    LeastCosts,
    Minimise,
    Optimum,
    Satisfiable,
    Solution,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.queries import asked_variables, cost_of, domains_under
from configurator.solving.verifier import Verifier, having_one_of, narrowed_to


@dataclass(frozen=True, slots=True)
class AnswerVerification:
    """The solver whose answers are confirmed, their verifier, and the budget of the query."""

    solver: Solver
    verifier: Verifier
    budget: Budget

    @property
    def program(self) -> Program:
        return self.solver.program

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def possible(self, given: Assumptions, indices: frozenset[int], valid_domains: ValidDomains) -> ValidDomains:
        """Confirm the valid domains of some variables; unconfirmed values become undecided."""
        domains = domains_under(self.program, given)
        for index in indices:
            values, undecided = valid_domains.values[index], valid_domains.undecided[index]
            if (values | undecided) - domains[index] or values & undecided:
                self.verifier.refuse(given, f"values of {self.program.variables[index].name} beyond what was asked")
        if domains and not any((*valid_domains.values, *valid_domains.undecided)):
            none = self.verifier.confirms_none(given, "nothing said to be possible", self.budget)
            return valid_domains if none else ValidDomains(valid_domains.values, domains)
        unseen = self._without_witness(given, {index: valid_domains.values[index] for index in indices})
        ruled_out = {
            index: domains[index] - valid_domains.values[index] - valid_domains.undecided[index] for index in indices
        }
        sure = self.verifier.confirms_ruled_out(given, ruled_out, self.budget)
        doubts = {index: EMPTY if index in sure else ruled_out[index] for index in indices}
        return ValidDomains(
            tuple(values - unseen.get(index, EMPTY) for index, values in enumerate(valid_domains.values)),
            tuple(
                left | unseen.get(index, EMPTY) | doubts.get(index, EMPTY)
                for index, left in enumerate(valid_domains.undecided)
            ),
        )

    def _without_witness(self, given: Assumptions, claimed: Mapping[int, IntSet]) -> dict[int, IntSet]:
        """Return the sampled values (`sampled`) without a witness within the budget, by variable index."""
        unseen: dict[int, IntSet] = {}
        witnesses: list[Solution] = []
        for index, values in claimed.items():
            seen = {witness[index] for witness in witnesses}
            for value in sampled(values):
                own = IntSet.of([value])
                witness = None if value in seen else self._witness(narrowed_to(given, index, own))
                if witness is not None:
                    witnesses.append(witness)
                elif value not in seen:
                    unseen[index] = unseen.get(index, EMPTY) | (
                        own if len(values) <= VALUES_REFUTED_TOGETHER else values
                    )
        return unseen

    def _witness(self, given: Assumptions) -> Solution | None:
        """Return a witness of a claimed solution, or None if time ran out."""
        if self.budget.spent():
            return None
        match self.solver.ask(Solve(given), self.budget):
            case Satisfiable(witness):
                self.verifier.accept(given, witness)
                return witness
            case Unsatisfiable():
                self.verifier.refuse(given, "said to be possible, and not to be")
        return None

    # ── costs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def best(self, objective: Sequence[Term], given: Assumptions, best: Optimum) -> Optimum:
        """Return the optimum, marked as proved only if it is confirmed that no solution costs less."""
        self.verifier.accept(given, best.witness)
        cost = cost_of(objective, best.witness)
        if cost != best.cost:
            self.verifier.refuse(given, f"the witness costs {cost}, not {best.cost}")
        return best if not best.proved or self._no_less(objective, given, cost) else replace(best, proved=False)

    def _no_less(self, objective: Sequence[Term], given: Assumptions, cost: int) -> bool:
        cheaper = replace(given, also=(*given.also, Bound(tuple(objective), high=cost - 1)))
        return self.verifier.confirms_none(cheaper, f"nothing said to cost less than {cost}", self.budget)

    def through(
        self, objective: Sequence[Term], given: Assumptions, indices: frozenset[int], least_costs: LeastCosts
    ) -> LeastCosts:
        """Confirm the least costs; unconfirmed values become undecided."""
        possible = ValidDomains(tuple(IntSet.of(costs) for costs in least_costs.costs), least_costs.undecided)
        if least_costs.costs and not any((*possible.values, *possible.undecided)):
            return replace(least_costs, undecided=self.possible(given, indices, possible).undecided)
        results = frozenset(
            index
            for index in indices
            if len(self.program.variables[index].domain) <= PRICED_VALUES or least_costs.costs[index]
        )
        unpaid = self._without_cost_witness(objective, given, {index: least_costs.costs[index] for index in results})
        domains = domains_under(self.program, given)
        ruled_out = {index: domains[index] - possible.values[index] - possible.undecided[index] for index in results}
        sure = self.verifier.confirms_ruled_out(given, ruled_out, self.budget)
        costs, undecided = list(least_costs.costs), list(least_costs.undecided)
        for index in results:
            doubted = EMPTY if index in sure else ruled_out[index]
            kept = {value: cost for value, cost in least_costs.costs[index].items() if value not in unpaid[index]}
            if not self._no_less_through(objective, given, index, kept):
                doubted, kept = doubted | IntSet.of(kept), {}
            costs[index], undecided[index] = kept, undecided[index] | doubted | IntSet.of(unpaid[index])
        return LeastCosts(tuple(costs), tuple(undecided))

    def _without_cost_witness(
        self, objective: Sequence[Term], given: Assumptions, claimed: Mapping[int, Mapping[int, int]]
    ) -> dict[int, set[int]]:
        """Return the sampled values (`sampled`) without a solution of their least cost within the budget."""
        unpaid = {index: set(sampled(IntSet.of(costs))) for index, costs in claimed.items()}
        for index, costs in claimed.items():
            for value, cost in costs.items():
                if value not in unpaid[index] or self.budget.spent():
                    continue
                under = narrowed_to(given, index, IntSet.of([value]))
                best = self.solver.ask(Minimise(objective, under), self.budget)
                if not isinstance(best, Optimum):
                    if isinstance(best, Unsatisfiable):
                        self.verifier.refuse(under, "said to be possible, and not to be")
                    continue
                self.verifier.accept(under, best.witness)
                paid = cost_of(objective, best.witness)
                if paid < cost or (best.proved and paid > cost):
                    self.verifier.refuse(under, f"said to cost {cost} at least, and {paid}")
                for other, left in unpaid.items():
                    if claimed[other].get(best.witness[other]) == paid:
                        left.discard(best.witness[other])
        return unpaid

    def _no_less_through(
        self, objective: Sequence[Term], given: Assumptions, index: int, costs: Mapping[int, int]
    ) -> bool:
        """Return whether it is confirmed that no value has a solution below its claimed least cost."""
        if not costs:
            return True
        if len(costs) > VALUES_REFUTED_TOGETHER:
            values = sampled(IntSet.of(costs))
            alone = [narrowed_to(given, index, IntSet.of([value])) for value in values]
            return all(self._no_less(objective, each, costs[value]) for each, value in zip(alone, values, strict=True))
        less = Term(index, weights=tuple((value, -cost) for value, cost in costs.items()))
        under = narrowed_to(given, index, IntSet.of(costs))
        under = replace(under, also=(*under.also, Bound((*objective, less), high=-1)))
        return self.verifier.confirms_none(under, "a least cost said of every value", self.budget)

    def no_other(
        self, objective: Sequence[Term], given: Assumptions, results: Sequence[Solution], *, cheaper_than: int | None
    ) -> bool:
        """Return whether it is confirmed that no other solution exists, or none below `cheaper_than`."""
        free = sorted(asked_variables(self.program, None))
        others = tuple(
            Bound(tuple(Term(index, weights=((one[index], 1),)) for index in free), high=len(free) - 1)
            for one in results
        )
        if cheaper_than is not None:
            others += (Bound(tuple(objective), high=cheaper_than - 1),)
        text = "no other solutions said to exist" if cheaper_than is None else "the cheapest said to be these"
        return self.verifier.confirms_none(replace(given, also=(*given.also, *others)), text, self.budget)

    # ── wishes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def fulfils_most(self, wishes: Sequence[Wish], given: Assumptions, witness: Solution) -> bool:
        """Return whether the completion is confirmed to be lexicographically optimal in the wishes.

        Unfulfilled wishes are refuted in one query where possible; a range that is not is bisected.
        """
        left = _unfulfilled(self.program, wishes, given, witness)
        waiting = [(0, len(left))] if self.verifier.knows_a_third else []
        while waiting:
            first, last = waiting.pop()
            if first == last:
                continue
            under, better = left[first][0], _joined([each[1] for each in left[first:last]])
            if last - first == 1:
                ((index, values),) = better.items()
                if not self.verifier.confirms_none(
                    narrowed_to(under, index, values), "a wish said to be out of reach", self.budget
                ):
                    return False
                continue
            small = all(len(values) <= VALUES_REFUTED_TOGETHER for values in better.values())
            verdict = self.verifier.third(having_one_of(under, better), self.budget) if small else None
            if isinstance(verdict, Unknown):
                return False
            if not isinstance(verdict, Unsatisfiable):
                middle = (first + last) // 2
                waiting += [(middle, last), (first, middle)]
        return True


def sampled(values: IntSet) -> list[int]:
    """Return the values to check individually: all of a small set, else an even sample of interval ends."""
    if len(values) <= VALUES_REFUTED_TOGETHER:
        return list(values)
    ends = [end for interval in values.intervals for end in interval]
    steps = range(0, len(ends) - 1, max(1, len(ends) // SPREAD_VALUES))
    return sorted({ends[-1], *(ends[step] for step in steps)})


def _unfulfilled(
    program: Program, wishes: Sequence[Wish], given: Assumptions, witness: Solution
) -> list[tuple[Assumptions, tuple[int, IntSet]]]:
    """Return, for each unfulfilled wish, the assumptions of the wishes before it and the better values."""
    narrowed, domains = dict(given.narrowed), list(domains_under(program, given))
    results = []
    for wish in wishes:
        index = wish.variable
        own = IntSet.of([witness[index]])
        if isinstance(wish, Literal):
            granted = witness[index] in wish.values
            better, kept = domains[index] & wish.values, domains[index] & wish.values if granted else domains[index]
        else:
            granted = witness[index] == domains[index].low
            better, kept = IntSet.between(domains[index].low, witness[index] - 1) & domains[index], own
        if not granted and better:
            results.append((replace(given, narrowed=dict(narrowed)), (index, better)))
        if kept != domains[index]:
            narrowed[index] = domains[index] = kept
    return results


def _joined(sets: Sequence[tuple[int, IntSet]]) -> dict[int, IntSet]:
    int_sets: dict[int, IntSet] = {}
    for index, values in sets:
        int_sets[index] = int_sets.get(index, EMPTY) | values
    return int_sets
