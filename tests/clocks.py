"""Clocks for tests: time passes by what is done, never by how busy the machine is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType
from typing import Any


def ticking(seconds: float) -> Callable[[], float]:
    """Return a clock that goes on by so many seconds whenever it is read: a budget ends after so many looks."""
    return count(0.0, seconds).__next__


class CallClock:
    """A clock that goes on by the calls of functions, those in C included, that this thread makes while it runs."""

    OF_A_SECOND = 3_000_000
    """Calls that count as a second, about as many as a processor makes in one."""

    def __init__(self) -> None:
        self._calls = 0

    def __call__(self) -> float:
        return self._calls / self.OF_A_SECOND

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the calls inside the block."""
        before = sys.getprofile()
        sys.setprofile(self._count)
        try:
            yield
        finally:
            sys.setprofile(before)

    def _count(self, _: FrameType, event: str, __: Any) -> None:
        self._calls += event in ("call", "c_call")
