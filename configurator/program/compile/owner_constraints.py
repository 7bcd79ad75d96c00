"""Passes 3 and 4: the owner's constraints, one for every slot that they speak of, and resources.

Warnings forbid nothing and are skipped. The demand of a resource must not exceed its supply; an absent contribution
counts nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from configurator.catalog.model import (
    Cardinality,
    Combinations,
    Constraint,
    ConstraintSeverity,
    Requirement,
    Rule,
    constraints_of,
)
from configurator.language.checked import CheckedExpression, Value
from configurator.language.tree import ComparisonOperator
from configurator.money import ONE
from configurator.program.compile.catalog_encoding import CountSlot
from configurator.program.compile.comparisons import compared_with_zero
from configurator.program.compile.conditionals import gated
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber, LoweredWords, total_of
from configurator.program.compile.lowering import Bindings
from configurator.program.compile.program_builder import ProgramBuilder
from configurator.program.compile.program_draft import OwnerLaw, ProgramDraft, bindings
from configurator.program.intset import EMPTY, IntSet
from configurator.program.logic import TRUE, Logic
from configurator.program.nodes import Formula, Literal


def with_constraints(draft: ProgramDraft) -> ProgramDraft:
    """Expect slots and presence; leave every constraint of severity error as named constraints."""
    builder = ProgramBuilder(draft)
    slots = slots_by_structure(draft, builder)
    for path, constraint in constraints_of(draft.catalog):
        if constraint.severity is ConstraintSeverity.ERROR:
            for instance, present in slots[path]:
                _compile(builder, path, constraint, instance, present)
    return builder.finished()


def slots_by_structure(
    draft: ProgramDraft, builder: ProgramBuilder
) -> dict[tuple[str, ...], list[tuple[str, Formula]]]:
    """Return by id path of structure its slots, each with the formula of its presence; the root under ()."""
    results: dict[tuple[str, ...], list[tuple[str, Formula]]] = {(): [("", TRUE)]}
    for slot in draft.encoding.slots:
        if isinstance(slot, CountSlot):
            results.setdefault(slot.id_path, []).extend(
                (path, builder.logic.literal(slot.variable, slot.present(number).values))
                for number, path in enumerate(slot.slots(), start=1)
            )
    return results


def _compile(
    builder: ProgramBuilder, path: tuple[str, ...], constraint: Constraint, instance: str, present: Formula
) -> None:
    name = law_name(path, constraint.id, instance)
    builder.begin(name, constraint.location, f"constraints.{constraint.id}")
    at = bindings(instance)
    when = builder.condition(constraint.rule.when, at, given=present)
    here = builder.logic.all_of((present, when.holds(builder.logic)))
    formula = _rule(builder, constraint.rule, at, here)
    builder.law(name, builder.logic.any_of((builder.logic.negation(here), formula)), OwnerLaw(constraint, instance))


def law_name(path: tuple[str, ...], constraint_id: str, instance: str) -> str:
    """Return the name in the program: `balanced`, or `cells[2]: equal_memory` for one slot of a structure."""
    local = constraint_id.removeprefix(".".join(path) + ".")
    return f"{instance}: {local}" if instance else constraint_id


def _rule(builder: ProgramBuilder, rule: Rule, at: Bindings, here: Formula) -> Formula:
    match rule:
        case Requirement(condition):
            lowered_condition = builder.condition(condition, at, given=here)
            return builder.logic.any_of((lowered_condition.absent, lowered_condition.truth))
        case Cardinality():
            return _cardinality(builder, rule, at, here)
        case Combinations():
            return table_of(builder, rule, at)
        case other:
            assert_never(other)


def _cardinality(builder: ProgramBuilder, rule: Cardinality, at: Bindings, here: Formula) -> Formula:
    """Count the items that are present and hold; the extremes are plain logic."""
    holding = [builder.condition(item, at, given=here).holds(builder.logic) for item in rule.items]
    high = len(holding) if rule.high is None else rule.high
    if high <= 0 and rule.low <= 0:
        return builder.logic.all_of(builder.logic.negation(each) for each in holding)
    if high >= len(holding) and rule.low <= 1:
        return builder.logic.any_of(holding) if rule.low == 1 else TRUE
    if high >= len(holding) == rule.low:
        return builder.logic.all_of(holding)
    return _between(builder, holding, rule.low, high)


def _between(builder: ProgramBuilder, holding: list[Formula], low: int, high: int) -> Formula:
    total = total_of((gated(LoweredNumber(ONE), each, builder.definitions) for each in holding), builder.logic)
    least = compared_with_zero(
        total.plus(LoweredNumber(Fraction(-low)), builder.logic), ComparisonOperator.AT_LEAST, builder.definitions
    )
    most = compared_with_zero(
        total.plus(LoweredNumber(Fraction(-high)), builder.logic), ComparisonOperator.AT_MOST, builder.definitions
    )
    return builder.logic.all_of((least, most))


def with_resources(draft: ProgramDraft) -> ProgramDraft:
    """Expect slots and presence; leave one named sum for every resource."""
    builder = ProgramBuilder(draft)
    for resource in draft.catalog.resources.values():
        law = OwnerLaw(resource, "")
        builder.begin(law.id, resource.location, law.id)
        demand = _total(builder, resource.demand).times(Fraction(-1))
        balance = _total(builder, resource.supply).plus(demand, builder.logic)
        enough = compared_with_zero(balance, ComparisonOperator.AT_LEAST, builder.definitions)
        builder.law(law.id, enough, law)
    return builder.finished()


def _total(builder: ProgramBuilder, contributions: Mapping[str, CheckedExpression]) -> LoweredNumber:
    numbers = [builder.number(contribution, bindings("")) for contribution in contributions.values()]
    counted = (gated(number, builder.logic.negation(number.absent), builder.definitions) for number in numbers)
    return total_of(counted, builder.logic)


@dataclass(frozen=True, slots=True)
class CombinationColumn:
    """One column: its variable, the meaning of its values, and where it is absent."""

    variable: int
    meaning: Mapping[Value, IntSet]
    present: IntSet
    absent: Formula

    def cell(self, value: Value | None) -> IntSet:
        return self.present if value is None else self.meaning.get(value, EMPTY)


def table_of(builder: ProgramBuilder, rule: Combinations, at: Bindings) -> Formula:
    """Return that the columns form one of the rows (or none of them), or that one of them is absent."""
    lowered = [builder.value(column, at) for column in rule.columns]
    columns = [_column(builder, each) for each in lowered if each is not None]
    variables = tuple(dict.fromkeys(column.variable for column in columns))
    rows = _cells_of_rows(rule, columns, variables) if len(columns) == len(rule.columns) else []
    formula = builder.logic.table(variables, rows, allowed=rule.allowed)
    return builder.logic.any_of((*(column.absent for column in columns), formula))


def _cells_of_rows(
    rule: Combinations, columns: list[CombinationColumn], variables: tuple[int, ...]
) -> list[tuple[IntSet, ...]]:
    """Return the rows as cells of the variables; two columns of one variable meet in one cell."""
    written = (map(CombinationColumn.cell, columns, row) for row in rule.rows)
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


def _column(builder: ProgramBuilder, lowered: Lowered) -> CombinationColumn:
    match lowered:
        case LoweredCondition(truth, absent):
            return _of_truth(builder, truth, absent)
        case LoweredWords(int(variable), by_value, _, absent):
            return _by_meaning(variable, by_value, absent, builder.logic)
        case LoweredNumber(constant, weights, absent=absent) if len(weights) == 1:
            variable, weight = next(iter(weights.items()))
            builder.definitions.look_at(len(builder.logic.domains[variable]))
            amounts = {held: constant + weight.at(held) for held in builder.logic.domains[variable]}
            return _by_meaning(variable, amounts, absent, builder.logic)
        case _:
            raise TypeError("the columns of combinations are checked to be features or attributes")


def _by_meaning(variable: int, values: Mapping[int, Value], absent: Formula, logic: Logic) -> CombinationColumn:
    held: dict[Value, list[int]] = {}
    for value, meant in values.items():
        held.setdefault(meant, []).append(value)
    away = absent.values if isinstance(absent, Literal) and absent.variable == variable else EMPTY
    present = logic.domains[variable] - away
    meanings = {value: IntSet.of(results) & present for value, results in held.items()}
    return CombinationColumn(variable, meanings, present, absent)


def _of_truth(builder: ProgramBuilder, truth: Formula, absent: Formula) -> CombinationColumn:
    literal = builder.definitions.truth_of(truth)
    domain = builder.logic.domains[literal.variable]
    meanings: dict[Value, IntSet] = {True: literal.values, False: domain - literal.values}
    return CombinationColumn(literal.variable, meanings, domain, absent)
