"""Searches over boxes: halve what is neither empty nor certain, many boxes at once, until the question is settled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.solving.boxes.box_arrays import Bools, Boxes, BoxLayout, Ints, joined
from configurator.solving.boxes.box_program import BoxQuestion, undoubted
from configurator.solving.boxes.contractors import Contractor
from configurator.solving.boxes.limits import BOX_UNDOUBTED, BOX_WORK, BOXES_AT_ONCE
from configurator.solving.deferring_solver import BeyondForm
from configurator.solving.port import Solution


class TooManyBoxes(BeyondForm):
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
    """One question's search, whatever the variable `lifted` is narrowed to. Raises TooManyBoxes and OutOfBudget."""

    def __init__(self, question: BoxQuestion, meter: BoxMeter, lifted: int | None = None) -> None:
        self.question = question
        self._lifted = lifted
        self.layout = question.boxes.layout
        self.meter = meter
        whole = np.array([self.layout.size(index) for index in self.layout.decided], np.float64)
        self._whole = np.maximum(whole, 1)[:, None]

    def solution(self, boxes: Boxes, at: int) -> Solution | None:
        """Return the solution of the least values in a box; None if they are none."""
        return self.question.solution(lowest(boxes, at, self.layout), self._lifted)

    def narrowed(self, boxes: Boxes, labels: Ints, further: Sequence[Contractor] = ()) -> tuple[Boxes, Ints]:
        """Return the boxes left, with their labels."""
        self.meter.work(len(boxes))
        left = self.question.narrowed(boxes, further)
        return boxes.take(left), labels[left]

    def split(
        self, boxes: Boxes, labels: Ints, doubts: Bools, late: NDArray[np.float64] | None = None
    ) -> tuple[Boxes, Ints, Bools]:
        """Return the halves of boxes, with labels, and which boxes were single values, so that they have no halves.

        Each is halved where it is widest, as a part of the domain, of the variables in doubt as long as one has several
        values; `late` says by how much a variable waits.
        """
        own = sizes(boxes, self.layout)
        widths = own / self._whole * np.where(doubts, 1, BOX_UNDOUBTED) * (1 if late is None else late)
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
            doubts = self.question.doubts(boxes, further)
            certain = undoubted(doubts)
            for at in np.flatnonzero(certain).tolist():
                solution = self.solution(boxes, at)
                if solution is not None:
                    return solution
            open_ = np.flatnonzero(~certain)
            boxes, labels = boxes.take(open_), labels[open_]
            inside, labels, single = self.split(boxes, labels, doubts[:, open_])
            for at in np.flatnonzero(single).tolist():
                solution = self.solution(boxes, at)
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
            doubts = self.question.doubts(boxes)
            certain = undoubted(doubts)
            number += sum(self._counted(boxes, at) for at in np.flatnonzero(certain).tolist())
            open_ = np.flatnonzero(~certain)
            boxes, labels = boxes.take(open_), labels[open_]
            inside, labels, single = self.split(boxes, labels, doubts[:, open_])
            points = np.flatnonzero(single).tolist()
            number += sum(self.solution(boxes, at) is not None for at in points)
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
