"""Answers queries with additional bounds on sums: by restricting the diagram where possible, else by Pareto points.

Every bound is normalised to `sum ≤ high`. A redundant bound is dropped; one that only the least sum meets restricts the
diagram to it; a clause is split into disjoint cases. At most one bound of another kind may remain: a bottom-up pass
then keeps, at every node, the Pareto front of both sums. More than one is beyond passes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from configurator.program.intset import IntSet
from configurator.solving.deferring_solver import BeyondForm
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import BOUNDED_CASES, PARETO_POINTS
from configurator.solving.diagram.passes import (
    NEVER,
    Alive,
    Plan,
    Restriction,
    alive,
    allowing,
    cheapest_only,
    least,
    through,
)
from configurator.solving.diagram.translation import Translation
from configurator.solving.port import Assumptions, Bound


class BeyondPasses(BeyondForm):
    """Passes cannot answer the query; another engine does. Caught within this package."""


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """Costs of values whose sum is at most `high`."""

    costs: Ints
    high: int


@dataclass(frozen=True, slots=True)
class BoundedCase:
    """A subquery: the allowed values, and at most one sum that passes must track."""

    up: Alive
    allowed: Restriction
    ceiling: Ceiling | None = None

    def within(self, plan: Plan, values: Bools) -> Restriction:
        """Return those of the values that are allowed."""
        return Restriction(self.allowed.entries & values.take(plan.sets.index), self.allowed.branches)


def cases_of(plan: Plan, translation: Translation, given: Assumptions) -> Iterator[BoundedCase]:
    """Yield the disjoint feasible cases of a query. Raises BeyondPasses."""
    allowed = allowing(plan, translation.allowed(given.narrowed))
    ceilings = [ceiling for bound in given.also for ceiling in _ceilings(bound, translation, given.narrowed)]
    waiting = [(allowed, tuple(ceilings))]
    seen = 0
    while waiting:
        allowed, left = waiting.pop()
        seen += 1
        if seen > BOUNDED_CASES:
            raise BeyondPasses
        settled = _settled(plan, allowed, left)
        if settled is None:
            continue
        up, allowed, left = settled
        clause = next((each for each in left if _is_clause(each, translation)), None)
        if clause is not None:
            others = tuple(each for each in left if each is not clause)
            waiting += [(part, others) for part in _split(plan, allowed, clause, translation)]
        elif len(left) > 1:
            raise BeyondPasses
        else:
            yield BoundedCase(up, allowed, left[0] if left else None)


def _ceilings(bound: Bound, translation: Translation, narrowed: Mapping[int, IntSet]) -> Iterator[Ceiling]:
    if not translation.wide.isdisjoint(term.variable for term in bound.terms) or not translation.fits(bound.terms):
        raise BeyondPasses
    costs = translation.costs(bound.terms, narrowed)
    if bound.high is not None:
        yield Ceiling(costs, bound.high)
    if bound.low is not None:
        yield Ceiling(-costs, -bound.low)


def _settled(
    plan: Plan, allowed: Restriction, ceilings: Sequence[Ceiling]
) -> tuple[Alive, Restriction, tuple[Ceiling, ...]] | None:
    """Drop redundant ceilings and restrict the values to those that only the least sum meets; None if infeasible."""
    up = alive(plan, allowed)
    if not up.possible:
        return None
    left = list(ceilings)
    changed = True
    while changed:
        changed = False
        for ceiling in tuple(left):
            results = least(plan, up, ceiling.costs)
            if results.least > ceiling.high:
                return None
            if -least(plan, up, -ceiling.costs).least <= ceiling.high:
                left.remove(ceiling)
            elif results.least == ceiling.high:
                allowed = cheapest_only(plan, allowed, results, through(plan, up, results))
                up = alive(plan, allowed)
                left.remove(ceiling)
                changed = True
    return up, allowed, tuple(left)


def _is_clause(ceiling: Ceiling, translation: Translation) -> bool:
    """Return whether the ceiling is a clause: no value costs more than 0, and each negative one suffices."""
    variables = {translation.block(value)[0] for value in np.flatnonzero(ceiling.costs).tolist()}
    costs = ceiling.costs
    return bool((costs <= 0).all() and (costs[costs < 0] <= ceiling.high).all() and len(variables) < BOUNDED_CASES)


def _split(plan: Plan, allowed: Restriction, clause: Ceiling, translation: Translation) -> Iterator[Restriction]:
    """Yield disjoint parts: the first variable helps; it does not, but the second does; …"""
    helps = clause.costs < 0
    values = np.ones(len(helps), np.bool_)
    for variable in sorted({translation.block(value)[0] for value in np.flatnonzero(helps).tolist()}):
        own = slice(translation.starts[variable], translation.starts[variable + 1])
        part = values.copy()
        part[own] &= helps[own]
        yield replace(allowed, entries=allowed.entries & part.take(plan.sets.index))
        values[own] &= ~helps[own]


def within_reach(plan: Plan, case: BoundedCase) -> Bools:
    """Return the values that occur in a solution under the case's ceiling."""
    if case.ceiling is None:
        raise ValueError("the case has no ceiling")
    costs = least(plan, case.up, case.ceiling.costs)
    array: Bools = through(plan, case.up, costs).values <= case.ceiling.high
    return array


