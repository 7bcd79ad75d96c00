"""Nodes of one branch dissolve into the branches that lead to them; the rest is numbered by height and packed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt

import numpy as np

from configurator.solving.diagram.diagram import Diagram, Index
from configurator.solving.diagram.interning import Bools, Ints, unique_lists
from configurator.solving.diagram.lists import Lists, Pool, grouped, sliced
from configurator.solving.diagram.merging import Level, Merged


def packed(merged: Merged, walk: Sequence[int], sizes: Sequence[int]) -> Diagram:
    """Return the diagram of merged levels; `walk` are the variables depth first, `sizes` how many values each has."""
    values = np.append(0, np.cumsum(np.array(sizes, np.int64)))
    if merged.roots is None:
        return _impossible(values)
    dissolved = _Dissolved(merged)
    order, heights = dissolved.order()
    number = np.zeros(dissolved.top + 1, np.int64)
    number[order] = np.arange(1, len(order) + 1)
    rows, ends = dissolved.branches_of(order)
    kids = dissolved.kids.taken(rows)
    bundling = _bundled(_sets(merged, values), dissolved.held.taken(rows), _blocks(walk, values))
    return _diagram(values, bundling, heights, ends, Lists(kids.lengths, number[kids.items]))


def _sets(merged: Merged, values: Ints) -> Lists:
    """Return the sets of all levels, before them that of the value which always holds."""
    found = [Lists.of([[int(values[-1])]])]
    found += (Lists(np.diff(level.sets), level.values + values[level.variable]) for level in merged.levels)
    return Lists.joined(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Bundling:
    """Sets, packs of sets, bundles of packs, and the bundle of every branch."""

    sets: Lists
    packs: Lists
    bundles: Lists
    bundle_of: Ints


def _impossible(values: Ints) -> Diagram:
    nothing = Lists.of([])
    bundling = _Bundling(Lists.of([[int(values[-1])]]), Lists.of([[0]]), nothing, nothing.items)
    return _diagram(values, bundling, np.array([0, 1]), np.zeros(2, np.int64), nothing)


def _diagram(values: Ints, bundling: _Bundling, heights: Ints, ends: Ints, targets: Lists) -> Diagram:
    return Diagram(
        values=_short(values),
        sets=_short(bundling.sets.borders),
        set_values=_short(bundling.sets.items),
        packs=_short(bundling.packs.borders),
        pack_sets=_short(bundling.packs.items),
        bundles=_short(bundling.bundles.borders),
        bundle_packs=_short(bundling.bundles.items),
        heights=_short(heights),
        nodes=_short(ends),
        branch_bundle=_short(bundling.bundle_of),
        branches=_short(targets.borders),
        branch_nodes=_short(targets.items),
    )


def _short(numbers: Ints) -> Index:
    return numbers.astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Nodes with their branches: how many each has, the sets that these hold, the nodes that they lead to."""

    nodes: Ints
    counts: Ints
    held: Lists
    kids: Lists


