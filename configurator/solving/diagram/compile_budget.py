"""The compilation budget in work, size and time; a program that exceeds it goes to another engine."""

from dataclasses import dataclass

from configurator.budget import UNLIMITED, Budget
from configurator.solving.diagram.limits import (
    COMPILED_BRANCHES,
    COMPILED_ROWS,
    COMPILED_STATES,
    COMPILED_VALUES,
    COMPILED_WORK,
    OPERATION_ENTRIES,
    PACKED_ENTRIES,
)


class CompilationTooLarge(Exception):
    """The program does not compile within the limits, so another engine answers. Caught within this package."""


@dataclass(frozen=True, slots=True)
class CompileLimits:
    """Machine-independent bounds of the work and the result, and a time budget.

    `values`, or blocks of values, of all variables; `states` of one law's transition tables; `rows`, pairs of a context
    and a value; `work`, entries of arrays made; `branches` of the diagram, and
    `entries` of the lists from which it is packed.
    """

    values: int = COMPILED_VALUES
    states: int = COMPILED_STATES
    rows: int = COMPILED_ROWS
    work: int = COMPILED_WORK
    branches: int = COMPILED_BRANCHES
    entries: int = PACKED_ENTRIES
    budget: Budget = UNLIMITED

    def look(self) -> None:
        """Raise CompilationTooLarge if the budget is spent."""
        if self.budget.spent():
            raise CompilationTooLarge("compiling takes more than its time or memory")

    def step_of(self, law: str, entries: int) -> None:
        """Look before a step of a law's transition table is made. Raises CompilationTooLarge."""
        if entries > self.states:
            raise CompilationTooLarge(f"{law} has too many states")
        self.look()


class CompileMeter:
    """Counts rows and work against limits."""

    def __init__(self, limits: CompileLimits) -> None:
        self._limits = limits
        self._rows = 0
        self._work = 0

    def rows(self, rows: int) -> None:
        """Count rows. Raises CompilationTooLarge beyond the limit."""
        self._rows += rows
        self.work(rows, 1)

    def work(self, rows: int, columns: int) -> None:
        """Count `rows * width` units of work. Raises CompilationTooLarge beyond the limit."""
        self._work += (rows + OPERATION_ENTRIES) * columns
        if self._rows > self._limits.rows or self._work > self._limits.work:
            raise CompilationTooLarge("compiling takes more than its limits allow")
        self._limits.look()
