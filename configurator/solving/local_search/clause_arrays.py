"""Constraints as clauses over a layout of all values: one-change neighbourhoods and greedy repair.

A change is barred if it breaks a part of a clause of which no other part is known to hold. This is conservative: a
feasible neighbour may be missed, but never an infeasible one returned.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, product
from math import prod

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Truth, variables_in
from configurator.program.rewriting import EVERYTHING, negation
from configurator.program.semantics import holds
from configurator.solving.local_search.constraint_arrays import Costs, SetArrays, SumArrays, TableArrays
from configurator.solving.local_search.layout import Layout, Mask, Positions
from configurator.solving.local_search.limits import (
    BROKEN_DEMAND_COST,
    CLAUSES_PER_DISJUNCTION,
    REPAIR_STEPS,
    STRAIN_WEIGHT,
)

FormulaClause = tuple[Formula, ...]


def clauses_of(formula: Formula) -> list[FormulaClause]:
    """Return a conjunction of clauses that is equivalent to the formula."""
    match formula:
        case Truth(value):
            return [] if value else [()]
        case And(parts):
            return [clause for part in parts for clause in clauses_of(part)]
        case Same(left, right):
            return [*clauses_of(Or((negation(left), right))), *clauses_of(Or((left, negation(right))))]
        case Not(of):
            return clauses_of(negation(of))
        case Or(parts):
            return _either(parts)
        case Table(variables, rows, False):
            outside = {cell: EVERYTHING - cell for row in rows for cell in row}
            return [tuple(map(Literal, variables, (outside[cell] for cell in row))) for row in rows]
        case _:
            return [(formula,)]


def _either(parts: Sequence[Formula]) -> list[FormulaClause]:
    cut = [clauses_of(part) for part in parts]
    if prod(map(len, cut)) > CLAUSES_PER_DISJUNCTION:
        cut = [clauses if len(clauses) < 2 else [(part,)] for part, clauses in zip(parts, cut, strict=True)]
    return [tuple(chain.from_iterable(chosen)) for chosen in product(*cut)]


class ClauseArrays:
    """The clauses of some formulas over a layout."""

    def __init__(self, layout: Layout, formulas: Iterable[Formula]) -> None:
        self.layout = layout
        self._sets, self._sums, self._tables = SetArrays(layout), SumArrays(layout), TableArrays(layout)
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
        """Return the size of a pass: spans of sets and rows, and weights of sums."""
        return self._sets.size + self._sums.size + self._tables.size

    def _positions(self, formula: Formula) -> list[int]:
        """Return the positions of the values that a formula mentions."""
        return np.flatnonzero(self.layout.of(variables_in(formula))).tolist()

    def _read(self, clause: FormulaClause) -> None:
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
        """Return the allowed values after one propagation of every sum that must hold."""
        return self._sums.narrowed(allowed)

    def neighbours(self, positions: Positions) -> Mask:
        """Return the values of a solution and of all its one-change neighbours."""
        reached = np.ones(self.layout.count, dtype=np.bool_)
        hold, holding = self._sets.holding(positions, self._count)
        needed = holding == 0
        reached[self._sets.leaving(hold, holding == 1)] = False
        reached[self._sums.leaving(positions, needed)] = False
        reached[self._tables.leaving(positions, needed)] = False
        reached[self._whole_position[needed[self._whole_clause]]] = False
        reached[positions] = True
        return reached

    def costs(self, positions: Positions) -> tuple[Costs, bool]:
        """Return the approximate cost of each change (broken minus repaired), and whether nothing is broken."""
        costs: Costs = np.zeros(self.layout.count)
        hold, holding = self._sets.holding(positions, self._count)
        needed = holding == 0
        met = ~needed
        met[self._sums.weigh(positions, needed, costs)] = True
        met[self._tables.weigh(positions, needed, costs)] = True
        self._look_into(positions, met)
        other = met & needed
        np.add.at(costs, self._sets.leaving(hold, (holding == 1) & ~other), BROKEN_DEMAND_COST)
        np.add.at(costs, self._sets.entering(~met), -BROKEN_DEMAND_COST)
        return costs, bool(met.all())

    def _look_into(self, positions: Positions, met: Mask) -> None:
        """Mark the clauses that hold by a formula other than a set, sum or table."""
        open_ones = [(clause, formula) for clause, formula in self._whole if not met[clause]]
        if open_ones:
            values = self.layout.solution(positions)
            met[[clause for clause, formula in open_ones if holds(formula, values)]] = True

    def strain(self) -> Costs:
        """Return, for each position, the share of the sums' slack that it takes."""
        return self._sums.strain()


class MinConflicts:
    """Repairs a solution after some of its values were set, by the min-conflicts heuristic.

    Each step makes the change that repairs the most, evaluated over all sums, sets and tables at once. It is
    incomplete and may fail.
    """

    def __init__(self, clauses: ClauseArrays) -> None:
        self._clauses = clauses
        self._layout = clauses.layout
        self._strain = clauses.strain() * STRAIN_WEIGHT

    def towards(self, base: Positions, targets: Iterable[int], allowed: Mask) -> Positions | None:
        """Return a solution with the target values and otherwise allowed ones; None if no near one is reached."""
        current, movable = base.copy(), allowed.copy()
        for position in targets:
            self._move(current, movable, position)
        for _ in range(REPAIR_STEPS):
            costs, done = self._clauses.costs(current)
            if done:
                return current
            best = int(np.argmin(np.where(movable, costs + self._strain, np.inf)))
            if not movable[best] or costs[best] >= 0:
                return None
            self._move(current, movable, best)
        return None

    def into(self, base: Positions, allowed: Mask) -> Positions | None:
        """Return a solution with allowed values only; None if no near one is reached."""
        targets = []
        for owner in np.flatnonzero(~allowed[base]).tolist():
            here = self._layout.values_of(owner)
            targets.append(here.start + int(np.argmin(np.where(allowed[here], self._strain[here], np.inf))))
        return self.towards(base, targets, allowed)

    def _move(self, current: Positions, movable: Mask, position: int) -> None:
        """Change a variable; it is not changed again."""
        owner = int(self._layout.owner[position])
        current[owner] = position
        movable[self._layout.values_of(owner)] = False
