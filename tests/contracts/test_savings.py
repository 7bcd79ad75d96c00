"""Commitments of money by the hour, and discounts for use that lasts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.savings import (
    HourlyUse,
    SustainedBand,
    at_plan_rates,
    hour,
    sustained_cost,
    sustained_discount,
    sustained_rate,
)
from configurator.errors import InvalidRequest

F = Fraction


USES = st.lists(
    st.builds(HourlyUse, st.integers(0, 20).map(F), st.integers(1, 9).map(F), st.integers(1, 9).map(F)), max_size=5
)


BANDS = [SustainedBand(F(quarter, 4), F(factor, 5)) for quarter, factor in ((1, 5), (2, 4), (3, 3), (4, 2))]


@given(USES, st.integers(0, 100).map(Fraction))
def test_an_hour_costs_the_commitment_and_what_it_does_not_cover(uses: list[HourlyUse], commitment: Fraction) -> None:
    found = hour(uses, commitment)
    assert all(each.covered + each.left == each.use.quantity for each in found.applied)
    assert found.used == sum(each.covered * each.use.plan_rate for each in found.applied) <= commitment
    assert found.used == commitment or not found.on_demand


@given(USES)
def test_the_commitment_at_plan_rates_covers_everything(uses: list[HourlyUse]) -> None:
    found = hour(uses, at_plan_rates(uses))
    assert (F(0), at_plan_rates(uses)) == (found.on_demand, found.due)


def test_the_highest_saving_comes_first() -> None:
    small, large = HourlyUse(F(1), F(10), F(9)), HourlyUse(F(1), F(10), F(5))
    assert [large, small] == [each.use for each in hour([small, large], F(5)).applied]
    assert F(19, 10) == hour([HourlyUse(F(2), F(1), F(9, 10))], F(9, 10)).due
    with pytest.raises(InvalidRequest):
        hour([], F(-1))


def test_use_that_lasts_is_discounted_by_the_quarter_of_the_month() -> None:
    shares = [F(0), F(1, 4), F(1, 2), F(3, 4), F(1)]
    assert [0, 0, F(1, 10), F(1, 5), F(3, 10)] == [sustained_discount(share, BANDS) for share in shares]
    assert F(7, 10) == sustained_cost(F(1), BANDS)
    assert F("0.0285") == sustained_rate(F("0.0475"), F("0.6"))
    with pytest.raises(InvalidRequest, match="no band"):
        sustained_cost(F(1), BANDS[:2])
    with pytest.raises(InvalidRequest, match="0 to 1"):
        sustained_cost(F(2), BANDS)
