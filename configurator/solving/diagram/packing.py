"""The last step of compiling: single-branch nodes dissolve, the rest is numbered by height and packed into arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt

import numpy as np

from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits
from configurator.solving.diagram.diagram import Diagram, Index
from configurator.solving.diagram.interning import Bools, Ints, numbered, unique_lists
from configurator.solving.diagram.merging import Merged, NodeLevel, changes


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Lists in compressed form: their lengths and concatenated items."""

    lengths: Ints
    items: Ints

    @staticmethod
    def of(lists: Sequence[Sequence[int]]) -> "Ragged":
        """Return the lists."""
        items = [item for each in lists for item in each]
        return Ragged(np.array([len(each) for each in lists], np.int64), np.array(items, np.int64))

    @staticmethod
    def joined(many: Sequence["Ragged"]) -> "Ragged":
        """Return the concatenation of several groups of lists."""
        return Ragged(np.concatenate([each.lengths for each in many]), np.concatenate([each.items for each in many]))

    @property
    def borders(self) -> Ints:
        """Return the offsets of the lists, with the end."""
        return np.append(0, np.cumsum(self.lengths))

    def taken(self, rows: Ints) -> "Ragged":
        """Return the lists at these indices, in order."""
        lengths = self.lengths[rows]
        return Ragged(lengths, sliced(self.items, self.borders[rows], lengths))


class ListPool:
    """A growing pool of numbered lists; one that would hold more than `most` entries raises CompilationTooLarge."""

    def __init__(self, count: int, most: int) -> None:
        self._most = most
        self.there: Bools = np.zeros(count, np.bool_)
        self._starts = np.zeros(count, np.int64)
        self._lengths = np.zeros(count, np.int64)
        self._items = np.zeros(1024, np.int64)
        self._used = 0

    def put(self, numbers: Ints, lists: Ragged) -> None:
        """Store lists under these numbers."""
        self._write(lists.items)
        self.there[numbers] = True
        self._starts[numbers] = self._used + lists.borders[:-1]
        self._lengths[numbers] = lists.lengths
        self._used += len(lists.items)

    def _write(self, items: Ints) -> None:
        """Append after the kept entries."""
        room = self._used + len(items)
        self._fit(room)
        if room > len(self._items):
            self._items = np.concatenate([self._items[: self._used], np.zeros(room, np.int64)])
        self._items[self._used : room] = items

    def _fit(self, entries: int) -> None:
        if entries > self._most:
            raise CompilationTooLarge(f"the lists of a diagram have {entries} entries")

    def replaced(self, numbers: Ints, others: Ints) -> Ragged:
        """Return for each number its list, if there is one, and a list of the other number if not; below 0 of none."""
        self._write(others)
        there = self.there[numbers] & (numbers >= 0)
        starts = np.where(there, self._starts[numbers], self._used + np.arange(len(numbers)))
        lengths = np.where(there, self._lengths[numbers], others >= 0)
        self._fit(int(lengths.sum()))
        return Ragged(lengths, sliced(self._items, starts, lengths))


def sliced(items: Ints, starts: Ints, lengths: Ints) -> Ints:
    """Return the concatenation of slices."""
    ends = np.cumsum(lengths)
    array: Ints = items[np.repeat(starts - (ends - lengths), lengths) + np.arange(int(ends[-1]) if len(ends) else 0)]
    return array


def grouped(lists: Ragged, size: int) -> Ragged:
    """Concatenate each run of consecutive lists into one, given the lengths of the runs."""
    return Ragged(lists.lengths.reshape(-1, size).sum(axis=1), lists.items)


def packed(merged: Merged, walk: Sequence[int], sizes: Sequence[int], limits: CompileLimits | None = None) -> Diagram:
    """Return the diagram of merged levels; `walk` are the variables depth first, `sizes` how many values each has.

    Raises CompilationTooLarge.
    """
    values = np.append(0, np.cumsum(np.array(sizes, np.int64)))
    if merged.roots is None:
        return _impossible(values)
    dissolved = _Dissolved(merged, limits or CompileLimits())
    order, heights = dissolved.order()
    number = np.zeros(dissolved.top + 1, np.int64)
    number[order] = np.arange(1, len(order) + 1)
    forms, ends = dissolved.forms_of(order)
    used, form = _told_apart(forms, len(dissolved.held.lengths))
    bundling = _bundled(_sets(merged, values), dissolved.held.taken(used), _blocks(walk, values))
    bundling = replace(bundling, bundle_of=bundling.bundle_of[form])
    kids = dissolved.kids.taken(forms)
    return _diagram(values, bundling, heights, ends, Ragged(kids.lengths, number[kids.items]))


