"""The compiled form as integer arrays, and the validation of arrays from a file.

A *set* is some values of one variable, a *pack* a conjunction of sets of neighbouring variables, a *bundle* a
conjunction of packs. A *node* is a disjunction of mutually exclusive branches; a *branch* is the conjunction of its
bundle and its child nodes, which share no variable. Node 0 is true. Nodes are numbered by height; the last is the root.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """Lists in compressed row form: list i of `sets` is `set_values[sets[i]:sets[i + 1]]`, and so on.

    `values[v]` is the offset of variable v's values among all values. `heights[h]` is the first node of height h,
    with the number of nodes at the end; node 0 alone has height 0. A diagram of no node but 0 has no solution.

    After the values of all variables comes one more value that always holds. It is alone in set 0, which is alone in
    pack 0, so that no list is ever empty.
    """

    values: Index
    sets: Index
    set_values: Index
    packs: Index
    pack_sets: Index
    bundles: Index
    bundle_packs: Index
    heights: Index
    nodes: Index
    branch_bundle: Index
    branches: Index
    branch_nodes: Index

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.nodes) - 1

    @property
    def possible(self) -> bool:
        """Whether there is a solution."""
        return self.size > 1

    def bytes(self) -> int:
        """The memory of the arrays in bytes."""
        return sum(getattr(self, name).nbytes for name in FIELDS)


FIELDS = tuple(Diagram.__dataclass_fields__)


def is_sound(diagram: Diagram, sizes: Sequence[int]) -> bool:
    """Return whether a diagram is well formed, for variables with these numbers of values."""
    count = sum(sizes)
    if not np.array_equal(diagram.values, np.append(0, np.cumsum(np.array(sizes, np.int64)))):
        return False
    return (
        _are_lists(diagram.sets, diagram.set_values, count + 1)
        and _are_lists(diagram.packs, diagram.pack_sets, len(diagram.sets) - 1)
        and _has_first(diagram, count)
        and _are_nodes(diagram)
        and (not diagram.possible or _are_lists(diagram.bundles, diagram.bundle_packs, len(diagram.packs) - 1))
        and (not diagram.possible or _is_all_used(diagram))
    )


def _is_all_used(diagram: Diagram) -> bool:
    """Return whether every set is in a pack, every pack in a bundle and every bundle at a branch."""
    return all(
        len(np.unique(items)) == len(borders) - 1
        for items, borders in (
            (diagram.pack_sets, diagram.sets),
            (diagram.bundle_packs, diagram.packs),
            (diagram.branch_bundle, diagram.bundles),
        )
    )


def _are_lists(borders: Index, items: Index, count: int) -> bool:
    """Return whether these are non-empty lists of numbers below `count`."""
    return bool(
        len(borders) > 1
        and borders[0] == 0
        and borders[-1] == len(items)
        and (np.diff(borders) > 0).all()
        and items.min(initial=0) >= 0
        and items.max(initial=0) < count
    )


def _has_first(diagram: Diagram, count: int) -> bool:
    """Return whether the constant value is alone in the first set, and that set alone in the first pack."""
    return bool(
        diagram.sets[1] == 1
        and diagram.set_values[0] == count
        and diagram.packs[1] == 1
        and diagram.pack_sets[0] == 0
        and np.count_nonzero(diagram.set_values == count) == 1
    )


def _are_nodes(diagram: Diagram) -> bool:
    heights, nodes = diagram.heights, diagram.nodes
    if len(heights) < 2 or len(nodes) < 2 or heights[0] != 0 or heights[-1] != diagram.size:
        return False
    if nodes[0] != 0 or nodes[1] != 0 or (np.diff(heights) <= 0).any() or nodes[-1] != len(diagram.branch_bundle):
        return False
    if not diagram.possible:
        return len(diagram.branch_nodes) == len(diagram.branch_bundle) == 0
    return bool(
        heights[1] == 1
        and heights[-2] == diagram.size - 1
        and (np.diff(nodes[1:]) > 0).all()
        and _are_lists(diagram.branches, diagram.branch_nodes, diagram.size)
        and len(diagram.branches) == len(diagram.branch_bundle) + 1
        and diagram.branch_bundle.min() >= 0
        and diagram.branch_bundle.max() < len(diagram.bundles) - 1
        and _goes_down(diagram)
    )


def _goes_down(diagram: Diagram) -> bool:
    """Return whether branches lead to lower nodes only and every node but the root has a parent."""
    height = np.repeat(np.arange(len(diagram.heights) - 1), np.diff(diagram.heights))
    owner = np.repeat(np.arange(diagram.size), np.diff(diagram.nodes))
    above = np.repeat(height[owner], np.diff(diagram.branches))
    led = np.zeros(diagram.size, np.bool_)
    led[diagram.branch_nodes] = True
    led[0] = led[-1] = True
    return bool((height[diagram.branch_nodes] < above).all() and led.all())
