"""Daily readings and what a period is measured by."""

from datetime import date
from fractions import Fraction

import pytest

from configurator.contracts.measuring import complete, measured
from configurator.contracts.model import MissingReading, MissingRule, ReadingMeasure
from configurator.contracts.statement import ContractActivity
from configurator.pricing.metered import Measure
from configurator.pricing.periods.calendar import Period

F = Fraction
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def test_a_missing_day_takes_the_reading_before_it_even_of_an_earlier_month() -> None:
    readings = {date(2026, 5, 30): F(7), date(2026, 6, 3): F(9)}
    before = ContractActivity(YEAR.start, YEAR.end, {"disk": readings}).last_before("disk", JUNE.start)
    found = complete(readings, JUNE, YEAR, MissingRule(), before)
    assert [7, 7, 9, 9] == [each.value for each in found[:4]]
    assert 29 == sum(each.filled for each in found)


def test_missing_days_may_count_as_nothing_or_as_an_estimate() -> None:
    for rule, expected in ((MissingRule(MissingReading.ZERO), 0), (MissingRule(MissingReading.ESTIMATE, F(5)), 5)):
        assert {expected} == {each.value for each in complete({}, JUNE, YEAR, rule)}


def test_days_outside_of_the_contract_count_as_zero() -> None:
    contract = Period(date(2026, 6, 16), date(2026, 6, 21))
    found = complete({date(2026, 6, 16): F(4)}, JUNE, contract, MissingRule())
    assert (F(20), F(4 * 5, 30)) == (
        sum(each.value for each in found),
        measured([e.value for e in found], ReadingMeasure()),
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Measure.TIME_WEIGHTED, F(5)),
        (Measure.HIGH_WATER, 8),
        (Measure.LAST, 5),
        (Measure.SUM, 15),
        (Measure.PERCENTILE, 8),
    ],
)
def test_a_measure_is_declared(kind: Measure, expected: Fraction) -> None:
    assert expected == measured([F(2), F(8), F(5)], ReadingMeasure(kind))
    assert 0 == measured([], ReadingMeasure(kind))
