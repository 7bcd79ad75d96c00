"""All that must hold, as arrays: what one change leads to, and what a change breaks or mends.

What must hold is read as clauses. A part of one is in the way of a change where no other part is known to hold; so a
change may count as barred without need, and is then only not seen.
"""

from collections.abc import Iterable

import numpy as np

from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Literal, Table, variables_in
from configurator.solving.nearby.conjuncts import Clause, clauses_of
from configurator.solving.nearby.layout import Layout, Mask, Positions
from configurator.solving.nearby.sets import BROKEN, Costs, Sets
from configurator.solving.nearby.sums import Sums
from configurator.solving.nearby.tables import Tables


class Demands:
    """The clauses of some formulas over a layout."""

    def __init__(self, layout: Layout, formulas: Iterable[Formula]) -> None:
        self.layout = layout
        self._sets, self._sums, self._tables = Sets(layout), Sums(layout), Tables(layout)
        self._whole: list[tuple[int, Formula]] = []
        self._count = 0
        for formula in formulas:
            for clause in clauses_of(formula):
                self._read(clause)
        for part in (self._sets, self._sums, self._tables):
            part.close()

        pinned = [(clause, position) for clause, formula in self._whole for position in self._positions(formula)]
        self._whole_clause, self._whole_position = np.array(pinned, dtype=np.int64).reshape(-1, 2).T.copy()

    @property
    def size(self) -> int:
        """Return how much a pass looks at: spans of sets and rows, weights of sums."""
        return self._sets.size + self._sums.size + self._tables.size

    def _positions(self, formula: Formula) -> list[int]:
        """Return where the values of what a formula mentions stand."""
        return np.flatnonzero(self.layout.of(variables_in(formula))).tolist()

    def _read(self, clause: Clause) -> None:
        values: dict[int, IntSet] = {}
        for part in clause:
            if isinstance(part, Literal):
                before = values.get(part.variable)
                values[part.variable] = part.values if before is None else before | part.values
        if not self._sets.add(self._count, values):
            return
        for part in clause:
            match part:
                case Literal():
                    pass
                case Linear():
                    self._sums.add(self._count, part, firm=len(clause) == 1)
                case Table():
                    self._tables.add(self._count, part)
                case _:
                    self._whole.append((self._count, part))
        self._count += 1

    def narrowed(self, allowed: Mask) -> Mask:
        """Return the allowed values that every sum which must hold leaves, each looked at once."""
        return self._sums.narrowed(allowed)

    def neighbours(self, positions: Positions) -> Mask:
        """Return the values of a solution, and all that one change of it leads to."""
        found = np.ones(self.layout.count, dtype=np.bool_)
        hold, holding = self._sets.holding(positions, self._count)
        needed = holding == 0
        found[self._sets.leaving(hold, holding == 1)] = False
        found[self._sums.leaving(positions, needed)] = False
        found[self._tables.leaving(positions, needed)] = False
        found[self._whole_position[needed[self._whole_clause]]] = False
        found[positions] = True
        return found

    def costs(self, positions: Positions) -> tuple[Costs, bool]:
        """Return for each change what it breaks less what it mends, roughly; and whether nothing is broken."""
        costs: Costs = np.zeros(self.layout.count)
        hold, holding = self._sets.holding(positions, self._count)
        needed = holding == 0
        met = ~needed
        met[self._sums.weigh(positions, needed, costs)] = True
        met[self._tables.weigh(positions, needed, costs)] = True
        self._look_into(positions, met)
        other = met & needed
        np.add.at(costs, self._sets.leaving(hold, (holding == 1) & ~other), BROKEN)
        np.add.at(costs, self._sets.entering(~met), -BROKEN)
        return costs, bool(met.all())

    def _look_into(self, positions: Positions, met: Mask) -> None:
        """Mark the clauses that hold by a formula which is no set, sum or table."""
        open_ones = [(clause, formula) for clause, formula in self._whole if not met[clause]]
        if open_ones:
            values = self.layout.solution(positions)
            met[[clause for clause, formula in open_ones if holds(formula, values)]] = True

    def strain(self) -> Costs:
        """Return for each position how much of the room of sums it takes."""
        return self._sums.strain()