class _Dissolved:
    """All branches that are left; one that leads nowhere leads to node 0.

    A node of one branch dissolves: those above it hold and lead to what it does. The branches of the top come last.
    """

    def __init__(self, merged: Merged) -> None:
        self.top = 1 + sum(len(level.branches) - 1 for level in merged.levels)
        self._pool_held, self._pool_kids = Pool(self.top + 1), Pool(self.top + 1)
        self._blocks: list[_Block] = []
        sets = 1
        for level in merged.levels:
            self._add(level, sets)
            sets += len(level.sets) - 1
        roots = np.array(merged.roots, np.int64).reshape(-1, 1)
        held, kids = self._put_in(np.zeros(1, np.int64), roots)
        self._keep(_Block(np.array([self.top]), np.ones(1, np.int64), held, kids))
        self.held = Lists.joined([block.held for block in self._blocks])
        self.kids = Lists.joined([block.kids for block in self._blocks])

    def _add(self, level: Level, sets: int) -> None:
        """Add the nodes of a level, whose sets are numbered from `sets`."""
        held, kids = self._put_in(level.set_of + sets, level.children)
        counts = np.diff(level.branches)
        nodes, single = level.first + np.arange(len(counts)), counts == 1
        alone = level.branches[:-1][single]
        self._pool_held.put(nodes[single], held.taken(alone))
        self._pool_kids.put(nodes[single], kids.taken(alone))
        if not single.all():
            rows = np.flatnonzero(np.repeat(~single, counts))
            self._keep(_Block(nodes[~single], counts[~single], held.taken(rows), kids.taken(rows)))

    def _put_in(self, sets: Ints, children: Ints) -> tuple[Lists, Lists]:
        """Return what branches hold and lead to, of dissolved children what these do."""
        count, size = len(children), len(sets)
        led = children.T.ravel()
        numbers, others = np.full((size, 1 + count), -1), np.full((size, 1 + count), -1)
        numbers[:, 1:], others[:, 0] = children.T, sets
        held = grouped(self._pool_held.replaced(numbers.ravel(), others.ravel()), 1 + count)
        if not count:
            return held, Lists(np.zeros(size, np.int64), np.zeros(0, np.int64))
        return held, grouped(self._pool_kids.replaced(led, led), count)

    def _keep(self, block: _Block) -> None:
        lengths = np.maximum(block.kids.lengths, 1)
        items = np.zeros(int(lengths.sum()), np.int64)
        items[np.repeat(block.kids.lengths > 0, lengths)] = block.kids.items
        self._blocks.append(_Block(block.nodes, block.counts, block.held, Lists(lengths, items)))

    def order(self) -> tuple[Ints, Ints]:
        """Return the nodes that the top leads to by height, and where each height begins among all of them and node 0.

        Their number, with node 0, stands at the end.
        """
        reached, height = np.zeros(self.top + 1, np.bool_), np.zeros(self.top + 1, np.int64)
        reached[self.top] = True
        for block in reversed(self._blocks):
            led = np.repeat(np.repeat(reached[block.nodes], block.counts), block.kids.lengths)
            reached[block.kids.items[led]] = True
        for block in self._blocks:
            above = np.maximum.reduceat(height[block.kids.items], block.kids.borders[:-1])
            height[block.nodes] = 1 + np.maximum.reduceat(above, np.cumsum(block.counts) - block.counts)
        reached[0] = False
        order = np.flatnonzero(reached)
        order = order[np.argsort(height[order], kind="stable")]
        steps = 1 + np.flatnonzero(np.diff(height[order], prepend=0))
        return order, np.concatenate([[0], steps, [len(order) + 1]])

    def branches_of(self, order: Ints) -> tuple[Ints, Ints]:
        """Return the numbers of the branches of nodes, and where those of each node begin, node 0 first."""
        counts, first = np.zeros(self.top + 1, np.int64), np.zeros(self.top + 1, np.int64)
        nodes = np.concatenate([block.nodes for block in self._blocks])
        counts[nodes] = np.concatenate([block.counts for block in self._blocks])
        first[nodes] = np.cumsum(counts[nodes]) - counts[nodes]
        rows = sliced(np.arange(int(counts.sum())), first[order], counts[order])
        return rows, np.concatenate([[0, 0], np.cumsum(counts[order])])


def _blocks(walk: Sequence[int], values: Ints) -> Ints:
    """Return for each value the block of neighbouring variables, down the tree, that packs are made of.

    The value that always holds is in a block of its own, the first.
    """
    size = max(4, isqrt(len(walk)))
    block = np.full(int(values[-1]) + 1, -1)
    for place, variable in enumerate(walk):
        block[values[variable] : values[variable + 1]] = place // size
    return block


def _bundled(sets: Lists, held: Lists, block: Ints) -> _Bundling:
    """Return all that branches hold, put together in packs and bundles."""
    place = np.arange(len(held.items)) - np.repeat(held.borders[:-1], held.lengths)
    first, number = unique_lists(held.items + place * len(sets.lengths), held.borders[:-1])
    bundling = _put_together(sets, held.taken(first), block)
    return replace(bundling, bundle_of=bundling.bundle_of[number])


def _put_together(sets: Lists, held: Lists, block: Ints) -> _Bundling:
    used, number = np.unique(held.items, return_inverse=True)
    sets = sets.taken(used)
    branch = np.repeat(np.arange(len(held.lengths)), held.lengths)
    inside = block[sets.items[sets.borders[:-1]]][number]
    order = np.argsort((branch * (int(inside.max()) + 2) + inside + 1) * len(used) + number)
    number, inside, branch = number[order], inside[order], branch[order]
    starts = np.flatnonzero(_changes(branch) | _changes(inside))
    first, pack = unique_lists(number, starts)
    always = pack[np.flatnonzero(number[starts] == 0)[0]]
    first[[0, always]], pack = first[[always, 0]], _swapped(pack, int(always))
    all_packs = Lists(np.diff(np.append(starts, len(number))), number)
    ends = np.flatnonzero(_changes(branch[starts]))
    bundle_first, bundle_of = unique_lists(pack, ends)
    all_bundles = Lists(np.diff(np.append(ends, len(pack))), pack)
    return _Bundling(sets, all_packs.taken(first), all_bundles.taken(bundle_first), bundle_of)


def _swapped(numbers: Ints, other: int) -> Ints:
    """Return numbers with 0 and another one exchanged."""
    return np.where(numbers == other, 0, np.where(numbers == 0, other, numbers))


def _changes(column: Ints) -> Bools:
    """Return where a column differs from the row before."""
    return np.append(True, column[1:] != column[:-1])
