"""Extracts solutions of a diagram: the first, the cheapest, random ones, the k best; or a conflict if there is none.

A solution takes one branch at every node, and so one set per variable. The k best are enumerated lazily: a node
produces its next best when a parent requests it (best-first enumeration over AND/OR graphs, Jiménez and Marzal 2000;
Huang and Chiang 2005).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import accumulate
from random import Random
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.solving.diagram.interning import Bools
from configurator.solving.diagram.passes import (
    Alive,
    Costs,
    Counts,
    Indices,
    Plan,
    alive,
    allowing,
    counted,
    least,
    through,
)
from configurator.solving.diagram.translation import Translation


def only_values(plan: Plan, occurring: Bools) -> Indices | None:
    """Return the values that occur in solutions where that is one of each variable, and so the one solution."""
    values = np.flatnonzero(occurring[: plan.count])
    borders = plan.diagram.values
    if len(values) != len(borders) - 1 or (values < borders[:-1]).any() or (values >= borders[1:]).any():
        return None
    return values


def first_values(plan: Plan, up: Alive) -> Iterator[int]:
    """Yield the values along the first live branches, the lowest of each set."""
    borders, values = plan.diagram.sets, plan.diagram.set_values
    for number in sets_along(plan, lambda first, end: first + int(up.branches[first:end].argmax())):
        first, end = int(borders[number]), int(borders[number + 1])
        yield int(values[first + int(up.entries[first:end].argmax())])


def cheapest_values(plan: Plan, costs: Costs) -> Iterator[int]:
    """Yield the values along the cheapest branches, the cheapest of each set."""
    borders, values = plan.diagram.sets, plan.diagram.set_values
    for number in sets_along(plan, lambda first, end: first + int(costs.branches[first:end].argmin())):
        first, end = int(borders[number]), int(borders[number + 1])
        yield int(values[first + int(costs.entries[first:end].argmin())])


def sets_along(plan: Plan, choose: Callable[[int, int], int]) -> Iterator[int]:
    """Yield the sets of a solution; `choose(first, end)` picks one of a node's branches."""
    diagram = plan.diagram
    waiting = [diagram.size - 1]
    while waiting:
        node = waiting.pop()
        if node == 0:
            continue
        branch = choose(int(diagram.nodes[node]), int(diagram.nodes[node + 1]))
        bundle = int(diagram.branch_bundle[branch])
        for pack in diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist():
            yield from diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist()
        waiting += diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()


class Sampler:
    """Samples live entries; `weights` are the numbers of solutions that each value represents."""

    def __init__(self, plan: Plan, up: Alive, weights: NDArray[Any]) -> None:
        self._plan = plan
        self._counts: Counts = counted(plan, up, weights)
        self._weights = np.where(up.entries, weights.take(plan.sets.index), 0)

    def values(self, chance: Random) -> Iterator[int]:
        """Yield the values of one solution."""
        sets, borders = self._plan.diagram.set_values, self._plan.diagram.sets

        def branch(first: int, end: int) -> int:
            return first + _drawn(self._counts.branches[first:end].tolist(), chance)

        for number in sets_along(self._plan, branch):
            first, end = int(borders[number]), int(borders[number + 1])
            yield int(sets[first + _drawn(self._weights[first:end].tolist(), chance)])


def _drawn(weights: Sequence[int], chance: Random) -> int:
    """Draw an index with probability proportional to its weight."""
    if len(weights) == 1:
        return 0
    sums = list(accumulate(weights))
    drawn = chance.randrange(sums[-1])
    return next(index for index, reach in enumerate(sums) if drawn < reach)


def conflict(plan: Plan, translation: Translation, narrowed: Mapping[int, IntSet]) -> frozenset[int]:
    """Return a minimal conflict: variables whose narrowings are jointly infeasible, preferring those named first.

    Variables whose narrowing alone, if lifted, restores feasibility are in every conflict, and mostly are all of it.
    """

    def fails(indices: Iterable[int]) -> bool:
        kept = {index: narrowed[index] for index in indices}
        return not alive(plan, allowing(plan, translation.allowed(kept))).possible

    needed = set() if fails(()) else _helpful(plan, translation, narrowed)
    left = [index for index in narrowed if index not in needed]
    while left and not fails(needed):
        held, failing = 0, len(left)
        while failing - held > 1:
            middle = (held + failing) // 2
            held, failing = (held, middle) if fails({*needed, *left[:middle]}) else (middle, failing)
        needed.add(left[failing - 1])
        del left[failing - 1 :]
    return frozenset(needed)


def _helpful(plan: Plan, translation: Translation, narrowed: Mapping[int, IntSet]) -> set[int]:
    """Return the variables whose narrowing alone, if lifted, restores feasibility."""
    values = translation.allowed(narrowed)
    costs = (~values).astype(np.int64)
    up = alive(plan, allowing(plan, np.ones_like(values)))
    broken = least(plan, up, costs)
    if broken.least != 1:
        return set()
    helps = (through(plan, up, broken).values == 1) & (costs[:-1] == 1)
    return {translation.block(number)[0] for number in np.flatnonzero(helps).tolist()}


