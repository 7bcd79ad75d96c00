"""A program as clauses: formulas in negation normal form, each sub-formula once, named constraints under switches."""

from collections.abc import Iterable, Sequence
from itertools import chain

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Program, Table
from configurator.solving.clausal import Clausal
from configurator.solving.sat.clauses import TRUE, Clauses
from configurator.solving.sat.ladder import Ladder
from configurator.solving.sat.sums import Sums
from configurator.solving.sat.tables import require_rows


class Encoding(Clausal[int]):
    """The clauses of a program without empty domains. A condition is a literal that frees of the demand.

    With `optional`, its named constraints hold only under their literals in `switches`. Formulas can be added at any
    time; the ladders' rungs are the first variables, in the order of the program.
    """

    def __init__(self, program: Program, *, optional: bool = False) -> None:
        super().__init__()
        self.program = program
        self.clauses = Clauses()
        self.ladders = [Ladder(self.clauses, variable.domain) for variable in program.variables]
        self.switches: dict[str, int] = {}
        self.sums = Sums(self.clauses, self.ladders)
        for constraint in program.constraints:
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
        numbers = [[one.spans(cell) for one, cell in zip(ladders, row, strict=True)] for row in formula.rows]
        if formula.allowed:
            require_rows(self.clauses, ladders, numbers, conditions)
        else:
            self._forbid_rows(ladders, numbers, conditions)

    def _forbid_rows(
        self, ladders: Sequence[Ladder], rows: Sequence[Sequence[Sequence[tuple[int, int]]]], conditions: Sequence[int]
    ) -> None:
        for row in rows:
            outside = (one.any_of(one.outside(cell)) for one, cell in zip(ladders, row, strict=True))
            self._add_clause(chain.from_iterable(outside), conditions)
