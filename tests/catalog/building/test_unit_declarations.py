"""Declared units, in any order, beside the standard ones."""

from fractions import Fraction

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.unit_declarations import declared_units, find_unit
from configurator.reading.shape import Word
from configurator.units import NO_UNIT, Units
from tests.catalog.loading import problems_of


def units(**declared: str) -> tuple[Units, BuildReport]:
    report = BuildReport()
    return declared_units(report, tuple((Word(name), Word(text)) for name, text in declared.items())), report


def test_units_may_be_declared_before_what_they_are_made_of() -> None:
    found, report = units(gross="12 dozen", dozen="12 seat", seat="base")
    assert ([], Fraction(144), found["seat"].dimension) == (
        report.problems,
        found["gross"].factor,
        found["gross"].dimension,
    )


def test_a_unit_may_be_so_many_of_a_standard_one() -> None:
    assert Fraction("44.45") == units(rack="44.45 mm")[0]["rack"].factor


def test_a_number_alone_is_a_plain_multiple() -> None:
    assert NO_UNIT.dimension == units(dozen="12")[0]["dozen"].dimension


def test_units_that_are_made_of_each_other_mean_nothing() -> None:
    assert 2 == len(units(a="2 b", b="3 a")[1].problems)


def test_no_name_is_the_plain_number_and_an_unknown_one_a_problem() -> None:
    report = BuildReport()
    assert (NO_UNIT, "kW") == (
        find_unit(report, Units(), Word(""), "x"),
        find_unit(report, Units(), Word("kW"), "x").name,
    )
    find_unit(report, Units(), Word("KW"), "x")
    assert ["did you mean `kW`?"] == [problem.hint for problem in report.problems]


def test_units_are_not_too_many_and_not_worth_too_much() -> None:
    many = ", ".join(f"u{number}: base" for number in range(501))
    assert [("catalog.bad-unit", "501 units are declared")] == problems_of(
        f"units: {{{many}}}\nfeatures: {{f: {{type: boolean}}}}"
    )
    chain = "u0: base, " + ", ".join(f"u{number}: 1000000000 u{number - 1}" for number in range(1, 20))
    (code, message), *_ = problems_of(f"units: {{{chain}}}\nfeatures: {{f: {{type: boolean}}}}")
    assert ("catalog.bad-unit", "`1000000000 u8` is too many or too few base units") == (code, message)
