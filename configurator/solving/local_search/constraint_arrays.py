"""Literals, sums and tables of clauses as arrays: what one change of a solution leads to, breaks or repairs.

Each class notes the parts of clauses (`add`), makes arrays of them (`close`), and answers for all positions at once.
"""

from collections.abc import Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Table
from configurator.solving.local_search.layout import Layout, Mask, Positions
from configurator.solving.local_search.limits import BROKEN_DEMAND_COST
from configurator.solving.local_search.weights import weighed

Integers = NDArray[np.int64]
Costs = NDArray[np.float64]


class SetArrays:
    """The sets of all clauses: a use is a set in a clause."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[tuple[int, IntSet], int | None] = {}
        self._variables: list[int] = []
        self._members: list[list[bool]] = []
        self._uses: list[tuple[int, int]] = []

    def add(self, clause: int, values: Mapping[int, IntSet]) -> bool:
        """Note the sets of a clause; False, with nothing noted, where one has all values of its variable."""
        numbers = [self._number(variable, allowed) for variable, allowed in values.items()]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return False
        self._uses.extend((clause, number) for number in known)
        return True

    def _number(self, variable: int, allowed: IntSet) -> int | None:
        """Return the number of a set; None where it has all values of its variable."""
        key = variable, allowed
        if key not in self._known:
            one = self._layout.variables[variable]
            members = [False] * one.size
            for first, last in one.spans(allowed):
                members[first : last + 1] = [True] * (last + 1 - first)
            self._known[key] = None if all(members) else len(self._members)
            if not all(members):
                self._variables.append(variable)
                self._members.append(members)
        return self._known[key]

    def close(self) -> None:
        """Make arrays of what was noted."""
        layout = self._layout
        self._clause, self._set = np.array(self._uses, dtype=np.int64).reshape(-1, 2).T.copy()
        self._variable = np.array(self._variables, dtype=np.int64)
        self._member = np.array(list(chain.from_iterable(self._members)), dtype=np.bool_)
        sizes = layout.sizes[self._variable].astype(np.int64)
        of_set = np.repeat(np.arange(len(sizes)), sizes)
        self._shift = np.cumsum(sizes) - sizes - layout.offsets[self._variable]
        positions = np.arange(len(of_set)) - self._shift[of_set]
        self._in_set, self._in_position = of_set[self._member], positions[self._member]
        self._out_set, self._out_position = of_set[~self._member], positions[~self._member]
        self._known, self._members, self._variables, self._uses = {}, [], [], []

    @property
    def size(self) -> int:
        """Return the number of uses."""
        return len(self._clause)

    def holding(self, positions: Positions, clauses: int) -> tuple[Mask, Integers]:
        """Return which uses hold, and how many of them do in each clause."""
        holds: Mask = self._member[self._shift + positions[self._variable]][self._set]
        return holds, np.bincount(self._clause[holds], minlength=clauses)

    def leaving(self, holds: Mask, alone: Mask) -> Integers:
        """Return the positions outside the sets that hold in clauses marked as having no other support."""
        times = self._times(holds & alone[self._clause])
        return np.repeat(self._out_position, times[self._out_set])

    def entering(self, broken: Mask) -> Integers:
        """Return the positions in sets of the clauses marked as broken."""
        times = self._times(broken[self._clause])
        return np.repeat(self._in_position, times[self._in_set])

    def _times(self, uses: Mask) -> Integers:
        """Return for each set how often it is used so."""
        return np.bincount(self._set[uses], minlength=len(self._variable))


class SumArrays:
    """The sums of all clauses. A sum is a row of terms, a term a row of weights."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._bounds: list[tuple[int, int, int, int, int]] = []
        self._terms: list[tuple[int, int, int]] = []
        self._adds: list[int] = []

    def add(self, clause: int, linear: Linear, *, firm: bool) -> None:
        """Note a sum of a clause; a `firm` one must hold, whatever else does."""
        constant, parts = weighed(linear.terms, self._layout.variables)
        reach = sum(part.most for part in parts)
        low = 0 if linear.low is None else min(max(linear.low - constant, 0), reach + 1)
        high = reach if linear.high is None else max(min(linear.high - constant, reach), -1)
        for part in parts:
            self._terms.append((len(self._bounds), part.variable, len(self._adds)))
            self._adds += part.weights
        self._bounds.append((clause, low, high, reach, firm))

    def close(self) -> None:
        """Make arrays of what was noted."""
        bounds = np.array(self._bounds, dtype=np.int64).reshape(-1, 5)
        self._clause, self._low, self._high, self._reach, firm = bounds.T.copy()
        self._firm = firm == 1
        self._sum, self._variable, self._start = np.array(self._terms, dtype=np.int64).reshape(-1, 3).T.copy()
        self._weights = np.array(self._adds, dtype=np.int64)
        sizes = self._layout.sizes[self._variable]
        self._term = np.repeat(np.arange(len(self._sum)), sizes)
        self._of_sum = self._sum[self._term]
        number = np.arange(len(self._weights)) - self._start[self._term]
        self._position = self._layout.offsets[self._variable[self._term]] + number
        self._scale = np.maximum(self._reach, 1) / 4
        self._adds = []

    @property
    def size(self) -> int:
        """Return the number of weights."""
        return len(self._weights)

    def _totals(self, positions: Positions) -> tuple[Integers, Integers]:
        """Return the sums, and for each position in a sum what that would be after a change to it."""
        now = self._weights[self._start + positions[self._variable] - self._layout.offsets[self._variable]]
        totals = np.zeros(len(self._clause), dtype=np.int64)
        np.add.at(totals, self._sum, now)
        return totals, (totals[self._sum] - now)[self._term] + self._weights

    def narrowed(self, allowed: Mask) -> Mask:
        """Return the allowed values with which each firm sum, looked at once, can still come into its bounds."""
        left = allowed.copy()
        if not self._firm.any():
            return left
        here = allowed[self._position]
        low = np.minimum.reduceat(np.where(here, self._weights, np.iinfo(np.int64).max), self._start)
        high = np.maximum.reduceat(np.where(here, self._weights, -1), self._start)
        least, most = np.zeros(len(self._clause), dtype=np.int64), np.zeros(len(self._clause), dtype=np.int64)
        np.add.at(least, self._sum, low)
        np.add.at(most, self._sum, high)
        over = self._weights + (least[self._sum] - low)[self._term] > self._high[self._of_sum]
        under = self._weights + (most[self._sum] - high)[self._term] < self._low[self._of_sum]
        left[self._position[(over | under) & self._firm[self._of_sum]]] = False
        return left

    def leaving(self, positions: Positions, needed: Mask) -> Integers:
        """Return the positions that lead the sums of the marked clauses out of their bounds."""
        _, after = self._totals(positions)
        wrong = (after < self._low[self._of_sum]) | (after > self._high[self._of_sum])
        result: Integers = self._position[wrong & needed[self._clause[self._of_sum]]]
        return result

    def weigh(self, positions: Positions, needed: Mask, costs: Costs) -> Integers:
        """Add to the costs of all changes how far they lead sums of the marked clauses into or out of their bounds.

        Return the clauses that have a sum in bounds.
        """
        totals, after = self._totals(positions)
        excess = np.maximum(totals - self._high, 0) + np.maximum(self._low - totals, 0)
        low, high = self._low[self._of_sum], self._high[self._of_sum]
        then = np.maximum(after - high, 0) + np.maximum(low - after, 0)
        before = excess[self._of_sum]
        change = (then - before) / self._scale[self._of_sum]
        change += BROKEN_DEMAND_COST * ((then > 0).astype(np.int64) - (before > 0))
        concerned = needed[self._clause[self._of_sum]] & (change != 0)
        costs += np.bincount(self._position[concerned], weights=change[concerned], minlength=len(costs))
        met: Integers = self._clause[excess == 0]
        return met

    def strain(self) -> Costs:
        """Return for each position how much of the room of the sums it takes, where it can be helped."""
        up = np.where(self._high < self._reach, 1 / np.maximum(self._high, 1), 0.0)
        down = np.where(self._low > 0, 1 / np.maximum(self._reach - self._low, 1), 0.0)
        weights = self._weights * (up - down)[self._of_sum]
        result: Costs = np.bincount(self._position, weights=weights, minlength=self._layout.count).astype(np.float64)
        return result


