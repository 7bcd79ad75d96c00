"""Passes over a diagram: one up from the values to the top, one down again. Everything that is asked is read off them.

The differentiation of decomposable circuits (Darwiche 2003), in the semirings of truth, of costs and of counts.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.diagram import Diagram
from configurator.solving.diagram.interning import Bools, Ints

Place = NDArray[np.intp]

NEVER = 2**62
"""The cost of what cannot be; no sum of a program reaches it."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of places, reduced all at once: `index[starts[i]:starts[i + 1]]` is list i. None is empty."""

    index: Place
    starts: Place

    def reduced(self, by: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        found: NDArray[Any] = by.reduceat(values.take(self.index), self.starts)
        return found


def _lists(borders: NDArray[np.int32], items: NDArray[np.int32]) -> Lists:
    return Lists(items.astype(np.intp), borders[:-1].astype(np.intp))


def _turned(lists: Lists, count: int) -> tuple[Place, Lists]:
    """Return the items below `count` that occur in lists, and for each of them the lists it occurs in."""
    owner = np.repeat(np.arange(len(lists.starts)), np.diff(np.append(lists.starts, len(lists.index))))
    order = np.argsort(lists.index, kind="stable")
    order = order[: np.searchsorted(lists.index[order], count)]
    items, starts = np.unique(lists.index[order], return_index=True)
    return items, Lists(owner[order], starts)


@dataclass(frozen=True, slots=True)
class Step:
    """The nodes of one height: which they are, their branches, and all edges of those."""

    nodes: slice
    branches: slice
    branch_starts: Place
    children: Lists
    owner: Place
    edges: slice
    edge_branch: Place
    above: Lists | None


class Plan:
    """The arrays of a diagram as the passes need them."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.count = int(diagram.values[-1])
        self.sets = _lists(diagram.sets, diagram.set_values)
        self.packs = _lists(diagram.packs, diagram.pack_sets)
        self.bundles = _lists(diagram.bundles, diagram.bundle_packs)
        self.bundle_of = diagram.branch_bundle.astype(np.intp)
        node_of = np.repeat(np.arange(diagram.size), np.diff(diagram.nodes))
        self.edges = _lists(diagram.branches, diagram.branch_nodes)
        _, self.by_bundle = _turned(Lists(self.bundle_of, np.arange(len(self.bundle_of))), len(self.bundles.starts))
        _, self.by_pack = _turned(self.bundles, len(self.packs.starts))
        _, self.by_set = _turned(self.packs, len(self.sets.starts))
        self.present, self.by_value = _turned(self.sets, self.count)
        self.steps = self._steps(node_of)

    def _steps(self, node_of: Place) -> tuple[Step, ...]:
        heights, nodes = self.diagram.heights.tolist(), self.diagram.nodes
        branch_of = np.repeat(
            np.arange(len(self.edges.starts)), np.diff(np.append(self.edges.starts, len(self.edges.index)))
        )
        order = np.argsort(self.edges.index, kind="stable")
        incoming = np.searchsorted(self.edges.index[order], np.arange(self.diagram.size + 1))
        found = []
        for low, high in pairwise(heights[1:]):
            start, end = int(nodes[low]), int(nodes[high])
            first, last = int(self.diagram.branches[start]), int(self.diagram.branches[end])
            into = slice(int(incoming[low]), int(incoming[high]))
            above = None
            if high < self.diagram.size:
                above = Lists(order[into], incoming[low:high] - incoming[low])
            found.append(
                Step(
                    nodes=slice(low, high),
                    branches=slice(start, end),
                    branch_starts=(nodes[low:high] - start).astype(np.intp),
                    children=Lists(self.edges.index[first:last], self.edges.starts[start:end] - first),
                    owner=node_of[start:end] - low,
                    edges=slice(first, last),
                    edge_branch=branch_of[first:last] - start,
                    above=above,
                )
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Alive:
    """What can still be: of all sets, bundles, branches and nodes, by themselves and below them."""

    values: Bools
    branches: Bools
    nodes: Bools

    @property
    def possible(self) -> bool:
        return bool(self.nodes[-1])


def alive(plan: Plan, values: Bools) -> Alive:
    """Go up with the values that are allowed (the last one always is)."""
    if not plan.diagram.possible:
        return Alive(values, np.zeros(0, np.bool_), np.zeros(1, np.bool_))
    bundles = plan.bundles.reduced(
        np.logical_and, plan.packs.reduced(np.logical_and, plan.sets.reduced(np.logical_or, values))
    )
    branches = bundles.take(plan.bundle_of)
    nodes = np.zeros(plan.diagram.size, np.bool_)
    nodes[0] = True
    for step in plan.steps:
        found = branches[step.branches]
        found &= step.children.reduced(np.logical_and, nodes)
        nodes[step.nodes] = np.logical_or.reduceat(found, step.branch_starts)
    return Alive(values, branches, nodes)


def occurring(plan: Plan, up: Alive) -> Bools:
    """Go down from the top; return which values occur in a solution."""
    found = np.zeros(plan.count, np.bool_)
    if not up.possible:
        return found
    branches = up.branches.copy()
    edges = np.zeros(len(plan.edges.index), np.bool_)
    for step in reversed(plan.steps):
        if step.above is not None:
            branches[step.branches] &= step.above.reduced(np.logical_or, edges).take(step.owner)
        edges[step.edges] = branches[step.branches].take(step.edge_branch)
    sets = plan.by_set.reduced(
        np.logical_or, plan.by_pack.reduced(np.logical_or, plan.by_bundle.reduced(np.logical_or, branches))
    )
    found[plan.present] = plan.by_value.reduced(np.logical_or, sets)
    return found & up.values[:-1]


@dataclass(frozen=True, slots=True)
class Costs:
    """The least costs of sets, packs, bundles, branches and nodes; `NEVER` where there is none."""

    values: Ints
    sets: Ints
    branches: Ints
    nodes: Ints

    @property
    def least(self) -> int:
        return int(self.nodes[-1])


def least(plan: Plan, up: Alive, costs: Ints) -> Costs:
    """Go up with the cost of every value; the last value costs nothing."""
    values = np.where(up.values, costs, NEVER)
    sets = plan.sets.reduced(np.minimum, values)
    bundles = plan.bundles.reduced(np.add, plan.packs.reduced(np.add, sets))
    branches = bundles.take(plan.bundle_of)
    nodes = np.full(plan.diagram.size, NEVER, np.int64)
    nodes[0] = 0
    for step in plan.steps:
        found = branches[step.branches]
        found += step.children.reduced(np.add, nodes)
        found[~up.branches[step.branches]] = NEVER
        nodes[step.nodes] = np.minimum.reduceat(found, step.branch_starts)
    return Costs(values, sets, branches, nodes)


def through(plan: Plan, up: Alive, costs: Costs) -> Ints:
    """Go down from the top; return for every value the least cost of a solution with it, `NEVER` where none has it."""
    found = np.full(plan.count, NEVER, np.int64)
    if not up.possible:
        return found
    branches = costs.branches.copy()
    edges = np.full(len(plan.edges.index), NEVER, np.int64)
    for step in reversed(plan.steps):
        own = branches[step.branches]
        if step.above is not None:
            outside = step.above.reduced(np.minimum, edges).take(step.owner)
            own += outside
            own[~up.branches[step.branches] | (outside == NEVER)] = NEVER
        above = own.take(step.edge_branch)
        edges[step.edges] = np.where(above == NEVER, NEVER, above - costs.nodes.take(step.children.index))
    sets = plan.by_set.reduced(
        np.minimum, plan.by_pack.reduced(np.minimum, plan.by_bundle.reduced(np.minimum, branches))
    )
    rest = np.where(sets == NEVER, NEVER, sets - costs.sets)
    best = plan.by_value.reduced(np.minimum, rest)
    own = costs.values.take(plan.present)
    found[plan.present] = np.where((best == NEVER) | (own == NEVER), NEVER, best + own)
    return found


def counted(plan: Plan, weights: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return for every node how many ways there are, as whole numbers of any size; the last value weighs 1."""
    if not plan.diagram.possible:
        return np.zeros(1, np.object_)
    packs = plan.packs.reduced(np.multiply, plan.sets.reduced(np.add, weights))
    branches = plan.bundles.reduced(np.multiply, packs).take(plan.bundle_of)
    nodes = np.zeros(plan.diagram.size, np.object_)
    nodes[0] = 1
    for step in plan.steps:
        found = branches[step.branches] * step.children.reduced(np.multiply, nodes)
        nodes[step.nodes] = np.add.reduceat(found, step.branch_starts)
    return nodes
