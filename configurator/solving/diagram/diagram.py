"""The compiled form: a few arrays of numbers, and nothing else.

A *set* is some values of one variable. A *pack* is sets of neighbouring variables that hold together, a *bundle* is
packs that do. A *node* holds if one of its branches does (they exclude each other); a *branch* holds if its bundle does
and all the nodes that it leads to (they share no variable). Node 0 always holds. Nodes are numbered by height, and the
last is the top.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """Lists one after the other: list i of `sets` is `set_values[sets[i]:sets[i + 1]]`, and so on.

    `values[v]` is where the values of variable v begin among all values. `heights[h]` is the first node of height h,
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
        """How many nodes there are."""
        return len(self.nodes) - 1

    @property
    def possible(self) -> bool:
        """Whether there is a solution at all."""
        return self.size > 1

    def bytes(self) -> int:
        """How much memory the arrays take."""
        return sum(getattr(self, name).nbytes for name in FIELDS)


FIELDS = tuple(Diagram.__dataclass_fields__)
