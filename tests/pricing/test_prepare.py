"""A book made ready for a day and parameters, and everything it refuses."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from configurator.errors import InvalidRequest
from configurator.pricing.prepare import ParameterValue, day_in, prepare
from configurator.pricing.price_lines import Outcome
from tests.pricing.shop import DAY, HEAD, book_of, priced, total, van

PARAMETERS = """
parameters:
  customer.segment: {type: text, one_of: [retail, fleet], default: retail}
  customer.discount: {type: number, default: 0}
  customer.name: {type: text, default: nobody}
  express: {type: boolean}
charges: {base: {amount: 100}}
stages: [{id: own, kind: discount, percent: customer.discount, because: Agreed}]
"""


def test_a_moment_counts_as_the_day_it_is_in_the_time_zone_of_the_book() -> None:
    book = book_of("time_zone: America/New_York")
    assert date(2025, 12, 31) == day_in(book.time_zone, datetime(2026, 1, 1, 3, tzinfo=UTC))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no time zone"):
        day_in("UTC", datetime(2026, 1, 1, 3))


def test_a_book_is_refused_outside_of_its_days() -> None:
    book = book_of("effective: {from: 2026-01-01, until: 2027-01-01}")
    assert date(2026, 12, 31) == prepare(book, van(), date(2026, 12, 31)).on
    with pytest.raises(InvalidRequest, match="not in force on 2027-01-01; it is from 2026-01-01 until 2027-01-01"):
        prepare(book, van(), date(2027, 1, 1))


def test_a_book_is_refused_for_another_catalog() -> None:
    with pytest.raises(InvalidRequest, match="prices the catalog x, not y"):
        prepare(book_of(""), replace(van(), id="y"), DAY)


def test_parameters_take_their_defaults_and_numbers_are_exact() -> None:
    found = prepare(book_of(PARAMETERS), van(), DAY, {"express": True, "customer.discount": 5})
    assert {
        "customer.segment": "retail",
        "customer.discount": Fraction(5),
        "customer.name": "nobody",
        "express": True,
    } == found.parameters


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "needs the parameter `express`: true or false"),
        ({"express": True, "customer.segmnt": "fleet"}, "did you mean `customer.segment`"),
        ({"express": "yes"}, "parameter `express` is `yes`; expected true or false"),
        ({"express": True, "customer.segment": "vip"}, "expected one of `retail`, `fleet`"),
        ({"express": True, "customer.discount": "five"}, "expected a number"),
        ({"express": True, "customer.discount": True}, "expected a number"),
        ({"express": True, "customer.name": 5}, "expected a text"),
    ],
)
def test_parameters_that_are_missing_unknown_or_of_the_wrong_kind_are_refused(
    given: dict[str, ParameterValue], message: str
) -> None:
    with pytest.raises(InvalidRequest, match=message):
        prepare(book_of(PARAMETERS), van(), DAY, given)


def test_a_percentage_may_be_a_parameter() -> None:
    parameters: dict[str, ParameterValue] = {"express": True, "customer.discount": Fraction("12.5")}
    assert "87.5" == total(priced(PARAMETERS, parameters=parameters))


def test_what_is_out_of_date_is_told_with_its_days() -> None:
    found = prepare(book_of("charges: {old: {amount: 5, until: 2026-01-01}}"), van(), DAY)
    assert [("charges.old", Outcome.OUT_OF_DATE, date(2026, 1, 1))] == [
        (each.rule, each.outcome, each.interval.end) for each in found.out_of_date if each.interval
    ]


def test_what_is_sold_without_a_price_in_force_is_told_and_not_guessed() -> None:
    found = priced("prices: {items: {petrol: [{amount: 9, from: 2027-01-01}], diesel: 8}}", head=HEAD)
    assert [("petrol", "engine")] == [(each.item, each.feature) for each in found.unpriced]
    assert "0" == total(found)
