"""How large a compiled form may become before its program is left to another engine."""

from dataclasses import dataclass


class TooLarge(Exception):
    """The program does not compile within the limits. It never leaves this room: another engine answers instead."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the work and of the result, in numbers that do not depend on the machine."""

    values: int = 50_000
    """All values, or blocks of values, of a program's variables."""
    states: int = 2_000_000
    """Entries of the transition tables of one law."""
    rows: int = 20_000_000
    """Pairs of a context and a value looked at while compiling."""
    branches: int = 2_000_000
    """Branches of the diagram."""
