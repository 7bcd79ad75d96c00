"""Terms of sums over boxes: their least and greatest weight in each box, and what bounds of a weight leave."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from configurator.program.nodes import Term
from configurator.solving.boxes.box_arrays import Bools, Boxes, BoxLayout, Ints
from configurator.solving.boxes.limits import BOX_NOTHING

Limit = Ints | int | None


class TermBounds(ABC):
    """A term of one variable."""

    variable: int

    @abstractmethod
    def ends(self, boxes: Boxes) -> tuple[Ints, Ints]:
        """Return bounds of the weight in each box, exact for a single value."""

    @abstractmethod
    def narrow(self, boxes: Boxes, floor: Limit, ceiling: Limit, where: Bools) -> None:
        """Remove values that weigh less than `floor` or more than `ceiling` from the boxes of `where`."""


def term_bounds(term: Term, layout: BoxLayout) -> TermBounds:
    """Return the bounds of a term, by the form of its variable."""
    if term.variable in layout.set_of:
        return _SetTerm(term, layout)
    if any(value in layout.domains[term.variable] for value, _ in term.weights):
        return _TermWithExceptions(term, layout)
    return _PlainTerm(term, layout)


class _SetTerm(TermBounds):
    def __init__(self, term: Term, layout: BoxLayout) -> None:
        self.variable = term.variable
        self._number = layout.set_of[term.variable]
        weights = dict(term.weights)
        values: Sequence[int] = layout.values[self._number].tolist()
        self._weights = np.array([weights.get(value, term.coefficient * value) for value in values], np.int64)

    def ends(self, boxes: Boxes) -> tuple[Ints, Ints]:
        left = boxes.sets[self._number]
        low = np.where(left, self._weights, BOX_NOTHING).min(axis=1)
        return low, np.where(left, self._weights, -BOX_NOTHING).max(axis=1)

    def narrow(self, boxes: Boxes, floor: Limit, ceiling: Limit, where: Bools) -> None:
        left = boxes.sets[self._number]
        if floor is not None:
            left &= (self._weights >= np.reshape(floor, (-1, 1))) | ~where[:, None]
        if ceiling is not None:
            left &= (self._weights <= np.reshape(ceiling, (-1, 1))) | ~where[:, None]


class _PlainTerm(TermBounds):
    """A multiple of an interval."""

    def __init__(self, term: Term, layout: BoxLayout) -> None:
        self.variable = term.variable
        self._row = layout.row[term.variable]
        self._coefficient = term.coefficient

    def ends(self, boxes: Boxes) -> tuple[Ints, Ints]:
        low, high = boxes.low[self._row], boxes.high[self._row]
        if self._coefficient == 1:
            return low.copy(), high.copy()
        one, other = self._coefficient * low, self._coefficient * high
        return (one, other) if self._coefficient >= 0 else (other, one)

    def narrow(self, boxes: Boxes, floor: Limit, ceiling: Limit, where: Bools) -> None:
        low, high = boxes.low[self._row], boxes.high[self._row]
        first, last = _solved(self._coefficient, floor, ceiling)
        if first is not None:
            np.maximum(low, first, out=low, where=where)
        if last is not None:
            np.minimum(high, last, out=high, where=where)


def _solved(coefficient: int, floor: Limit, ceiling: Limit) -> tuple[Limit, Limit]:
    """Return the least and greatest integer whose multiple lies within the limits, in this order."""
    if coefficient == 1:
        return floor, ceiling
    if coefficient < 0:
        coefficient, floor, ceiling = -coefficient, _opposite(ceiling), _opposite(floor)
    if coefficient:
        first = None if floor is None else -(-np.asarray(floor) // coefficient)
        return first, None if ceiling is None else np.asarray(ceiling) // coefficient
    nothing, everything = BOX_NOTHING, -BOX_NOTHING
    first = None if floor is None else np.where(np.asarray(floor) <= 0, everything, nothing)
    last = None if ceiling is None else np.where(np.asarray(ceiling) >= 0, nothing, everything)
    return first, last


def _opposite(limit: Limit) -> Limit:
    return None if limit is None else -limit


class _TermWithExceptions(TermBounds):
    """A multiple of an interval, but for a few values with weights of their own, such as the one that means absence."""

    def __init__(self, term: Term, layout: BoxLayout) -> None:
        self.variable = term.variable
        self._row = layout.row[term.variable]
        self._coefficient = term.coefficient
        self._exceptions = sorted(pair for pair in term.weights if pair[0] in layout.domains[term.variable])

    def _straight(self, boxes: Boxes) -> tuple[Ints, Ints]:
        """Return the ends of each interval without exceptions at its ends; the first lies above the last if none is
        left."""
        low, high = boxes.low[self._row].copy(), boxes.high[self._row].copy()
        for value, _ in self._exceptions:
            low += low == value
        for value, _ in reversed(self._exceptions):
            high -= high == value
        return low, high

    def ends(self, boxes: Boxes) -> tuple[Ints, Ints]:
        low, high = self._straight(boxes)
        some = low <= high
        one, other = self._coefficient * low, self._coefficient * high
        least = np.where(some, np.minimum(one, other), BOX_NOTHING)
        most = np.where(some, np.maximum(one, other), -BOX_NOTHING)
        for value, weight in self._exceptions:
            inside = (boxes.low[self._row] <= value) & (value <= boxes.high[self._row])
            least = np.where(inside, np.minimum(least, weight), least)
            most = np.where(inside, np.maximum(most, weight), most)
        return least, most

    def narrow(self, boxes: Boxes, floor: Limit, ceiling: Limit, where: Bools) -> None:
        low, high = boxes.low[self._row], boxes.high[self._row]
        straight_low, straight_high = self._straight(boxes)
        first, last = _solved(self._coefficient, floor, ceiling)
        new_low = straight_low if first is None else np.maximum(straight_low, first)
        new_high = straight_high if last is None else np.minimum(straight_high, last)
        some = new_low <= new_high
        new_low, new_high = np.where(some, new_low, BOX_NOTHING), np.where(some, new_high, -BOX_NOTHING)
        for value, weight in self._exceptions:
            fits = (low <= value) & (value <= high)
            if floor is not None:
                fits = fits & (np.asarray(floor) <= weight)
            if ceiling is not None:
                fits = fits & (weight <= np.asarray(ceiling))
            new_low = np.where(fits, np.minimum(new_low, value), new_low)
            new_high = np.where(fits, np.maximum(new_high, value), new_high)
        np.maximum(low, new_low, out=low, where=where)
        np.minimum(high, new_high, out=high, where=where)
