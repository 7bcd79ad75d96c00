"""Valid domains under choices: computed once for the whole program, then only for the regions that a choice affects."""

from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.solving.local_search.layout import Mask
from configurator.solving.sat.clauses import TRUE, Clause
from configurator.solving.sat.incremental_sat import IncrementalSat
from configurator.solving.sat.limits import BARRED_QUESTIONS_KEPT, REGION_ANSWERS_CACHED, REGION_ROUNDS
from configurator.solving.sat.supports import SupportSearch

Signs = NDArray[np.int8]
Integers = NDArray[np.int64]


def regions_of(clauses: Sequence[Clause], top: int, certain: Sequence[int]) -> Integers:
    """Return for each variable the least variable of its region; 0 where it is settled by literals that are `certain`.

    Variables run from 1 to `top`; the first entry of the answer stands for none.
    """
    lengths = np.array([len(clause) for clause in clauses], dtype=np.int64)
    literals = np.array([literal for clause in clauses for literal in clause], dtype=np.int64)
    of_clause = np.repeat(np.arange(len(clauses)), lengths)
    signs = np.zeros(top + 1, dtype=np.int8)
    held = np.array([TRUE, *certain], dtype=np.int64)
    signs[np.abs(held)] = np.sign(held)
    left = _left_over(literals, of_clause, len(clauses), signs)
    groups, variables = of_clause[left], np.abs(literals[left])
    following = groups[1:] == groups[:-1]
    labels = _connected(top + 1, variables[:-1][following], variables[1:][following])
    labels[signs != 0] = 0
    return labels


def _left_over(literals: Integers, of_clause: Integers, count: int, signs: Signs) -> NDArray[np.bool_]:
    """Decide consequences by unit propagation; return the open literals of open clauses.

    Long chains are not followed to their end: undecided literals only make regions larger.
    """
    left = np.ones(len(literals), dtype=np.bool_)
    for _ in range(REGION_ROUNDS):
        values = signs[np.abs(literals)] * np.sign(literals)
        satisfied = np.zeros(count, dtype=np.bool_)
        satisfied[of_clause[values > 0]] = True
        left = (values == 0) & ~satisfied[of_clause]
        alone = np.bincount(of_clause[left], minlength=count) == 1
        units = literals[left & alone[of_clause]]
        if not len(units):
            break
        signs[np.abs(units)] = np.sign(units)
    return left


def _connected(count: int, ones: Integers, others: Integers) -> Integers:
    """Return, for each of `count` points, the least point of its connected component."""
    labels = np.arange(count, dtype=np.int64)
    while True:
        least = np.minimum(labels[ones], labels[others])
        following = labels.copy()
        np.minimum.at(following, labels[ones], least)
        np.minimum.at(following, labels[others], least)
        following = following[following]
        if np.array_equal(following, labels):
            return labels
        labels = following


Narrowed = Mapping[int, IntSet]


@dataclass(frozen=True, slots=True)
class SeenValues:
    """Values of models, and values not known to be; `alive` is whether there is a model at all."""

    seen: Mask
    open: Mask
    alive: bool

    def about(self, values: Mask) -> "SeenValues":
        """Return the known facts about these values."""
        return SeenValues(self.seen & values, self.open & values, self.alive)