@dataclass(frozen=True, slots=True)
class ParetoPoints:
    """A Pareto front: pairs of spending, ascending, and remaining cost, descending."""

    spent: Ints
    paid: Ints

    def __len__(self) -> int:
        return len(self.spent)

    def at_most(self, high: int) -> "ParetoPoints":
        """Return the points within a spending limit."""
        kept = int(np.searchsorted(self.spent, high, side="right"))
        return ParetoPoints(self.spent[:kept], self.paid[:kept])


FREE_TRADE = ParetoPoints(np.zeros(1, np.int64), np.zeros(1, np.int64))


def pareto_points(spent: Ints, paid: Ints) -> ParetoPoints:
    """Return the Pareto front of the pairs."""
    order = np.lexsort((paid, spent))
    spent, paid = spent[order], paid[order]
    better = np.ones(len(paid), np.bool_)
    better[1:] = paid[1:] < np.minimum.accumulate(paid)[:-1]
    return ParetoPoints(spent[better], paid[better])


class ParetoPass:
    """The Pareto fronts of all live entries of a diagram, under a spending limit."""

    def __init__(self, plan: Plan, up: Alive, ceiling: Ceiling, prices: Ints) -> None:
        self._plan, self._up = plan, up
        self._spends, self._pays = ceiling.costs.take(plan.sets.index), prices.take(plan.sets.index)
        self._looked = 0
        costs = least(plan, up, ceiling.costs)
        around = through(plan, up, costs).branches
        self._room = np.where(around == NEVER, -NEVER, ceiling.high - (around - costs.branches))
        self._sets = [self._set(number) for number in range(len(plan.sets.starts))]
        self._packs = self._all_of(plan.diagram.packs.tolist(), plan.diagram.pack_sets.tolist(), self._sets)
        self._bundles = self._all_of(plan.diagram.bundles.tolist(), plan.diagram.bundle_packs.tolist(), self._packs)
        self._nodes: list[ParetoPoints] = [FREE_TRADE]
        for node in range(1, plan.diagram.size):
            self._nodes.append(self._node(node))

    def best(self) -> tuple[int, list[int]] | None:
        """Return the least cost under the ceiling and its values; None if infeasible."""
        top = self._nodes[-1]
        if not len(top):
            return None
        spent, paid = int(top.spent[-1]), int(top.paid[-1])
        return paid, list(self._values(self._plan.diagram.size - 1, spent, paid))

    def _set(self, number: int) -> ParetoPoints:
        own = slice(*self._plan.diagram.sets[number : number + 2].tolist())
        alive = self._up.entries[own]
        return pareto_points(self._spends[own][alive], self._pays[own][alive])

    def _all_of(
        self, borders: Sequence[int], items: Sequence[int], parts: Sequence[ParetoPoints]
    ) -> list[ParetoPoints]:
        points: list[ParetoPoints] = []
        for index in range(len(borders) - 1):
            own = [parts[item] for item in items[borders[index] : borders[index + 1]]]
            points.append(self._together(own, NEVER))
        return points

    def _together(self, parts: Sequence[ParetoPoints], high: int) -> ParetoPoints:
        """Return the Pareto front of the sum of all parts; empty if a part's is."""
        spent = sum(int(part.spent[0]) if len(part) else NEVER for part in parts)
        if any(not len(part) for part in parts) or spent > high:
            return ParetoPoints(FREE_TRADE.spent[:0], FREE_TRADE.paid[:0])
        fixed = [part for part in parts if len(part) == 1]
        points = ParetoPoints(
            np.array([sum(int(part.spent[0]) for part in fixed)]), np.array([sum(int(part.paid[0]) for part in fixed)])
        )
        room = high - sum(int(part.spent[0]) for part in parts if len(part) > 1)
        for part in parts:
            if len(part) > 1:
                room += int(part.spent[0])
                points = self._pairs(points, part).at_most(room)
        return points

    def _pairs(self, one: ParetoPoints, other: ParetoPoints) -> ParetoPoints:
        self._looked += len(one) * len(other)
        if self._looked > PARETO_POINTS:
            raise BeyondPasses
        spent = (one.spent[:, None] + other.spent).ravel()
        return pareto_points(spent, (one.paid[:, None] + other.paid).ravel())

    def _node(self, node: int) -> ParetoPoints:
        points = [self._branch(branch) for branch in self._branches(node)]
        self._looked += sum(map(len, points))
        if not points:
            return ParetoPoints(FREE_TRADE.spent[:0], FREE_TRADE.paid[:0])
        return pareto_points(
            np.concatenate([each.spent for each in points]), np.concatenate([each.paid for each in points])
        )

    def _branches(self, node: int) -> list[int]:
        first, end = (int(border) for border in self._plan.diagram.nodes[node : node + 2])
        results: list[int] = (first + np.flatnonzero(self._up.branches[first:end])).tolist()
        return results

    def _parts(self, branch: int) -> list[ParetoPoints]:
        diagram = self._plan.diagram
        children = diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()
        return [self._bundles[diagram.branch_bundle[branch]], *(self._nodes[child] for child in children)]

    def _branch(self, branch: int) -> ParetoPoints:
        room = int(self._room[branch])
        return self._together(self._parts(branch), room).at_most(room)

    def _values(self, node: int, spent: int, paid: int) -> Iterator[int]:
        """Yield the values of a point of a node's front."""
        diagram = self._plan.diagram
        waiting = [(node, spent, paid)]
        while waiting:
            node, spent, paid = waiting.pop()
            if node == 0:
                continue
            branch = next(each for each in self._branches(node) if _has(self._branch(each), spent, paid))
            children = diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()
            own, *others = self._shares(self._parts(branch), spent, paid)
            waiting += [(child, *share) for child, share in zip(children, others, strict=True)]
            yield from self._of_bundle(int(diagram.branch_bundle[branch]), *own)

    def _of_bundle(self, bundle: int, spent: int, paid: int) -> Iterator[int]:
        diagram = self._plan.diagram
        packs = diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist()
        for pack, share in zip(packs, self._shares([self._packs[each] for each in packs], spent, paid), strict=True):
            sets = diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist()
            for number, own in zip(sets, self._shares([self._sets[each] for each in sets], *share), strict=True):
                yield self._of_set(number, *own)

    def _of_set(self, number: int, spent: int, paid: int) -> int:
        first, end = (int(border) for border in self._plan.diagram.sets[number : number + 2])
        for index in range(first, end):
            if self._up.entries[index] and (self._spends[index], self._pays[index]) == (spent, paid):
                return int(self._plan.diagram.set_values[index])
        raise ValueError("no value makes the trade of its set")

    def _shares(self, parts: Sequence[ParetoPoints], spent: int, paid: int) -> list[tuple[int, int]]:
        """Return, for each part, its summand in a point of the combined front."""
        sums = [FREE_TRADE]
        for part in parts:
            sums.append(self._pairs(sums[-1], part))
        shares = []
        for part, before in zip(reversed(parts), reversed(sums[:-1]), strict=True):
            share = next(
                (own, price)
                for own, price in zip(part.spent.tolist(), part.paid.tolist(), strict=True)
                if _has(before, spent - own, paid - price)
            )
            shares.append(share)
            spent, paid = spent - share[0], paid - share[1]
        return shares[::-1]


def _has(trades: ParetoPoints, spent: int, paid: int) -> bool:
    index = int(np.searchsorted(trades.spent, spent))
    return index < len(trades) and (int(trades.spent[index]), int(trades.paid[index])) == (spent, paid)
