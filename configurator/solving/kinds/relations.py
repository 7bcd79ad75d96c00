"""Formulas as arrays over kinds of values.

To one formula, values of a variable are of one kind if it cannot tell them apart: parts with the same length, say. A
formula becomes a boolean array with an axis per variable and an entry per kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Program,
    Same,
    Table,
    Term,
    Truth,
    leaves_in,
    variables_in,
)
from configurator.program.rewriting import conjuncts
from configurator.solving.deferring_solver import BeyondForm
from configurator.solving.diagram.interning import Bools, Ints, numbered
from configurator.solving.kinds.limits import KIND_CELLS
from configurator.solving.kinds.value_lists import ValueList, mask_of


class TooManyKinds(BeyondForm):
    """The kinds are too many for arrays, so another engine answers. Caught within this package and where it is used."""


@dataclass(frozen=True, slots=True, eq=False)
class KindRelation:
    """A formula as an array: `kinds[i][n]` is the kind of the n-th value of `variables[i]`, an index of axis i.

    `law` is the name by which a query may set the formula aside, None for what always holds.
    """

    law: str | None
    variables: tuple[int, ...]
    kinds: tuple[Ints, ...]
    holds: Bools


def relations_of(program: Program, values: Sequence[ValueList], budget: Budget = UNLIMITED) -> tuple[KindRelation, ...]:
    """Return the relations that the program is the conjunction of. Raises TooManyKinds and OutOfBudget."""
    results = []
    for constraint in program.constraints:
        for formula in conjuncts(constraint.formula):
            results.append(relation_of(formula, constraint.name if constraint.named else None, values, budget))
    return tuple(results)


def relation_of(
    formula: Formula, law: str | None, values: Sequence[ValueList], budget: Budget = UNLIMITED
) -> KindRelation:
    """Return a formula as a relation. Raises TooManyKinds and OutOfBudget."""
    variables = tuple(sorted(set(variables_in(formula))))
    first, kinds = [], []
    for variable in variables:
        budget.check()
        representatives, own = joint_kinds([_numbers(column) for column in _told_apart(formula, variable, values)])
        first.append(representatives)
        kinds.append(own)
    evaluation = _Evaluation(values, dict(zip(variables, first, strict=True)), variables, budget)
    if prod(map(len, first)) > KIND_CELLS:
        raise TooManyKinds(f"a constraint has {prod(map(len, first))} combinations of kinds")
    holds = np.broadcast_to(evaluation.of(formula), tuple(map(len, first)))
    return _merged(KindRelation(law, variables, tuple(kinds), holds), budget)


def joint_kinds(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Return the first value of each kind, and the kind of every value, that several partitions make together."""
    return numbered(columns, [int(column.max(initial=-1)) + 1 for column in columns])


def _numbers(column: Ints) -> Ints:
    return np.unique(column, return_inverse=True)[1].astype(np.int64)


def _merged(relation: KindRelation, budget: Budget) -> KindRelation:
    """Join the kinds of each variable that the whole array does not tell apart."""
    holds, kinds = relation.holds, list(relation.kinds)
    for axis in range(holds.ndim):
        budget.check()
        if not holds.size:
            continue
        rows = np.packbits(np.moveaxis(holds, axis, 0).reshape(holds.shape[axis], -1), axis=1)
        first, number = _distinct(rows)
        if len(first) < holds.shape[axis]:
            holds = np.take(holds, first, axis=axis)
            kinds[axis] = number[kinds[axis]]
    return KindRelation(relation.law, relation.variables, tuple(kinds), np.ascontiguousarray(holds))


