"""Which values have a solution: slices through known solutions, dives for another one, then halving of what is left."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.boxes.box_arrays import Bools, Boxes, Ints, joined, mask_of
from configurator.solving.boxes.box_completion import BoxCompletion, narrowed_to
from configurator.solving.boxes.box_program import undoubted
from configurator.solving.boxes.box_search import BoxSearch, Frontier, TooManyBoxes, lowest
from configurator.solving.boxes.limits import BOX_BRANCHES, BOX_DIVES, BOX_FEW_LEFT, BOX_FEW_SEEN
from configurator.solving.port import Solution


class ValueSearch:
    """Which values of some variables have a solution: values in a certain box have, values in no box have not.

    A box looks for values of one variable, its label, not seen yet. `alone` are the variables whose own narrowing is
    lifted in the boxes that look for them, so that these say nothing of the others.
    """

    def __init__(self, search: BoxSearch, wanted: Mapping[int, IntSet], alone: Collection[int] = ()) -> None:
        self._search = search
        self._layout = search.layout
        self._values = wanted
        self._wanted = sorted(wanted)
        self._alone_ones = frozenset(alone)
        self._alone = np.array([index in alone for index in self._wanted], np.bool_)
        self.open: dict[int, Ints] = {
            index: np.fromiter(values, np.int64, len(values)) for index, values in wanted.items()
        }
        self.refused: dict[int, IntSet] = dict.fromkeys(wanted, EMPTY)

    def seen(self, index: int) -> IntSet:
        """Return the wanted values of a variable that have a solution."""
        return self._values[index] - self.refused[index] - IntSet.of(self.open[index].tolist())

    def run(self, starts: Mapping[int, Boxes | None], near: Solution | None = None) -> None:
        """Search the boxes, at most one for each wanted variable, first near a solution of any question.

        What is left in `open` afterwards has no solution; when it raises, that is undecided.
        """
        self._dive({index: start for index, start in starts.items() if start is not None}, near)
        frontier = Frontier()
        for number, index in enumerate(self._wanted):
            start = starts[index]
            if start is not None:
                frontier.push(start, np.array([number]))
        while frontier:
            boxes, labels = self._trimmed(*frontier.pop())
            if not len(labels):
                continue
            boxes, labels = self._search.narrowed(boxes, labels)
            doubts = self._search.question.doubts(boxes)
            certain = undoubted(doubts)
            self._see(boxes, labels, certain)
            open_ = np.flatnonzero(~certain)
            boxes, labels = boxes.take(open_), labels[open_]
            inside, halved, single = self._search.split(boxes, labels, doubts[:, open_], self._late(labels))
            self._see_points(boxes, labels, np.flatnonzero(single).tolist())
            frontier.push(inside, halved)

    def _dive(self, starts: Mapping[int, Boxes], near: Solution | None) -> None:
        """See values near solutions, and refuse what has none, as long as that settles much."""
        shared = [index for index in starts if index not in self._alone_ones]
        if near is not None and shared and self._search.question.solution(list(near)) is not None:
            self._slice(near, shared, starts)
        for index, start in starts.items():
            for _ in range(BOX_DIVES):
                before = len(self.open[index])
                if not before:
                    break
                part = max(_intervals(self.open[index]), key=len)
                solution = self._solution(index, start, part, near)
                if solution is None:
                    self._refuse(index, part)
                else:
                    near = solution
                    self._slice(solution, [index] if index in self._alone_ones else shared, starts)
                left = len(self.open[index])
                if left > BOX_FEW_LEFT and before - left < BOX_FEW_SEEN:
                    break

    def _refuse(self, index: int, values: IntSet) -> None:
        refused = mask_of(self.open[index], values)
        self.refused[index] = self.refused[index] | values
        self.open[index] = self.open[index][~refused]

    def _solution(self, index: int, start: Boxes, values: IntSet, near: Solution | None) -> Solution | None:
        """Return a solution with one of some values of a variable, the others as near to a solution as they can be."""
        others = [other for other in self._layout.decided if other != index]
        wishes: list[Wish] = []
        if near is not None:
            wishes += [Literal(index, part) for part in _far_parts(values, near[index])]
            wishes += [Literal(other, IntSet.of((near[other],))) for other in others]
        lifted = index if index in self._alone_ones else None
        search = BoxSearch(self._search.question, self._search.meter, lifted)
        completion = BoxCompletion(search, [*wishes, Lowest(index), *map(Lowest, others)])
        box = narrowed_to(start, index, values, self._layout)
        try:
            return completion.best(box, BOX_BRANCHES)
        except TooManyBoxes:
            return search.first(box)

    def _slice(self, solution: Solution, targets: Sequence[int], starts: Mapping[int, Boxes]) -> None:
        """See the values that variables may have with all others as in a solution."""
        boxes = []
        for target in targets:
            box = starts[target]
            for other in self._layout.decided:
                if other != target:
                    box = narrowed_to(box, other, IntSet.of((solution[other],)), self._layout)
            boxes.append(box)
        numbers = np.array([self._wanted.index(target) for target in targets])
        sliced, labels = self._search.narrowed(joined(boxes), numbers)
        self._see(sliced, labels, self._search.question.certain(sliced))

    def _late(self, labels: Ints) -> NDArray[np.float64]:
        """Let the variable that a box looks for be halved after the others: the box may show many of its values."""
        late = np.ones((len(self._layout.decided), len(labels)))
        numbers = np.array([self._layout.decided.index(index) for index in self._wanted])
        late[numbers[labels], np.arange(len(labels))] = 1 / 16
        return late

    def _trimmed(self, boxes: Boxes, labels: Ints) -> tuple[Boxes, Ints]:
        """Leave boxes what is open of the variables that they look for."""
        kept = np.ones(len(labels), np.bool_)
        for number, index in enumerate(self._wanted):
            here = labels == number
            if not here.any():
                continue
            open_ = self.open[index]
            if not len(open_):
                kept &= ~here
            elif index in self._layout.row:
                row = self._layout.row[index]
                first = np.searchsorted(open_, boxes.low[row])
                last = np.searchsorted(open_, boxes.high[row], side="right") - 1
                kept &= ~(here & (first > last))
                np.copyto(boxes.low[row], open_[np.minimum(first, len(open_) - 1)], where=here)
                np.copyto(boxes.high[row], open_[np.maximum(last, 0)], where=here)
            else:
                left = boxes.sets[self._layout.set_of[index]]
                values = self._layout.values[self._layout.set_of[index]]
                left &= np.isin(values, open_) | ~here[:, None]
                kept &= left.any(axis=1)
        return boxes.take(kept), labels[kept]

    def _see(self, boxes: Boxes, labels: Ints, certain: Bools) -> None:
        if not certain.any():
            return
        shared = certain & ~self._alone[labels]
        for number, index in enumerate(self._wanted):
            of = certain & (labels == number) if self._alone[number] else shared
            if of.any() and len(self.open[index]):
                self._see_values(index, boxes.take(np.flatnonzero(of)))

    def _see_values(self, index: int, boxes: Boxes) -> None:
        open_ = self.open[index]
        if index not in self._layout.row:
            number = self._layout.set_of[index]
            seen = self._layout.values[number][boxes.sets[number].any(axis=0)]
            self.open[index] = open_[~np.isin(open_, seen)]
            return
        row = self._layout.row[index]
        change = np.zeros(len(open_) + 1, np.int64)
        np.add.at(change, np.searchsorted(open_, boxes.low[row]), 1)
        np.add.at(change, np.searchsorted(open_, boxes.high[row], side="right"), -1)
        self.open[index] = open_[np.cumsum(change)[:-1] == 0]

    def _see_points(self, boxes: Boxes, labels: Ints, single: Sequence[int]) -> None:
        """Look at single values of all variables one by one, where narrowing left them open."""
        for at in single:
            values = lowest(boxes, at, self._layout)
            if self._is_solution(values, int(labels[at])):
                here = np.zeros(len(labels), np.bool_)
                here[at] = True
                self._see(boxes, labels, here)

    def _is_solution(self, values: list[int], label: int) -> bool:
        lifted = self._wanted[label] if self._alone[label] else None
        return self._search.question.solution(values, lifted) is not None


def _intervals(values: Ints) -> list[IntSet]:
    """Return the runs of consecutive values."""
    runs = np.split(values, np.flatnonzero(np.diff(values) > 1) + 1)
    return [IntSet.between(int(run[0]), int(run[-1])) for run in runs]


def _far_parts(values: IntSet, near: int) -> list[IntSet]:
    """Return the farthest of consecutive values, their farther quarter and half: what lies before is often possible."""
    low, high = values.low, values.high
    widths = (0, (high - low) // 4, (high - low) // 2)
    return [IntSet.between(high - width, high) if near < low else IntSet.between(low, low + width) for width in widths]
