"""Courses of demand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.growth.forecast import (
    DemandScenario,
    Forecast,
    expected,
    growing,
    read_forecast,
    seasonal,
    table,
)
from configurator.errors import InvalidDocument, InvalidRequest
from configurator.reading.files import Files
from tests.contracts.offers import shipped

F = Fraction
START = date(2026, 1, 1)


def test_a_table_holds_its_last_figure_on() -> None:
    assert (F(1), F(3), F(3), F(3)) == table([F(1), F(3)], 4)
    with pytest.raises(InvalidRequest):
        table([], 4)
    with pytest.raises(InvalidRequest):
        table([F(1)], 0)


def test_growth_is_of_itself_or_of_units_and_is_told_in_hundredths() -> None:
    assert (F(4), F("4.1"), F("4.2")) == growing(F(4), 3, units_a_month=F(1, 10))
    assert (F(100), F("101.5"), F("103.02")) == growing(F(100), 3, percent_a_month=F(3, 2))
    assert (F(2), F(1), F(0), F(0)) == growing(F(2), 4, units_a_month=F(-1))


def test_slow_growth_of_a_small_demand_adds_up() -> None:
    assert F("4.05") == growing(F(4), 13, percent_a_month=F(1, 10))[-1]


def test_demand_does_not_begin_below_zero() -> None:
    with pytest.raises(InvalidRequest, match="below zero"):
        growing(F(-3), 2)


def test_seasons_are_those_of_the_calendar() -> None:
    demand = seasonal([F(10)] * 14, date(2026, 11, 1), {12: F(150), 1: F(80)})
    assert [10, 15, 8, 10] == list(demand[:4])
    assert [10, 15] == list(demand[12:])
    with pytest.raises(InvalidRequest, match="1 to 12"):
        seasonal([F(1)], START, {13: F(1)})


@pytest.mark.parametrize(
    "scenarios",
    [
        (),
        (DemandScenario("a", F(1, 2), (F(1),)),),
        (DemandScenario("a", F(1, 2), (F(1),)), DemandScenario("b", F(1, 2), (F(1), F(2)))),
        (DemandScenario("a", F(1), (F(-1),)),),
        (DemandScenario("a", F(1), ()),),
    ],
)
def test_a_forecast_that_cannot_be_is_refused(scenarios: tuple[DemandScenario, ...]) -> None:
    with pytest.raises(InvalidRequest):
        Forecast("cores", START, scenarios)


@given(st.integers(1, 600), st.integers(0, 1000))
def test_a_forecast_has_a_figure_for_every_month(months: int, begin: int) -> None:
    found = Forecast("cores", START, (expected(growing(F(begin), months, percent_a_month=F(1))),))
    assert months == found.months


def test_scenarios_without_probabilities_are_equally_probable() -> None:
    text = "format: 1\nstart: 2026-01-01\nmonths: 2\nscenarios: {a: {begin: 1}, b: {begin: 2}, c: {table: [3]}}\n"
    found = read_forecast(Files({"f.yaml": text.encode()}), "f.yaml", shipped("hp_superdome"))
    assert [F(1, 3)] * 3 == [scenario.probability for scenario in found.scenarios]
    assert [(F(1), F(1)), (F(2), F(2)), (F(3), F(3))] == [scenario.demand for scenario in found.scenarios]


@pytest.mark.parametrize("text", ["", "a: [", "format: 1\nstart: 2026-01-01\nmonths: 2\nscenarios: {}\n"])
def test_a_file_that_is_no_forecast_says_why(text: str) -> None:
    with pytest.raises(InvalidDocument):
        read_forecast(Files({"f.yaml": text.encode()}), "f.yaml", shipped("hp_superdome"))
