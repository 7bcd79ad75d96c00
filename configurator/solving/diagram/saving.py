"""Stores compiled forms on disk, so that a server starts warm.

The format holds only numbers, validated before use, so a damaged or foreign file is refused: a magic word, the SHA-256
of the rest, the length of a JSON header, the header, and the arrays as little-endian 32-bit integers. The key is a
digest of the program and of the code that writes and reads diagrams.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from threading import get_ident
from typing import Protocol

import numpy as np

from configurator.program.intset import IntSet
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
    Truth,
    variables_in,
)
from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.compiling import CompiledDiagram
from configurator.solving.diagram.diagram import FIELDS, Diagram, Index, is_sound
from configurator.solving.diagram.hidden_variables import hidden_in
from configurator.solving.diagram.limits import SAVED_BYTES, SAVED_HEADER_BYTES, STORED_BYTES
from configurator.solving.diagram.value_blocks import value_blocks_of
from configurator.solving.subprograms import Subprogram, joined_subprograms, subprograms_of

MAGIC = b"CFGDIAG\x02"
"""Its last byte is the version: other versions are refused, and compiled anew."""


class Refused(ValueError):
    """The bytes are no saved form of this program: damaged, foreign, or of another version."""


def to_bytes(compiled: CompiledDiagram, key: str) -> bytes:
    """Serialise a compiled form; `key` identifies its program."""
    arrays = {"indices": np.array(compiled.part.indices, np.int32), "hidden": np.array(compiled.hidden, np.int32)}
    arrays |= {name: getattr(compiled.diagram, name) for name in FIELDS}
    header = {
        "key": key,
        "width": compiled.width,
        "arrays": [[name, len(array)] for name, array in arrays.items()],
    }
    text = json.dumps(header, sort_keys=True).encode()
    numbers = (array.astype("<i4").tobytes() for array in arrays.values())
    body = b"".join((len(text).to_bytes(4, "little"), text, *numbers))
    return MAGIC + sha256(body).digest() + body


def from_bytes(data: bytes, program: Program, key: str) -> tuple[CompiledDiagram, tuple[Subprogram, ...]]:
    """Deserialise the compiled form of a program, and the components left out. Raises Refused."""
    header, arrays = _parsed(data)
    if header.get("key") != key:
        raise Refused("it is the saved form of another program")
    indices = tuple(arrays.pop("indices").tolist())
    part, left = _parts(program, indices)
    hidden = tuple(arrays.pop("hidden").tolist())
    if hidden != tuple(
        sorted(index for each in subprograms_of(part.program) for index in each.named(hidden_in(each.program)))
    ):
        raise Refused("it leaves out other variables than this program")
    values = value_blocks_of(part.program, CompileLimits(), hidden)
    diagram = Diagram(**arrays)
    if not is_sound(diagram, [len(each) for each in values]):
        raise Refused("its numbers do not make a diagram of this program")
    width = header.get("width")
    return CompiledDiagram(part, values, diagram, width if isinstance(width, int) else 0, hidden), left


def _parts(program: Program, indices: tuple[int, ...]) -> tuple[Subprogram, tuple[Subprogram, ...]]:
    """Return the part of the program at these variable indices, and the other components."""
    if indices == tuple(range(len(program.variables))):
        return Subprogram(program, indices, {index: index for index in indices}), ()
    inside: list[Subprogram] = []
    left: list[Subprogram] = []
    for part in subprograms_of(program):
        (inside if set(part.indices) <= set(indices) else left).append(part)
    joined = joined_subprograms(program, inside)
    if joined.indices != indices:
        raise Refused("its variables are not components of this program")
    return joined, tuple(left)


def _parsed(data: bytes) -> tuple[Mapping[str, object], dict[str, Index]]:
    start = len(MAGIC) + 32
    if data[: len(MAGIC)] != MAGIC:
        raise Refused("it is not a saved diagram of this version")
    if sha256(data[start:]).digest() != data[len(MAGIC) : start]:
        raise Refused("it was damaged")
    length = int.from_bytes(data[start : start + 4], "little")
    try:
        header = json.loads(data[start + 4 : start + 4 + min(length, SAVED_HEADER_BYTES)])
        lengths = {str(name): int(count) for name, count in header["arrays"]}
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as problem:
        raise Refused("its header cannot be read") from problem
    if set(lengths) != {"indices", "hidden", *FIELDS} or min(lengths.values()) < 0:
        raise Refused("it has not the arrays of a diagram")
    numbers = np.frombuffer(data[start + 4 + length :], dtype=np.uint8)
    if len(numbers) != 4 * sum(lengths.values()):
        raise Refused("its arrays have not the length that it says")
    arrays, index = {}, 0
    for name, count in lengths.items():
        arrays[name] = numbers[index : index + 4 * count].view("<i4").astype(np.int32)
        index += 4 * count
    return header, arrays


class DiagramStore:
    """A folder of saved diagrams, keyed by the digest of their input; the least recently used give way to new ones.

    Several processes may share it: a file is written beside its place and then moved there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, program: Program, digest: str | None) -> str:
        """Return the key of a program: a digest of its source (`digest`, if known) and of the code."""
        return sha256(f"{digest or program_digest(program)} {code_digest()}".encode()).hexdigest()

    def path(self, key: str) -> Path:
        """Return the file of a key."""
        return self._folder / f"{key}.diagram"

    def load(self, program: Program, key: str) -> tuple[CompiledDiagram, tuple[Subprogram, ...]] | None:
        """Return the saved form and the components left out; None if there is no valid one."""
        path = self.path(key)
        try:
            if path.stat().st_size > SAVED_BYTES:
                return None
            saved = from_bytes(path.read_bytes(), program, key)
            with suppress(OSError):  # Whoever may read it may not mark it as used, perhaps.
                os.utime(path)
            return saved
        except (OSError, Refused):
            return None

    def save(self, compiled: CompiledDiagram, key: str) -> None:
        """Save a compiled form; an unwritable folder is ignored."""
        draft = self._folder / f"{key}.{os.getpid()}.{get_ident()}.draft"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(to_bytes(compiled, key))
            draft.replace(self.path(key))
            self._evict(self.path(key))

    def _evict(self, latest: Path) -> None:
        """Delete the files used the longest ago, drafts that were left, too, until the rest is within the limit."""
        files = sorted((each.stat().st_mtime, each.stat().st_size, each) for each in self._folder.iterdir())
        held = sum(size for _, size, _ in files)
        for _, size, path in files:
            if held <= STORED_BYTES:
                return
            if path.suffix in (".diagram", ".draft") and path != latest:
                path.unlink(missing_ok=True)
                held -= size


