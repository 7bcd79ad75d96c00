"""Boxes of values as arrays: an interval for each wide variable, a set for each listed one, a column for each box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Program, Table, leaves_in
from configurator.solving.boxes.limits import (
    BOX_LISTED_VALUES,
    BOX_SET_VALUES,
    BOX_WEIGHTS,
    BOX_WIDTH,
)
from configurator.solving.deferring_solver import BeyondForm

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class NotBoxable(BeyondForm):
    """Boxes are no form for this program. Caught where solvers are chosen."""


@dataclass(frozen=True, slots=True)
class BoxLayout:
    """Where each variable is: its row among the intervals, or its number among the sets.

    `domains` are those of the program; `values` lists the values of each set; `decided` are the variables that are not
    determined.
    """

    domains: tuple[IntSet, ...]
    row: Mapping[int, int]
    set_of: Mapping[int, int]
    values: tuple[Ints, ...]
    decided: tuple[int, ...]

    @staticmethod
    def of(program: Program) -> "BoxLayout":
        """Return the layout of a program. Raises NotBoxable where a domain fits neither form."""
        irregular = _irregular(program)
        domains = tuple(variable.domain for variable in program.variables)
        row, set_of, values = dict[int, int](), dict[int, int](), list[Ints]()
        for index, variable in enumerate(program.variables):
            size = len(variable.domain)
            few = size <= BOX_LISTED_VALUES and not variable.determined
            if few or (index in irregular and size <= BOX_SET_VALUES):
                set_of[index] = len(values)
                values.append(np.fromiter(variable.domain, np.int64, size))
            elif index in irregular or variable.domain.high - variable.domain.low > BOX_WIDTH:
                raise NotBoxable(f"{variable.name} has too many values with weights of their own")
            else:
                row[index] = len(row)
        decided = tuple(index for index, variable in enumerate(program.variables) if not variable.determined)
        return BoxLayout(domains, row, set_of, tuple(values), decided)

    def size(self, index: int) -> int:
        """Return the number of values of a variable, those between its ends for an interval."""
        domain = self.domains[index]
        return len(domain) if index in self.set_of else domain.high - domain.low + 1


def _irregular(program: Program) -> set[int]:
    """Return the variables with many weights of their own in a sum; an interval says little of those."""
    sums = (leaf for law in program.constraints for leaf in leaves_in(law.formula) if isinstance(leaf, Linear))
    return {term.variable for leaf in sums for term in leaf.terms if len(term.weights) > BOX_WEIGHTS} | {
        variable
        for law in program.constraints
        for leaf in leaves_in(law.formula)
        if isinstance(leaf, Table)
        for variable in leaf.variables
        if len(program.variables[variable].domain) <= BOX_LISTED_VALUES
    }


@dataclass(slots=True)
class Boxes:
    """Boxes side by side. `low` and `high` have a row for each interval; a set has a row for each box."""

    low: Ints
    high: Ints
    sets: list[Bools]

    @staticmethod
    def of(layout: BoxLayout, domains: Sequence[IntSet]) -> "Boxes":
        """Return one box: the hulls of wide domains, and listed domains as they are; none may be empty."""
        low, high = (np.empty((len(layout.row), 1), np.int64) for _ in range(2))
        for index, row in layout.row.items():
            low[row], high[row] = domains[index].low, domains[index].high
        sets = [mask_of(layout.values[number], domains[index])[None, :] for index, number in layout.set_of.items()]
        return Boxes(low, high, sets)

    def __len__(self) -> int:
        return self.low.shape[1] if len(self.low) else len(self.sets[0])

    def take(self, which: Bools | Ints | slice) -> "Boxes":
        """Return copies of some of the boxes."""
        if isinstance(which, slice):
            low, high = self.low[:, which].copy(), self.high[:, which].copy()
            return Boxes(low, high, [each[which].copy() for each in self.sets])
        return Boxes(self.low[:, which], self.high[:, which], [each[which] for each in self.sets])

    def copy(self) -> "Boxes":
        return self.take(slice(None))

    def alive(self) -> Bools:
        """Return which boxes are not empty."""
        alive: Bools = np.all(self.low <= self.high, axis=0)
        for each in self.sets:
            alive = alive & each.any(axis=1)
        return alive

    def put(self, which: Ints, boxes: "Boxes") -> None:
        """Replace some of the boxes."""
        self.low[:, which], self.high[:, which] = boxes.low, boxes.high
        for own, others in zip(self.sets, boxes.sets, strict=True):
            own[which] = others

    def changed(self, before: "Boxes", layout: BoxLayout) -> tuple[Ints, frozenset[int]]:
        """Return the boxes that are narrower than before and not empty, and the variables of which some of them are."""
        alive = self.alive()
        rows = ((self.low != before.low) | (self.high != before.high)) & alive
        sets = [(own != other).any(axis=1) & alive for own, other in zip(self.sets, before.sets, strict=True)]
        variables = frozenset(
            [index for index, row in layout.row.items() if rows[row].any()]
            + [index for index, number in layout.set_of.items() if sets[number].any()]
        )
        return np.flatnonzero(np.logical_or.reduce([rows.any(axis=0), *sets])), variables


def joined(parts: Sequence[Boxes]) -> Boxes:
    """Return the boxes of several batches in order, at least one batch."""
    if len(parts) == 1:
        return parts[0]
    sets = [np.concatenate(each) for each in zip(*(part.sets for part in parts), strict=True)]
    low, high = (np.concatenate(ends, axis=1) for ends in zip(*((part.low, part.high) for part in parts), strict=True))
    return Boxes(low, high, sets)


def any_of_each(rows: Bools) -> Bools:
    """Return for each row whether something in it is true."""
    some: Bools = np.logical_or.reduce(rows, axis=1)
    return some


def mask_of(values: Ints, allowed: IntSet) -> Bools:
    """Return which of some ascending values are in a set."""
    starts, ends = ends_of(allowed)
    if not len(starts):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(ends, values)
    return (at < len(ends)) & (starts[np.minimum(at, len(ends) - 1)] <= values)


def ends_of(values: IntSet) -> tuple[Ints, Ints]:
    """Return the first and the last members of a set's intervals."""
    pairs = np.array(values.intervals, np.int64).reshape(-1, 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
