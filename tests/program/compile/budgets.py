"""Budgets of the compiler so small that the general ways are taken, which only large catalogs need otherwise."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

_ROOM = "configurator.program.compile"
_TIGHT = {
    f"{_ROOM}.comparisons.TABLED": 4,
    f"{_ROOM}.conditionals.DIRECT": 2,
    f"{_ROOM}.conditionals.LISTED": 2,
    f"{_ROOM}.conditionals.COMBINATIONS": 5,
    f"{_ROOM}.arithmetic.COMBINATIONS": 8,
    f"{_ROOM}.aggregates.DIRECT": 2,
    f"{_ROOM}.definitions.REACHABLE": 10,
}

BUDGETS: dict[str, dict[str, int]] = {
    "usual": {},
    "tight": _TIGHT,
    "without thresholds": {**_TIGHT, f"{_ROOM}.aggregates.THRESHOLDS": 1},
}


@contextmanager
def limits(budgets: dict[str, int]) -> Iterator[None]:
    """Set budgets for a while."""
    with ExitStack() as stack:
        for name, value in budgets.items():
            stack.enter_context(patch(name, value))
        yield
