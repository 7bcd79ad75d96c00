"""Whoever shares a solver waits for their turn, and no longer than their budget."""

from threading import RLock, Thread

import pytest

from configurator.errors import Undecided
from configurator.offering.turns import in_turn
from configurator.solving.port import UNLIMITED, Budget


def test_a_lock_that_nobody_holds_is_taken_and_given_back() -> None:
    lock = RLock()
    with in_turn(lock, UNLIMITED, "lamps"):
        pass
    assert lock.acquire(blocking=False)


def test_a_lock_that_another_thread_keeps_ends_undecided() -> None:
    lock, told = RLock(), list[str]()

    def wait() -> None:
        try:
            with in_turn(lock, Budget(lambda: 0.0, 0.01), "lamps"):
                told.append("held")
        except Undecided as undecided:
            told.append(str(undecided))

    with lock:
        thread = Thread(target=wait)
        thread.start()
        thread.join()
    assert ["others are asking about lamps too; ask again in a moment"] == told


def test_what_goes_wrong_inside_gives_the_lock_back() -> None:
    lock = RLock()
    with pytest.raises(ValueError, match="x"), in_turn(lock, UNLIMITED, "lamps"):
        raise ValueError("x")
    assert lock.acquire(blocking=False)
