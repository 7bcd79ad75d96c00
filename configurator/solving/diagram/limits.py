"""How large a compiled form may become before its program is left to another engine."""

from dataclasses import dataclass

from configurator.budget import UNLIMITED, Budget


class TooLarge(Exception):
    """The program does not compile within the limits. It never leaves this room: another engine answers instead."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the work and of the result, in numbers that do not depend on the machine; and of time, if wanted."""

    values: int = 50_000
    """All values, or blocks of values, of a program's variables."""
    states: int = 4_000_000
    """Entries of the transition tables of one law."""
    rows: int = 6_000_000
    """Pairs of a context and a value looked at while compiling."""
    work: int = 1_000_000_000
    """Entries of arrays made while compiling."""
    branches: int = 2_000_000
    """Branches of the diagram."""
    budget: Budget = UNLIMITED


STEP = 2_000
"""What one operation on arrays costs beside their entries, in entries."""


class Meter:
    """Counts rows and work against limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = 0
        self._work = 0

    def rows(self, rows: int) -> None:
        """Count rows; raise TooLarge where they are too many."""
        self._rows += rows
        self.work(rows, 1)

    def work(self, rows: int, columns: int) -> None:
        """Count what is done with rows of so many columns; raise TooLarge where that is too much."""
        self._work += (rows + STEP) * columns
        if self._rows > self._limits.rows or self._work > self._limits.work or self._limits.budget.spent():
            raise TooLarge("compiling takes more than its limits allow")
