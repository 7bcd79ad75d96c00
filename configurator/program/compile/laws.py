"""Pass 3: the owner's constraints, one for every slot that they speak of. Warnings forbid nothing and stay outside."""

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
from configurator.language.tree import ComparisonOperator
from configurator.money import ONE
from configurator.program.compile.cells import table_of
from configurator.program.compile.comparisons import compared_with_zero
from configurator.program.compile.draft import Draft, Law
from configurator.program.compile.encoding import CountSlot
from configurator.program.compile.gates import gated
from configurator.program.compile.leaves import At
from configurator.program.compile.places import bindings
from configurator.program.compile.values import Number, total_of
from configurator.program.compile.workbench import Workbench
from configurator.program.logic import TRUE
from configurator.program.nodes import Formula


def with_constraints(draft: Draft) -> Draft:
    """Expect slots and presence; leave every constraint of severity error as named constraints."""
    bench = Workbench(draft)
    slots = slots_by_structure(draft, bench)
    for path, constraint in constraints_of(draft.catalog):
        if constraint.severity is ConstraintSeverity.ERROR:
            for instance, present in slots[path]:
                _compile(bench, path, constraint, instance, present)
    return bench.finished()


def slots_by_structure(draft: Draft, bench: Workbench) -> dict[tuple[str, ...], list[tuple[str, Formula]]]:
    """Return by id path of structure its slots, each with the formula of its presence; the root under ()."""
    found: dict[tuple[str, ...], list[tuple[str, Formula]]] = {(): [("", TRUE)]}
    for slot in draft.encoding.slots:
        if isinstance(slot, CountSlot):
            found.setdefault(slot.id_path, []).extend(
                (path, bench.logic.literal(slot.variable, slot.present(number).values))
                for number, path in enumerate(slot.slots(), start=1)
            )
    return found


def _compile(bench: Workbench, path: tuple[str, ...], constraint: Constraint, instance: str, present: Formula) -> None:
    name = law_name(path, constraint.id, instance)
    bench.begin(name, constraint.location, f"constraints.{constraint.id}")
    at = bindings(instance)
    when = bench.condition(constraint.rule.when, at, given=present)
    here = bench.logic.all_of((present, when.holds(bench.logic)))
    formula = _rule(bench, constraint.rule, at, here)
    bench.law(name, bench.logic.any_of((bench.logic.negation(here), formula)), Law(constraint, instance))


def law_name(path: tuple[str, ...], constraint_id: str, instance: str) -> str:
    """Return the name in the program: `balanced`, or `cells[2]: equal_memory` for one slot of a structure."""
    local = constraint_id.removeprefix(".".join(path) + ".")
    return f"{instance}: {local}" if instance else constraint_id


def _rule(bench: Workbench, rule: Rule, at: At, here: Formula) -> Formula:
    match rule:
        case Requirement(condition):
            found = bench.condition(condition, at, given=here)
            return bench.logic.any_of((found.absent, found.truth))
        case Cardinality():
            return _cardinality(bench, rule, at, here)
        case Combinations():
            return table_of(bench, rule, at)
        case other:
            assert_never(other)


def _cardinality(bench: Workbench, rule: Cardinality, at: At, here: Formula) -> Formula:
    """Count the items that are present and hold; the extremes are plain logic."""
    holding = [bench.condition(item, at, given=here).holds(bench.logic) for item in rule.items]
    high = len(holding) if rule.high is None else rule.high
    if high <= 0 and rule.low <= 0:
        return bench.logic.all_of(bench.logic.negation(each) for each in holding)
    if high >= len(holding) and rule.low <= 1:
        return bench.logic.any_of(holding) if rule.low == 1 else TRUE
    if high >= len(holding) == rule.low:
        return bench.logic.all_of(holding)
    return _between(bench, holding, rule.low, high)


def _between(bench: Workbench, holding: list[Formula], low: int, high: int) -> Formula:
    total = total_of((gated(Number(ONE), each, bench.definitions) for each in holding), bench.logic)
    least = compared_with_zero(
        total.plus(Number(Fraction(-low)), bench.logic), ComparisonOperator.AT_LEAST, bench.definitions
    )
    most = compared_with_zero(
        total.plus(Number(Fraction(-high)), bench.logic), ComparisonOperator.AT_MOST, bench.definitions
    )
    return bench.logic.all_of((least, most))
