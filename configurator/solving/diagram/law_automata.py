"""Reads constraints as automata, including sums with a term tabulated over several variables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Truth, variables_in
from configurator.program.rewriting import conjuncts, disjuncts, negation
from configurator.solving.diagram.attainable_sums import total_of
from configurator.solving.diagram.automaton import (
    ALIKE,
    EITHER,
    UNBOUNDED,
    Automaton,
    Step,
    any_of,
    constant,
    joined,
    minimal,
    one_of_tuples,
    opposite,
    some_row,
    total_between,
)
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits, CompileMeter
from configurator.solving.diagram.interning import Bools, Ints, numbered, unique_rows
from configurator.solving.diagram.limits import LOOKUP_ENTRIES, NUMBERED_KINDS
from configurator.solving.diagram.value_blocks import ValueBlocks
from configurator.solving.limits import HUB_NEIGHBOURS


@dataclass(frozen=True, slots=True, eq=False)
class CombinationSum:
    """`low ≤ sums[values of base] + weights of the others' values ≤ high`, all values by their numbers.

    `sums` has an axis for each variable of `base`, which ascend.
    """

    base: tuple[int, ...]
    sums: NDArray[Any]
    others: Mapping[int, Ints]
    low: int | None
    high: int | None

    @property
    def variables(self) -> tuple[int, ...]:
        return (*self.base, *self.others)

    def coarse(self, meter: CompileMeter) -> "CombinationSum":
        """Return an equivalent constraint that merges sums which the other terms cannot distinguish.

        Raises CompilationTooLarge."""
        others = total_of([np.unique(own) for own in self.others.values()], meter)
        if others is None or not len(others):
            return self
        meter.work(LOOKUP_ENTRIES * self.sums.size, 1)
        sums = self.sums.ravel()
        first = np.zeros(len(sums), np.int64) if self.low is None else np.searchsorted(others, self.low - sums)
        kinds = first * (len(others) + 1)
        if self.high is not None:
            kinds += np.searchsorted(others, self.high - sums, side="right")
        if kinds.max(initial=0) >= NUMBERED_KINDS:
            kinds = np.unique(kinds, return_inverse=True)[1]
        standing = np.zeros(int(kinds.max(initial=0)) + 1, np.int64)
        standing[kinds] = sums
        return replace(self, sums=standing[kinds].reshape(self.sums.shape))

    def automaton(self, rank: Sequence[int], *, limits: CompileLimits) -> Automaton:
        """Return the automaton by ascending rank.

        Raises CompilationTooLarge if a step exceeds the limits.
        """
        return _Walk(self, rank, limits).automaton()


class _Walk:
    """Reads the variables in order. A state is the node of the tabulated term and the partial sum of the others."""

    def __init__(self, grid: CombinationSum, rank: Sequence[int], limits: CompileLimits) -> None:
        self._grid = grid
        self._limits = limits
        self._scope = sorted(grid.variables, key=lambda variable: rank[variable])
        order = [grid.base.index(variable) for variable in self._scope if variable in grid.base]
        self._sums = grid.sums.transpose(order)
        self._left = self._sums.reshape(1, -1)
        self._least = sum(int(own.min()) for own in grid.others.values())
        self._greatest = sum(int(own.max()) for own in grid.others.values())

    def automaton(self) -> Automaton:
        nodes, added, open_ = np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1, np.bool_)
        holds = np.zeros(1, np.bool_)
        steps: list[Step] = []
        lengths = iter(self._sums.shape)
        for variable in self._scope:
            own = self._grid.others.get(variable)
            size = next(lengths) if own is None else len(own)
            self._limits.step_of(f"a sum of {len(self._scope)} variables", len(nodes) * size)
            if own is None:
                nodes, added = self._read(size)[nodes], np.repeat(added[:, None], size, axis=1)
            else:
                self._least, self._greatest = self._least - int(own.min()), self._greatest - int(own.max())
                nodes, added = np.repeat(nodes[:, None], size, axis=1), added[:, None] + own
            still, holding = self._fates(nodes, added)
            holding = np.where(open_[:, None], holding, holds[:, None])
            still &= open_[:, None]
            first, number = self._numbered(nodes, added, still, holding)
            steps.append(number.reshape(nodes.shape).astype(np.int32))
            nodes, added = nodes.ravel()[first], added.ravel()[first]
            open_, holds = still.ravel()[first], holding.ravel()[first]
        return minimal(self._scope, steps, holds)

    def _read(self, size: int) -> Ints:
        """Read a variable of the base; return the transition table by node and value."""
        rows = self._left.reshape(len(self._left) * size, -1)
        first, number = unique_rows(rows)
        self._left = rows[first]
        return number.reshape(-1, size)

    def _fates(self, nodes: Ints, added: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return masks of the states that are undecided and of those that surely hold."""
        low = -UNBOUNDED if self._grid.low is None else self._grid.low
        high = UNBOUNDED if self._grid.high is None else self._grid.high
        least = self._left.min(axis=1)[nodes] + added + self._least
        greatest = self._left.max(axis=1)[nodes] + added + self._greatest
        surely = (least >= low) & (greatest <= high)
        return ~surely & (greatest >= low) & (least <= high), surely

    @staticmethod
    def _numbered(nodes: Ints, added: Ints, still: NDArray[np.bool_], holding: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Number the states, with the decided ones merged into at most two."""
        columns = [np.where(still, 2, holding)]
        if still.any():
            columns += [np.where(still, nodes, 0), np.where(still, added - added.min(), 0)]
        columns = [column.ravel() for column in columns if column.any()] or [columns[0].ravel()]
        return numbered(columns, [int(column.max()) + 1 for column in columns])


@dataclass(frozen=True, eq=False)
class Tuples:
    """A table of single values: an array of value numbers, one row per tuple."""

    variables: tuple[int, ...]
    rows: Ints


@dataclass(frozen=True, eq=False)
class HubLaw:
    """Laws between a hub and other variables, a pair each, as one: a state is what the hub means to those yet unread.

    `pairs` has by other variable the laws about it and the hub, which is read first.
    """

    hub: int
    pairs: Mapping[int, "Sequence[Leaf]"]


Leaf = Formula | Tuples | CombinationSum | HubLaw


def joined_at_hubs(leaves: Sequence[Leaf], order: Sequence[int], *, neighbours: int = HUB_NEIGHBOURS) -> list[Leaf]:
    """Return the constraints with those between a variable and many later ones joined; `order` ranks variables."""
    pairs: dict[int, dict[int, list[Leaf]]] = {}
    others: list[Leaf] = []
    for leaf in leaves:
        scope = sorted(scope_of(leaf), key=order.__getitem__)
        if len(scope) == 2:
            pairs.setdefault(scope[0], {}).setdefault(scope[1], []).append(leaf)
        else:
            others.append(leaf)
    for hub, own in pairs.items():
        if len(own) > neighbours:
            others.append(HubLaw(hub, own))
        else:
            others += chain.from_iterable(own.values())
    return others


def laws_of(formulas: Iterable[Formula], values: Sequence[ValueBlocks]) -> list[Leaf]:
    """Return the constraints with conjunctions split and tables of single values as arrays."""
    return [_prepared(part, values) for each in formulas for part in conjuncts(each)]


def scope_of(law: Leaf) -> frozenset[int]:
    """Return the variables of a constraint."""
    if isinstance(law, HubLaw):
        return frozenset((law.hub, *law.pairs))
    return frozenset(law.variables if isinstance(law, Tuples | CombinationSum) else variables_in(law))


def _prepared(formula: Formula, values: Sequence[ValueBlocks]) -> Leaf:
    if not isinstance(formula, Table) or not formula.allowed or len(set(formula.variables)) < len(formula.variables):
        return formula
    if any(not values[variable].alone for variable in formula.variables):
        return formula
    columns = []
    for column, variable in enumerate(formula.variables):
        index = values[variable].block_of
        cells = [row[column].intervals for row in formula.rows]
        if any(len(cell) != 1 or cell[0][0] != cell[0][1] for cell in cells):
            return formula
        columns.append([index.get(cell[0][0], -1) for cell in cells])
    rows = np.array(columns, np.int64).reshape(len(columns), -1).T
    return Tuples(formula.variables, rows[(rows >= 0).all(axis=1)])


@dataclass(frozen=True)
class LawReader:
    """Builds automata that read variables by ascending rank."""

    values: Sequence[ValueBlocks]
    rank: Sequence[int]
    limits: CompileLimits

    def automaton(self, law: Leaf) -> Automaton:
        """Return the automaton of a law. Raises CompilationTooLarge."""
        match law:
            case Tuples():
                return self._tuples(law)
            case CombinationSum():
                return law.automaton(self.rank, limits=self.limits)
            case HubLaw():
                return self._around_hub(law)
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
                return joined(self.automaton(left), self.automaton(right), ALIKE, self.rank, limits=self.limits)
            case Linear():
                return self._sum(law)
            case Table():
                return self._table(law)
            case Product():
                raise CompilationTooLarge("a product of open numbers is compiled only where its result is hidden")
            case other:
                assert_never(other)

    def _any(self, parts: Sequence[Formula]) -> Automaton:
        """Return the automaton of a disjunction; all literals together form one operand."""
        masks: dict[int, Bools] = {}
        rest: list[Formula] = []
        for part in chain.from_iterable(map(disjuncts, parts)):
            if isinstance(part, Literal):
                own = self.values[part.variable].mask(part.values)
                masks[part.variable] = masks[part.variable] | own if part.variable in masks else own
            else:
                rest.append(part)
        return reduce(self._either, map(self.automaton, rest), any_of(masks, self.rank))

    def _either(self, one: Automaton, other: Automaton) -> Automaton:
        return joined(one, other, EITHER, self.rank, limits=self.limits)

    def _sum(self, linear: Linear) -> Automaton:
        weights: dict[int, Ints] = {}
        for term in linear.terms:
            listed, lows = dict(term.weights), self.values[term.variable].lows
            own = term.coefficient * lows
            for value, weight in listed.items():
                own[lows == value] = weight
            weights[term.variable] = weights.get(term.variable, 0) + own
        return total_between(weights, linear.low, linear.high, self.rank, limits=self.limits)

    def _around_hub(self, law: HubLaw) -> Automaton:
        """Return the automaton whose states are the values of the hub, and one for what is violated."""
        scope = sorted(law.pairs, key=self.rank.__getitem__)
        size = len(self.values[law.hub])
        steps: list[Step] = [np.arange(size, dtype=np.int32).reshape(1, size)]
        for variable in scope:
            self.limits.step_of(f"the laws about {len(scope)} variables and a hub", size * len(self.values[variable]))
            allowed = np.logical_and.reduce([self._pair(leaf, law.hub, variable) for leaf in law.pairs[variable]])
            stays = np.where(allowed, np.arange(size)[:, None], size)
            steps.append(np.vstack([stays, np.full((1, stays.shape[1]), size)]).astype(np.int32))
        return minimal([law.hub, *scope], steps, np.append(np.ones(size, np.bool_), False))

    def _pair(self, leaf: Leaf, hub: int, variable: int) -> Bools:
        """Return which values of a hub and of another variable a constraint about both allows."""
        automaton = self.automaton(leaf)
        states: Any = np.zeros((len(self.values[hub]), len(self.values[variable])), np.int64)
        for own, step in zip(automaton.scope, automaton.steps, strict=True):
            numbers = np.arange(step.shape[1])
            states = step[states, numbers[:, None] if own == hub else numbers]
        allowed: Bools = automaton.holds[states]
        return allowed

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
        automaton = some_row(scope, supports, rows, limits=self.limits)
        return automaton if table.allowed else opposite(automaton)

    def _support(self, table: Table, variable: int) -> list[int]:
        """Return, for each value, the bit set of rows that allow it in all columns of the variable."""
        values = self.values[variable]
        support = [(1 << len(table.rows)) - 1] * len(values)
        for column, own in enumerate(table.variables):
            if own != variable:
                continue
            results = [0] * len(values)
            for number, row in enumerate(table.rows):
                self.limits.look()
                for index in np.flatnonzero(values.mask(row[column])).tolist():
                    results[index] |= 1 << number
            support = [one & other for one, other in zip(support, results, strict=True)]
        return support
