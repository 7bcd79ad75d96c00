"""Commitments of money by the hour."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.savings import HourlyUse, hour
from configurator.errors import InvalidRequest

F = Fraction


USES = st.lists(
    st.builds(HourlyUse, st.integers(0, 20).map(F), st.integers(1, 9).map(F), st.integers(1, 9).map(F)), max_size=5
)


@given(USES, st.integers(0, 100).map(Fraction))
def test_an_hour_costs_the_commitment_and_what_it_does_not_cover(uses: list[HourlyUse], commitment: Fraction) -> None:
    found = hour(uses, commitment)
    assert all(each.covered + each.left == each.use.quantity for each in found.applied)
    assert found.used == sum(each.covered * each.use.plan_rate for each in found.applied) <= commitment
    assert found.used == commitment or not found.on_demand


def test_the_highest_saving_comes_first() -> None:
    small, large = HourlyUse(F(1), F(10), F(9)), HourlyUse(F(1), F(10), F(5))
    assert [large, small] == [each.use for each in hour([small, large], F(5)).applied]
    assert F(19, 10) == hour([HourlyUse(F(2), F(1), F(9, 10))], F(9, 10)).due
    with pytest.raises(InvalidRequest):
        hour([], F(-1))
