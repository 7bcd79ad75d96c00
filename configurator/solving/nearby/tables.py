"""Demands that values form a row, as cells of spans of positions; a slot is a value in a column."""

import numpy as np

from configurator.program.nodes import Table
from configurator.solving.nearby.layout import Layout, Mask, Positions
from configurator.solving.nearby.sets import BROKEN, Costs, Integers


class Tables:
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
        for place in table.variables:
            here = self._layout.values_of(place)
            shifts.append(len(self._slots) - here.start)
            self._slots.extend((number, position) for position in range(here.start, here.stop))
        for row in table.rows:
            for place, cell, shift in zip(table.variables, row, shifts, strict=True):
                start, own = int(self._layout.offsets[place]), len(self._row_of_cell)
                for first, last in self._layout.variables[place].spans(cell):
                    self._spans.append((own, place, start + first, start + last))
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
        found: Integers = self._position[barred & needed[self._clause[self._slot_table]]]
        return found

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
        np.add.at(costs, self._position[barred], BROKEN)
        near = (misses == nearest[self._table]) & (~met & needed[self._clause])[self._table]
        helping = (missed == 1) & near[self._row]
        slots = np.unique(self._slot[helping[self._standing_cell]])
        np.add.at(costs, self._position[slots], -BROKEN / nearest[self._slot_table[slots]])
        found: Integers = self._clause[met]
        return found
