"""Budgets of the compiler so small that the general ways are taken, which only large catalogs need otherwise."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

_ROOM = "configurator.program.compile"
_TIGHT = {
    f"{_ROOM}.comparisons.TABULATED_COMPARISON": 4,
    f"{_ROOM}.conditionals.GATED_COMBINATIONS": 2,
    f"{_ROOM}.conditionals.LISTED_WEIGHTS": 2,
    f"{_ROOM}.conditionals.TABULATED_COMBINATIONS": 5,
    f"{_ROOM}.arithmetic.TABULATED_COMBINATIONS": 8,
    f"{_ROOM}.arithmetic.MULTIPLIED_COMBINATIONS": 8,
    f"{_ROOM}.aggregates.GATED_COMBINATIONS": 2,
    f"{_ROOM}.definitions.EXACT_SUMS": 10,
}

BUDGETS: dict[str, dict[str, int]] = {
    "usual": {},
    "tight": _TIGHT,
    "without thresholds": {**_TIGHT, f"{_ROOM}.aggregates.EXTREME_THRESHOLDS": 1},
}


@contextmanager
def limits(budgets: dict[str, int]) -> Iterator[None]:
    """Set budgets for a while."""
    with ExitStack() as stack:
        for name, value in budgets.items():
            stack.enter_context(patch(name, value))
        yield
