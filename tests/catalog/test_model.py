"""What a model tells about itself."""

from datetime import date
from fractions import Fraction

import pytest

from configurator.catalog.model import (
    ALWAYS,
    Interval,
    NumericDomain,
    Text,
    constraints_of,
    features_in,
    structures_in,
)
from tests.catalog.loading import example

WORKSHOP = example("workshop")


@pytest.mark.parametrize(("locale", "shown"), [("de", "Farbe"), ("de-AT", "Farbe"), ("en", "Paint"), ("fr", "Paint")])
def test_a_text_is_shown_in_the_locale_its_language_or_the_fallback(locale: str, shown: str) -> None:
    assert shown == Text({"en": "Paint", "de": "Farbe"}, "en").in_locale(locale)


def test_a_text_without_its_fallback_is_shown_in_any_locale() -> None:
    assert ("Farbe", "") == (str(Text({"de": "Farbe"}, "en")), str(Text({}, "en")))


def test_an_interval_has_its_first_day_and_not_its_end() -> None:
    year = Interval(date(2026, 1, 1), date(2027, 1, 1))
    assert [False, True, True, False] == [
        day in year for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert date(1, 1, 1) in ALWAYS


def test_a_numeric_domain_counts_both_of_its_ends() -> None:
    assert 5 == len(NumericDomain(Fraction(0), Fraction(1), Fraction(1, 4), False))


def test_members_are_walked_outer_ones_first_in_the_order_of_the_catalog() -> None:
    paths = [path for path, _ in features_in(WORKSHOP.root)]
    assert len(paths) == len(set(paths))
    inner = [path for path, _ in structures_in(WORKSHOP.root)]
    assert inner.index(("bays",)) < inner.index(("bays", "boards"))
    assert all(path[:-1] == () or path[:-1] in inner for path in paths)


def test_constraints_come_with_the_structure_in_whose_body_they_stand() -> None:
    found = list(constraints_of(WORKSHOP))
    assert () == found[0][0]
    assert all(constraint.id.startswith(".".join(path)) for path, constraint in found)
