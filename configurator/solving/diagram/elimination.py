"""The elimination order of the variables, as a tree: independent parts are compiled separately.

The variables of each constraint lie on one path from a root. The tree is derived from an elimination of the variables
(bucket elimination, Dechter 1999; pseudo-trees of AND/OR search, Dechter and Mateescu 2007).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class EliminationTree:
    """`order` has parents before children; `parent` is -1 for a root. `width` is of the elimination it came from."""

    order: tuple[int, ...]
    parent: tuple[int, ...]
    width: int
    cost: float

    def rank(self) -> list[int]:
        """Return the rank of each variable in the order."""
        rank = [0] * len(self.order)
        for index, variable in enumerate(self.order):
            rank[variable] = index
        return rank

    def children(self) -> list[list[int]]:
        """Return the children of each variable."""
        results: list[list[int]] = [[] for _ in self.order]
        for variable in self.order:
            if self.parent[variable] >= 0:
                results[self.parent[variable]].append(variable)
        return results

    def walk(self) -> list[int]:
        """Return the variables depth first, so that neighbours in the tree are close."""
        children = self.children()
        waiting = [variable for variable in self.order if self.parent[variable] < 0]
        results = []
        while waiting:
            results.append(waiting.pop())
            waiting += children[results[-1]]
        return results


def _unhurried() -> None:
    pass


def elimination_trees(
    groups: Collection[frozenset[int]], sizes: Sequence[int], look: Callable[[], None] = _unhurried
) -> list[EliminationTree]:
    """Return the trees of several elimination heuristics, the most promising first.

    `look` is called before each variable is eliminated; what it raises ends the work.
    """
    rules = ("fill", "degree", "weight") if len(sizes) <= 1500 else ("degree", "weight")
    trees = {tree.parent: tree for tree in (_eliminated(groups, sizes, rule, look) for rule in rules)}
    return sorted(trees.values(), key=lambda tree: tree.cost)


def narrow_trees(
    groups: Collection[frozenset[int]], sizes: Sequence[int], most: float, look: Callable[[], None] = _unhurried
) -> list[EliminationTree]:
    """Return the trees whose values depend on at most so many bits of others.

    The first variable of a group to be eliminated depends on all others: a group may be too wide in every order.
    """
    for group in groups:
        bits = [log2(max(sizes[variable], 1)) for variable in group]
        if sum(bits) - max(bits, default=0) > most:
            return []
    return [tree for tree in elimination_trees(groups, sizes, look) if tree.cost <= most]


def path(count: int) -> EliminationTree:
    """Return the tree that is one path, in the order of the variables."""
    return EliminationTree(tuple(range(count)), tuple(range(-1, count - 1)), count - 1, 0.0)


def _eliminated(
    groups: Collection[frozenset[int]], sizes: Sequence[int], rule: str, look: Callable[[], None]
) -> EliminationTree:
    """Eliminate the variables greedily by min-fill, min-degree or the product of the neighbours' domain sizes."""
    count = len(sizes)
    bits = [log2(max(size, 1)) for size in sizes]
    around = [0] * count
    for group in groups:
        whole = sum(1 << variable for variable in group)
        for variable in group:
            around[variable] |= whole & ~(1 << variable)
    left = (1 << count) - 1
    score = [_score(variable, around, bits, rule) for variable in range(count)]
    waiting = set(range(count))
    eliminated: list[int] = []
    bags: list[int] = []
    width, cost = 0, 0.0
    while waiting:
        look()
        chosen = min(waiting, key=lambda variable: (score[variable], variable))
        waiting.remove(chosen)
        left &= ~(1 << chosen)
        neighbours = around[chosen]
        eliminated.append(chosen)
        bags.append(neighbours)
        width = max(width, neighbours.bit_count())
        cost = max(cost, sum(bits[variable] for variable in _members(neighbours)))
        touched = neighbours
        for variable in _members(neighbours):
            added = neighbours & ~around[variable] & ~(1 << variable)
            around[variable] = (around[variable] | neighbours) & ~(1 << variable) & left
            if added and rule == "fill":
                touched |= around[variable]
        for variable in _members(touched & left):
            score[variable] = _score(variable, around, bits, rule)
    return _tree(eliminated, bags, width, cost)


def _score(variable: int, around: Sequence[int], bits: Sequence[float], rule: str) -> float:
    neighbours = around[variable]
    if rule == "degree":
        return neighbours.bit_count()
    if rule == "weight":
        return sum(bits[other] for other in _members(neighbours)) + bits[variable]
    return sum((neighbours & ~around[other]).bit_count() - 1 for other in _members(neighbours)) / 2


def _members(bits: int) -> list[int]:
    results = []
    while bits:
        lowest = bits & -bits
        results.append(lowest.bit_length() - 1)
        bits ^= lowest
    return results


def _tree(eliminated: Sequence[int], bags: Sequence[int], width: int, cost: float) -> EliminationTree:
    when = {variable: index for index, variable in enumerate(eliminated)}
    parent = [-1] * len(eliminated)
    for variable, bag in zip(eliminated, bags, strict=True):
        parent[variable] = min(_members(bag), key=lambda other: when[other], default=-1)
    return EliminationTree(tuple(reversed(eliminated)), tuple(parent), width, cost)
