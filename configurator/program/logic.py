"""Simplified formulas: constant parts vanish, literals of one variable become one literal.

`Logic` knows the domains and which variables are absent together, and simplifies with both. It preserves the meaning of
a formula under the given presence constraints.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import assert_never

from configurator.program.intset import IntSet
from configurator.program.limits import FORBIDDEN_ROWS
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Same,
    Table,
    Term,
    Truth,
    variables_in,
)
from configurator.program.semantics import holds
from configurator.program.table_rows import joined_rows, rows_within, without

TRUE = Truth(True)
FALSE = Truth(False)


class Logic:
    """Builds formulas over growing domains.

    `presence[v]` is the literal that holds exactly where variable `v` does not have its greatest value, which encodes
    absence; other variables are not listed.
    """

    def __init__(self, domains: list[IntSet], presence: Mapping[int, Literal]) -> None:
        self.domains = domains
        self.presence = presence

    def literal(self, variable: int, values: IntSet) -> Formula:
        """Return that the variable has one of the values."""
        allowed = values & self.domains[variable]
        if not allowed:
            return FALSE
        return TRUE if allowed == self.domains[variable] else Literal(variable, allowed)

    def negation(self, formula: Formula) -> Formula:
        """Return the opposite, with every `not` pushed into the leaves, where it disappears."""
        match formula:
            case Truth(value):
                return Truth(not value)
            case Literal(variable, values):
                return self.literal(variable, self.domains[variable] - values)
            case Not(of):
                return of
            case And(parts):
                return self.any_of(self.negation(part) for part in parts)
            case Or(parts):
                return self.all_of(self.negation(part) for part in parts)
            case Same(left, right):
                return self.same(left, self.negation(right))
            case Linear(terms, low, high):
                below = () if low is None else (Linear(terms, None, low - 1),)
                above = () if high is None else (Linear(terms, high + 1, None),)
                return self.any_of((*below, *above))
            case Table(variables, rows, allowed):
                return Table(variables, rows, not allowed)
            case Product():
                return Not(formula)
            case other:
                assert_never(other)

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """Return that all parts hold."""
        literals: dict[int, IntSet] = {}
        rest: dict[Formula, None] = {}
        for part in _flat(And, parts):
            if isinstance(part, Literal):
                known = literals.get(part.variable)
                literals[part.variable] = part.values if known is None else known & part.values
            elif part == FALSE:
                return FALSE
            elif part != TRUE:
                rest[part] = None
        built = [*self._presence_implied(literals), *_joined_sums(rest)]
        return FALSE if FALSE in built else _one(And, tuple(part for part in built if part != TRUE), TRUE)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Return that one of the parts holds."""
        literals: dict[int, IntSet] = {}
        rest: dict[Formula, None] = {}
        for part in _flat(Or, parts):
            if isinstance(part, Literal):
                known = literals.get(part.variable)
                literals[part.variable] = part.values if known is None else known | part.values
            elif part == TRUE:
                return TRUE
            elif part != FALSE:
                rest[part] = None
        if not literals and not rest:
            return FALSE
        built = self._absence_absorbed(literals)
        if TRUE in built:
            return TRUE
        return self._with_tables([part for part in built if part != FALSE], list(rest))

    def same(self, left: Formula, right: Formula) -> Formula:
        """Return that both hold or neither does."""
        if isinstance(left, Truth):
            return right if left.value else self.negation(right)
        if isinstance(right, Truth):
            return left if right.value else self.negation(left)
        return TRUE if left == right else Same(left, right)

    def table(self, variables: Sequence[int], rows: Iterable[Sequence[IntSet]], *, allowed: bool = True) -> Formula:
        """Return the formula that the variables' values form one of the rows (or, if not `allowed`, none of them).

        The variables, in any order, are distinct. Impossible rows and redundant columns are dropped; rows that differ
        in one cell are merged; a single row becomes literals.
        """
        order = sorted(range(len(variables)), key=lambda at: variables[at])
        variables = [variables[at] for at in order]
        domains = [self.domains[variable] for variable in variables]
        cut = rows_within(rows, order, domains)
        kept = joined_rows(cut)
        if not kept:
            return Truth(not allowed)
        telling = [at for at, domain in enumerate(domains) if any(row[at] != domain for row in kept)]
        if not telling:
            return Truth(allowed)
        if len(telling) == 1:
            values = IntSet.union(row[telling[0]] for row in kept)
            result = self.literal(variables[telling[0]], values)
            return result if allowed else self.negation(result)
        narrow = tuple(tuple(row[at] for at in telling) for row in kept)
        if len(narrow) == 1:
            row = self.all_of(self.literal(variables[at], kept[0][at]) for at in telling)
            return row if allowed else self.negation(row)
        return Table(tuple(variables[at] for at in telling), narrow, allowed)

    def possible(self, formula: Formula, *, budget: int) -> bool:
        """Return whether a formula can hold, trying a limited number of combinations; beyond them, return True."""
        if isinstance(formula, Truth):
            return formula.value
        variables = tuple(dict.fromkeys(variables_in(formula)))
        if prod(self.domains[variable].size for variable in variables) > budget:
            return True
        domains = (self.domains[variable] for variable in variables)
        return any(holds(formula, dict(zip(variables, values, strict=True))) for values in product(*domains))

    def absence_of(self, variable: int) -> IntSet:
        """Return the value that encodes the absence of a variable in `presence`."""
        high = self.domains[variable].high
        return IntSet.between(high, high)

    def _presence_implied(self, literals: dict[int, IntSet]) -> list[Formula]:
        """Drop presence from a conjunction that already requires a present value."""
        for variable in tuple(literals) if self.presence else ():
            twin = self.presence.get(variable)
            if twin is None or twin.variable not in literals:
                continue
            absent = self.absence_of(variable)
            if literals[twin.variable] == twin.values:
                literals[variable] -= absent
            if not literals[variable] & absent and not twin.values - literals[twin.variable]:
                del literals[twin.variable]
        return [self.literal(variable, values) for variable, values in literals.items()]

    def _absence_absorbed(self, literals: dict[int, IntSet]) -> list[Formula]:
        """Express absence in a disjunction by an existing literal."""
        for variable in tuple(literals) if self.presence else ():
            twin = self.presence.get(variable)
            if twin is None or twin.variable not in literals:
                continue
            if self.literal(twin.variable, literals[twin.variable]) == self.negation(twin):
                literals[variable] |= self.absence_of(variable)
            if literals[variable] & self.absence_of(variable) and not twin.values & literals[twin.variable]:
                del literals[twin.variable]
        return [self.literal(variable, values) for variable, values in literals.items()]

    def _with_tables(self, literals: list[Formula], rest: list[Formula]) -> Formula:
        """Express a disjunction with tables as one table: its columns can express literals and other tables."""
        tables = [part for part in rest if isinstance(part, Table)]
        if not tables or (len(tables) == 1 and not literals):
            return _one(Or, (*literals, *rest), FALSE)
        others = [part for part in rest if not isinstance(part, Table)]
        joined = self._in_columns(literals, tables[0]) if len(tables) == 1 else None
        joined = joined or self._in_clauses(literals, tables)
        if joined is None:
            return _one(Or, (*literals, *rest), FALSE)
        return self.any_of((joined, *others)) if isinstance(joined, Truth) else _one(Or, (joined, *others), FALSE)

    def _in_columns(self, literals: list[Formula], table: Table) -> Formula | None:
        """Move literals into the columns of a table; None where it has no columns for one of them."""
        rows = list(table.rows)
        for literal in literals:
            cell = self._as_cell(literal, table.variables)
            if cell is None:
                return None
            at, values = cell
            if table.allowed:
                free = [self.domains[variable] for variable in table.variables]
                rows.append((*free[:at], values, *free[at + 1 :]))
            else:
                rows = [(*row[:at], row[at] - values, *row[at + 1 :]) for row in rows]
        return self.table(table.variables, rows, allowed=table.allowed)

    def _in_clauses(self, literals: list[Formula], tables: list[Table]) -> Formula | None:
        """Intersect the forbidden rows of all parts; None if there are too many."""
        forbidden: list[dict[int, IntSet]] = [{}]
        for literal in literals:
            if isinstance(literal, Literal):
                away = {literal.variable: self.domains[literal.variable] - literal.values}
                forbidden = [self._overlap(row, away) for row in forbidden]
        for table in tables:
            rows = self._forbidden_by(table)
            if rows is None or len(rows) * len(forbidden) > FORBIDDEN_ROWS:
                return None
            forbidden = [self._overlap(row, other) for row in forbidden for other in rows]
        variables = sorted({variable for row in forbidden for variable in row})
        cells = ([row.get(variable, self.domains[variable]) for variable in variables] for row in forbidden)
        return self.table(variables, cells, allowed=False)

    def _overlap(self, row: dict[int, IntSet], other: dict[int, IntSet]) -> dict[int, IntSet]:
        int_sets = dict(row)
        for variable, values in other.items():
            int_sets[variable] = int_sets[variable] & values if variable in int_sets else values
        return int_sets

    def _forbidden_by(self, table: Table) -> list[dict[int, IntSet]] | None:
        """Return rows that a table forbids; None where an allowing one would need too many."""
        boxes = list(table.rows)
        if table.allowed:
            boxes = [tuple(self.domains[variable] for variable in table.variables)]
            for row in table.rows:
                boxes = [rest for box in boxes for rest in without(box, row)]
                if len(boxes) > 4 * FORBIDDEN_ROWS:
                    return None
            boxes = joined_rows(boxes)
        return [dict(zip(table.variables, box, strict=True)) for box in boxes]

    def _as_cell(self, literal: Formula, columns: tuple[int, ...]) -> tuple[int, IntSet] | None:
        """Return the column and cell equivalent to a literal, if there are any."""
        if not isinstance(literal, Literal):
            return None
        if literal.variable in columns:
            return columns.index(literal.variable), literal.values
        for at, column in enumerate(columns):
            twin = self.presence.get(column)
            if twin is not None and twin.variable == literal.variable and literal == self.negation(twin):
                return at, self.absence_of(column)
        return None


def _joined_sums(parts: Iterable[Formula]) -> list[Formula]:
    """Join bounds of the same sum in a conjunction; the order stays."""
    joined: dict[tuple[Term, ...] | Formula, Formula] = {}
    for part in parts:
        key = part.terms if isinstance(part, Linear) else part
        known = joined.get(key)
        joined[key] = _both(part, known) if isinstance(part, Linear) and isinstance(known, Linear) else part
    return list(joined.values())


def _both(one: Linear, other: Linear) -> Formula:
    lows = [low for low in (one.low, other.low) if low is not None]
    highs = [high for high in (one.high, other.high) if high is not None]
    if lows and highs and max(lows) > min(highs):
        return FALSE
    return Linear(one.terms, max(lows, default=None), min(highs, default=None))


def _flat(kind: type[And] | type[Or], parts: Iterable[Formula]) -> Iterable[Formula]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _one(kind: type[And] | type[Or], parts: tuple[Formula, ...], empty: Truth) -> Formula:
    if len(parts) > 1:
        return kind(parts)
    return parts[0] if parts else empty
