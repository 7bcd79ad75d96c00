"""The compiled form as bytes: numbers only, checked before use, so that a damaged or foreign file is merely refused.

A magic word, the SHA-256 of all that follows, the length of a JSON header, the header, and the arrays as 32-bit
integers, little end first.
"""

import json
from collections.abc import Mapping
from hashlib import sha256

import numpy as np

from configurator.program.nodes import Program
from configurator.solving.diagram.compiling import Compiled
from configurator.solving.diagram.diagram import FIELDS, Diagram, Index
from configurator.solving.diagram.inlining import hidden_in
from configurator.solving.diagram.limits import Limits
from configurator.solving.diagram.sound import is_sound
from configurator.solving.diagram.values import values_of
from configurator.solving.parts import Part, joined_parts, parts_of

MAGIC = b"CFGDIAG\x02"
"""Its last byte is the version: other versions are refused, and compiled anew."""
LARGEST_HEADER = 10_000


class Refused(ValueError):
    """The bytes are not the saved form of this program: damaged, foreign, or of another version."""


def to_bytes(compiled: Compiled, key: str) -> bytes:
    """Return the saved form; `key` says of which program it is."""
    arrays = {"places": np.array(compiled.part.places, np.int32), "hidden": np.array(compiled.hidden, np.int32)}
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


def from_bytes(data: bytes, program: Program, key: str) -> tuple[Compiled, tuple[Part, ...]]:
    """Return the compiled form of the program, and the components that it leaves out. Raises Refused."""
    header, arrays = _taken_apart(data)
    if header.get("key") != key:
        raise Refused("it is the saved form of another program")
    places = tuple(arrays.pop("places").tolist())
    part, left = _parts(program, places)
    hidden = tuple(arrays.pop("hidden").tolist())
    if hidden != tuple(
        sorted(place for each in parts_of(part.program) for place in each.named(hidden_in(each.program)))
    ):
        raise Refused("it leaves out other variables than this program")
    values = values_of(part.program, Limits(), hidden)
    diagram = Diagram(**arrays)
    if not is_sound(diagram, [len(each) for each in values]):
        raise Refused("its numbers do not make a diagram of this program")
    width = header.get("width")
    return Compiled(part, values, diagram, width if isinstance(width, int) else 0, hidden), left


def _parts(program: Program, places: tuple[int, ...]) -> tuple[Part, tuple[Part, ...]]:
    """Return the part of the program at these places, and the components elsewhere."""
    if places == tuple(range(len(program.variables))):
        return Part(program, places, {place: place for place in places}), ()
    inside: list[Part] = []
    left: list[Part] = []
    for part in parts_of(program):
        (inside if set(part.places) <= set(places) else left).append(part)
    joined = joined_parts(program, inside)
    if joined.places != places:
        raise Refused("its variables are not components of this program")
    return joined, tuple(left)


def _taken_apart(data: bytes) -> tuple[Mapping[str, object], dict[str, Index]]:
    start = len(MAGIC) + 32
    if data[: len(MAGIC)] != MAGIC:
        raise Refused("it is not a saved diagram of this version")
    if sha256(data[start:]).digest() != data[len(MAGIC) : start]:
        raise Refused("it was damaged")
    length = int.from_bytes(data[start : start + 4], "little")
    try:
        header = json.loads(data[start + 4 : start + 4 + min(length, LARGEST_HEADER)])
        wanted = {str(name): int(count) for name, count in header["arrays"]}
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as problem:
        raise Refused("its header cannot be read") from problem
    if set(wanted) != {"places", "hidden", *FIELDS} or min(wanted.values()) < 0:
        raise Refused("it has not the arrays of a diagram")
    numbers = np.frombuffer(data[start + 4 + length :], dtype=np.uint8)
    if len(numbers) != 4 * sum(wanted.values()):
        raise Refused("its arrays have not the length that it says")
    found, place = {}, 0
    for name, count in wanted.items():
        found[name] = numbers[place : place + 4 * count].view("<i4").astype(np.int32)
        place += 4 * count
    return header, found
