"""Published models read straight into programs, to measure engines on: tables, expression trees and clauses."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Table,
    Term,
    Variable,
)

MODELS = Path(__file__).resolve().parents[3] / "shared" / "models"
"""Beside the checkout; where it is absent, nothing is measured or tested on it."""


def truth() -> Mapping[str, Mapping[str, Any]]:
    """Return what is known of every model, by its file."""
    found: Mapping[str, Mapping[str, Any]] = json.loads((MODELS / "truth.json").read_text())
    return found


def read_model(name: str) -> Program:
    """Return the model of a file, named as in the truth."""
    path = MODELS / name
    if path.suffix == ".cnf":
        return read_dimacs(path.read_text())
    found = json.loads(path.read_text())
    return _from_trees(found) if "constraints" in found else _from_tables(found)


def read_orders(name: str) -> tuple[dict[str, int], ...]:
    """Return real orders: a value for each variable by its name."""
    found = json.loads((MODELS / name).read_text())
    rows = next(value for key, value in found.items() if key != "variables")
    return tuple(dict(zip(found["variables"], row, strict=True)) for row in rows)


def read_dimacs(text: str) -> Program:
    """Return clauses as a program; a comment `c 7 name` names a variable."""
    names: dict[int, str] = {}
    numbers: list[int] = []
    count = 0
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["p"]:
            count = int(words[2])
        elif words[:1] == ["c"]:
            if len(words) == 3 and words[1].isdigit():
                names[int(words[1])] = words[2]
        else:
            numbers += map(int, words)
    variables = tuple(Variable(names.get(number, f"x{number}"), BOTH) for number in range(1, count + 1))
    return Program(variables, tuple(_clauses(numbers)))


BOTH = IntSet.between(0, 1)


def _clauses(numbers: Sequence[int]) -> list[ProgramConstraint]:
    found: list[ProgramConstraint] = []
    clause: list[Literal] = []
    for number in numbers:
        if number:
            clause.append(_literal(number))
        else:
            found.append(ProgramConstraint(f"clause{len(found)}", Or(tuple(clause)), named=True))
            clause = []
    return found


@cache
def _literal(number: int) -> Literal:
    return Literal(abs(number) - 1, _one(int(number > 0)))


@cache
def _one(value: int) -> IntSet:
    return IntSet.of((value,))


def _from_tables(found: Mapping[str, Any]) -> Program:
    place = {name: number for number, name in enumerate(found["variables"])}
    variables = tuple(Variable(name, IntSet.of(values)) for name, values in found["variables"].items())
    laws = (
        ProgramConstraint(
            table["name"],
            Table(
                tuple(place[name] for name in table["scope"]),
                tuple(tuple(_one(value) for value in row) for row in table["allowed"]),
            ),
            named=True,
        )
        for table in found["tables"]
    )
    return Program(variables, tuple(laws))


def _from_trees(found: Mapping[str, Any]) -> Program:
    variables = tuple(Variable(each["name"], IntSet.of(each["values"])) for each in found["variables"])
    laws = (
        ProgramConstraint(f"law{number}", _formula(tree, variables), named=True)
        for number, tree in enumerate(found["constraints"])
    )
    return Program(variables, tuple(laws))


def _formula(tree: Sequence[Any], variables: Sequence[Variable]) -> Formula:
    kind, *parts = tree
    if kind == "and":
        return And(tuple(_formula(part, variables) for part in parts))
    if kind == "or":
        return Or(tuple(_formula(part, variables) for part in parts))
    if kind == "not":
        return Not(_formula(parts[0], variables))
    operator, left, right = parts
    if isinstance(right, int) and left[0] == "var":
        domain = variables[left[1]].domain
        return Literal(left[1], IntSet.of(value for value in domain if COMPARE[operator](value, right)))
    return _compared(operator, (*_terms(left, 1), *_terms(right, -1)))


COMPARE = {
    "=": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}


def _terms(tree: Sequence[Any], sign: int) -> tuple[Term, ...]:
    kind, *places = tree
    if kind not in ("var", "sum"):
        raise ValueError(f"a variable or a sum was expected, not {kind!r}")
    return tuple(Term(place, sign) for place in places)


def _compared(operator: str, terms: tuple[Term, ...]) -> Linear:
    bounds = {"=": (0, 0), "<": (None, -1), ">": (1, None), "<=": (None, 0), ">=": (0, None)}
    return Linear(terms, *bounds[operator])


def all_values(program: Program) -> int:
    """Return how many values all variables have together."""
    return sum(len(variable.domain) for variable in program.variables)
