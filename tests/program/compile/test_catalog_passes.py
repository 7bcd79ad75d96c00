"""The passes run in order, and numbers that leave 64 bits are refused."""

from random import Random

import pytest
from hypothesis import HealthCheck, event, given, reject, settings
from hypothesis import strategies as st

from configurator.budget import Budget, OutOfBudget
from configurator.program.compile import compile_catalog
from tests.catalog.loading import catalog_of, loaded
from tests.examples import share
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.judging import disagreements, sensible_assignments
from tests.program.compile.random_catalogs import catalogs_with_cells, flat_catalogs
from tests.program.compile.small import problems_of

MOST = 100


@pytest.mark.slow
@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@settings(max_examples=share(60), suppress_health_check=list(HealthCheck))
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


DUST = """
features:
  dust: {type: number, range: 0..1000000, step: 0.000001}
  grains: {type: integer, range: 0..6}
  wide: {type: integer, range: 0..6}
"""


def refused(require: str) -> list[tuple[str, str]]:
    text = f"{DUST}constraints:\n  law: {{require: {require}, because: so}}\n"
    return [(problem.code.name, problem.where) for problem in problems_of(text)]


def test_a_sum_whose_common_denominator_makes_it_too_large_is_a_problem_of_its_law() -> None:
    assert refused("dust * 3.0000001 + grains + wide <= 5") == [("program.too-large", "constraints.law")]


def test_a_product_with_more_values_than_can_be_counted_in_64_bits_is_a_problem_too() -> None:
    found = problems_of("""
features:
  share: {type: integer, range: 60..98}
  volts: {type: integer, range: 1..60}
  amps: {type: integer, range: 1..60}
constraints:
  law: {require: share * (volts + 1 / volts + 1 / amps) <= volts, because: so}
""")
    assert [("program.too-large", "constraints.law")] == [(problem.code.name, problem.where) for problem in found]


def test_a_sum_that_fits_is_none() -> None:
    assert refused("dust * 3.01 + grains + wide <= 5") == []


def test_a_spent_budget_ends_compiling() -> None:
    catalog = catalog_of(f"{DUST}constraints:\n  law: {{require: dust * 3.01 + grains <= 5, because: so}}\n")
    with pytest.raises(OutOfBudget):
        compile_catalog(catalog, Budget(deadline=0.0))
