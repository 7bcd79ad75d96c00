"""Expressions of every kind: their programs as golden text, and what they mean to the catalog itself."""

from pathlib import Path
from random import Random

import pytest

from configurator.program.compile import compile_catalog
from tests.catalog.loading import catalog_of
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.judging import disagreements, sensible_assignments
from tests.program.compile.small import SHOP, law

GOLDEN = Path(__file__).parent / "golden" / "requirements.txt"
"""Requirements in the shop, each with its program indented below."""

NARROW = SHOP.replace("0..1000000", "0..8")


def blocks() -> dict[str, str]:
    """Return the golden programs by their requirement."""
    found = {}
    for block in GOLDEN.read_text().split("\n\n"):
        requirement, _, program = block.strip("\n").partition("\n")
        found[requirement] = "\n".join(line.removeprefix("    ") for line in program.splitlines())
    return found


@pytest.mark.parametrize(("requirement", "program"), blocks().items(), ids=blocks())
def test_a_requirement_becomes_this_program(requirement: str, program: str) -> None:
    assert program == law(requirement)


@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@pytest.mark.parametrize("requirement", blocks())
def test_the_program_of_a_requirement_means_what_the_catalog_says(requirement: str, budgets: dict[str, int]) -> None:
    catalog = catalog_of(f'{NARROW}constraints:\n  law: {{require: "{requirement}", because: so}}\n')
    with limits(budgets):
        compiled, problems = compile_catalog(catalog)
    if compiled is None:
        assert budgets
        assert {"program.too-many-combinations"} == {problem.code.name for problem in problems}
        return
    assert disagreements(catalog, compiled, sensible_assignments(compiled, 60, Random(requirement))) == []
