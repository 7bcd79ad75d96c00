"""The k best solutions in ascending order of cost, lazily: the next best of a node is made when one above asks for it.

Best-first enumeration over AND/OR graphs (Jiménez and Marzal 2000; Huang and Chiang 2005). Nodes choose between their
branches; a branch combines its nodes and those of its sets that leave a choice.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import Protocol

import numpy as np

from configurator.solving.diagram.interning import Bools
from configurator.solving.diagram.passes import Alive, Costs, Plan

Values = tuple[int, ...]


class _Ways(Protocol):
    """Ways to do something, from the cheapest on; what each chooses among values."""

    def way(self, rank: int) -> tuple[int, Values] | None:
        """Return the cost and the values of a way, or None where there are not so many."""


class _Set:
    """The values of a set."""

    def __init__(self, found: list[tuple[int, int]]) -> None:
        self._found = sorted(found)

    def way(self, rank: int) -> tuple[int, Values] | None:
        if rank >= len(self._found):
            return None
        cost, value = self._found[rank]
        return cost, (value,)


class _Branch:
    """All of several things: a way is one way of each."""

    def __init__(self, fixed: int, values: Values, parts: list[_Ways]) -> None:
        self._fixed, self._values, self._parts = fixed, values, parts
        self._found: list[tuple[int, tuple[int, ...]]] = []
        self._waiting: list[tuple[int, tuple[int, ...]]] = []
        self._push((0,) * len(parts))

    def _push(self, ranks: tuple[int, ...]) -> None:
        cost = self._fixed
        for part, rank in zip(self._parts, ranks, strict=True):
            way = part.way(rank)
            if way is None:
                return
            cost += way[0]
        heappush(self._waiting, (cost, ranks))

    def way(self, rank: int) -> tuple[int, Values] | None:
        while len(self._found) <= rank and self._waiting:
            cost, ranks = heappop(self._waiting)
            self._found.append((cost, ranks))
            last = max((place for place, each in enumerate(ranks) if each), default=0)
            for place in range(last, len(ranks)):
                self._push((*ranks[:place], ranks[place] + 1, *ranks[place + 1 :]))
        if rank >= len(self._found):
            return None
        cost, ranks = self._found[rank]
        values = list(self._values)
        for part, each in zip(self._parts, ranks, strict=True):
            way = part.way(each)
            values += way[1] if way else ()
        return cost, tuple(values)


class _Node:
    """One of several branches."""

    def __init__(self, branches: list[tuple[int, int]], ranking: "KBestSolutions") -> None:
        self._ranking = ranking
        self._found: list[tuple[int, Values]] = []
        self._waiting = [(cost, branch, 0) for cost, branch in branches]
        heapify(self._waiting)

    def way(self, rank: int) -> tuple[int, Values] | None:
        while len(self._found) <= rank and self._waiting:
            _, branch, number = heappop(self._waiting)
            ways = self._ranking.branch(branch)
            way, following = ways.way(number), ways.way(number + 1)
            if way is not None:
                self._found.append(way)
            if following is not None:
                heappush(self._waiting, (following[0], branch, number + 1))
        return self._found[rank] if rank < len(self._found) else None


class KBestSolutions:
    """The solutions that are alive, by cost."""

    def __init__(self, plan: Plan, up: Alive, costs: Costs) -> None:
        self._plan, self._up, self._costs = plan, up, costs
        self._nodes: dict[int, _Node] = {}
        self._branches: dict[int, _Branch] = {}
        self._sets: dict[int, _Set] = {}

    def solutions(self) -> Iterator[Values]:
        """Yield the values of every solution, the cheapest first."""
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
        """Return the ways of a branch."""
        if number not in self._branches:
            self._branches[number] = self._combined(number)
        return self._branches[number]

    def _combined(self, number: int) -> _Branch:
        diagram = self._plan.diagram
        bundle = int(diagram.branch_bundle[number])
        fixed, values, parts = 0, list[int](), list[_Ways]()
        for pack in diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist():
            for each in diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist():
                found = self._entries(each, self._up.entries)
                if len(found) == 1:
                    fixed += found[0][0]
                    values.append(found[0][1])
                else:
                    parts.append(self._sets.setdefault(each, _Set(found)))
        children = diagram.branch_nodes[diagram.branches[number] : diagram.branches[number + 1]].tolist()
        parts += (self._node(child) for child in children if child)
        return _Branch(fixed, tuple(values), parts)

    def _entries(self, number: int, alive: Bools) -> list[tuple[int, int]]:
        diagram = self._plan.diagram
        first, end = int(diagram.sets[number]), int(diagram.sets[number + 1])
        return [
            (int(self._costs.entries[place]), int(diagram.set_values[place]))
            for place in range(first, end)
            if alive[place]
        ]
