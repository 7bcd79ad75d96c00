"""Formulas over boxes: whether one may hold or surely holds in each box, and which values of a box it leaves.

Every answer is safe: what is removed has no solution in the box, and what is certain holds for all of its values.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Same,
    Table,
    Term,
    Truth,
    variables_in,
)
from configurator.program.rewriting import negation
from configurator.program.table_rows import rows_left
from configurator.solving.boxes.box_arrays import (
    Bools,
    Boxes,
    BoxLayout,
    Ints,
    NotBoxable,
    any_of_each,
    ends_of,
    mask_of,
)
from configurator.solving.boxes.box_tables import RowContractor
from configurator.solving.boxes.box_terms import TermBounds, term_bounds
from configurator.solving.boxes.limits import BOX_NOTHING, BOX_OTHER_ROWS


class Contractor(ABC):
    """One formula. `narrow` changes the boxes of `where` in place, and with `only` that variable alone."""

    variables: frozenset[int] = frozenset()
    """The variables that it looks at."""

    @abstractmethod
    def possible(self, boxes: Boxes) -> Bools:
        """Return the boxes in which it may hold."""

    @abstractmethod
    def certain(self, boxes: Boxes) -> Bools:
        """Return the boxes in which it holds for all values."""

    @abstractmethod
    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        """Remove values with which it cannot hold; a box may become empty."""


def contractor_of(formula: Formula, layout: BoxLayout) -> Contractor:
    """Return the contractor of a formula. Raises NotBoxable."""
    contractor = _contractor_of(formula, layout)
    contractor.variables = frozenset(variables_in(formula))
    return contractor


def _contractor_of(formula: Formula, layout: BoxLayout) -> Contractor:
    match formula:
        case Truth(value):
            return _Constant(value)
        case Literal(variable, values):
            if variable in layout.set_of:
                return _SetLiteral(variable, layout, values)
            return _IntervalLiteral(variable, layout, values)
        case Not(of):
            return contractor_of(negation(of), layout)
        case And(parts):
            return _Every([contractor_of(part, layout) for part in parts])
        case Or(parts):
            return _Some([contractor_of(part, layout) for part in parts])
        case Same(left, right):
            both = And((Or((negation(left), right)), Or((left, negation(right)))))
            return contractor_of(both, layout)
        case Linear(terms, low, high):
            return _Sum([term_bounds(term, layout) for term in terms], low, high)
        case Table():
            return _Rows(formula, layout)
        case Product(variable, left, right):
            return _Product(variable, (left, right), layout)


class _Constant(Contractor):
    def __init__(self, value: bool) -> None:
        self._value = value

    def possible(self, boxes: Boxes) -> Bools:
        return np.full(len(boxes), self._value)

    def certain(self, boxes: Boxes) -> Bools:
        return np.full(len(boxes), self._value)

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        if not self._value and only is None:
            empty(boxes, where)


def empty(boxes: Boxes, where: Bools) -> None:
    """Leave some boxes no values."""
    if len(boxes.high):
        np.copyto(boxes.high[0], boxes.low[0] - 1, where=where)
    else:
        boxes.sets[0] &= ~where[:, None]


class _SetLiteral(Contractor):
    def __init__(self, variable: int, layout: BoxLayout, values: IntSet) -> None:
        self._variable = variable
        self._number = layout.set_of[variable]
        self._allowed = mask_of(layout.values[self._number], values & layout.domains[variable])

    def possible(self, boxes: Boxes) -> Bools:
        return any_of_each(boxes.sets[self._number] & self._allowed)

    def certain(self, boxes: Boxes) -> Bools:
        return ~any_of_each(boxes.sets[self._number] & ~self._allowed)

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        if only is None or only == self._variable:
            boxes.sets[self._number] &= self._allowed | ~where[:, None]


class _IntervalLiteral(Contractor):
    def __init__(self, variable: int, layout: BoxLayout, values: IntSet) -> None:
        self._variable = variable
        self._row = layout.row[variable]
        domain = layout.domains[variable]
        self._starts, self._ends = ends_of(values & domain)
        self._covers = ends_of(IntSet.between(-BOX_NOTHING, BOX_NOTHING) - (domain - values))

    def possible(self, boxes: Boxes) -> Bools:
        if not len(self._starts):
            return np.zeros(len(boxes), np.bool_)
        low, high = boxes.low[self._row], boxes.high[self._row]
        at = np.searchsorted(self._ends, low)
        possible: Bools = (at < len(self._ends)) & (self._starts[np.minimum(at, len(self._ends) - 1)] <= high)
        return possible

    def certain(self, boxes: Boxes) -> Bools:
        starts, ends = self._covers
        low, high = boxes.low[self._row], boxes.high[self._row]
        at = np.minimum(np.searchsorted(ends, low), len(ends) - 1)
        certain: Bools = (starts[at] <= low) & (high <= ends[at])
        return certain

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        if only is not None and only != self._variable:
            return
        if not len(self._starts):
            empty(boxes, where)
            return
        low, high = boxes.low[self._row], boxes.high[self._row]
        first = np.searchsorted(self._ends, low)
        last = np.searchsorted(self._starts, high, side="right") - 1
        gone = where & ((first > last) | (first >= len(self._ends)) | (last < 0))
        first, last = np.minimum(first, len(self._ends) - 1), np.maximum(last, 0)
        np.maximum(low, self._starts[first], out=low, where=where)
        np.minimum(high, self._ends[last], out=high, where=where)
        np.copyto(high, low - 1, where=gone)


class _Every(Contractor):
    def __init__(self, parts: Sequence[Contractor]) -> None:
        self._parts = parts

    def possible(self, boxes: Boxes) -> Bools:
        return reduce(np.logical_and, (part.possible(boxes) for part in self._parts), np.ones(len(boxes), np.bool_))

    def certain(self, boxes: Boxes) -> Bools:
        return reduce(np.logical_and, (part.certain(boxes) for part in self._parts), np.ones(len(boxes), np.bool_))

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        for part in self._parts:
            part.narrow(boxes, where, only)


class _Some(Contractor):
    """A disjunction: where only one part is possible, that one must hold."""

    def __init__(self, parts: Sequence[Contractor]) -> None:
        self._parts = parts

    def possible(self, boxes: Boxes) -> Bools:
        return reduce(np.logical_or, (part.possible(boxes) for part in self._parts), np.zeros(len(boxes), np.bool_))

    def certain(self, boxes: Boxes) -> Bools:
        return reduce(np.logical_or, (part.certain(boxes) for part in self._parts), np.zeros(len(boxes), np.bool_))

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        possible = [part.possible(boxes) & where for part in self._parts]
        number = reduce(np.add, (each.astype(np.int64) for each in possible), np.zeros(len(boxes), np.int64))
        alone = number == 1
        for part, own in zip(self._parts, possible, strict=True):
            forced = own & alone
            if forced.any():
                part.narrow(boxes, forced, only)
        if only is None:
            empty(boxes, where & (number == 0))


class _Sum(Contractor):
    """`low ≤ Σ terms ≤ high`: each term is left what the others' best case allows."""

    def __init__(self, terms: Sequence[TermBounds], low: int | None, high: int | None) -> None:
        self._terms = terms
        self._low = low
        self._high = high

    def _reach(self, boxes: Boxes) -> tuple[Ints, Ints]:
        least = most = np.zeros(len(boxes), np.int64)
        for term in self._terms:
            low, high = term.ends(boxes)
            least, most = least + low, most + high
        return least, most

    def possible(self, boxes: Boxes) -> Bools:
        least, most = self._reach(boxes)
        possible = np.ones(len(boxes), np.bool_)
        if self._high is not None:
            possible &= least <= self._high
        if self._low is not None:
            possible &= most >= self._low
        return possible

    def certain(self, boxes: Boxes) -> Bools:
        least, most = self._reach(boxes)
        certain = np.ones(len(boxes), np.bool_)
        if self._high is not None:
            certain &= most <= self._high
        if self._low is not None:
            certain &= least >= self._low
        return certain

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        least, most = self._reach(boxes)
        for term in self._terms:
            if only is not None and only != term.variable:
                continue
            low, high = term.ends(boxes)
            ceiling = None if self._high is None else self._high - (least - low)
            floor = None if self._low is None else self._low - (most - high)
            term.narrow(boxes, floor, ceiling, where)
            low_after, high_after = term.ends(boxes)
            least, most = least - low + low_after, most - high + high_after


