"""Constraints as laws that can be read in any order of the variables: formulas in, automata out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import assert_never

import numpy as np

from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Same,
    Table,
    Truth,
    variables_in,
)
from configurator.solving.diagram.automaton import (
    ALIKE,
    EITHER,
    Automaton,
    any_of,
    constant,
    joined,
    one_of_tuples,
    opposite,
    some_row,
    total_between,
)
from configurator.solving.diagram.deriving import conjuncts
from configurator.solving.diagram.grids import Grid
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import Limits
from configurator.solving.diagram.values import Values
from configurator.solving.negation import negation


@dataclass(frozen=True, eq=False)
class Tuples:
    """A table whose every cell is one value: the numbers of the values, a row for each tuple."""

    variables: tuple[int, ...]
    rows: Ints


Leaf = Formula | Tuples | Grid


def laws_of(formulas: Iterable[Formula], values: Sequence[Values]) -> list[Leaf]:
    """Return what must hold, conjunctions taken apart, tables of single values as arrays."""
    return [_prepared(part, values) for each in formulas for part in conjuncts(each)]


def scope_of(law: Leaf) -> frozenset[int]:
    """Return the variables that a law speaks of."""
    return frozenset(law.variables if isinstance(law, Tuples | Grid) else variables_in(law))


def _prepared(formula: Formula, values: Sequence[Values]) -> Leaf:
    if not isinstance(formula, Table) or not formula.allowed or len(set(formula.variables)) < len(formula.variables):
        return formula
    if any(not values[variable].alone for variable in formula.variables):
        return formula
    columns = []
    for column, variable in enumerate(formula.variables):
        place = values[variable].place
        cells = [row[column].intervals for row in formula.rows]
        if any(len(cell) != 1 or cell[0][0] != cell[0][1] for cell in cells):
            return formula
        columns.append([place.get(cell[0][0], -1) for cell in cells])
    rows = np.array(columns, np.int64).reshape(len(columns), -1).T
    return Tuples(formula.variables, rows[(rows >= 0).all(axis=1)])


@dataclass(frozen=True)
class Reader:
    """Makes automata that read variables by ascending rank."""

    values: Sequence[Values]
    rank: Sequence[int]
    limits: Limits

    def automaton(self, law: Leaf) -> Automaton:
        """Return the automaton of a law. Raises TooLarge."""
        match law:
            case Tuples():
                return self._tuples(law)
            case Grid():
                return law.automaton(self.rank, most=self.limits.states)
            case Truth(value):
                return constant(value)
            case Literal(variable, allowed):
                return any_of({variable: self.values[variable].mask(allowed)}, self.rank)
            case Not(of):
                return opposite(self.automaton(of))
            case And(parts):
                return opposite(self._any([negation(part) for part in parts]))
            case Or(parts):
                return self._any(parts)
            case Same(left, right):
                return joined(self.automaton(left), self.automaton(right), ALIKE, self.rank, most=self.limits.states)
            case Linear():
                return self._sum(law)
            case Table():
                return self._table(law)
            case other:
                assert_never(other)

    def _any(self, parts: Sequence[Formula]) -> Automaton:
        """Return that some part holds, literals first, as they are one automaton whatever their number."""
        masks: dict[int, Bools] = {}
        rest: list[Formula] = []
        for part in _flat(parts):
            if isinstance(part, Literal):
                own = self.values[part.variable].mask(part.values)
                masks[part.variable] = masks[part.variable] | own if part.variable in masks else own
            else:
                rest.append(part)
        return reduce(self._either, map(self.automaton, rest), any_of(masks, self.rank))

    def _either(self, one: Automaton, other: Automaton) -> Automaton:
        return joined(one, other, EITHER, self.rank, most=self.limits.states)

    def _sum(self, linear: Linear) -> Automaton:
        weights: dict[int, Ints] = {}
        for term in linear.terms:
            listed, lows = dict(term.weights), self.values[term.variable].lows
            own = term.coefficient * lows
            for value, weight in listed.items():
                own[lows == value] = weight
            weights[term.variable] = weights.get(term.variable, 0) + own
        return total_between(weights, linear.low, linear.high, self.rank, most=self.limits.states)

    def _tuples(self, law: Tuples) -> Automaton:
        if not len(law.rows):
            return constant(False)
        order = sorted(range(len(law.variables)), key=lambda column: self.rank[law.variables[column]])
        scope = [law.variables[column] for column in order]
        return one_of_tuples(scope, law.rows[:, order], [len(self.values[variable]) for variable in scope])

    def _table(self, table: Table) -> Automaton:
        scope = sorted(set(table.variables), key=lambda variable: self.rank[variable])
        supports = [self._support(table, variable) for variable in scope]
        rows = (1 << len(table.rows)) - 1
        found = some_row(scope, supports, rows, most=self.limits.states)
        return found if table.allowed else opposite(found)

    def _support(self, table: Table, variable: int) -> list[int]:
        """Return for each value of a variable the rows, as bits, that allow it in all columns of the variable."""
        values = self.values[variable]
        support = [(1 << len(table.rows)) - 1] * len(values)
        for column, own in enumerate(table.variables):
            if own != variable:
                continue
            found = [0] * len(values)
            for number, row in enumerate(table.rows):
                for place in np.flatnonzero(values.mask(row[column])).tolist():
                    found[place] |= 1 << number
            support = [one & other for one, other in zip(support, found, strict=True)]
        return support


def _flat(parts: Sequence[Formula]) -> Iterator[Formula]:
    for part in parts:
        if isinstance(part, Or):
            yield from _flat(part.parts)
        elif isinstance(part, Not) and isinstance(part.of, Literal | And | Not):
            yield from _flat([negation(part.of)])
        else:
            yield part
