"""Evaluates sums and formulas over all combinations of some variables' values at once, as numpy arrays."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.program.bounds import linears_in, product_range, term_range
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Program,
    Same,
    Table,
    Term,
    Truth,
)
from configurator.solving.diagram.compile_budget import CompileMeter
from configurator.solving.diagram.limits import STREAMED_ENTRIES


class NotEvaluable(Exception):
    """A formula cannot be evaluated over arrays. Caught within this package."""


@dataclass(frozen=True, slots=True, eq=False)
class ValueArray:
    """Numbers or booleans with one axis per variable of `over`, in ascending order."""

    over: tuple[int, ...]
    numbers: NDArray[Any]

    def along(self, over: Sequence[int]) -> NDArray[Any]:
        """Return the array broadcast to more variables, with axes of length 1 for those it does not depend on."""
        own = iter(self.numbers.shape)
        return self.numbers.reshape([next(own) if variable in self.over else 1 for variable in over])


Kind = type[np.int32] | type[np.int64]
"""What holds numbers: half as long ones take half the time, where they reach far enough."""


def kind_for(program: Program) -> Kind:
    """Return the integer type that holds every sum of a program and every partial sum."""
    domains = [variable.domain for variable in program.variables]
    reach = 0
    for constraint in program.constraints:
        for linear in linears_in(constraint.formula):
            ends = (max(map(abs, term_range(term, domains[term.variable]))) for term in linear.terms)
            reach = max(reach, sum(ends) + abs(linear.low or 0) + abs(linear.high or 0))
        if isinstance(constraint.formula, Product):
            factors = (domains[constraint.formula.left], domains[constraint.formula.right])
            reach = max(reach, *map(abs, product_range(*factors)))
    reach = max([reach, *(abs(end) for domain in domains for end in (domain.low, domain.high))])
    return np.int32 if reach < np.iinfo(np.int32).max else np.int64


@dataclass(frozen=True, slots=True)
class ArrayEvaluation:
    """Evaluates formulas over arrays: a free variable's values lie along its own axis.

    `late` results are computed on use and not stored. All numbers have one `kind`. `meter` counts the entries. Every
    method raises NotEvaluable and CompilationTooLarge.
    """

    known: Mapping[int, ValueArray]
    meter: CompileMeter
    kind: Kind = np.int64
    late: Mapping[int, Callable[[], ValueArray]] = field(default_factory=dict)

    def joined(self, spreads: Sequence[ValueArray]) -> tuple[tuple[int, ...], list[NDArray[Any]]]:
        """Return the union of the variables of several arrays, and the arrays broadcast to it."""
        over = tuple(sorted({variable for each in spreads for variable in each.over}))
        arrays = [each.along(over) for each in spreads]
        size = 1
        for length in np.broadcast_shapes(*(each.shape for each in arrays)):
            size *= length
        self.meter.work(size // STREAMED_ENTRIES, len(arrays))
        return over, arrays

    def of(self, variable: int) -> ValueArray:
        """Return the array of a variable's values."""
        if variable in self.late:
            return self.late[variable]()
        if variable not in self.known:
            raise NotEvaluable
        return self.known[variable]

    def total(self, terms: Iterable[Term]) -> ValueArray:
        """Return the sum of the terms."""
        over: tuple[int, ...] = ()
        total = np.zeros((), self.kind)
        for term in terms:
            own = self.of(term.variable)
            plus: np.ufunc = np.add
            if term.weights or abs(term.coefficient) != 1:
                own = self._weighed(own, term)
            elif term.coefficient < 0:
                plus = np.subtract
            together, (before, added) = self.joined([ValueArray(over, total), own])
            if together == over:
                plus(total, added, out=total)
            else:
                over, total = together, plus(before, added)
        return ValueArray(over, total)

    def plus(self, one: ValueArray, other: ValueArray) -> ValueArray:
        """Return the sum of two numbers."""
        over, (mine, theirs) = self.joined([one, other])
        return ValueArray(over, mine + theirs)

    def times(self, left: int, right: int) -> ValueArray:
        """Return the product of two variables."""
        over, (mine, theirs) = self.joined([self.of(left), self.of(right)])
        return ValueArray(over, mine * theirs)

    def _weighed(self, own: ValueArray, term: Term) -> ValueArray:
        self.meter.work(own.numbers.size // STREAMED_ENTRIES, 1 + len(term.weights))
        array = term.coefficient * own.numbers
        for value, weight in term.weights:
            array = np.where(own.numbers == value, weight, array)
        return ValueArray(own.over, array)

    def looked_up(self, table: Table, variable: int) -> ValueArray:
        """Return a variable's value as a function of a table's other columns, all cells being single values."""
        own = table.variables.index(variable)
        others = [self.of(other) for other in table.variables if other != variable]
        cells = np.array([[cell.low for cell in row] for row in table.rows], self.kind)
        keys = [np.unique(column) for position, column in enumerate(cells.T) if position != own]
        over, arrays = self.joined(others)
        nothing = np.iinfo(self.kind).max
        values = np.full([len(key) for key in keys], nothing, self.kind)
        values[tuple(map(np.searchsorted, keys, np.delete(cells, own, axis=1).T))] = cells[:, own]
        at = [np.minimum(np.searchsorted(key, each), len(key) - 1) for key, each in zip(keys, arrays, strict=True)]
        known = [key[position] == each for key, position, each in zip(keys, at, arrays, strict=True)]
        result = values[tuple(at)]
        if not all(each.all() for each in known) or (result == nothing).any():
            raise NotEvaluable
        return ValueArray(over, result)

    def truth(self, formula: Formula) -> ValueArray:
        """Return a boolean array: where a formula holds."""
        match formula:
            case Truth(value):
                return ValueArray((), np.array(value))
            case Literal(variable, values):
                own = self.of(variable)
                return ValueArray(own.over, self._among(own.numbers, values))
            case Not(of):
                value_array = self.truth(of)
                return ValueArray(value_array.over, ~value_array.numbers)
            case And(parts):
                return self._together(np.logical_and, [ValueArray((), np.array(True)), *map(self.truth, parts)])
            case Or(parts):
                return self._together(np.logical_or, [ValueArray((), np.array(False)), *map(self.truth, parts)])
            case Same(left, right):
                return self._together(np.equal, [self.truth(left), self.truth(right)])
            case Linear(terms, low, high):
                total = self.total(terms)
                inside = np.ones(total.numbers.shape, np.bool_)
                if low is not None:
                    inside &= total.numbers >= low
                if high is not None:
                    inside &= total.numbers <= high
                return ValueArray(total.over, inside)
            case Table(variables, rows, allowed):
                listed = Or(tuple(And(tuple(map(Literal, variables, row))) for row in rows))
                return self.truth(listed if allowed else Not(listed))
            case Product(variable, left, right):
                return self._together(np.equal, [self.of(variable), self.times(left, right)])

    def _among(self, numbers: NDArray[Any], values: IntSet) -> NDArray[np.bool_]:
        self.meter.work(numbers.size // STREAMED_ENTRIES, len(values.intervals))
        array = np.zeros(numbers.shape, np.bool_)
        for low, high in values.intervals:
            array |= (numbers >= low) & (numbers <= high)
        return array

    def _together(self, how: np.ufunc, spreads: Sequence[ValueArray]) -> ValueArray:
        over, arrays = self.joined(spreads)
        return ValueArray(over, reduce(how, arrays))