def _told_apart(numbers: Ints, reach: int) -> tuple[Ints, Ints]:
    """Return the distinct numbers, and the index of each number among them."""
    first, number = numbered([numbers], [reach])
    return numbers[first], number


def _sets(merged: Merged, values: Ints) -> Ragged:
    """Return the sets of all levels, preceded by that of the constant value."""
    raggeds = [Ragged.of([[int(values[-1])]])]
    raggeds += (Ragged(np.diff(level.sets), level.values + values[level.variable]) for level in merged.levels)
    return Ragged.joined(raggeds)


@dataclass(frozen=True, slots=True, eq=False)
class _Bundling:
    """The sets, packs and bundles, and the bundle of every branch."""

    sets: Ragged
    packs: Ragged
    bundles: Ragged
    bundle_of: Ints


def _impossible(values: Ints) -> Diagram:
    nothing = Ragged.of([])
    bundling = _Bundling(Ragged.of([[int(values[-1])]]), Ragged.of([[0]]), nothing, nothing.items)
    return _diagram(values, bundling, np.array([0, 1]), np.zeros(2, np.int64), nothing)


def _diagram(values: Ints, bundling: _Bundling, heights: Ints, ends: Ints, targets: Ragged) -> Diagram:
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
    """Nodes with the number and the forms of their branches.

    `forms` are numbered from `first`; `kids` are the child nodes of each form.
    """

    nodes: Ints
    counts: Ints
    forms: Ints
    first: int
    kids: Ragged


