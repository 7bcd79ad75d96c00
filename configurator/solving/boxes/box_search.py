"""Searches over boxes: halve what is neither empty nor certain, many boxes at once, until the question is settled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.solving.boxes.box_arrays import Bools, Boxes, BoxLayout, Ints, joined
from configurator.solving.boxes.box_program import BoxQuestion
from configurator.solving.boxes.contractors import Contractor
from configurator.solving.limits import BOX_WORK, BOXES_AT_ONCE
from configurator.solving.port import Solution


class TooManyBoxes(Exception):
    """The question takes more boxes than it may; another engine answers it."""


@dataclass(slots=True)
class BoxMeter:
    """Counts the boxes narrowed. Raises TooManyBoxes, and OutOfBudget."""

    budget: Budget
    left: int = field(default_factory=lambda: BOX_WORK)

    def work(self, boxes: int) -> None:
        self.budget.check()
        self.left -= boxes
        if self.left < 0:
            raise TooManyBoxes


def sizes(boxes: Boxes, layout: BoxLayout) -> NDArray[np.int64]:
    """Return the number of values of every decided variable in every box."""
    rows = [
        boxes.high[layout.row[index]] - boxes.low[layout.row[index]] + 1
        if index in layout.row
        else boxes.sets[layout.set_of[index]].sum(axis=1)
        for index in layout.decided
    ]
    return np.array(rows, np.int64).reshape(len(rows), len(boxes))


def halves(boxes: Boxes, chosen: Ints, layout: BoxLayout) -> Boxes:
    """Return both halves of each box by a decided variable of its own, given by its number; the lower halves first."""
    low, high = boxes.copy(), boxes
    for number in np.unique(chosen).tolist():
        index, here = layout.decided[number], chosen == number
        if index in layout.row:
            row = layout.row[index]
            middle = (low.low[row] + low.high[row]) // 2
            np.copyto(low.high[row], middle, where=here)
            np.copyto(high.low[row], middle + 1, where=here)
        else:
            left = low.sets[layout.set_of[index]]
            rank = np.cumsum(left, axis=1)
            first = rank <= rank[:, -1:] // 2
            high.sets[layout.set_of[index]] &= ~first | ~here[:, None]
            left &= first | ~here[:, None]
    return joined([low, high])


def lowest(boxes: Boxes, at: int, layout: BoxLayout) -> list[int]:
    """Return the least values of the decided variables in a box, 0 for the others."""
    values = [0] * len(layout.domains)
    for index in layout.decided:
        if index in layout.row:
            values[index] = int(boxes.low[layout.row[index], at])
        else:
            number = layout.set_of[index]
            values[index] = int(layout.values[number][int(boxes.sets[number][at].argmax())])
    return values


@dataclass(slots=True)
class Frontier:
    """Boxes that wait, the latest first; each has a label of its own."""

    boxes: list[Boxes] = field(default_factory=list)
    labels: list[Ints] = field(default_factory=list)

    def push(self, boxes: Boxes, labels: Ints) -> None:
        if len(labels):
            self.boxes.append(boxes)
            self.labels.append(labels)

    def pop(self) -> tuple[Boxes, Ints]:
        """Return the latest boxes, as many as are looked at together."""
        taken, labels, left = list[Boxes](), list[Ints](), BOXES_AT_ONCE
        while self.boxes and left > 0:
            boxes, own = self.boxes.pop(), self.labels.pop()
            if len(own) > left:
                self.push(boxes.take(slice(0, -left)), own[:-left])
                boxes, own = boxes.take(slice(-left, None)), own[-left:]
            taken.append(boxes)
            labels.append(own)
            left -= len(own)
        return joined(taken[::-1]), np.concatenate(labels[::-1])

    def __bool__(self) -> bool:
        return bool(self.boxes)


class BoxSearch:
    """One question's search. Raises TooManyBoxes and OutOfBudget."""

    def __init__(self, question: BoxQuestion, meter: BoxMeter) -> None:
        self.question = question
        self.layout = question.boxes.layout
        self.meter = meter
        whole = np.array([self.layout.size(index) for index in self.layout.decided], np.float64)
        self._whole = np.maximum(whole, 1)[:, None]

    def narrowed(self, boxes: Boxes, labels: Ints, further: Sequence[Contractor] = ()) -> tuple[Boxes, Ints]:
        """Return the boxes left, with their labels."""
        self.meter.work(len(boxes))
        left = self.question.narrowed(boxes, further)
        return boxes.take(left), labels[left]

    def split(self, boxes: Boxes, labels: Ints, late: NDArray[np.float64] | None = None) -> tuple[Boxes, Ints, Bools]:
        """Return the halves of boxes, with labels, and which boxes were single values, so that they have no halves.

        Each is halved where it is widest, as a part of the domain; `late` says by how much a variable waits.
        """
        own = sizes(boxes, self.layout)
        widths = own / self._whole * (1 if late is None else late)
        widths[own <= 1] = 0
        chosen = widths.argmax(axis=0)
        single = widths.max(axis=0) == 0
        many = np.flatnonzero(~single)
        return halves(boxes.take(many), chosen[many], self.layout), np.tile(labels[many], 2), single

    def first(self, start: Boxes, further: Sequence[Contractor] = ()) -> Solution | None:
        """Return a solution in a box; None where there is none."""
        frontier = Frontier()
        frontier.push(start, np.zeros(len(start), np.int64))
        while frontier:
            boxes, labels = self.narrowed(*frontier.pop(), further)
            certain = self.question.certain(boxes, further)
            for at in np.flatnonzero(certain).tolist():
                solution = self.question.solution(lowest(boxes, at, self.layout))
                if solution is not None:
                    return solution
            open_ = np.flatnonzero(~certain)
            boxes, labels = boxes.take(open_), labels[open_]
            inside, labels, single = self.split(boxes, labels)
            for at in np.flatnonzero(single).tolist():
                solution = self.question.solution(lowest(boxes, at, self.layout))
                if solution is not None:
                    return solution
            frontier.push(inside, labels)
        return None

    def volume(self, start: Boxes, at_most: int | None) -> int:
        """Return the number of solutions in a box, or at least `at_most`."""
        frontier, number = Frontier(), 0
        frontier.push(start, np.zeros(len(start), np.int64))
        while frontier and (at_most is None or number < at_most):
            boxes, labels = self.narrowed(*frontier.pop())
            certain = self.question.certain(boxes)
            number += sum(self._counted(boxes, at) for at in np.flatnonzero(certain).tolist())
            open_ = np.flatnonzero(~certain)
            boxes, labels = boxes.take(open_), labels[open_]
            inside, labels, single = self.split(boxes, labels)
            points = np.flatnonzero(single).tolist()
            number += sum(self.question.solution(lowest(boxes, at, self.layout)) is not None for at in points)
            frontier.push(inside, labels)
        return number

    def _counted(self, boxes: Boxes, at: int) -> int:
        """Return the number of values of the decided variables in a box."""
        return prod(len(self.values_in(boxes, at, index)) for index in self.layout.decided)

    def values_in(self, boxes: Boxes, at: int, index: int) -> IntSet:
        """Return the values of a variable in a box."""
        if index in self.layout.row:
            row = self.layout.row[index]
            ends = IntSet.between(int(boxes.low[row, at]), int(boxes.high[row, at]))
            return self.layout.domains[index] & ends
        number = self.layout.set_of[index]
        return IntSet.of(self.layout.values[number][boxes.sets[number][at]].tolist())


