"""The solution of least cost: the box that may hold the cheapest is halved first, and what costs more is cut off."""

from collections.abc import Iterable, Sequence

import numpy as np

from configurator.program.nodes import Linear, Term, joined_term
from configurator.program.semantics import weigh
from configurator.solving.boxes.box_arrays import Boxes, Ints, joined
from configurator.solving.boxes.box_program import undoubted
from configurator.solving.boxes.box_search import BoxSearch, lowest
from configurator.solving.boxes.box_terms import term_bounds
from configurator.solving.boxes.contractors import Contractor, contractor_of
from configurator.solving.boxes.limits import BOXES_AT_ONCE, BOXES_TRIED
from configurator.solving.port import Solution


class BoxOptimum:
    """Branch and bound. Raises TooManyBoxes and OutOfBudget; `best` is then the best solution so far."""

    def __init__(self, search: BoxSearch, objective: Sequence[Term]) -> None:
        self._search = search
        self._layout = search.layout
        mine: dict[int, list[Term]] = {}
        for term in objective:
            mine.setdefault(term.variable, []).append(term)
        self._terms = tuple(joined_term(terms) for terms in mine.values())
        self._bounds_of = [term_bounds(term, self._layout) for term in self._terms]
        self._slopes = {term.variable: term for term in self._terms}
        self._weighed = search.question.boxes.support(self._slopes)
        self.best: Solution | None = None
        self.cost = 0

    def run(self, start: Boxes) -> None:
        """Search a box; `best` is then the cheapest solution in it, or None where there is none."""
        waiting = start
        while len(waiting):
            bounds = self._bounds(waiting)
            if self.best is not None:
                waiting, bounds = waiting.take(bounds < self.cost), bounds[bounds < self.cost]
            order = np.argsort(bounds, kind="stable")
            boxes, labels = waiting.take(order[:BOXES_AT_ONCE]), np.arange(min(len(order), BOXES_AT_ONCE))
            waiting = waiting.take(order[BOXES_AT_ONCE:])
            if not len(labels):
                return
            boxes, labels = self._search.narrowed(boxes, labels, self._cheaper())
            doubts = self._search.question.doubts(boxes)
            inside, _, single = self._search.split(boxes, labels, doubts | self._weighed[:, None])
            certain = undoubted(doubts)
            self._try(boxes, np.flatnonzero(single | certain).tolist())
            self._try(boxes, range(min(len(labels), BOXES_TRIED)))
            waiting = joined([inside, waiting])

    def _cheaper(self) -> list[Contractor]:
        """Return what cuts off all that costs as much as the best."""
        if self.best is None:
            return []
        return [contractor_of(Linear(self._terms, None, self.cost - 1), self._layout)]

    def _bounds(self, boxes: Boxes) -> Ints:
        with np.errstate(all="ignore"):
            return sum((term.ends(boxes)[0] for term in self._bounds_of), np.zeros(len(boxes), np.int64))

    def _try(self, boxes: Boxes, which: Iterable[int]) -> None:
        """Look at the corner of each box that looks cheapest."""
        for at in which:
            solution = self._search.question.solution(self._corner(boxes, at))
            if solution is None:
                continue
            cost = weigh(self._terms, solution)
            if self.best is None or cost < self.cost:
                self.best, self.cost = solution, cost

    def _corner(self, boxes: Boxes, at: int) -> list[int]:
        values = lowest(boxes, at, self._layout)
        for index in self._layout.decided:
            term = self._slopes.get(index)
            if term is not None:
                values[index] = self._cheapest(boxes, at, index, term)
        return values

    def _cheapest(self, boxes: Boxes, at: int, index: int, term: Term) -> int:
        left = self._search.values_in(boxes, at, index)
        special = [value for value, _ in term.weights if value in left]
        return min((left.low, left.high, *special), key=term.weigh)
