"""A program as clauses: formulas in negation normal form, each sub-formula once, named constraints under switches."""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Product, Program, Table
from configurator.solving.clausal_encoding import ClausalEncoding
from configurator.solving.local_search.domains import Span
from configurator.solving.sat.clauses import TRUE, ClauseWriter
from configurator.solving.sat.order_encoding import Ladder
from configurator.solving.sat.sum_clauses import SumClauses

Cell = Sequence[Span]
Row = Sequence[Cell]


def require_rows(clauses: ClauseWriter, ladders: Sequence[Ladder], rows: Sequence[Row], unless: Sequence[int]) -> None:
    """Require the values to form one of the rows."""
    open_rows = list(dict.fromkeys(tuple(map(tuple, row)) for row in rows if all(row)))
    telling = [at for at, one in enumerate(ladders) if any(one.outside(row[at]) for row in open_rows)]
    if len(telling) == 2:
        _pair(clauses, [ladders[at] for at in telling], [[row[at] for at in telling] for row in open_rows], unless)
        return
    chosen = [clauses.fresh() for _ in open_rows]
    clauses.add((*unless, *chosen))
    for at in telling:
        _tie(clauses, ladders[at], [row[at] for row in open_rows], chosen, unless)


def _tie(
    clauses: ClauseWriter, ladder: Ladder, cells: Sequence[Cell], chosen: Sequence[int], unless: Sequence[int]
) -> None:
    """Link a column to the row literals: a row implies its cell, and a value implies one of its rows."""
    for cell, row in zip(cells, chosen, strict=True):
        if ladder.outside(cell):
            clauses.add((-row, *ladder.any_of(cell)))
    for spans, rows in _classes(ladder, cells):
        if len(rows) < len(chosen):
            for barred in ladder.barred(spans):
                clauses.add((*unless, *barred, *(chosen[row] for row in rows)))


def _pair(clauses: ClauseWriter, ladders: Sequence[Ladder], rows: Sequence[Row], unless: Sequence[int]) -> None:
    """Require a two-column table without row literals: each value implies its partners."""
    left, right = ladders
    for spans, own in _classes(left, [row[0] for row in rows]):
        beside = _joined(cell for row in own for cell in rows[row][1])
        allowed = right.any_of(beside)
        for barred in left.barred(spans):
            clauses.add((*unless, *barred, *allowed))


def _classes(ladder: Ladder, cells: Sequence[Cell]) -> list[tuple[list[Span], tuple[int, ...]]]:
    """Return the classes of values with equal rows, with these rows."""
    starts: dict[int, list[int]] = {0: []}
    ends: dict[int, list[int]] = {}
    for row, cell in enumerate(cells):
        for first, last in cell:
            starts.setdefault(first, []).append(row)
            ends.setdefault(last + 1, []).append(row)
    cuts = sorted({*starts, *ends, ladder.size})
    results: dict[tuple[int, ...], list[Span]] = {}
    here: set[int] = set()
    for cut, following in pairwise(cuts):
        here.difference_update(ends.get(cut, ()))
        here.update(starts.get(cut, ()))
        results.setdefault(tuple(sorted(here)), []).append((cut, following - 1))
    return [(_joined(spans), rows) for rows, spans in results.items()]


def _joined(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


class ClauseEncoding(ClausalEncoding[int]):
    """The clauses of a program without empty domains. A condition is a literal that frees of the demand.

    With `optional`, its named constraints hold only under their literals in `switches`. Formulas can be added at any
    time; the ladders' rungs are the first variables, in the order of the program.

    Raises OutOfBudget where the budget is spent before the last clause.
    """

    def __init__(self, program: Program, *, optional: bool = False, budget: Budget = UNLIMITED) -> None:
        super().__init__()
        self.program = program
        self.clauses = ClauseWriter()
        self.switches: dict[str, int] = {}
        with self.clauses.within(budget):
            self.ladders = [Ladder(self.clauses, variable.domain) for variable in program.variables]
            self.sums = SumClauses(self.clauses, self.ladders)
            for constraint in program.constraints:
                budget.check()
                switch = (-self._switch(constraint.name),) if optional and constraint.named else ()
                self.require(constraint.formula, switch)

    def _switch(self, name: str) -> int:
        if name not in self.switches:
            self.switches[name] = self.clauses.fresh()
        return self.switches[name]

    def _constant(self, value: bool) -> int:
        return TRUE if value else -TRUE

    def _fresh(self) -> int:
        return self.clauses.fresh()

    def _opposite(self, literal: int) -> int:
        return -literal

    def _where(self, literal: int) -> int:
        return -literal

    def _any_of(self, variable: int, values: IntSet) -> list[int]:
        ladder = self.ladders[variable]
        return ladder.any_of(ladder.spans(values))

    def _add_clause(self, literals: Iterable[int], conditions: Sequence[int]) -> None:
        self.clauses.add((*conditions, *literals))

    def _require_linear(self, formula: Linear, conditions: Sequence[int]) -> None:
        self.sums.require(formula.terms, formula.low, formula.high, conditions)

    def _require_table(self, formula: Table, conditions: Sequence[int]) -> None:
        ladders = [self.ladders[variable] for variable in formula.variables]
        numbers = [self._spans(ladders, row) for row in formula.rows]
        if formula.allowed:
            require_rows(self.clauses, ladders, numbers, conditions)
        else:
            self._forbid_rows(ladders, numbers, conditions)

    def _spans(self, ladders: Sequence[Ladder], row: Sequence[IntSet]) -> list[list[Span]]:
        self.clauses.step()
        return [one.spans(cell) for one, cell in zip(ladders, row, strict=True)]

    def _forbid_rows(
        self, ladders: Sequence[Ladder], rows: Sequence[Sequence[Sequence[tuple[int, int]]]], conditions: Sequence[int]
    ) -> None:
        for row in rows:
            outside = (one.any_of(one.outside(cell)) for one, cell in zip(ladders, row, strict=True))
            self._add_clause(chain.from_iterable(outside), conditions)

    def _require_product(self, formula: Product) -> None:
        raise TypeError("products of open numbers are given to CP-SAT")