class ValueStates:
    """answers about one program, kept by region and choices. The `usual` values are those that most questions want."""

    def __init__(self, sat: IncrementalSat, usual: Mask) -> None:
        self._sat = sat
        self._layout = sat.layout
        self._usual = usual
        everything = np.ones(sat.layout.count, dtype=np.bool_)
        self._root = SupportSearch(sat, (), everything, everything)
        self._regions: Integers | None = None
        self._known: OrderedDict[tuple[int, frozenset[tuple[int, IntSet]]], SeenValues] = OrderedDict()
        self._barred: deque[tuple[Mask, Mask]] = deque(maxlen=0 if sat.is_binary else BARRED_QUESTIONS_KEPT)

    def under(self, narrowed: Narrowed, queried: Mask, budget: Budget) -> SeenValues | None:
        """Return the known facts about the requested values under the choices; None if there is certainly no
        solution."""
        regions = self._regions_in(budget)
        if self._root.alive is False:
            return None
        if regions is None:
            return self._without_regions(narrowed, queried)
        if not self._keeps_what_is_settled(narrowed, regions):
            return None
        return self._put_together(self._touched(narrowed, regions, queried), regions, queried, budget)

    def _regions_in(self, budget: Budget) -> Integers | None:
        """Look at the whole program once; return each variable's region, 0 where it is settled; None if unknown."""
        if self._regions is None and self._root.alive is not False:
            self._root.look(budget, easily=True)
            if self._root.alive and not budget.spent():
                glucose, certain = self._sat.glucose, self._sat.rungs.certain(self._left)
                self._regions = self._sat.rungs.labels(regions_of(glucose.taken_in(), glucose.top, certain))
        return self._regions

    @property
    def _left(self) -> Mask:
        """Return the values that are not blocked for good."""
        return self._root.seen | self._root.open

    def _without_regions(self, narrowed: Narrowed, queried: Mask) -> SeenValues:
        if self._root.alive and not narrowed:
            return SeenValues(self._root.seen, self._root.open, alive=True).about(queried)
        return SeenValues(np.zeros_like(queried), self._layout.mask(narrowed), alive=False).about(queried)

    def _keeps_what_is_settled(self, narrowed: Narrowed, regions: Integers) -> bool:
        """Return whether the narrowed variables of no region keep their only value."""
        kept = self._layout.mask(narrowed) & self._left
        return all(kept[self._layout.values_of(index)].any() for index in narrowed if not regions[index])

    def _touched(self, narrowed: Narrowed, regions: Integers, queried: Mask) -> dict[int, dict[int, IntSet]]:
        """Return the regions that are narrowed or not known yet, with what narrows them."""
        unknown = regions[self._layout.owner[self._root.open & queried]]
        touched: dict[int, dict[int, IntSet]] = {region: {} for region in np.unique(unknown).tolist()}
        for index, values in narrowed.items():
            if regions[index]:
                touched.setdefault(int(regions[index]), {})[index] = values
        return touched

    def _put_together(
        self, touched: Mapping[int, Narrowed], regions: Integers, queried: Mask, budget: Budget
    ) -> SeenValues | None:
        whole = SeenValues(self._root.seen, self._root.open, alive=True).about(queried)
        region_of = regions[self._layout.owner]
        for region, narrowed in touched.items():
            inside = region_of == region
            part = self._region(region, narrowed, queried & inside, inside, budget)
            if part is None:
                return None
            outside = whole.about(~inside)
            whole = SeenValues(outside.seen | part.seen, outside.open | part.open, whole.alive and part.alive)
        return whole

    def _region(
        self, region: int, narrowed: Narrowed, queried: Mask, inside: Mask, budget: Budget
    ) -> SeenValues | None:
        """Return the known facts about the requested values in a region; a complete answer to the standard query is
        cached."""
        key = region, frozenset(narrowed.items())
        if key in self._known and not (queried & ~self._usual).any():
            self._known.move_to_end(key)
            return self._known[key].about(queried)
        kept = self._layout.mask(narrowed)
        cover = self._cover(narrowed, kept, queried)
        cover.look(budget)
        if cover.alive is False:
            return None
        answer = SeenValues(cover.seen, cover.open, bool(cover.alive))
        if answer.alive and self._barred.maxlen:
            self._barred.append((kept, kept & queried & ~answer.seen & ~answer.open))
        if answer.alive and not answer.open.any() and not (self._usual & inside & ~queried).any():
            self._keep(key, answer)
        return answer

    def _barred_under(self, kept: Mask) -> Mask:
        """Return the values that were impossible when no value was gone that is not gone now."""
        array = np.zeros_like(kept)
        for before, barred in self._barred:
            if not (kept & ~before).any():
                array |= barred
        return array

    def _keep(self, key: tuple[int, frozenset[tuple[int, IntSet]]], answer: SeenValues) -> None:
        self._known[key] = answer
        if len(self._known) > REGION_ANSWERS_CACHED:
            self._known.popitem(last=False)

    def _cover(self, narrowed: Narrowed, kept: Mask, queried: Mask) -> SupportSearch:
        """Return a cover initialised by propagation, known models and earlier answers."""
        sat = self._sat
        cover = SupportSearch.under(sat, sat.only(narrowed), self._left & kept & ~self._barred_under(kept), queried)
        rows = sat.pool.fitting(kept, list(narrowed))
        if len(rows):
            cover.see(sat.pool.seen(rows))
        return cover
