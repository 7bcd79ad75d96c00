"""Merges contexts bottom up: dead ones are dropped, and those with equal continuations become one node.

The branches of a node are disjoint sets of values, each with its child nodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits
from configurator.solving.diagram.elimination import EliminationTree
from configurator.solving.diagram.expansion import Layer
from configurator.solving.diagram.interning import Ints, numbered, unique_lists

DEAD = -1


@dataclass(frozen=True, slots=True)
class NodeLevel:
    """The nodes of one variable, numbered from `first`, with their branches concatenated.

    Branch b has the values `values[sets[set_of[b]] : sets[set_of[b] + 1]]` and leads to `children[:, b]`.
    """

    variable: int
    first: int
    branches: Ints
    set_of: Ints
    sets: Ints
    values: Ints
    children: Ints


@dataclass(frozen=True, slots=True)
class Merged:
    """Levels with children before parents, and the root nodes; no roots if infeasible."""

    levels: tuple[NodeLevel, ...]
    roots: tuple[int, ...] | None

    def beside(self, other: "Merged", index: Sequence[int]) -> "Merged":
        """Return the union of two results without shared variables; `index` maps the other's variables."""
        shift = sum(len(level.branches) - 1 for level in self.levels)
        moved = (
            replace(level, variable=index[level.variable], first=level.first + shift, children=level.children + shift)
            for level in other.levels
        )
        roots = None
        if self.roots is not None and other.roots is not None:
            roots = (*self.roots, *(root + shift for root in other.roots))
        return Merged((*self.levels, *moved), roots)


NOTHING = Merged((), None)
"""No solution at all."""


def merged(layers: Sequence[Layer], tree: EliminationTree, limits: CompileLimits) -> Merged:
    """Return the nodes of all layers. Raises CompilationTooLarge."""
    children = tree.children()
    node_of: dict[int, Ints] = {}
    levels, first, branches = [], 1, 0
    for layer in reversed(layers):
        below = [node_of.pop(child) for child in children[layer.variable]]
        limits.look()
        level, node_of[layer.variable] = _level(layer, below, first)
        first += len(level.branches) - 1
        branches += int(level.branches[-1])
        if branches > limits.branches:
            raise CompilationTooLarge(f"more than {limits.branches} branches")
        levels.append(level)
    roots = [int(node_of[variable][0]) for variable in tree.order if tree.parent[variable] < 0]
    return Merged(tuple(levels), None if DEAD in roots else tuple(roots))


def _level(layer: Layer, below: Sequence[Ints], base: int) -> tuple[NodeLevel, Ints]:
    """Return the level of a layer, and the node of each of its contexts."""
    node_of = np.full(layer.contexts, DEAD, np.int64)
    leads = [nodes[contexts] for nodes, contexts in zip(below, layer.children, strict=True)]
    alive = np.logical_and.reduce([lead != DEAD for lead in leads]) if leads else np.ones(len(layer.value), np.bool_)
    context, value = layer.context[alive], layer.value[alive]
    if not len(value):
        return _empty(layer.variable, base, len(leads)), node_of
    leads = [lead[alive] for lead in leads]
    ways, way = (
        numbered(leads, [base] * len(leads)) if leads else (np.zeros(1, np.int64), np.zeros(len(value), np.int64))
    )
    order = np.argsort(context * (int(way.max()) + 1) + way, kind="stable")  # Values ascend within a context.
    context, way, value = context[order], way[order], value[order]
    starts = np.flatnonzero(changes(context) | changes(way))
    set_first, set_of = unique_lists(value, starts)
    context, way = context[starts], way[starts]
    nodes = np.flatnonzero(changes(context))
    node_first, node = unique_lists(way * len(set_first) + set_of, nodes)
    node_of[context[nodes]] = base + node
    kept, ends = _slices(nodes[node_first], np.append(nodes, len(context))[node_first + 1])
    sets_kept, sets = _slices(starts[set_first], np.append(starts, len(value))[set_first + 1])
    row = ways[way[kept]]
    level = NodeLevel(
        variable=layer.variable,
        first=base,
        branches=ends,
        set_of=set_of[kept],
        sets=sets,
        values=value[sets_kept],
        children=np.array([lead[row] for lead in leads], np.int64).reshape(len(leads), len(kept)),
    )
    return level, node_of


def _empty(variable: int, base: int, children: int) -> NodeLevel:
    nothing = np.zeros(0, np.int64)
    none = np.zeros(1, np.int64)
    return NodeLevel(variable, base, none, nothing, none, nothing, np.zeros((children, 0), np.int64))


def changes(column: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return a mask of the rows in which a column differs from the row before."""
    array = np.ones(len(column), np.bool_)
    array[1:] = column[1:] != column[:-1]
    return array


def _slices(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the concatenated indices of all slices, and their offsets with the end."""
    lengths = ends - starts
    borders = np.append(0, np.cumsum(lengths))
    return np.repeat(starts - borders[:-1], lengths) + np.arange(borders[-1]), borders
