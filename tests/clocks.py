"""Clocks for tests: time passes by what is done, never by how busy the machine is."""

from collections.abc import Callable
from itertools import count


def ticking(seconds: float) -> Callable[[], float]:
    """Return a clock that goes on by so many seconds whenever it is read: a budget ends after so many looks."""
    return count(0.0, seconds).__next__
