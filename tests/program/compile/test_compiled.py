"""The law of the compiler: an assignment satisfies the program exactly where the catalog itself finds it valid."""

from random import Random

import pytest
from hypothesis import HealthCheck, event, given, reject, settings
from hypothesis import strategies as st

from configurator.program.compile import compile_catalog
from tests.catalog.loading import loaded
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.judging import disagreements, sensible_assignments
from tests.program.compile.random_catalogs import catalogs_with_cells, flat_catalogs

MOST = 100


@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(flat_catalogs(), catalogs_with_cells()), seed=st.integers(0, 1000))
def test_the_program_and_the_catalog_agree_on_every_assignment(budgets: dict[str, int], text: str, seed: int) -> None:
    catalog, problems = loaded(text)
    event("loaded" if catalog is not None else "refused")
    if catalog is None:
        reject()
    with limits(budgets):
        compiled, problems = compile_catalog(catalog)
    event("compiled" if compiled is not None else "not compiled")
    if compiled is None:
        assert budgets
        assert {"program.too-many-combinations"} == {problem.code.name for problem in problems}
        return
    assert disagreements(catalog, compiled, sensible_assignments(compiled, MOST, Random(seed))) == []
