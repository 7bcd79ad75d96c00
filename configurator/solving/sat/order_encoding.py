"""The values of one variable as literals: a ladder of "at least the value number n", and steps of it where needed.

The ladder is both the order encoding of an integer and the cheapest way to say "exactly one of many": a click, a bound
and a set of values are each a literal or two.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.solving.local_search.domains import NumberedValues, Span
from configurator.solving.local_search.layout import Layout, Mask, Positions
from configurator.solving.sat.clauses import TRUE, ClauseWriter


class Ladder(NumberedValues):
    """A variable with at least one value; its values are numbered from 0, ascending."""

    def __init__(self, clauses: ClauseWriter, domain: IntSet) -> None:
        super().__init__(domain)
        self.rungs = [clauses.fresh() for _ in range(self.size - 1)]
        for lower, higher in zip(self.rungs, self.rungs[1:], strict=False):
            clauses.add((-higher, lower))
        self._clauses = clauses
        self.steps: dict[Span, int] = {}
        self._members: dict[tuple[Span, ...], int] = {}

    def at_least(self, number: int) -> int:
        """Return the literal of "the value number is at least this"."""
        if number <= 0:
            return TRUE
        return -TRUE if number >= self.size else self.rungs[number - 1]

    def within(self, span: Span) -> int:
        """Return the literal of "the value number is in the span"."""
        first, last = span
        if first == 0:
            return -self.at_least(last + 1)
        if last == self.size - 1:
            return self.at_least(first)
        if span not in self.steps:
            self.steps[span] = self._clauses.all_of((self.at_least(first), -self.at_least(last + 1)))
        return self.steps[span]

    def any_of(self, spans: Sequence[Span]) -> list[int]:
        """Return literals whose disjunction is "the value number is in one of the spans"."""
        return [self.within(span) for span in spans]

    def member(self, spans: Sequence[Span]) -> int:
        """Return one literal for the same."""
        key = tuple(spans)
        if key not in self._members:
            self._members[key] = self._clauses.one_of(self.any_of(spans))
        return self._members[key]

    def barred(self, spans: Sequence[Span]) -> Iterator[list[int]]:
        """Yield clauses whose conjunction is "the value number is in none of the spans"."""
        for first, last in spans:
            yield [literal for literal in (-self.at_least(first), self.at_least(last + 1)) if literal != -TRUE]

    def only(self, spans: Sequence[Span]) -> list[int]:
        """Return literals whose conjunction is "the value number is in one of the spans"; spans are not empty."""
        literals = [self.at_least(spans[0][0]), -self.at_least(spans[-1][1] + 1)]
        holes = self.outside(spans)
        literals += [-self.within(hole) for hole in holes if 0 < hole[0] and hole[1] < self.size - 1]
        return [literal for literal in literals if literal != TRUE]

    def exactly(self, number: int) -> list[int]:
        """Return literals whose conjunction is "the value has this number"."""
        step = self.steps.get((number, number))
        ends = (self.at_least(number), -self.at_least(number + 1))
        return [step] if step else [literal for literal in ends if literal != TRUE]


Integers = NDArray[np.int64]
Numbers = NDArray[np.int32]
FIRST_RUNG = TRUE + 1


class Rungs:
    """Expects ladders whose rungs are numbered through from `FIRST_RUNG`, in the order of the layout."""

    def __init__(self, layout: Layout, ladders: Sequence[Ladder]) -> None:
        self._layout = layout
        self._ladders = ladders
        self._owner = np.repeat(np.arange(len(ladders), dtype=np.int32), layout.sizes - 1)
        self._size = len(self._owner)
        self._stepped = layout.sizes > 1
        self._starts = np.concatenate(([0], np.cumsum(layout.sizes - 1)))[:-1][self._stepped]
        self._number = layout.number[layout.number > 0]
        self._literal = np.arange(self._size, dtype=np.int32) + FIRST_RUNG
        starts = layout.offsets.tolist()
        self._stepping = [(start, ladder) for start, ladder in zip(starts, ladders, strict=True) if ladder.size > 2]
        self._steps = 0, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

    def _counted(self, rungs: Mask) -> Numbers:
        """Return for each variable how many of its rungs are marked."""
        array = np.zeros(len(self._ladders), dtype=np.int32)
        if self._size:
            array[self._stepped] = np.add.reduceat(rungs, self._starts, dtype=np.int32)
        return array

    def positions(self, model: Sequence[int]) -> Positions:
        """Return the positions of a model's values."""
        rungs = np.array(model[FIRST_RUNG - 1 : FIRST_RUNG - 1 + self._size], dtype=np.int64) > 0
        result: Positions = self._layout.offsets + self._counted(rungs)
        return result

    def left_by(self, literals: Sequence[int], top: int) -> Mask:
        """Return the values that the literals, closed under unit propagation, leave."""
        layout, truth = self._layout, np.zeros(top + 1, dtype=np.int8)
        known = np.array(literals, dtype=np.int64)
        truth[np.abs(known)] = np.sign(known)
        rungs = truth[FIRST_RUNG : FIRST_RUNG + self._size]
        low = self._counted(rungs > 0)
        high = layout.sizes - 1 - self._counted(rungs < 0)
        left: Mask = (layout.number >= low[layout.owner]) & (layout.number <= high[layout.owner])
        steps, indices = self._single_steps()
        left[indices[truth[np.abs(steps)] * np.sign(steps) < 0]] = False
        return left

    def _single_steps(self) -> tuple[Integers, Integers]:
        """Return the literals for single values inside a ladder, and where these stand."""
        size = sum(len(ladder.steps) for _, ladder in self._stepping)
        if self._steps[0] != size:
            pairs = [
                (literal, start + first)
                for start, ladder in self._stepping
                for (first, last), literal in ladder.steps.items()
                if first == last
            ]
            steps, indices = np.array(pairs, dtype=np.int64).reshape(-1, 2).T.copy()
            self._steps = size, steps, indices
        return self._steps[1:]

    def certain(self, left: Mask) -> list[int]:
        """Return the rungs that hold, or do not, whichever of the values left a variable has."""
        layout, indices = self._layout, np.flatnonzero(left)
        low, high = layout.sizes.copy(), np.zeros_like(layout.sizes)
        np.minimum.at(low, layout.owner[indices], layout.number[indices])
        np.maximum.at(high, layout.owner[indices], layout.number[indices])
        up = self._literal[self._number <= low[self._owner]]
        down = self._literal[self._number > high[self._owner]]
        return [*up.tolist(), *(-down).tolist()]

    def bounds_of(self, left: Mask, before: Mask) -> list[int]:
        """Return the remaining ends of the narrowed variables."""
        changed = np.unique(self._layout.owner[before & ~left]).tolist()
        results: list[int] = []
        for variable in changed:
            numbers = np.flatnonzero(left[self._layout.values_of(variable)])
            ladder = self._ladders[variable]
            results += (ladder.at_least(int(numbers[0])), -ladder.at_least(int(numbers[-1]) + 1))
        return [literal for literal in results if literal != TRUE]

    def labels(self, of_literals: Integers) -> Integers:
        """Return for each variable the label of its rungs, which all have the same or 0; 0 without any."""
        array = np.zeros(len(self._ladders), dtype=np.int64)
        if self._size:
            rungs = of_literals[FIRST_RUNG : FIRST_RUNG + self._size]
            array[self._stepped] = np.maximum.reduceat(rungs, self._starts)
        return array

    def towards(self, unseen: Mask) -> list[int]:
        """Return phases that lead every variable with unseen values to the lowest of them."""
        layout, indices = self._layout, np.flatnonzero(unseen)
        target = np.full(len(self._ladders), -1, dtype=np.int32)
        target[layout.owner[indices[::-1]]] = layout.number[indices[::-1]]
        concerned = target[self._owner] >= 0
        literals = self._literal[concerned]
        reached = target[self._owner[concerned]] >= self._number[concerned]
        phases: list[int] = np.where(reached, literals, -literals).tolist()
        return phases