class TableArrays:
    """The tables of all clauses, whose values must form a row."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._spans: list[tuple[int, int, int, int]] = []
        self._row_of_cell: list[int] = []
        self._table_of_row: list[int] = []
        self._standing: list[tuple[int, int]] = []
        self._slots: list[tuple[int, int]] = []
        self._clauses: list[int] = []

    def add(self, clause: int, table: Table) -> None:
        """Note a table of a clause."""
        number, shifts = len(self._clauses), []
        for variable in table.variables:
            here = self._layout.values_of(variable)
            shifts.append(len(self._slots) - here.start)
            self._slots.extend((number, position) for position in range(here.start, here.stop))
        for row in table.rows:
            for variable, cell, shift in zip(table.variables, row, shifts, strict=True):
                start, own = int(self._layout.offsets[variable]), len(self._row_of_cell)
                for first, last in self._layout.variables[variable].spans(cell):
                    self._spans.append((own, variable, start + first, start + last))
                    slots = range(start + first + shift, start + last + shift + 1)
                    self._standing.extend((own, slot) for slot in slots)
                self._row_of_cell.append(len(self._table_of_row))
            self._table_of_row.append(number)
        self._clauses.append(clause)

    def close(self) -> None:
        """Make arrays of what was noted."""
        self._cell, self._variable, self._low, self._high = (
            np.array(self._spans, dtype=np.int64).reshape(-1, 4).T.copy()
        )
        self._row = np.array(self._row_of_cell, dtype=np.int64)
        self._table = np.array(self._table_of_row, dtype=np.int64)
        self._standing_cell, self._slot = np.array(self._standing, dtype=np.int64).reshape(-1, 2).T.copy()
        self._slot_table, self._position = np.array(self._slots, dtype=np.int64).reshape(-1, 2).T.copy()
        self._clause = np.array(self._clauses, dtype=np.int64)
        self._spans, self._standing, self._slots, self._row_of_cell = [], [], [], []

    @property
    def size(self) -> int:
        """Return the number of spans."""
        return len(self._cell)

    def _misses(self, positions: Positions) -> tuple[Integers, Integers]:
        """Return for each cell whether it is missed (1 or 0), and for each row how many are."""
        here = positions[self._variable]
        missed = np.ones(len(self._row), dtype=np.int64)
        missed[self._cell[(here >= self._low) & (here <= self._high)]] = 0
        misses = np.zeros(len(self._table), dtype=np.int64)
        np.add.at(misses, self._row, missed)
        return missed, misses

    def _barred(self, missed: Integers, misses: Integers) -> Mask:
        """Return the slots that no row allows beside the other values."""
        only_own = misses[self._row] == missed
        barred = np.ones(len(self._position), dtype=np.bool_)
        barred[self._slot[only_own[self._standing_cell]]] = False
        return barred

    def leaving(self, positions: Positions, needed: Mask) -> Integers:
        """Return the positions that lead out of all rows of the tables in the marked clauses."""
        if not self._clauses:
            return self._position
        barred = self._barred(*self._misses(positions))
        result: Integers = self._position[barred & needed[self._clause[self._slot_table]]]
        return result

    def weigh(self, positions: Positions, needed: Mask, costs: Costs) -> Integers:
        """Add to the costs of all changes how they leave tables of the marked clauses, or lead to their nearest rows.

        Return the clauses that have a table with a row for the values.
        """
        if not self._clauses:
            return self._clause
        missed, misses = self._misses(positions)
        nearest = np.full(len(self._clause), 1 << 30, dtype=np.int64)
        np.minimum.at(nearest, self._table, misses)
        met = nearest == 0
        barred = self._barred(missed, misses) & (met & needed[self._clause])[self._slot_table]
        np.add.at(costs, self._position[barred], BROKEN_DEMAND_COST)
        near = (misses == nearest[self._table]) & (~met & needed[self._clause])[self._table]
        helping = (missed == 1) & near[self._row]
        slots = np.unique(self._slot[helping[self._standing_cell]])
        np.add.at(costs, self._position[slots], -BROKEN_DEMAND_COST / nearest[self._slot_table[slots]])
        result: Integers = self._clause[met]
        return result
