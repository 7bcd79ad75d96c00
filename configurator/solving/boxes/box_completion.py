"""The lexicographically best solution by wishes: all wishes at once, and back to the first that cannot be granted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.boxes.box_arrays import Boxes, BoxLayout, joined, mask_of
from configurator.solving.boxes.box_search import BoxSearch, TooManyBoxes
from configurator.solving.boxes.contractors import Contractor, contractor_of
from configurator.solving.port import Solution


@dataclass(frozen=True, slots=True)
class _Branch:
    """A box in which all wishes before `next` are settled; `without` are values that refused wishes took away."""

    box: Boxes
    next: int
    without: tuple[Contractor, ...] = ()


class BoxCompletion:
    """Grants wishes in their order. Raises TooManyBoxes and OutOfBudget."""

    def __init__(self, search: BoxSearch, wishes: Sequence[Wish]) -> None:
        self._search = search
        self._layout = search.layout
        self._wishes = wishes

    def best(self, start: Boxes, branches: int | None = None) -> Solution | None:
        """Return the best solution in a box; None where there is none. Raises TooManyBoxes after so many branches."""
        waiting, looked_at = [_Branch(start, 0)], 0
        while waiting:
            if looked_at == branches:
                raise TooManyBoxes
            looked_at += 1
            branch = waiting.pop()
            steps = list(self._granting(branch))
            boxes = joined([branch.box, *(box for _, _, box in steps)])
            left, labels = self._search.narrowed(boxes, np.arange(len(steps) + 1), branch.without)
            empty = sorted(set(range(len(steps) + 1)) - set(labels.tolist()))
            if not empty:
                solution = self._in(left.take(slice(len(steps), None)), branch.without)
                if solution is not None:
                    return solution
            for at in range(min([*empty, len(steps)])):
                waiting += self._refusing(left.take(slice(at, at + 1)), steps[at][0], steps[at][1], branch.without)
        return None

    def _granting(self, branch: _Branch) -> Iterator[tuple[int, IntSet, Boxes]]:
        """Yield each further wish that may be granted: its number, the values that do, and the box that they leave."""
        box = branch.box
        for number in range(branch.next, len(self._wishes)):
            wish = self._wishes[number]
            before = self._search.values_in(box, 0, wish.variable)
            if not before:
                return  # The box holds nothing.
            wanted = before & wish.values if isinstance(wish, Literal) else IntSet.between(before.low, before.low)
            if wanted and wanted != before:
                box = narrowed_to(box, wish.variable, wanted, self._layout)
                yield number, wanted, box

    def _in(self, box: Boxes, without: Sequence[Contractor]) -> Solution | None:
        """Return a solution in a box that leaves the wishes nothing to choose."""
        if self._search.question.certain(box, without).all():
            solution = self._search.solution(box, 0)
            if solution is not None:
                return solution
        return self._search.first(box, without)

    def _refusing(self, box: Boxes, number: int, granted: IntSet, without: tuple[Contractor, ...]) -> Iterator[_Branch]:
        """Yield what is left of a narrowed box without what granted a wish, the better part last."""
        wish = self._wishes[number]
        values = self._search.values_in(box, 0, wish.variable)
        rest = values - granted
        if not rest:
            return
        if isinstance(wish, Lowest):
            if rest == values:
                yield _Branch(box, number, without)
                return
            middle = (rest.low + rest.high) // 2
            for part in (rest & IntSet.between(middle + 1, rest.high), rest & IntSet.between(rest.low, middle)):
                if part:
                    yield _Branch(narrowed_to(box, wish.variable, part, self._layout), number, without)
            return
        if wish.variable in self._layout.row and len(rest.intervals) > 1:
            refused = contractor_of(Literal(wish.variable, rest), self._layout)
            yield _Branch(box, number + 1, (*without, refused))
        else:
            yield _Branch(narrowed_to(box, wish.variable, rest, self._layout), number + 1, without)


def narrowed_to(box: Boxes, variable: int, values: IntSet, layout: BoxLayout) -> Boxes:
    """Return a box with some of its values of a variable. Raises TooManyBoxes where an interval cannot express them."""
    box = box.copy()
    if variable in layout.set_of:
        number = layout.set_of[variable]
        box.sets[number] &= mask_of(layout.values[number], values)
        return box
    if values != layout.domains[variable] & IntSet.between(values.low, values.high):
        raise TooManyBoxes
    row = layout.row[variable]
    box.low[row], box.high[row] = values.low, values.high
    return box