def _distinct(rows: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Return the first of each distinct row, and the number of every row among them.

    A row is compared as one string of bytes; `np.unique` along an axis compares column by column, up to 1,000 times
    slower.
    """
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1]))).reshape(-1)
    _, first, number = np.unique(whole, return_index=True, return_inverse=True)
    return first, number.reshape(-1).astype(np.int64)


def _told_apart(formula: Formula, variable: int, values: Sequence[ValueList]) -> Iterator[Ints]:
    """Yield columns of numbers that tell the values of a variable apart wherever the formula does."""
    own = values[variable]
    for leaf in leaves_in(formula):
        match leaf:
            case Literal(mentioned, allowed) if mentioned == variable:
                yield own.mask(allowed).astype(np.int64)
            case Linear(terms):
                mine = [term for term in terms if term.variable == variable]
                if mine:
                    yield own.weights(mine)
            case Table(variables, rows):
                for column, mentioned in enumerate(variables):
                    if mentioned == variable:
                        yield _kinds_of_cells(own, dict.fromkeys(row[column] for row in rows))


def _kinds_of_cells(own: ValueList, cells: Mapping[Any, None]) -> Ints:
    """Number the values by the cells that they are in."""
    if all(len(cell) == 1 for cell in cells):
        place = {cell.low: number for number, cell in enumerate(cells, start=1)}
        return np.array([place.get(value, 0) for value in own.values.tolist()], np.int64)
    if len(cells) * len(own) > KIND_CELLS:
        raise TooManyKinds("a column of a table has too many cells")
    bits = np.packbits(np.array([own.mask(cell) for cell in cells]), axis=0)
    return _distinct(bits.T)[1]


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """Evaluates parts of a formula over the first value of each kind; every result broadcasts to all axes."""

    values: Sequence[ValueList]
    first: Mapping[int, Ints]
    variables: tuple[int, ...]
    budget: Budget

    def of(self, formula: Formula) -> NDArray[Any]:
        self.budget.check()
        match formula:
            case Truth(value):
                return np.full((1,) * len(self.variables), value)
            case Literal(variable, allowed):
                return self._along(variable, self.values[variable].mask(allowed)[self.first[variable]])
            case Not(of):
                return ~self.of(of)
            case And(parts):
                return reduce(np.logical_and, map(self.of, parts), self.of(Truth(True)))
            case Or(parts):
                return reduce(np.logical_or, map(self.of, parts), self.of(Truth(False)))
            case Same(left, right):
                return np.asarray(self.of(left) == self.of(right))
            case Linear():
                return self._linear(formula)
            case Table(_, _, allowed):
                return self._listed(formula) if allowed else ~self._listed(formula)
            case Product():
                raise TooManyKinds("a product of open numbers tells all of their values apart")
            case other:
                assert_never(other)

    def _along(self, variable: int, array: NDArray[Any]) -> NDArray[Any]:
        """Return an array over the kinds of a variable along the axis of that variable."""
        return array.reshape([-1 if each == variable else 1 for each in self.variables])

    def _linear(self, linear: Linear) -> NDArray[Any]:
        own: dict[int, list[Term]] = {}
        for term in linear.terms:
            own.setdefault(term.variable, []).append(term)
        weights = (self.values[variable].weights(terms)[self.first[variable]] for variable, terms in own.items())
        size = prod(len(self.first[variable]) for variable in own)
        if size > KIND_CELLS:
            raise TooManyKinds(f"a sum has {size} combinations of kinds")
        total = np.zeros((1,) * len(self.variables), np.int64)
        for variable, weight in zip(own, weights, strict=True):
            total = total + self._along(variable, weight)
        inside = self.of(Truth(True))
        if linear.low is not None:
            inside = inside & (total >= linear.low)
        if linear.high is not None:
            inside = inside & (total <= linear.high)
        return inside

    def _listed(self, table: Table) -> NDArray[Any]:
        """Return where one of the rows holds: all columns but the last by combination and row, then their product."""
        if not table.rows:
            return self.of(Truth(False))
        columns = [
            self._column(variable, [row[at] for row in table.rows]) for at, variable in enumerate(table.variables)
        ]
        size = len(table.rows) * prod(len(column) for column in columns[:-1])
        if size > KIND_CELLS:
            raise TooManyKinds(f"a table has {size} combinations of rows and kinds")
        together = np.ones((1, len(table.rows)), np.bool_)
        for column in columns[:-1]:
            together = (together[:, None, :] & column[None, :, :]).reshape(-1, len(table.rows))
        product = together.astype(np.float32) @ columns[-1].T.astype(np.float32) > 0
        return self._arranged(product.reshape([len(column) for column in columns]), table.variables)

    def _column(self, variable: int, cells: Sequence[Any]) -> Bools:
        """Return by kind and row whether the kind is in the cell."""
        distinct = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
        first = self.values[variable].values[self.first[variable]]
        masks = np.array([mask_of(first, cell) for cell in distinct])
        return masks[[distinct[cell] for cell in cells]].T

    def _arranged(self, array: NDArray[Any], variables: Sequence[int]) -> NDArray[Any]:
        """Return an array with an axis per column as one with an axis per variable; a repeated one is a diagonal."""
        letters = [self.variables.index(variable) for variable in variables]
        order = sorted(set(letters))
        diagonal = np.einsum(array.astype(np.int8), letters, order).astype(np.bool_)
        shape = [len(self.first[each]) if at in order else 1 for at, each in enumerate(self.variables)]
        return np.reshape(diagonal, shape)