CODE = (
    "reading",
    "language",
    "catalog",
    "program",
    "solving/diagram",
    "solving/kinds",
    "solving/subprograms.py",
    "solving/limits.py",
)
"""The code on the way from the files of a catalog to its compiled form; what is answered by kinds is not compiled."""


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def program_digest(program: Program) -> str:
    """Return the SHA-256 of a program's variables and constraints."""
    result = sha256()
    _ProgramHash(result).program(program)
    return result.hexdigest()


@cache
def code_digest() -> str:
    """Return the SHA-256 of the code that builds programs and diagrams."""
    home = Path(__file__).resolve().parents[2]
    result = sha256()
    for room in CODE:
        path = home / room
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            result.update(file.read_bytes())
    return result.hexdigest()


class _ProgramHash:
    """Hashes a program; equal sets of values are hashed once, then by number."""

    def __init__(self, hash: _Hash) -> None:
        self._hash = hash
        self._numbers: dict[tuple[tuple[int, int], ...], int] = {}

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
            case Product():
                self._write("product", tuple(variables_in(formula)))

    def _parts(self, kind: str, parts: Sequence[Formula]) -> None:
        self._write(kind, len(parts))
        for part in parts:
            self._formula(part)

    def _table(self, variables: Sequence[int], rows: Sequence[Sequence[IntSet]], allowed: bool) -> None:
        numbers = [self._number(cell) for cell in chain.from_iterable(rows)]
        self._write("table", variables, len(rows), allowed)
        self._hash.update(repr(numbers).encode())

    def _number(self, values: IntSet) -> int:
        known = self._numbers.get(values.intervals)
        if known is None:
            known = self._numbers[values.intervals] = len(self._numbers)
            self._write("set", known, values.intervals)
        return known
