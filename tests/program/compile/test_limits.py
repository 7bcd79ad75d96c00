"""Pass 6: nothing leaves 64 bits."""

from tests.program.compile.small import problems_of

DUST = """
features:
  dust: {type: number, range: 0..1000000, step: 0.000001}
  grains: {type: integer, range: 0..6}
  wide: {type: integer, range: 0..6}
"""


def found(require: str) -> list[tuple[str, str]]:
    text = f"{DUST}constraints:\n  law: {{require: {require}, because: so}}\n"
    return [(problem.code.name, problem.where) for problem in problems_of(text)]


def test_a_sum_whose_common_denominator_makes_it_too_large_is_a_problem_of_its_law() -> None:
    assert found("dust * 3.0000001 + grains + wide <= 5") == [("program.too-large", "constraints.law")]


def test_a_sum_that_fits_is_none() -> None:
    assert found("dust * 3.01 + grains + wide <= 5") == []
