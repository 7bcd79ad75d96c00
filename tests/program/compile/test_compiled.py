"""The law of the compiler: an assignment satisfies the program exactly where the catalog itself finds it valid."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from configurator.program.compile import compile_catalog
from tests.catalog.loading import loaded
from tests.program.compile.judging import disagreements, sensible_assignments
from tests.program.compile.random_catalogs import catalogs_with_cells, flat_catalogs

MOST = 150
ROOM = "configurator.program.compile"
TIGHT = {
    f"{ROOM}.comparisons.TABLED": 4,
    f"{ROOM}.gates.DIRECT": 2,
    f"{ROOM}.gates.LISTED": 2,
    f"{ROOM}.gates.COMBINATIONS": 5,
    f"{ROOM}.arithmetic.COMBINATIONS": 6,
    f"{ROOM}.extremes.DIRECT": 2,
    f"{ROOM}.definitions.REACHABLE": 10,
}
"""Budgets so small that the general ways are taken, which large catalogs need."""


@contextmanager
def limits(values: dict[str, int]) -> Iterator[None]:
    """Set budgets of the compiler for a while."""
    if not values:
        yield
        return
    (name, value), *rest = values.items()
    with patch(name, value), limits(dict(rest)):
        yield


@pytest.mark.parametrize(
    "budgets",
    [{}, TIGHT, {**TIGHT, f"{ROOM}.extremes.THRESHOLDS": 1}],
    ids=["usual", "tight", "without thresholds"],
)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(flat_catalogs(), catalogs_with_cells()), seed=st.integers(0, 1000))
def test_the_program_and_the_catalog_agree_on_every_assignment(budgets: dict[str, int], text: str, seed: int) -> None:
    catalog, problems = loaded(text)
    event("refused: " + ", ".join(sorted({problem.code.name for problem in problems})) if problems else "loaded")
    assume(catalog is not None)
    with limits(budgets):
        compiled, problems = compile_catalog(catalog)
    event("not compiled: " + ", ".join(sorted({problem.code.name for problem in problems})) if problems else "compiled")
    assume(compiled is not None)
    assignments = list(sensible_assignments(compiled))
    chosen = Random(seed).sample(assignments, min(MOST, len(assignments)))
    assert [] == disagreements(catalog, compiled, chosen)
