"""Budgets of time, memory and the caller's patience. Every potentially long operation takes one.

Parsing conditions, compiling and searching share one budget. Interrupted work raises `OutOfBudget`; a solver turns it
into *undecided*.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Final

from configurator.errors import Undecided
from configurator.limits import BETWEEN_MEMORY_READINGS, STEPS_BETWEEN_LOOKS, WATCHED_EVERY


class BudgetResource(StrEnum):
    """What a budget can run out of."""

    TIME = "time"
    MEMORY = "memory"
    PATIENCE = "patience"


_REMEDIES: Final = {
    BudgetResource.TIME: "allow more time",
    BudgetResource.MEMORY: "ask for less at once",
    BudgetResource.PATIENCE: "ask again",
}


class OutOfBudget(Undecided):
    """The budget of an answer is used up. It never leaves a solver: the answer is *undecided* instead."""

    def __init__(self, resource: BudgetResource | None = None) -> None:
        super().__init__(f"{resource or 'the work allowed'} ran out before the answer was certain")
        self.resource = resource


class Cancellation:
    """Lets a caller withdraw a question, from any thread and for good; so do the `others` that it is joined with."""

    __slots__ = ("_is_cancelled", "_others")

    def __init__(self, *others: "Cancellation") -> None:
        self._is_cancelled = False
        self._others = others

    @property
    def cancelled(self) -> bool:
        return self._is_cancelled or any(other.cancelled for other in self._others)

    def cancel(self) -> None:
        """Withdraw the question: its budget is spent from now on."""
        self._is_cancelled = True


_ASKER: Final[ContextVar[Cancellation | None]] = ContextVar("asker", default=None)


@contextmanager
def asked_by(asker: Cancellation) -> Iterator[None]:
    """Let every question of the block, and of threads that run in its context, end once its asker withdraws."""
    token = _ASKER.set(asker)
    try:
        yield
    finally:
        _ASKER.reset(token)


def or_by_asker(cancellation: Cancellation) -> Cancellation:
    """Return a cancellation that the asker of the present context can cancel, too."""
    asker = _ASKER.get()
    return cancellation if asker is None else Cancellation(cancellation, asker)


@dataclass(frozen=True, slots=True)
class MemoryAllowance:
    """The most bytes that the process may hold; `resident` reads how many it holds now."""

    ceiling: int
    resident: Callable[[], int]

    def spent(self) -> bool:
        """Return whether the process holds more."""
        return self.resident() > self.ceiling


@dataclass(frozen=True, slots=True)
class Budget:
    """The resources an answer may use. `now` is the caller's clock in seconds; None means no limit."""

    now: Callable[[], float] = lambda: 0.0
    deadline: float | None = None
    memory: MemoryAllowance | None = None
    cancellation: Cancellation | None = None

    def remaining(self) -> float | None:
        """Return the seconds left (never below 0), or None without a limit."""
        return None if self.deadline is None else max(0.0, self.deadline - self.now())

    def at_most(self, seconds: float | None) -> "Budget":
        """Return a budget with a deadline at most this many seconds from now; None changes nothing."""
        if seconds is None:
            return self
        end = self.now() + seconds
        return replace(self, deadline=end if self.deadline is None else min(end, self.deadline))

    def share(self, part: float) -> "Budget":
        """Return a budget of a part of the time that is left."""
        left = self.remaining()
        return self if left is None else self.at_most(part * left)

    def within(self, more: int | None, resident: "Callable[[], int] | None" = None) -> "Budget":
        """Return a budget that ends once the process uses this many more bytes than now; None changes nothing."""
        if more is None:
            return self
        resident = resident or recent_resident_bytes
        ceiling = resident() + more
        if self.memory is not None:
            ceiling = min(ceiling, self.memory.ceiling)
        return replace(self, memory=MemoryAllowance(ceiling, resident))

    def spent(self) -> bool:
        """Return whether time or memory is used up, or the question withdrawn."""
        if self.deadline is not None and self.now() >= self.deadline:
            return True
        if self.cancellation is not None and self.cancellation.cancelled:
            return True
        return self.memory is not None and self.memory.spent()

    def lacks(self) -> BudgetResource | None:
        """Return the exhausted resource, or None."""
        if self.cancellation is not None and self.cancellation.cancelled:
            return BudgetResource.PATIENCE
        if self.deadline is not None and self.now() >= self.deadline:
            return BudgetResource.TIME
        return BudgetResource.MEMORY if self.memory is not None and self.memory.spent() else None

    def check(self) -> None:
        """Raise `OutOfBudget` where the budget is spent."""
        if self.spent():
            raise OutOfBudget(self.lacks())

    def undecided(self, before: str) -> Undecided:
        """Return the error of an answer that was interrupted before something; it names what ran out and what helps."""
        resource = self.lacks() or BudgetResource.TIME
        return Undecided(f"{resource} ran out before {before}; {_REMEDIES[resource]}")

    def allows(self, wait: Callable[[float], bool]) -> bool:
        """Return whether what is waited for comes before the budget ends; `wait` is called with seconds, repeatedly."""
        left = self.remaining()
        left = float("inf") if left is None else left
        while not wait(min(left, WATCHED_EVERY)):
            left -= WATCHED_EVERY
            if left <= 0 or self.spent():
                return False
        return True

    @property
    def needs_watching(self) -> bool:
        """Whether memory or cancellation can end it; native code receives only the deadline."""
        return self.memory is not None or self.cancellation is not None

    @contextmanager
    def interrupting(self, stop: Callable[[], object]) -> Iterator[None]:
        """Call `stop` from another thread if the budget ends inside the block: for native code that cannot look."""
        seconds = self.remaining()
        if seconds is None and not self.needs_watching:
            yield
            return
        done = Event()
        watch = Thread(target=self._watch, args=(done, seconds, stop), daemon=True, name="budget")
        watch.start()
        try:
            yield
        finally:
            done.set()
            watch.join()

    def _watch(self, done: Event, seconds: float | None, stop: Callable[[], object]) -> None:
        if not self.needs_watching:
            if not done.wait(seconds):
                stop()
            return
        left = float("inf") if seconds is None else seconds
        while not done.wait(min(left, WATCHED_EVERY)):
            left -= WATCHED_EVERY
            if left <= 0 or self.spent():
                stop()
                return