class ValueSearch:
    """Which values of some variables have a solution: values in a certain box have, values in no box have not.

    A box looks for values of one variable, its label, not seen yet. `alone` are the variables whose own narrowing is
    lifted in the boxes that look for them, so that these say nothing of the others.
    """

    def __init__(self, search: BoxSearch, wanted: Mapping[int, IntSet], alone: Collection[int] = ()) -> None:
        self._search = search
        self._layout = search.layout
        self._wanted = sorted(wanted)
        self._alone = np.array([index in alone for index in self._wanted], np.bool_)
        self.open: dict[int, Ints] = {
            index: np.fromiter(values, np.int64, len(values)) for index, values in wanted.items()
        }

    def run(self, starts: Mapping[int, Boxes | None]) -> None:
        """Search the boxes, at most one for each wanted variable.

        What is left in `open` afterwards has no solution; when it raises, that is undecided.
        """
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
            certain = self._search.question.certain(boxes)
            self._see(boxes, labels, certain)
            open_ = np.flatnonzero(~certain)
            boxes, labels = boxes.take(open_), labels[open_]
            inside, halved, single = self._search.split(boxes, labels, self._late(labels))
            self._see_points(boxes, labels, np.flatnonzero(single).tolist())
            frontier.push(inside, halved)

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
