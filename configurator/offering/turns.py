"""Solvers answer one thread at a time: whoever shares one waits for their turn, as long as their budget lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from configurator.errors import Undecided
from configurator.solving.port import Budget


@contextmanager
def in_turn(lock: RLock, budget: Budget, about: str) -> Iterator[None]:
    """Hold a lock; raise Undecided where others keep it for longer than the budget."""
    left = budget.remaining()
    if not lock.acquire(timeout=-1 if left is None else left):
        raise Undecided(f"others are asking about {about} too; ask again in a moment")
    try:
        yield
    finally:
        lock.release()
