"""Passes over a diagram: one up from the values to the root, one down again, each linear in the diagram's size.

This is the differentiation of decomposable circuits (Darwiche 2003) in the Boolean, min-plus and counting semirings.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.diagram import Diagram
from configurator.solving.diagram.interning import Bools, Ints

Indices = NDArray[np.intp]

NEVER = 2**62
"""The cost of what cannot be; no sum of a program reaches it."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Non-empty lists of indices, reduced together: `index[starts[i]:starts[i + 1]]` is list i."""

    index: Indices
    starts: Indices

    def reduced(self, by: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        array: NDArray[Any] = by.reduceat(values.take(self.index), self.starts)
        return array


def _lists(borders: NDArray[np.int32], items: NDArray[np.int32]) -> Lists:
    return Lists(items.astype(np.intp), borders[:-1].astype(np.intp))


def _turned(lists: Lists, count: int) -> tuple[Indices, Lists]:
    """Return the transpose: the items below `count` that occur, and the lists in which each occurs."""
    owner = np.repeat(np.arange(len(lists.starts)), np.diff(np.append(lists.starts, len(lists.index))))
    order = np.argsort(lists.index, kind="stable")
    order = order[: np.searchsorted(lists.index[order], count)]
    items, starts = np.unique(lists.index[order], return_index=True)
    return items, Lists(owner[order], starts)


@dataclass(frozen=True, slots=True)
class PassStep:
    """The nodes of one height, their branches and the branches' edges."""

    nodes: slice
    branches: slice
    branch_starts: Indices
    children: Lists
    owner: Indices
    edges: slice
    edge_branch: Indices
    above: Lists | None


class Plan:
    """The arrays of a diagram, arranged for the passes."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.count = int(diagram.values[-1])
        self.sets = _lists(diagram.sets, diagram.set_values)
        self.packs = _lists(diagram.packs, diagram.pack_sets)
        self.bundles = _lists(diagram.bundles, diagram.bundle_packs)
        self.bundle_of = diagram.branch_bundle.astype(np.intp)
        node_of = np.repeat(np.arange(diagram.size), np.diff(diagram.nodes))
        self.edges = _lists(diagram.branches, diagram.branch_nodes)
        self.set_of = np.repeat(np.arange(len(diagram.sets) - 1), np.diff(diagram.sets))
        self.present, self.by_value = self._entries_by_value()
        self.steps = self._steps(node_of)

    @cached_property
    def by_bundle(self) -> Lists:
        """The branches of each bundle; computed lazily, like the two below, as only passes down need them."""
        return _turned(Lists(self.bundle_of, np.arange(len(self.bundle_of))), len(self.bundles.starts))[1]

    @cached_property
    def by_pack(self) -> Lists:
        return _turned(self.bundles, len(self.packs.starts))[1]

    @cached_property
    def by_set(self) -> Lists:
        return _turned(self.packs, len(self.sets.starts))[1]

    def _entries_by_value(self) -> tuple[Indices, Lists]:
        """Return the values that occur in sets, and the entries of each."""
        order = np.argsort(self.sets.index, kind="stable")
        order = order[: np.searchsorted(self.sets.index[order], self.count)]
        values, starts = np.unique(self.sets.index[order], return_index=True)
        return values, Lists(order, starts)

    def _steps(self, node_of: Indices) -> tuple[PassStep, ...]:
        heights, nodes = self.diagram.heights.tolist(), self.diagram.nodes
        branch_of = np.repeat(
            np.arange(len(self.edges.starts)), np.diff(np.append(self.edges.starts, len(self.edges.index)))
        )
        order = np.argsort(self.edges.index, kind="stable")
        incoming = np.searchsorted(self.edges.index[order], np.arange(self.diagram.size + 1))
        pass_steps = []
        for low, high in pairwise(heights[1:]):
            start, end = int(nodes[low]), int(nodes[high])
            first, last = int(self.diagram.branches[start]), int(self.diagram.branches[end])
            into = slice(int(incoming[low]), int(incoming[high]))
            above = None
            if high < self.diagram.size:
                above = Lists(order[into], incoming[low:high] - incoming[low])
            pass_steps.append(
                PassStep(
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
        return tuple(pass_steps)


@dataclass(frozen=True, slots=True)
class Restriction:
    """The allowed entries of all sets, and the allowed branches (None: all)."""

    entries: Bools
    branches: Bools | None = None


def allowing(plan: Plan, values: Bools) -> Restriction:
    """Restrict to a mask of values, which includes the constant last one."""
    return Restriction(values.take(plan.sets.index))


@dataclass(frozen=True, slots=True)
class Alive:
    """Masks of the satisfiable entries, branches and nodes, descendants included."""

    entries: Bools
    branches: Bools
    nodes: Bools

    @property
    def possible(self) -> bool:
        return bool(self.nodes[-1])


def alive(plan: Plan, allowed: Restriction) -> Alive:
    """Pass up with the allowed values."""
    if not plan.diagram.possible:
        return Alive(allowed.entries, np.zeros(0, np.bool_), np.zeros(1, np.bool_))
    sets = np.logical_or.reduceat(allowed.entries, plan.sets.starts)
    bundles = plan.bundles.reduced(np.logical_and, plan.packs.reduced(np.logical_and, sets))
    branches = bundles.take(plan.bundle_of)
    if allowed.branches is not None:
        branches &= allowed.branches
    nodes = np.zeros(plan.diagram.size, np.bool_)
    nodes[0] = True
    for step in plan.steps:
        array = branches[step.branches]
        array &= step.children.reduced(np.logical_and, nodes)
        nodes[step.nodes] = np.logical_or.reduceat(array, step.branch_starts)
    return Alive(allowed.entries, branches, nodes)


def occurring(plan: Plan, up: Alive) -> Bools:
    """Pass down from the root; return which values occur in a solution."""
    array = np.zeros(plan.count, np.bool_)
    if not up.possible:
        return array
    branches = up.branches.copy()
    edges = np.zeros(len(plan.edges.index), np.bool_)
    for step in reversed(plan.steps):
        if step.above is not None:
            branches[step.branches] &= step.above.reduced(np.logical_or, edges).take(step.owner)
        edges[step.edges] = branches[step.branches].take(step.edge_branch)
    sets = plan.by_set.reduced(
        np.logical_or, plan.by_pack.reduced(np.logical_or, plan.by_bundle.reduced(np.logical_or, branches))
    )
    array[plan.present] = plan.by_value.reduced(np.logical_or, sets.take(plan.set_of) & up.entries)
    return array


@dataclass(frozen=True, slots=True)
class Costs:
    """The least costs of entries, sets, branches and nodes, each including its descendants; `NEVER` if there are
    none."""

    entries: Ints
    sets: Ints
    branches: Ints
    nodes: Ints

    @property
    def least(self) -> int:
        return int(self.nodes[-1])


def least(plan: Plan, up: Alive, costs: Ints) -> Costs:
    """Pass up with the cost of every value; the last value costs 0. Requires a solution."""
    entries = np.where(up.entries, costs.take(plan.sets.index), NEVER)
    sets = np.minimum.reduceat(entries, plan.sets.starts)
    bundles = plan.bundles.reduced(np.add, plan.packs.reduced(np.add, sets))
    branches = bundles.take(plan.bundle_of)
    nodes = np.full(plan.diagram.size, NEVER, np.int64)
    nodes[0] = 0
    for step in plan.steps:
        array = branches[step.branches]
        array += step.children.reduced(np.add, nodes)
        array[~up.branches[step.branches]] = NEVER
        nodes[step.nodes] = np.minimum.reduceat(array, step.branch_starts)
    return Costs(entries, sets, branches, nodes)


@dataclass(frozen=True, slots=True)
class LeastThrough:
    """For every branch and value, the least cost of a solution with it; `NEVER` if there is none."""

    branches: Ints
    values: Ints


def through(plan: Plan, up: Alive, costs: Costs) -> LeastThrough:
    """Pass down from the root with the least costs of a pass up. Requires a solution."""
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
    rest = np.where(sets == NEVER, NEVER, sets - costs.sets).take(plan.set_of)
    entries = np.where((rest == NEVER) | ~up.entries, NEVER, rest + costs.entries)
    values = np.full(plan.count, NEVER, np.int64)
    values[plan.present] = plan.by_value.reduced(np.minimum, entries)
    return LeastThrough(branches, values)


def cheapest_only(plan: Plan, allowed: Restriction, costs: Costs, least_through: LeastThrough) -> Restriction:
    """Restrict to the solutions of least cost."""
    branches = least_through.branches == costs.least
    if allowed.branches is not None:
        branches &= allowed.branches
    return Restriction(allowed.entries & (costs.entries == costs.sets.take(plan.set_of)), branches)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of solutions below branches and nodes, as integers of arbitrary size."""

    branches: NDArray[Any]
    nodes: NDArray[Any]

    @property
    def total(self) -> int:
        return int(self.nodes[-1])


def counted(plan: Plan, up: Alive, weights: NDArray[Any]) -> Counts:
    """Pass up with the number of solutions per value, 1 for the last. Requires a solution."""
    entries = np.where(up.entries, weights.take(plan.sets.index), 0)
    packs = plan.packs.reduced(np.multiply, np.add.reduceat(entries, plan.sets.starts))
    branches = plan.bundles.reduced(np.multiply, packs).take(plan.bundle_of)
    branches[~up.branches] = 0
    nodes = np.zeros(plan.diagram.size, np.object_)
    nodes[0] = 1
    for step in plan.steps:
        array = branches[step.branches]
        array *= step.children.reduced(np.multiply, nodes)
        nodes[step.nodes] = np.add.reduceat(array, step.branch_starts)
    return Counts(branches, nodes)
