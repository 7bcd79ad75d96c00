"""Quotients by open numbers are compared as products, exactly, wherever the sign of the divisors is known."""

from random import Random

import pytest

from configurator.program.compile import compile_catalog
from configurator.program.nodes import Product, multiplies
from tests.catalog.loading import catalog_of
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.judging import disagreements, sensible_assignments
from tests.program.compile.small import compiled, problems_of

TEXT = """
components:
  coils: {attributes: {henries: number}, items: {one: {henries: 1}, some: {henries: 2.2}, many: {henries: 6.8}}}
features:
  a: {type: integer, range: -3..9}
  b: {type: number, range: 0.5..6, step: 0.5}
  c: {type: integer, range: -7..-2}
  fan: {type: boolean}
  coil: {options: coils}
  gap: {type: integer, range: 2..8, when: fan}
"""
REQUIREMENTS = (
    "a / b <= 2",
    "a / c < b",
    "1 <= a / b <= 4",
    "(1 - a / b) * a / coil.henries <= 1.5",
    "a / b + b / c >= 0.5",
    "a / (b / c) != -3",
    "-(a / b) == 2",
    "a / gap > 0.25",
    "a / b / coil.henries == gap / b - 1",
)


def written(requirement: str) -> str:
    return f'{TEXT}constraints:\n  law: {{require: "{requirement}", because: so}}\n'


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_comparison_of_quotients_means_what_the_catalog_says(requirement: str) -> None:
    catalog = catalog_of(written(requirement))
    with limits(BUDGETS["tight"]):
        made, problems = compile_catalog(catalog)
    assert () == problems and made is not None
    assert [] == disagreements(catalog, made, sensible_assignments(made, 150, Random(requirement)))


def test_quotients_of_thousands_of_values_become_one_product_each() -> None:
    text = "features: {w: {type: integer, range: 400..2400}, h: {type: integer, range: 400..2400}}\n"
    program = compiled(f'{text}constraints: {{law: {{require: "3 < 6 * w / h", because: so}}}}').program
    assert not multiplies(program)
    squared = compiled(f'{text}constraints: {{law: {{require: "w / h <= h / w", because: so}}}}').program
    assert 2 == sum(isinstance(each.formula, Product) for each in squared.constraints)


def test_a_divisor_that_may_be_0_or_of_either_sign_is_refused_as_before() -> None:
    text = "features: {w: {type: integer, range: 0..2400}, h: {type: integer, range: -400..2400}}\n"
    problems = problems_of(f'{text}constraints: {{law: {{require: "w / (2 * h + 1) < 3", because: so}}}}')
    assert ["program.too-many-combinations"] == [problem.code.name for problem in problems]
