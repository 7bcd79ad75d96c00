"""A sum that must not exceed a bound, as a decision diagram over what is left of the bound after each variable.

Bounds that allow the same of the rest share one node (the intervals of Abío et al. 2012).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from configurator.solving.local_search.domains import spans_where
from configurator.solving.local_search.weights import VariableWeights
from configurator.solving.sat.clauses import TRUE, Clauses
from configurator.solving.sat.ladder import Ladder

MOST_PARTS = 400
"""A sum of more variables is not written as a diagram."""

WITHOUT_END = 1 << 80


class TooLarge(Exception):
    """The diagram has too many edges. It never leaves this module."""


def encode_at_most(
    clauses: Clauses,
    ladders: Sequence[Ladder],
    parts: Sequence[VariableWeights],
    high: int,
    unless: Sequence[int],
    *,
    most_edges: int,
) -> bool:
    """Demand that the parts add up to `high` or less, or one of `unless` holds.

    False where that takes more edges: then nothing is written.
    """
    if len(parts) > MOST_PARTS:
        return False
    diagram = _Diagram(ladders, parts, most_edges)
    try:
        root = diagram.node(0, high)
    except TooLarge:
        return False
    diagram.write(clauses, root, unless)
    return True


class _Node:
    """What the variables from `level` on may still add; `edges` are the least weights that lead to each child."""

    __slots__ = ("edges", "level", "literal")

    def __init__(self, level: int, edges: "tuple[tuple[int, _Node], ...]") -> None:
        self.level = level
        self.edges = edges
        self.literal = 0


class _Diagram:
    def __init__(self, ladders: Sequence[Ladder], parts: Sequence[VariableWeights], most_edges: int) -> None:
        self._ladders = ladders
        self._most_edges = most_edges
        self._parts = sorted(parts, key=lambda part: (-part.most, len(set(part.weights))))
        self._directions = {part.variable: _direction(part.weights) for part in self._parts}
        self._steps = [sorted(set(part.weights)) for part in self._parts]
        self._most = [0]
        for steps in reversed(self._steps):
            self._most.append(self._most[-1] + steps[-1])
        self._most.reverse()
        self._yes, self._no = _Node(0, ()), _Node(0, ())
        self._yes.literal, self._no.literal = TRUE, -TRUE
        self._lows: list[list[int]] = [[] for _ in self._steps]
        self._known: list[list[tuple[int, _Node]]] = [[] for _ in self._steps]
        self._literals: list[dict[int, int]] = [{} for _ in self._steps]
        self._edges = 0

    def node(self, level: int, left: int) -> _Node:
        """Return the node for "the variables from this level on add at most `left`"."""
        return self._find(level, left)[2]

    def _find(self, level: int, left: int) -> tuple[int, int, _Node]:
        """Return the node with the interval of bounds that it stands for."""
        if left < 0:
            return -WITHOUT_END, -1, self._no
        if left >= self._most[level]:
            return self._most[level], WITHOUT_END, self._yes
        at = bisect_right(self._lows[level], left) - 1
        if at >= 0 and left <= self._known[level][at][0]:
            high, node = self._known[level][at]
            return self._lows[level][at], high, node
        low, high, node = self._made(level, left)
        at = bisect_right(self._lows[level], low)
        self._lows[level].insert(at, low)
        self._known[level].insert(at, (high, node))
        return low, high, node

    def _made(self, level: int, left: int) -> tuple[int, int, _Node]:
        low, high, at = -WITHOUT_END, WITHOUT_END, 0
        steps = self._steps[level]
        edges: list[tuple[int, _Node]] = []
        while at < len(steps):
            weight = steps[at]
            child_low, child_high, child = self._find(level + 1, left - weight)
            at = bisect_right(steps, left - child_low, at + 1)  # Up to there the weights lead to the same child.
            low, high = max(low, child_low + steps[at - 1]), min(high, child_high + weight)
            if not edges or edges[-1][1] is not child:
                edges.append((weight, child))
        self._edges += len(edges)
        if self._edges > self._most_edges:
            raise TooLarge
        return low, high, _Node(level, tuple(edges)) if len(edges) > 1 else edges[0][1]

    def write(self, clauses: Clauses, root: _Node, unless: Sequence[int]) -> None:
        """Write the clauses of all nodes that the root leads to."""
        waiting = [(root, list(unless))] if root.literal == 0 else []
        if root is self._no:
            clauses.add(unless)
        while waiting:
            node, above = waiting.pop()
            for weight, child in node.edges:
                if child.literal == 0:
                    child.literal = clauses.fresh()
                    waiting.append((child, [-child.literal]))
                clauses.add((*above, -self._reached(node.level, weight), child.literal))

    def _reached(self, level: int, weight: int) -> int:
        """Return the literal that the variable of this level adds so much or more."""
        known = self._literals[level]
        if weight not in known:
            known[weight] = self._adding(self._parts[level], weight)
        return known[weight]

    def _adding(self, part: VariableWeights, weight: int) -> int:
        """Return the literal that the variable adds so much or more: a rung where higher values add more, or less."""
        ladder = self._ladders[part.variable]
        direction = self._directions[part.variable]
        if direction > 0:
            return ladder.at_least(bisect_left(part.weights, weight))
        if direction < 0:
            return -ladder.at_least(bisect_right(part.weights, -weight, key=int.__neg__))
        return ladder.member(spans_where(each >= weight for each in part.weights))


def _direction(weights: Sequence[int]) -> int:
    """Return 1 for weights that never fall, -1 for weights that never rise, else 0."""
    if all(one <= other for one, other in pairwise(weights)):
        return 1
    return -1 if all(one >= other for one, other in pairwise(weights)) else 0
