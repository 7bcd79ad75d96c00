"""Combination tables of the owner: the words and numbers of their cells become values of variables."""

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.catalog.model import Combinations
from configurator.language.checked import Value
from configurator.program.compile.leaves import At
from configurator.program.compile.values import Condition, Lowered, Number, Words
from configurator.program.compile.workbench import Workbench
from configurator.program.intset import EMPTY, IntSet
from configurator.program.logic import Logic
from configurator.program.nodes import Formula, Literal


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the variable it is about, which of its values mean what, and where it is absent."""

    variable: int
    meaning: Mapping[Value, IntSet]
    present: IntSet
    absent: Formula

    def cell(self, value: Value | None) -> IntSet:
        return self.present if value is None else self.meaning.get(value, EMPTY)


def table_of(bench: Workbench, rule: Combinations, at: At) -> Formula:
    """Return that the columns form one of the rows (or none of them), or that one of them is absent."""
    lowered = [bench.value(column, at) for column in rule.columns]
    columns = [_column(bench, each) for each in lowered if each is not None]
    variables = tuple(dict.fromkeys(column.variable for column in columns))
    rows = _rows(rule, columns, variables) if len(columns) == len(rule.columns) else []
    formula = bench.logic.table(variables, rows, allowed=rule.allowed)
    return bench.logic.any_of((*(column.absent for column in columns), formula))


def _rows(rule: Combinations, columns: list[Column], variables: tuple[int, ...]) -> list[tuple[IntSet, ...]]:
    """Return the rows as cells of the variables; two columns of one variable meet in one cell."""
    written = (map(Column.cell, columns, row) for row in rule.rows)
    if len(columns) == len(variables):
        return [tuple(row) for row in written]
    rows = []
    for row in written:
        cells: dict[int, IntSet] = {}
        for column, cell in zip(columns, row, strict=True):
            known = cells.get(column.variable)
            cells[column.variable] = cell if known is None else known & cell
        rows.append(tuple(cells[variable] for variable in variables))
    return rows


def _column(bench: Workbench, lowered: Lowered) -> Column:
    match lowered:
        case Condition(truth, absent):
            return _of_truth(bench, truth, absent)
        case Words(int(variable), by_value, _, absent):
            return _by_meaning(variable, by_value, absent, bench.logic)
        case Number(constant, weights, absent=absent) if len(weights) == 1:
            variable, weight = next(iter(weights.items()))
            bench.definitions.look_at(len(bench.logic.domains[variable]))
            amounts = {held: constant + weight.at(held) for held in bench.logic.domains[variable]}
            return _by_meaning(variable, amounts, absent, bench.logic)
        case _:
            raise TypeError("the columns of combinations are checked to be features or attributes")


def _by_meaning(variable: int, values: Mapping[int, Value], absent: Formula, logic: Logic) -> Column:
    held: dict[Value, list[int]] = {}
    for value, meant in values.items():
        held.setdefault(meant, []).append(value)
    away = absent.values if isinstance(absent, Literal) and absent.variable == variable else EMPTY
    present = logic.domains[variable] - away
    meanings = {value: IntSet.of(found) & present for value, found in held.items()}
    return Column(variable, meanings, present, absent)


def _of_truth(bench: Workbench, truth: Formula, absent: Formula) -> Column:
    literal = bench.definitions.truth_of(truth)
    domain = bench.logic.domains[literal.variable]
    meanings: dict[Value, IntSet] = {True: literal.values, False: domain - literal.values}
    return Column(literal.variable, meanings, domain, absent)
