"""Nodes of one branch dissolve into the branches that lead to them; the rest is numbered by height and packed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isqrt

import numpy as np

from configurator.solving.diagram.diagram import Diagram, Index
from configurator.solving.diagram.merging import Level, Merged

Branch = tuple[tuple[int, ...], tuple[int, ...]]
"""The sets that must hold, and the nodes."""


@dataclass
class _Interned:
    """Lists by number."""

    numbers: dict[tuple[int, ...], int] = field(default_factory=dict)

    def number(self, found: tuple[int, ...]) -> int:
        return self.numbers.setdefault(found, len(self.numbers))

    def packed(self) -> tuple[Index, Index]:
        return _packed(self.numbers)


def _packed(lists: Iterable[Sequence[int]]) -> tuple[Index, Index]:
    """Return where each list begins, with the end of the last, and all lists one after the other."""
    found = list(lists)
    borders = np.zeros(len(found) + 1, np.int32)
    np.cumsum([len(each) for each in found], out=borders[1:])
    return borders, np.array([item for each in found for item in each], np.int32)


def packed(merged: Merged, walk: Sequence[int], sizes: Sequence[int]) -> Diagram:
    """Return the diagram of merged levels; `walk` are the variables depth first, `sizes` how many values each has."""
    values = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=values[1:])
    sets = _Interned({(int(values[-1]),): 0})
    nodes: dict[int, list[Branch]] = {}
    forced: dict[int, Branch] = {}
    if merged.roots is not None:
        for level in merged.levels:
            _dissolve(level, int(values[level.variable]), sets, nodes, forced)
        nodes[-1] = [_branch((0,), merged.roots, forced)]
    return _numbered(values, sets, nodes, _blocks(walk, values))


def _blocks(walk: Sequence[int], values: Index) -> list[int]:
    """Return for each value the block of neighbouring variables, down the tree, that packs are made of."""
    size = max(4, isqrt(len(walk)))
    block = [0] * int(values[-1])
    for place, variable in enumerate(walk):
        start, end = int(values[variable]), int(values[variable + 1])
        block[start:end] = [place // size] * (end - start)
    return block


def _dissolve(
    level: Level, offset: int, sets: _Interned, nodes: dict[int, list[Branch]], forced: dict[int, Branch]
) -> None:
    """Add the nodes of a level: those of one branch to `forced`, the others to `nodes`."""
    borders, values = level.sets.tolist(), (level.values + offset).tolist()
    own = [sets.number(tuple(values[start:end])) for start, end in pairwise(borders)]
    set_of, children = level.set_of.tolist(), level.children.T.tolist()
    starts = level.branches.tolist()
    for place, (start, end) in enumerate(pairwise(starts)):
        found = [_branch((own[set_of[each]],), children[each], forced) for each in range(start, end)]
        if len(found) == 1:
            forced[level.first + place] = found[0]
        else:
            nodes[level.first + place] = found


def _branch(sets: tuple[int, ...], children: Iterable[int], forced: dict[int, Branch]) -> Branch:
    open_children: list[int] = []
    held = list(sets)
    for child in children:
        if child in forced:
            held += forced[child][0]
            open_children += forced[child][1]
        else:
            open_children.append(child)
    return tuple(held), tuple(open_children)


def _numbered(values: Index, sets: _Interned, nodes: dict[int, list[Branch]], block: Sequence[int]) -> Diagram:
    height = _heights(nodes)
    order = sorted(height, key=lambda node: height[node])
    number = {node: place for place, node in enumerate(order, start=1)}
    branches = [branch for node in order for branch in nodes[node]]
    sets, kept = _only_used(sets, [held for held, _ in branches])
    packs, bundles, bundle_of = _bundled(kept, sets, block)
    heights = [0, *(place for place in range(1, len(order) + 1) if place == 1 or _steps(order, height, place))]
    ends = np.zeros(len(order) + 2, np.int32)
    np.cumsum([len(nodes[node]) for node in order], out=ends[2:])
    edges, targets = _packed([number[child] for child in children] or [0] for _, children in branches)
    set_starts, set_values = sets.packed()
    pack_starts, pack_sets = packs.packed()
    bundle_starts, bundle_packs = bundles.packed()
    return Diagram(
        values=values,
        sets=set_starts,
        set_values=set_values,
        packs=pack_starts,
        pack_sets=pack_sets,
        bundles=bundle_starts,
        bundle_packs=bundle_packs,
        heights=np.array([*heights, len(order) + 1], np.int32),
        nodes=ends,
        branch_bundle=np.array(bundle_of, np.int32),
        branches=edges,
        branch_nodes=targets,
    )


def _only_used(sets: _Interned, held: Sequence[tuple[int, ...]]) -> tuple[_Interned, list[list[int]]]:
    """Return the sets that branches hold, and what they hold by the new numbers."""
    used = sorted({0}.union(*held))
    lists = list(sets.numbers)
    number = {old: new for new, old in enumerate(used)}
    kept = _Interned({lists[old]: new for old, new in number.items()})
    return kept, [[number[old] for old in each] for each in held]


def _bundled(
    held: Iterable[Sequence[int]], sets: _Interned, block: Sequence[int]
) -> tuple[_Interned, _Interned, list[int]]:
    """Return all packs, all bundles, and the bundle of every branch."""
    packs, bundles = _Interned({(0,): 0}), _Interned()
    block_of = [-1, *(block[values[0]] for values in sets.numbers if values[0] < len(block))]
    found = []
    for each in held:
        parts: dict[int, list[int]] = {}
        for number in sorted(each):
            parts.setdefault(block_of[number], []).append(number)
        found.append(bundles.number(tuple(packs.number(tuple(part)) for part in parts.values())))
    return packs, bundles, found


def _steps(order: Sequence[int], height: dict[int, int], place: int) -> bool:
    return height[order[place - 1]] != height[order[place - 2]]


def _heights(nodes: dict[int, list[Branch]]) -> dict[int, int]:
    """Return the height of every node that the top leads to."""
    if not nodes:
        return {}
    found: dict[int, int] = {}
    waiting = [-1]
    while waiting:
        node = waiting[-1]
        below = {child for _, children in nodes[node] for child in children}
        missing = [child for child in below if child not in found]
        if missing:
            waiting += missing
            continue
        found[node] = 1 + max((found[child] for child in below), default=0)
        waiting.pop()
    return found
