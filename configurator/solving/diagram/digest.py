"""What a saved diagram is kept under: everything that it depends on, the program and the code that reads it."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Protocol

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Program, Same, Table, Truth

ROOMS = ("reading", "language", "catalog", "program", "solving/diagram", "solving/parts.py", "solving/negation.py")
"""The code on the way from the files of a catalog to its compiled form."""


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def program_digest(program: Program) -> str:
    """Return the SHA-256 of a program: of its variables and constraints."""
    found = sha256()
    _Feeding(found).program(program)
    return found.hexdigest()


@cache
def code_digest() -> str:
    """Return the SHA-256 of the code that makes programs and diagrams."""
    home = Path(__file__).resolve().parents[2]
    found = sha256()
    for room in ROOMS:
        path = home / room
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found.update(file.read_bytes())
    return found.hexdigest()


class _Feeding:
    """Feeds a hash with a program; equal sets of values are written once, and then by number."""

    def __init__(self, hash: _Hash) -> None:
        self._hash = hash
        self._numbers: dict[IntSet, int] = {}
        self._known: dict[int, int] = {}

    def _write(self, *words: object) -> None:
        self._hash.update(" ".join(map(str, words)).encode() + b"\n")

    def program(self, program: Program) -> None:
        for variable in program.variables:
            self._write("variable", repr(variable.name), variable.determined, variable.domain.intervals)
        for constraint in program.constraints:
            self._write("constraint", repr(constraint.name), constraint.named)
            self._formula(constraint.formula)

    def _formula(self, formula: Formula) -> None:
        match formula:
            case Truth(value):
                self._write("truth", value)
            case Literal(variable, values):
                self._write("literal", variable, self._number(values))
            case Not(of):
                self._parts("not", [of])
            case And(parts):
                self._parts("and", parts)
            case Or(parts):
                self._parts("or", parts)
            case Same(left, right):
                self._parts("same", [left, right])
            case Linear(terms, low, high):
                self._write("linear", low, high, [(each.variable, each.coefficient, each.weights) for each in terms])
            case Table(variables, rows, allowed):
                self._table(variables, rows, allowed)

    def _parts(self, kind: str, parts: Sequence[Formula]) -> None:
        self._write(kind, len(parts))
        for part in parts:
            self._formula(part)

    def _table(self, variables: Sequence[int], rows: Sequence[Sequence[IntSet]], allowed: bool) -> None:
        cells = list(chain.from_iterable(rows))
        ids = list(map(id, cells))
        for known, cell in dict(zip(ids, cells, strict=True)).items():
            self._known[known] = self._number(cell)
        self._write("table", variables, len(rows), allowed)
        self._hash.update(repr(list(map(self._known.__getitem__, ids))).encode())

    def _number(self, values: IntSet) -> int:
        found = self._numbers.get(values)
        if found is None:
            found = self._numbers[values] = len(self._numbers)
            self._write("set", found, values.intervals)
        return found
