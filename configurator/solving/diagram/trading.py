"""The best under a ceiling: at most so much of one sum, and of another as little as can be.

Up from the values, each node keeps the trades that nothing beats: more of the one buys less of the other. Trades that
cannot stay under the ceiling, by the least that everything around the node needs, are forgotten at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from configurator.solving.diagram.bounded import Beyond, Ceiling
from configurator.solving.diagram.interning import Ints
from configurator.solving.diagram.passes import NEVER, Alive, Plan, least, through

MOST_TRADES = 3_000_000
"""So many trades are looked at; a question that needs more is beyond a diagram."""


@dataclass(frozen=True, slots=True)
class Trades:
    """Pairs of what is spent and what that leaves to pay, spending ascending, paying descending."""

    spent: Ints
    paid: Ints

    def __len__(self) -> int:
        return len(self.spent)

    def at_most(self, high: int) -> "Trades":
        """Return the trades that spend no more."""
        kept = int(np.searchsorted(self.spent, high, side="right"))
        return Trades(self.spent[:kept], self.paid[:kept])


NOTHING = Trades(np.zeros(1, np.int64), np.zeros(1, np.int64))


def unbeaten(spent: Ints, paid: Ints) -> Trades:
    """Return the pairs that no other beats."""
    order = np.lexsort((paid, spent))
    spent, paid = spent[order], paid[order]
    better = np.ones(len(paid), np.bool_)
    better[1:] = paid[1:] < np.minimum.accumulate(paid)[:-1]
    return Trades(spent[better], paid[better])


class Trading:
    """The trades of everything that is alive in a diagram, under a ceiling of what is spent."""

    def __init__(self, plan: Plan, up: Alive, ceiling: Ceiling, prices: Ints) -> None:
        self._plan, self._up = plan, up
        self._spends, self._pays = ceiling.costs.take(plan.sets.index), prices.take(plan.sets.index)
        self._looked = 0
        costs = least(plan, up, ceiling.costs)
        around = through(plan, up, costs).branches
        self._room = np.where(around == NEVER, -NEVER, ceiling.high - (around - costs.branches))
        self._sets = [self._set(number) for number in range(len(plan.sets.starts))]
        self._packs = self._all_of(plan.diagram.packs.tolist(), plan.diagram.pack_sets.tolist(), self._sets)
        self._bundles = self._all_of(plan.diagram.bundles.tolist(), plan.diagram.bundle_packs.tolist(), self._packs)
        self._nodes: list[Trades] = [NOTHING]
        for node in range(1, plan.diagram.size):
            self._nodes.append(self._node(node))

    def best(self) -> tuple[int, list[int]] | None:
        """Return the least to pay and the values that do it; None where nothing stays under the ceiling."""
        top = self._nodes[-1]
        if not len(top):
            return None
        spent, paid = int(top.spent[-1]), int(top.paid[-1])
        return paid, list(self._values(self._plan.diagram.size - 1, spent, paid))

    def _set(self, number: int) -> Trades:
        own = slice(*self._plan.diagram.sets[number : number + 2].tolist())
        alive = self._up.entries[own]
        return unbeaten(self._spends[own][alive], self._pays[own][alive])

    def _all_of(self, borders: Sequence[int], items: Sequence[int], parts: Sequence[Trades]) -> list[Trades]:
        found = []
        for place in range(len(borders) - 1):
            own = [parts[item] for item in items[borders[place] : borders[place + 1]]]
            found.append(self._together(own, NEVER))
        return found

    def _together(self, parts: Sequence[Trades], high: int) -> Trades:
        """Return the trades of all parts at once; none where a part has none."""
        spent = sum(int(part.spent[0]) if len(part) else NEVER for part in parts)
        if any(not len(part) for part in parts) or spent > high:
            return Trades(NOTHING.spent[:0], NOTHING.paid[:0])
        fixed = [part for part in parts if len(part) == 1]
        found = Trades(
            np.array([sum(int(part.spent[0]) for part in fixed)]), np.array([sum(int(part.paid[0]) for part in fixed)])
        )
        room = high - sum(int(part.spent[0]) for part in parts if len(part) > 1)
        for part in parts:
            if len(part) > 1:
                room += int(part.spent[0])
                found = self._pairs(found, part).at_most(room)
        return found

    def _pairs(self, one: Trades, other: Trades) -> Trades:
        self._looked += len(one) * len(other)
        if self._looked > MOST_TRADES:
            raise Beyond
        spent = (one.spent[:, None] + other.spent).ravel()
        return unbeaten(spent, (one.paid[:, None] + other.paid).ravel())

    def _node(self, node: int) -> Trades:
        found = [self._branch(branch) for branch in self._branches(node)]
        self._looked += sum(map(len, found))
        if not found:
            return Trades(NOTHING.spent[:0], NOTHING.paid[:0])
        return unbeaten(np.concatenate([each.spent for each in found]), np.concatenate([each.paid for each in found]))

    def _branches(self, node: int) -> list[int]:
        first, end = (int(border) for border in self._plan.diagram.nodes[node : node + 2])
        found: list[int] = (first + np.flatnonzero(self._up.branches[first:end])).tolist()
        return found

    def _parts(self, branch: int) -> list[Trades]:
        diagram = self._plan.diagram
        children = diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()
        return [self._bundles[diagram.branch_bundle[branch]], *(self._nodes[child] for child in children)]

    def _branch(self, branch: int) -> Trades:
        room = int(self._room[branch])
        return self._together(self._parts(branch), room).at_most(room)

    def _values(self, node: int, spent: int, paid: int) -> Iterator[int]:
        """Yield the values that make a trade of a node."""
        diagram = self._plan.diagram
        waiting = [(node, spent, paid)]
        while waiting:
            node, spent, paid = waiting.pop()
            if node == 0:
                continue
            branch = next(each for each in self._branches(node) if _has(self._branch(each), spent, paid))
            children = diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()
            own, *others = self._shares(self._parts(branch), spent, paid)
            waiting += [(child, *share) for child, share in zip(children, others, strict=True)]
            yield from self._of_bundle(int(diagram.branch_bundle[branch]), *own)

    def _of_bundle(self, bundle: int, spent: int, paid: int) -> Iterator[int]:
        diagram = self._plan.diagram
        packs = diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist()
        for pack, share in zip(packs, self._shares([self._packs[each] for each in packs], spent, paid), strict=True):
            sets = diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist()
            for number, own in zip(sets, self._shares([self._sets[each] for each in sets], *share), strict=True):
                yield self._of_set(number, *own)

    def _of_set(self, number: int, spent: int, paid: int) -> int:
        first, end = (int(border) for border in self._plan.diagram.sets[number : number + 2])
        for place in range(first, end):
            if self._up.entries[place] and (self._spends[place], self._pays[place]) == (spent, paid):
                return int(self._plan.diagram.set_values[place])
        raise ValueError("no value makes the trade of its set")

    def _shares(self, parts: Sequence[Trades], spent: int, paid: int) -> list[tuple[int, int]]:
        """Return for each part its share of a trade of all."""
        sums = [NOTHING]
        for part in parts:
            sums.append(self._pairs(sums[-1], part))
        shares = []
        for part, before in zip(reversed(parts), reversed(sums[:-1]), strict=True):
            share = next(
                (own, price)
                for own, price in zip(part.spent.tolist(), part.paid.tolist(), strict=True)
                if _has(before, spent - own, paid - price)
            )
            shares.append(share)
            spent, paid = spent - share[0], paid - share[1]
        return shares[::-1]


def _has(trades: Trades, spent: int, paid: int) -> bool:
    place = int(np.searchsorted(trades.spent, spent))
    return place < len(trades) and (int(trades.spent[place]), int(trades.paid[place])) == (spent, paid)