UNLIMITED: Final = Budget()


class BudgetMeter:
    """Counts steps of work against a budget and, if wanted, against a number of steps."""

    __slots__ = ("budget", "most_steps", "next_look", "steps")

    def __init__(self, budget: Budget, *, most_steps: int | None = None) -> None:
        self.budget = budget
        self.most_steps = most_steps
        self.steps = 0
        self.next_look = 0

    def step(self) -> None:
        """Count one step of work; raise `OutOfBudget` where that was one too many."""
        if self.most_steps is not None and self.steps >= self.most_steps:
            raise OutOfBudget
        if self.steps >= self.next_look:
            self.look()
            self.next_look = self.steps + STEPS_BETWEEN_LOOKS
        self.steps += 1

    def look(self) -> None:
        """Read clock and memory; raise `OutOfBudget` where the budget is spent."""
        self.budget.check()


def resident_bytes() -> int:
    """Return the resident memory of the process in bytes; 0 if the system does not report it."""
    try:
        return int(_STATM.read_bytes().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return _greatest_resident_bytes()


def recent_resident_bytes() -> int:
    """Return the same as of at most `BETWEEN_MEMORY_READINGS` seconds ago."""
    moment, latest = monotonic(), _latest_reading[0]
    if moment - latest[0] >= BETWEEN_MEMORY_READINGS:
        latest = _latest_reading[0] = moment, resident_bytes()
    return latest[1]


def _greatest_resident_bytes() -> int:
    """Return the peak memory of the process, for systems that report only that."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


_latest_reading: Final = [(float("-inf"), 0)]
"""The one reading that all budgets of the process share."""
_STATM: Final = Path("/proc/self/statm")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