Values = tuple[int, ...]


class _Ways(Protocol):
    """Partial solutions in ascending order of cost."""

    def way(self, rank: int) -> tuple[int, Values] | None:
        """Return the cost and values of the alternative of a rank, counted from 0; None beyond the last."""


class _Set:
    """The alternatives of a set: its values."""

    def __init__(self, results: list[tuple[int, int]]) -> None:
        self._ranked = sorted(results)

    def way(self, rank: int) -> tuple[int, Values] | None:
        if rank >= len(self._ranked):
            return None
        cost, value = self._ranked[rank]
        return cost, (value,)


class _Branch:
    """The alternatives of a branch: a combination of one alternative per part."""

    def __init__(self, fixed: int, values: Values, parts: list[_Ways]) -> None:
        self._fixed, self._values, self._parts = fixed, values, parts
        self._ranked: list[tuple[int, tuple[int, ...]]] = []
        self._queue: list[tuple[int, tuple[int, ...]]] = []
        self._push((0,) * len(parts))

    def _push(self, ranks: tuple[int, ...]) -> None:
        cost = self._fixed
        for part, rank in zip(self._parts, ranks, strict=True):
            way = part.way(rank)
            if way is None:
                return
            cost += way[0]
        heappush(self._queue, (cost, ranks))

    def way(self, rank: int) -> tuple[int, Values] | None:
        while len(self._ranked) <= rank and self._queue:
            cost, ranks = heappop(self._queue)
            self._ranked.append((cost, ranks))
            last = max((index for index, each in enumerate(ranks) if each), default=0)
            for index in range(last, len(ranks)):
                self._push((*ranks[:index], ranks[index] + 1, *ranks[index + 1 :]))
        if rank >= len(self._ranked):
            return None
        cost, ranks = self._ranked[rank]
        values = list(self._values)
        for part, each in zip(self._parts, ranks, strict=True):
            way = part.way(each)
            values += way[1] if way else ()
        return cost, tuple(values)


class _Node:
    """The alternatives of a node: those of its branches, merged by cost."""

    def __init__(self, branches: list[tuple[int, int]], ranking: "KBestSolutions") -> None:
        self._ranking = ranking
        self._ranked: list[tuple[int, Values]] = []
        self._queue = [(cost, branch, 0) for cost, branch in branches]
        heapify(self._queue)

    def way(self, rank: int) -> tuple[int, Values] | None:
        while len(self._ranked) <= rank and self._queue:
            _, branch, number = heappop(self._queue)
            ways = self._ranking.branch(branch)
            way, following = ways.way(number), ways.way(number + 1)
            if way is not None:
                self._ranked.append(way)
            if following is not None:
                heappush(self._queue, (following[0], branch, number + 1))
        return self._ranked[rank] if rank < len(self._ranked) else None


class KBestSolutions:
    """The live solutions in ascending order of cost."""

    def __init__(self, plan: Plan, up: Alive, costs: Costs) -> None:
        self._plan, self._up, self._costs = plan, up, costs
        self._nodes: dict[int, _Node] = {}
        self._branches: dict[int, _Branch] = {}
        self._sets: dict[int, _Set] = {}

    def solutions(self) -> Iterator[Values]:
        """Yield the values of every solution, cheapest first."""
        top, rank = self._node(self._plan.diagram.size - 1), 0
        while (way := top.way(rank)) is not None:
            yield way[1]
            rank += 1

    def _node(self, number: int) -> _Node:
        if number not in self._nodes:
            first, end = (int(each) for each in self._plan.diagram.nodes[number : number + 2])
            alive = first + np.flatnonzero(self._up.branches[first:end])
            branches = [(int(self._costs.branches[branch]), branch) for branch in alive.tolist()]
            self._nodes[number] = _Node(branches, self)
        return self._nodes[number]

    def branch(self, number: int) -> _Branch:
        """Return the alternatives of a branch."""
        if number not in self._branches:
            self._branches[number] = self._combined(number)
        return self._branches[number]

    def _combined(self, number: int) -> _Branch:
        diagram = self._plan.diagram
        bundle = int(diagram.branch_bundle[number])
        fixed, values, parts = 0, list[int](), list[_Ways]()
        for pack in diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist():
            for each in diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist():
                results = self._entries(each, self._up.entries)
                if len(results) == 1:
                    fixed += results[0][0]
                    values.append(results[0][1])
                else:
                    parts.append(self._sets.setdefault(each, _Set(results)))
        children = diagram.branch_nodes[diagram.branches[number] : diagram.branches[number + 1]].tolist()
        parts += (self._node(child) for child in children if child)
        return _Branch(fixed, tuple(values), parts)

    def _entries(self, number: int, alive: Bools) -> list[tuple[int, int]]:
        diagram = self._plan.diagram
        first, end = int(diagram.sets[number]), int(diagram.sets[number + 1])
        return [
            (int(self._costs.entries[index]), int(diagram.set_values[index]))
            for index in range(first, end)
            if alive[index]
        ]