class _Product(Contractor):
    """`variable = left * right` of intervals: between the products of ends, and the quotients by what is not 0."""

    def __init__(self, variable: int, factors: tuple[int, int], layout: BoxLayout) -> None:
        self._made = term_bounds_of(variable, layout)
        self._factors = tuple(term_bounds_of(factor, layout) for factor in factors)

    def _products(self, boxes: Boxes) -> tuple[Ints, Ints]:
        (one, two), (three, four) = (factor.ends(boxes) for factor in self._factors)
        corners = (one * three, one * four, two * three, two * four)
        return reduce(np.minimum, corners), reduce(np.maximum, corners)

    def possible(self, boxes: Boxes) -> Bools:
        low, high = self._products(boxes)
        least, most = self._made.ends(boxes)
        return (low <= most) & (least <= high)

    def certain(self, boxes: Boxes) -> Bools:
        low, high = self._products(boxes)
        least, most = self._made.ends(boxes)
        certain: Bools = (low == high) & (least == most) & (low == least)
        return certain

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        if only is None or only == self._made.variable:
            self._made.narrow(boxes, *self._products(boxes), where)
        for factor, other in (self._factors, self._factors[::-1]):
            if only is None or only == factor.variable:
                self._divide(boxes, factor, other, where)

    def _divide(self, boxes: Boxes, factor: TermBounds, other: TermBounds, where: Bools) -> None:
        low, high = other.ends(boxes)
        apart = where & ((low > 0) | (high < 0))
        if not apart.any():
            return
        low, high = np.where(apart, low, 1), np.where(apart, high, 1)
        ends = self._made.ends(boxes)
        floor = reduce(np.minimum, (-(-end // by) for end in ends for by in (low, high)))
        ceiling = reduce(np.maximum, (end // by for end in ends for by in (low, high)))
        factor.narrow(boxes, floor, ceiling, apart)


def term_bounds_of(variable: int, layout: BoxLayout) -> TermBounds:
    """Return the bounds of a variable itself."""
    return term_bounds(Term(variable, 1), layout)


class _Rows(Contractor):
    """A table of allowed rows, or of forbidden ones.

    Allowed rows tell exactly what is possible, forbidden ones what is certain; each are made of the others if few.
    """

    def __init__(self, table: Table, layout: BoxLayout) -> None:
        self._table = table
        self._layout = layout
        self._own = RowContractor(table.variables, table.rows, layout)

    @cached_property
    def _others(self) -> RowContractor | None:
        """The rows of what the own rows leave; None where they are many."""
        domains = tuple(self._layout.domains[variable] for variable in self._table.variables)
        rows = rows_left(domains, self._table.rows, BOX_OTHER_ROWS)
        try:
            return None if rows is None else RowContractor(self._table.variables, rows, self._layout)
        except NotBoxable:
            return None

    def possible(self, boxes: Boxes) -> Bools:
        allowed = self._own if self._table.allowed else self._others
        return allowed.meets_one(boxes) if allowed is not None else ~self._own.lies_in_one(boxes)

    def certain(self, boxes: Boxes) -> Bools:
        forbidden = self._others if self._table.allowed else self._own
        return ~forbidden.meets_one(boxes) if forbidden is not None else self._own.lies_in_one(boxes)

    def narrow(self, boxes: Boxes, where: Bools, only: int | None = None) -> None:
        allowed = self._own if self._table.allowed else self._others
        if allowed is not None:
            allowed.keep(boxes, where, only)
        else:
            self._own.forbid(boxes, where, only)
