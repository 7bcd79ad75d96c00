"""All values of all variables in one row, so that models, blocked values and phases are arrays rather than loops."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import EMPTY, IntSet
from configurator.solving.sat.clauses import TRUE
from configurator.solving.sat.ladder import Ladder

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
FIRST_RUNG = TRUE + 1


class Layout:
    """Where each value stands: the value number n of a variable at `offsets[variable] + n`.

    Expects ladders whose rungs are numbered through from `FIRST_RUNG`.
    """

    def __init__(self, ladders: Sequence[Ladder]) -> None:
        self.ladders = ladders
        self.sizes = np.array([ladder.size for ladder in ladders], dtype=np.int32)
        self.offsets = np.concatenate(([0], np.cumsum(self.sizes)))[:-1].astype(np.int32)
        self.count = int(self.sizes.sum())
        everyone = np.arange(len(ladders), dtype=np.int32)
        self.owner = np.repeat(everyone, self.sizes)
        self.number = np.arange(self.count, dtype=np.int32) - self.offsets[self.owner]
        self.rung_owner = np.repeat(everyone, self.sizes - 1)
        self.rungs = len(self.rung_owner)
        self._stepped = self.sizes > 1
        self._starts = np.concatenate(([0], np.cumsum(self.sizes - 1)))[:-1][self._stepped]
        self.rung_number = self.number[self.number > 0]
        self._domains = _objects([IntSet.of(ladder.values) for ladder in ladders])
        self._empties = _objects([EMPTY] * len(ladders))
        self._singles = _objects([IntSet(((value, value),)) for ladder in ladders for value in ladder.values])
        self.rung_literal = np.arange(self.rungs, dtype=np.int32) + FIRST_RUNG

    def _per_variable(self, rungs: Mask) -> Numbers:
        """Return for each variable how many of its rungs are marked."""
        found = np.zeros(len(self.sizes), dtype=np.int32)
        if self.rungs:
            found[self._stepped] = np.add.reduceat(rungs, self._starts, dtype=np.int32)
        return found

    def positions(self, model: Sequence[int]) -> Numbers:
        """Return where the values of a model stand, one for each variable."""
        rungs = np.array(model[FIRST_RUNG - 1 : FIRST_RUNG - 1 + self.rungs], dtype=np.int64) > 0
        found: Numbers = self.offsets + self._per_variable(rungs)
        return found

    def solution(self, positions: Numbers) -> tuple[int, ...]:
        """Return the values that stand there."""
        numbers = (positions - self.offsets).tolist()
        return tuple(ladder.values[number] for ladder, number in zip(self.ladders, numbers, strict=True))

    def left_by(self, literals: Sequence[int], top: int) -> Mask:
        """Return the values that the literals, closed under unit propagation, leave."""
        truth = np.zeros(top + 1, dtype=np.int8)
        known = np.array(literals, dtype=np.int64)
        truth[np.abs(known)] = np.sign(known)
        rungs = truth[FIRST_RUNG : FIRST_RUNG + self.rungs]
        low = self._per_variable(rungs > 0)
        high = self.sizes - 1 - self._per_variable(rungs < 0)
        left: Mask = (self.number >= low[self.owner]) & (self.number <= high[self.owner])
        steps, places = self._steps()
        left[places[truth[steps] < 0]] = False
        return left

    def _steps(self) -> tuple[Numbers, Numbers]:
        """Return the literals for single values inside a ladder, and where these stand."""
        size = sum(len(ladder.steps) for ladder in self.ladders)
        if self._known_steps is None or self._known_steps[0] != size:
            pairs = [
                (literal, int(offset) + first)
                for ladder, offset in zip(self.ladders, self.offsets, strict=True)
                for (first, last), literal in ladder.steps.items()
                if first == last
            ]
            array = np.array(pairs, dtype=np.int32).reshape(-1, 2)
            self._known_steps = size, array[:, 0], array[:, 1]
        return self._known_steps[1:]

    _known_steps: tuple[int, Numbers, Numbers] | None = None

    def mask(self, narrowed: Mapping[int, IntSet]) -> Mask:
        """Return the values that the narrowed variables keep, and all of the others."""
        found = np.ones(self.count, dtype=np.bool_)
        for place, values in narrowed.items():
            start, ladder = int(self.offsets[place]), self.ladders[place]
            found[start : start + ladder.size] = False
            for first, last in ladder.spans(values):
                found[start + first : start + last + 1] = True
        return found

    def values_of(self, variable: int) -> slice:
        """Return where the values of a variable stand."""
        start = int(self.offsets[variable])
        return slice(start, start + self.ladders[variable].size)

    def certain(self, left: Mask) -> list[int]:
        """Return the rungs that hold, or do not, whichever of the values left a variable has."""
        places = np.flatnonzero(left)
        low, high = self.sizes.copy(), np.zeros_like(self.sizes)
        np.minimum.at(low, self.owner[places], self.number[places])
        np.maximum.at(high, self.owner[places], self.number[places])
        up = self.rung_literal[self.rung_number <= low[self.rung_owner]]
        down = self.rung_literal[self.rung_number > high[self.rung_owner]]
        return [*up.tolist(), *(-down).tolist()]

    def labels(self, of_literals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each variable the label of its rungs, which all have the same or 0; 0 without any."""
        found = np.zeros(len(self.sizes), dtype=np.int64)
        if self.rungs:
            rungs = of_literals[FIRST_RUNG : FIRST_RUNG + self.rungs]
            found[self._stepped] = np.maximum.reduceat(rungs, self._starts)
        return found

    def of(self, variables: Iterable[int]) -> Mask:
        """Return all values of these variables."""
        chosen = np.zeros(len(self.sizes), dtype=np.bool_)
        chosen[list(variables)] = True
        found: Mask = chosen[self.owner]
        return found

    def sets(self, mask: Mask) -> tuple[IntSet, ...]:
        """Return the marked values of every variable. Sets of all or one of the values are shared, not built."""
        counts = np.zeros(len(self.sizes), dtype=np.int32)
        if self.count:
            counts = np.add.reduceat(mask, self.offsets, dtype=np.int32)
        found = self._empties.copy()
        full = counts == self.sizes
        found[full] = self._domains[full]
        places = np.flatnonzero(mask & (counts == 1)[self.owner])
        found[self.owner[places]] = self._singles[places]
        for variable in np.flatnonzero((counts > 1) & (counts < self.sizes)).tolist():
            found[variable] = self._listed(variable, mask)
        listed: list[IntSet] = found.tolist()
        return tuple(listed)

    def _listed(self, variable: int, mask: Mask) -> IntSet:
        start, ladder = int(self.offsets[variable]), self.ladders[variable]
        numbers = np.flatnonzero(mask[start : start + ladder.size])
        return IntSet.of([ladder.values[number] for number in numbers.tolist()])

    def towards(self, unseen: Mask) -> list[int]:
        """Return phases that lead every variable with unseen values to one of them."""
        places = np.flatnonzero(unseen)
        owners = self.owner[places]
        target = np.full(len(self.sizes), -1, dtype=np.int32)
        target[owners[::-1]] = self.number[places[::-1]]
        concerned = target[self.rung_owner] >= 0
        literals = self.rung_literal[concerned]
        reached = target[self.rung_owner[concerned]] >= self.rung_number[concerned]
        phases: list[int] = np.where(reached, literals, -literals).tolist()
        return phases


def _objects(sets: Sequence[IntSet]) -> NDArray[np.object_]:
    found = np.empty(len(sets), dtype=object)
    found[:] = sets
    return found
