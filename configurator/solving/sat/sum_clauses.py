"""Sums in bounds as clauses: a decision diagram over the partial sums where it stays small, else binary adders.

A diagram lets unit propagation see all that bounds can say (Abío, Nieuwenhuis, Oliveras, Rodríguez-Carbonell,
Mayer-Eichberger 2012); adders are small for any sum, and say little before most of it is settled.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from configurator.program.nodes import Term
from configurator.solving.local_search.domains import spans_where
from configurator.solving.local_search.weights import VariableWeights, weighed
from configurator.solving.port import Bound
from configurator.solving.sat.clauses import TRUE, ClauseWriter
from configurator.solving.sat.limits import SUM_DIAGRAM_EDGES, SUM_DIAGRAM_VARIABLES
from configurator.solving.sat.order_encoding import Ladder


class Adder:
    """The digits of a total, the lowest first."""

    def __init__(self, clauses: ClauseWriter, ladders: Sequence[Ladder], parts: Sequence[VariableWeights]) -> None:
        self._clauses = clauses
        length = sum(part.most for part in parts).bit_length()
        columns: list[list[int]] = [[] for _ in range(length + 1)]
        for part in parts:
            for index in range(part.most.bit_length()):
                clauses.step()
                spans = spans_where(bool(weight >> index & 1) for weight in part.weights)
                columns[index].append(ladders[part.variable].member(spans))
        self.digits = [self._digit(columns, index) for index in range(length)]

    def at_most(self, high: int, unless: Sequence[int]) -> None:
        """Require the total to be at most `high`: no digit exceeds that of `high` unless a higher one is below it."""
        self._compare([-digit for digit in self.digits], [not bit for bit in self._bits(high)], unless)

    def at_least(self, low: int, unless: Sequence[int]) -> None:
        """Require the total to be at least `low`."""
        self._compare(self.digits, self._bits(low), unless)

    def _bits(self, number: int) -> list[bool]:
        return [bool(number >> index & 1) for index in range(len(self.digits))]

    def _compare(self, digits: Sequence[int], bound: Sequence[bool], unless: Sequence[int]) -> None:
        """Require the digits, given as literals, to be lexicographically at least the bound."""
        for index, bit in enumerate(bound):
            if bit:
                above = (digits[higher] for higher in range(index + 1, len(bound)) if not bound[higher])
                self._clauses.add((*unless, digits[index], *above))

    def _digit(self, columns: list[list[int]], index: int) -> int:
        """Add the literals of one column until one is left; carries go to the next column."""
        column = [literal for literal in columns[index] if literal != -TRUE]
        while len(column) > 1:
            taken = [column.pop(0) for _ in range(min(3, len(column)))]
            total, carry = self._full(*taken) if len(taken) == 3 else self._half(*taken)
            column.append(total)
            columns[index + 1].append(carry)
        return column[0] if column else -TRUE

    def _half(self, one: int, other: int) -> tuple[int, int]:
        total = self._clauses.fresh()
        for clause in ((-one, -other, -total), (one, other, -total), (-one, other, total), (one, -other, total)):
            self._clauses.add(clause)
        return total, self._clauses.all_of((one, other))

    def _full(self, one: int, two: int, three: int) -> tuple[int, int]:
        total, carry = self._clauses.fresh(), self._clauses.fresh()
        for a in (one, -one):
            for b in (two, -two):
                for c in (three, -three):
                    odd = (a == one) ^ (b == two) ^ (c == three)
                    self._clauses.add((-a, -b, -c, total if odd else -total))
        for a, b in ((one, two), (one, three), (two, three)):
            self._clauses.add((-a, -b, carry))
            self._clauses.add((a, b, -carry))
        return total, carry


WITHOUT_END = 1 << 80


class TooManyEdges(Exception):
    """The diagram has too many edges. It never leaves this module."""


def encode_at_most(
    clauses: ClauseWriter,
    ladders: Sequence[Ladder],
    parts: Sequence[VariableWeights],
    high: int,
    unless: Sequence[int],
    *,
    most_edges: int,
) -> bool:
    """Require the sum of the parts to be at most `high`, or one of `unless` to hold.

    Return False and write nothing if the diagram has too many edges.
    """
    if len(parts) > SUM_DIAGRAM_VARIABLES:
        return False
    diagram = _Diagram(clauses, ladders, parts, most_edges)
    try:
        root = diagram.node(0, high)
    except TooManyEdges:
        return False
    diagram.write(root, unless)
    return True


class _Node:
    """What the variables from `level` on may still add; `edges` are the least weights that lead to each child."""

    __slots__ = ("edges", "level", "literal")

    def __init__(self, level: int, edges: "tuple[tuple[int, _Node], ...]") -> None:
        self.level = level
        self.edges = edges
        self.literal = 0


class _Diagram:
    def __init__(
        self, clauses: ClauseWriter, ladders: Sequence[Ladder], parts: Sequence[VariableWeights], most_edges: int
    ) -> None:
        self._clauses, self._ladders = clauses, ladders
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
        self._clauses.step()
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
            raise TooManyEdges
        return low, high, _Node(level, tuple(edges)) if len(edges) > 1 else edges[0][1]

    def write(self, root: _Node, unless: Sequence[int]) -> None:
        """Write the clauses of all nodes that the root leads to."""
        waiting = [(root, list(unless))] if root.literal == 0 else []
        if root is self._no:
            self._clauses.add(unless)
        while waiting:
            node, above = waiting.pop()
            for weight, child in node.edges:
                if child.literal == 0:
                    child.literal = self._clauses.fresh()
                    waiting.append((child, [-child.literal]))
                self._clauses.add((*above, -self._reached(node.level, weight), child.literal))

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


class SumClauses:
    """Writes bounds of sums; the total of an added sum is written once, whatever bounds it gets."""

    def __init__(self, clauses: ClauseWriter, ladders: Sequence[Ladder]) -> None:
        self._clauses = clauses
        self._ladders = ladders
        self._adders: dict[tuple[Term, ...], Adder] = {}

    def require(self, terms: Sequence[Term], low: int | None, high: int | None, unless: Sequence[int]) -> None:
        """Demand that the sum lies in the bounds, or one of `unless` holds."""
        key = tuple(terms)
        constant, parts = weighed(terms, self._ladders)
        most = sum(part.most for part in parts)
        if high is not None and not self._at_most(parts, high - constant, most, unless, SUM_DIAGRAM_EDGES):
            self._adder(key, parts).at_most(high - constant, unless)
        if low is not None and not self._at_least(parts, low - constant, most, unless, SUM_DIAGRAM_EDGES):
            self._adder(key, parts).at_least(low - constant, unless)

    def require_small(self, bound: Bound, unless: Sequence[int], *, most_edges: int) -> bool:
        """Require a bound if its diagrams have at most `most_edges` edges; return whether they have."""
        constant, parts = weighed(bound.terms, self._ladders)
        most = sum(part.most for part in parts)
        return (bound.high is None or self._at_most(parts, bound.high - constant, most, unless, most_edges)) and (
            bound.low is None or self._at_least(parts, bound.low - constant, most, unless, most_edges)
        )

    def _at_most(
        self, parts: Sequence[VariableWeights], high: int, most: int, unless: Sequence[int], most_edges: int
    ) -> bool:
        """Require "at most" by a decision diagram, if it is small enough."""
        if high < 0:
            self._clauses.add(unless)
        return not 0 <= high < most or encode_at_most(
            self._clauses, self._ladders, parts, high, unless, most_edges=most_edges
        )

    def _at_least(
        self, parts: Sequence[VariableWeights], low: int, most: int, unless: Sequence[int], most_edges: int
    ) -> bool:
        return self._at_most([part.turned() for part in parts], most - low, most, unless, most_edges)

    def _adder(self, terms: tuple[Term, ...], parts: Sequence[VariableWeights]) -> Adder:
        if terms not in self._adders:
            self._adders[terms] = Adder(self._clauses, self._ladders, parts)
        return self._adders[terms]