class _Dissolved:
    """All branches that are left. Those that hold the same and lead to the same have one form.

    `held` are the sets of each form, `kids` the nodes that it leads to, node 0 if to none. A node of one branch
    dissolves: those above it hold and lead to what it does.
    """

    def __init__(self, merged: Merged, limits: CompileLimits) -> None:
        self.top = 1 + sum(len(level.branches) - 1 for level in merged.levels)
        self._pool_held, self._pool_kids = (ListPool(self.top + 1, limits.entries) for _ in range(2))
        self._height = np.zeros(self.top + 1, np.int64)
        self._blocks: list[_Block] = []
        held: list[Ragged] = []
        sets = 1
        for level in merged.levels:
            limits.look()
            held += self._add(level, sets)
            sets += len(level.sets) - 1
        one = np.ones(1, np.int64)
        sets_of_top, kids = self._put_in(0 * one, np.array(merged.roots, np.int64).reshape(-1, 1))
        self._keep(self.top * one, one, 0 * one, kids)
        self.held = Ragged.joined([*held, sets_of_top])
        self.kids = Ragged.joined([block.kids for block in self._blocks])

    def _add(self, level: NodeLevel, sets: int) -> list[Ragged]:
        """Add the nodes of a level, whose sets are numbered from `sets`; return the sets of its forms."""
        children = [column - column.min(initial=self.top) for column in level.children]
        reaches = [int(column.max(initial=0)) + 1 for column in (level.set_of, *children)]
        first, form = numbered([level.set_of, *children], reaches)
        held, kids = self._put_in(level.set_of[first] + sets, level.children[:, first])
        counts = np.diff(level.branches)
        nodes, single = level.first + np.arange(len(counts)), counts == 1
        alone = form[level.branches[:-1][single]]
        self._pool_held.put(nodes[single], held.taken(alone))
        self._pool_kids.put(nodes[single], kids.taken(alone))
        if single.all():
            return []
        self._keep(nodes[~single], counts[~single], form[np.repeat(~single, counts)], kids)
        return [held]

    def _put_in(self, sets: Ints, children: Ints) -> tuple[Ragged, Ragged]:
        """Return the sets and child nodes of branches, with dissolved children replaced by their own."""
        count, size = len(children), len(sets)
        led = children.T.ravel()
        numbers, others = np.full((size, 1 + count), -1), np.full((size, 1 + count), -1)
        numbers[:, 1:], others[:, 0] = children.T, sets
        held = grouped(self._pool_held.replaced(numbers.ravel(), others.ravel()), 1 + count)
        if not count:
            return held, Ragged(np.zeros(size, np.int64), np.zeros(0, np.int64))
        return held, grouped(self._pool_kids.replaced(led, led), count)

    def _keep(self, nodes: Ints, counts: Ints, forms: Ints, kids: Ragged) -> None:
        lengths = np.maximum(kids.lengths, 1)
        items = np.zeros(int(lengths.sum()), np.int64)
        items[np.repeat(kids.lengths > 0, lengths)] = kids.items
        kids = Ragged(lengths, items)
        above = np.maximum.reduceat(self._height[items], kids.borders[:-1])[forms]
        self._height[nodes] = 1 + np.maximum.reduceat(above, np.cumsum(counts) - counts)
        before = self._blocks[-1].first + len(self._blocks[-1].kids.lengths) if self._blocks else 0
        self._blocks.append(_Block(nodes, counts, forms, before, kids))

    def order(self) -> tuple[Ints, Ints]:
        """Return the nodes reachable from the root by height, and the offset of each height, node 0 included.

        The last offset is the number of nodes.
        """
        reached = np.zeros(self.top + 1, np.bool_)
        reached[self.top] = True
        for block in reversed(self._blocks):
            led = np.zeros(len(block.kids.lengths), np.bool_)
            led[block.forms[np.repeat(reached[block.nodes], block.counts)]] = True
            reached[block.kids.items[np.repeat(led, block.kids.lengths)]] = True
        reached[0] = False
        order = np.flatnonzero(reached)
        order = order[np.argsort(self._height[order], kind="stable")]
        steps = 1 + np.flatnonzero(np.diff(self._height[order], prepend=0))
        return order, np.concatenate([[0], steps, [len(order) + 1]])

    def forms_of(self, order: Ints) -> tuple[Ints, Ints]:
        """Return the forms of the nodes' branches, and their offsets by node, node 0 first."""
        counts, first = np.zeros(self.top + 1, np.int64), np.zeros(self.top + 1, np.int64)
        nodes = np.concatenate([block.nodes for block in self._blocks])
        counts[nodes] = np.concatenate([block.counts for block in self._blocks])
        first[nodes] = np.cumsum(counts[nodes]) - counts[nodes]
        forms = np.concatenate([block.forms + block.first for block in self._blocks])
        return sliced(forms, first[order], counts[order]), np.concatenate([[0, 0], np.cumsum(counts[order])])


def _blocks(walk: Sequence[int], values: Ints) -> Ints:
    """Return, for each value, its block of neighbouring variables, from which packs are made.

    The constant value has its own block, the first.
    """
    size = max(4, isqrt(len(walk)))
    block = np.full(int(values[-1]) + 1, -1)
    for index, variable in enumerate(walk):
        block[values[variable] : values[variable + 1]] = index // size
    return block


def _bundled(sets: Ragged, held: Ragged, block: Ints) -> _Bundling:
    """Combine the sets of all branches into packs and bundles."""
    used, number = np.unique(held.items, return_inverse=True)
    sets = sets.taken(used)
    branch = np.repeat(np.arange(len(held.lengths)), held.lengths)
    inside = block[sets.items[sets.borders[:-1]]][number]
    order = np.argsort((branch * (int(inside.max()) + 2) + inside + 1) * len(used) + number)
    number, inside, branch = number[order], inside[order], branch[order]
    starts = np.flatnonzero(changes(branch) | changes(inside))
    first, pack = unique_lists(number, starts)
    always = pack[np.flatnonzero(number[starts] == 0)[0]]
    first[[0, always]], pack = first[[always, 0]], _swapped(pack, int(always))
    all_packs = Ragged(np.diff(np.append(starts, len(number))), number)
    ends = np.flatnonzero(changes(branch[starts]))
    bundle_first, bundle_of = unique_lists(pack, ends)
    all_bundles = Ragged(np.diff(np.append(ends, len(pack))), pack)
    return _Bundling(sets, all_packs.taken(first), all_bundles.taken(bundle_first), bundle_of)


def _swapped(numbers: Ints, other: int) -> Ints:
    """Return numbers with 0 and another number swapped."""
    return np.where(numbers == other, 0, np.where(numbers == 0, other, numbers))
