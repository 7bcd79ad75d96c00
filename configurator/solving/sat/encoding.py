"""A program as clauses: formulas in negation normal form, each sub-formula once, named constraints under switches."""

from collections.abc import Sequence
from itertools import chain

from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Program, Same, Table, Truth
from configurator.solving.negation import negation
from configurator.solving.sat.clauses import TRUE, Clauses
from configurator.solving.sat.ladder import Ladder
from configurator.solving.sat.sums import Sums
from configurator.solving.sat.tables import require_rows

Unless = Sequence[int]
"""Literals under any of which a demand need not be met."""


class Encoding:
    """The clauses of a program without empty domains.

    With `optional`, its named constraints hold only under their literals in `switches`. Formulas can be added at any
    time; the ladders' rungs are the first variables, in the order of the program.
    """

    def __init__(self, program: Program, *, optional: bool = False) -> None:
        self.program = program
        self.clauses = Clauses()
        self.ladders = [Ladder(self.clauses, variable.domain) for variable in program.variables]
        self.switches: dict[str, int] = {}
        self.sums = Sums(self.clauses, self.ladders)
        self._implying: dict[Formula, int] = {}
        for constraint in program.constraints:
            switch = (-self._switch(constraint.name),) if optional and constraint.named else ()
            self.require(constraint.formula, switch)

    def _switch(self, name: str) -> int:
        if name not in self.switches:
            self.switches[name] = self.clauses.fresh()
        return self.switches[name]

    def require(self, formula: Formula, unless: Unless = ()) -> None:
        """Demand that the formula holds."""
        match formula:
            case And(parts):
                for each in parts:
                    self.require(each, unless)
            case Same(left, right):
                self.require(Or((negation(left), right)), unless)
                self.require(Or((left, negation(right))), unless)
            case Not(of):
                self.require(negation(of), unless)
            case Linear(terms, low, high):
                self.sums.require(terms, low, high, unless)
            case Table(variables, rows, allowed):
                ladders = [self.ladders[variable] for variable in variables]
                numbers = [[one.spans(cell) for one, cell in zip(ladders, row, strict=True)] for row in rows]
                if allowed:
                    require_rows(self.clauses, ladders, numbers, unless)
                else:
                    self._forbid_rows(ladders, numbers, unless)
            case _:
                self.clauses.add((*unless, *self.implied_by(formula)))

    def implied_by(self, formula: Formula) -> list[int]:
        """Return literals each of which makes the formula hold, and one of which is true where it needs to hold."""
        match formula:
            case Truth(value):
                return [TRUE if value else -TRUE]
            case Literal(variable, values):
                ladder = self.ladders[variable]
                return ladder.any_of(ladder.spans(values))
            case Or(parts):
                return [literal for each in parts for literal in self.implied_by(each)]
            case And((only,)):
                return self.implied_by(only)
            case Not(of):
                return self.implied_by(negation(of))
            case _:
                return [self._literal_for(formula)]

    def _literal_for(self, formula: Formula) -> int:
        """Return a literal under which the formula holds; with its opposite's literal known, the two are one."""
        if formula not in self._implying:
            opposite = self._implying.get(negation(formula))
            literal = self.clauses.fresh() if opposite is None else -opposite
            self._implying[formula] = literal
            self.require(formula, (-literal,))
        return self._implying[formula]

    def _forbid_rows(
        self, ladders: Sequence[Ladder], rows: Sequence[Sequence[Sequence[tuple[int, int]]]], unless: Unless
    ) -> None:
        for row in rows:
            outside = (one.any_of(one.outside(cell)) for one, cell in zip(ladders, row, strict=True))
            self.clauses.add((*unless, *chain.from_iterable(outside)))
