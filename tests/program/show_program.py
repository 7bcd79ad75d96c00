"""A program as text for people, as golden tests compare it."""

from collections.abc import Sequence
from typing import assert_never

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Lowest,
    Not,
    Or,
    Product,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Wish,
)

Names = Sequence[str]
"""The name of every variable, by position."""


def show_program(program: Program) -> str:
    """Write variables, constraints and wishes, one to a line; owner's laws stand out by their name in brackets."""
    names = [variable.name for variable in program.variables]
    lines = [
        f"{variable.name} in {show_set(variable.domain)}{'  (determined)' if variable.determined else ''}"
        for variable in program.variables
    ]
    lines += [_constraint(constraint, names) for constraint in program.constraints]
    lines += [f"wish {_wish(wish, names)}" for wish in program.wishes]
    return "".join(f"{line}\n" for line in lines)


def show_set(values: IntSet) -> str:
    """Write a set: `{0..3, 7}`."""
    return "{" + ", ".join(f"{low}" if low == high else f"{low}..{high}" for low, high in values.intervals) + "}"


def show_formula(formula: Formula, names: Names) -> str:
    """Write a formula with the names of its variables."""
    match formula:
        case Truth(value):
            return "true" if value else "false"
        case Literal(variable, values):
            return f"{names[variable]} in {show_set(values)}"
        case Not(of):
            return f"not ({show_formula(of, names)})"
        case And(parts):
            return _joined(" and ", parts, names)
        case Or(parts):
            return _joined(" or ", parts, names)
        case Same(left, right):
            return f"({show_formula(left, names)}) iff ({show_formula(right, names)})"
        case Linear():
            return _linear(formula, names)
        case Table():
            return _table(formula, names)
        case Product(variable, left, right):
            return f"{names[variable]} == {names[left]} * {names[right]}"
        case other:
            assert_never(other)


def _constraint(constraint: ProgramConstraint, names: Names) -> str:
    label = f"[{constraint.name}]" if constraint.named else constraint.name
    return f"{label} {show_formula(constraint.formula, names)}"


def _wish(wish: Wish, names: Names) -> str:
    return f"lowest {names[wish.variable]}" if isinstance(wish, Lowest) else show_formula(wish, names)


def _joined(word: str, parts: Sequence[Formula], names: Names) -> str:
    return word.join(
        f"({show_formula(part, names)})" if isinstance(part, And | Or | Same) else show_formula(part, names)
        for part in parts
    )


def _linear(linear: Linear, names: Names) -> str:
    total = " + ".join(_term(term, names[term.variable]) for term in linear.terms)
    if linear.low is not None and linear.low == linear.high:
        return f"{total} == {linear.low}"
    low = "" if linear.low is None else f"{linear.low} <= "
    high = "" if linear.high is None else f" <= {linear.high}"
    return low + total + high


def _term(term: Term, name: str) -> str:
    """Write a term: `seats`, `-2*seats`, looked-up weights `cpu{0: 2, 1: 5}`, and both `3*load{4: 0}`."""
    weights = ", ".join(f"{value}: {weight}" for value, weight in term.weights)
    if not weights:
        return name if term.coefficient == 1 else f"{term.coefficient}*{name}"
    return f"{term.coefficient}*{name}{{{weights}}}" if term.coefficient else f"{name}{{{weights}}}"


def _table(table: Table, names: Names) -> str:
    rows = " | ".join(" ".join(show_set(cell) for cell in row) for row in table.rows)
    columns = ", ".join(names[variable] for variable in table.variables)
    return f"({columns}) {'among' if table.allowed else 'not among'} [{rows}]"
