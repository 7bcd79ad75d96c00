"""Tables of combinations, with columns of every kind."""

import pytest

from configurator.program.show import show_formula
from tests.program.compile.small import SHOP, compiled


def law(columns: str, rows: str, kind: str = "allowed") -> str:
    text = f"{SHOP}constraints:\n  law: {{{kind}: {{columns: {columns}, rows: {rows}}}, because: so}}\n"
    program = compiled(text).program
    names = [variable.name for variable in program.variables]
    return next((show_formula(each.formula, names) for each in program.constraints if each.name == "law"), "true")


@pytest.mark.parametrize(
    ("expected", "columns", "rows"),
    [
        ("(fan, chip) among [{0} {0} | {1} {1}]", "[fan, chip]", "[[false, slow], [true, fast]]"),
        ("(chip, seats) among [{0} {1..3} | {0..2} {2}]", "[chip, seats]", "[[slow, '*'], ['*', 2]]"),
        ("(chip, length) among [{0} {1} | {1} {3}]", "[chip.watts, length]", "[[2, 1], [5, 2.0]]"),
        ("(fan, chip) among [{0} {0} | {1} {1..2}]", "[chip.boost, fan]", "[[true, true], [false, false]]"),
        ("chip in {1..2}", "[chip, chip.socket]", "[['*', v]]"),
        ("(chip, seats) among [{0} {1} | {1} {1..3} | {2} {2}]", "[chip.cores, seats]", "[[1, 1], [2, 2]]"),
        (
            "(fan, ports) among [{0} {0..1} | {0..1} {3} | {1} {1}]",
            "[ports, fan]",
            "[[0, false], [2, true], [2, false]]",
        ),
        ("true", "[fan]", "[[true], [false]]"),
    ],
)
def test_cells_become_values_and_absent_columns_hold(expected: str, columns: str, rows: str) -> None:
    assert expected == law(columns, rows)


def test_a_forbidden_row_never_fits_what_is_absent() -> None:
    assert law("[ports, fan]", "[[0, true]]", "forbidden") == "ports in {1..3} or fan in {0}"
    assert law("[ports]", "[['*']]", "forbidden") == "ports in {3}"
