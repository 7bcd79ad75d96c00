"""The head of a catalog, and what is the same for all of it."""

from datetime import date
from fractions import Fraction

from tests.catalog.loading import catalog_of, example, problems_of

CATALOG = example("workshop")


def test_the_head_says_what_the_catalog_is() -> None:
    assert ("workshop", "Werkstattwand", ("en", "de"), True, "Made up for the tests.") == (
        CATALOG.id,
        CATALOG.title.in_locale("de"),
        CATALOG.locales,
        CATALOG.illustrative,
        str(CATALOG.source),
    )


def test_the_last_day_is_not_included() -> None:
    assert [False, True, True, False] == [
        day in CATALOG.effective for day in (date(2023, 12, 31), date(2024, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]


def test_an_open_end_is_open() -> None:
    catalog = catalog_of("effective: {from: 2024-01-01}")
    assert (False, True) == (date(2023, 12, 31) in catalog.effective, date(9999, 1, 1) in catalog.effective)


def test_units_of_libraries_and_catalog_are_shared() -> None:
    assert Fraction(2) == CATALOG.units["pair"].factor
    assert CATALOG.units["piece"].dimension == CATALOG.units["pair"].dimension


def test_a_resource_and_a_constraint_cannot_have_the_same_name() -> None:
    text = (
        "features: {a: {type: integer, range: 1..2}}\n"
        "constraints: {resources.r: {require: a > 1, because: x}}\n"
        "resources: {r: {supply: {x: a}, demand: {y: a}, because: z}}"
    )
    assert ["catalog.duplicate-id"] == [code for code, _ in problems_of(text)]


def test_the_constraints_of_libraries_come_first() -> None:
    assert ["fittings.strong_enough", "fittings.finishes_match", "clock_needs_room"] == [
        constraint.id for constraint in CATALOG.root.constraints[:3]
    ]
