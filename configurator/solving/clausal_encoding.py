"""Formulas as clauses, whatever an engine's literals are: each sub-formula once, opposites under one literal."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from configurator.budget import UNLIMITED, Budget, BudgetMeter
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Truth
from configurator.program.rewriting import negation

Lit = TypeVar("Lit")


class ClausalEncoding(ABC, Generic[Lit]):
    """What the encodings share. Demands may stand under conditions, which each encoding writes in its own way.

    Raises OutOfBudget where the budget is spent before the last demand.
    """

    def __init__(self, budget: Budget = UNLIMITED) -> None:
        self._implying: dict[Formula, Lit] = {}
        self._meter = BudgetMeter(budget)

    def require(self, formula: Formula, conditions: Sequence[Lit] = ()) -> None:
        """Demand that the formula holds wherever the conditions do."""
        self._meter.step()
        match formula:
            case And(parts):
                for each in parts:
                    self.require(each, conditions)
            case Same(left, right):
                self.require(Or((negation(left), right)), conditions)
                self.require(Or((left, negation(right))), conditions)
            case Not(of):
                self.require(negation(of), conditions)
            case Linear():
                self._require_linear(formula, conditions)
            case Table():
                self._require_table(formula, conditions)
            case Product():
                self._require_product(formula)
            case _:
                self._add_clause(self.implied_by(formula), conditions)

    def implied_by(self, formula: Formula) -> list[Lit]:
        """Return literals each of which makes the formula hold, and one of which is true where it needs to hold."""
        match formula:
            case Truth(value):
                return [self._constant(value)]
            case Literal(variable, values):
                return self._any_of(variable, values)
            case Or(parts):
                return [literal for each in parts for literal in self.implied_by(each)]
            case And((only,)):
                return self.implied_by(only)
            case Not(of):
                return self.implied_by(negation(of))
            case _:
                return [self._literal_for(formula)]

    def _literal_for(self, formula: Formula) -> Lit:
        """Return a literal under which the formula holds; with its opposite's literal known, the two are one."""
        if formula not in self._implying:
            opposite = self._implying.get(negation(formula))
            literal = self._fresh() if opposite is None else self._opposite(opposite)
            self._implying[formula] = literal
            self.require(formula, (self._where(literal),))
        return self._implying[formula]

    @abstractmethod
    def _constant(self, value: bool) -> Lit:
        """Return the literal that is always true, or never."""

    @abstractmethod
    def _fresh(self) -> Lit:
        """Return a new literal."""

    @abstractmethod
    def _opposite(self, literal: Lit) -> Lit:
        """Return the literal that is true where this one is not."""

    @abstractmethod
    def _where(self, literal: Lit) -> Lit:
        """Return the condition that a literal is true."""

    @abstractmethod
    def _any_of(self, variable: int, values: IntSet) -> list[Lit]:
        """Return literals one of which is true where the variable has one of the values, and only there."""

    @abstractmethod
    def _add_clause(self, literals: Iterable[Lit], conditions: Sequence[Lit]) -> None:
        """Demand that some literal is true wherever the conditions hold."""

    @abstractmethod
    def _require_linear(self, formula: Linear, conditions: Sequence[Lit]) -> None:
        """Demand that a sum is within its bounds wherever the conditions hold."""

    @abstractmethod
    def _require_table(self, formula: Table, conditions: Sequence[Lit]) -> None:
        """Demand that the values form a row of a table, or none, wherever the conditions hold."""

    @abstractmethod
    def _require_product(self, formula: Product) -> None:
        """Demand that a variable is the product of two others; no condition ever stands before it."""
