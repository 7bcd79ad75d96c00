"""Capacity switched on for days."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from configurator.contracts.activations import Activation
from configurator.contracts.savings import (
    Sustained,
    Use,
)
from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import Period

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


USES = st.lists(
    st.builds(Use, st.integers(0, 20).map(F), st.integers(1, 9).map(F), st.integers(1, 9).map(F)), max_size=5
)


BANDS = [Sustained(F(quarter, 4), F(factor, 5)) for quarter, factor in ((1, 5), (2, 4), (3, 3), (4, 2))]


def test_days_that_a_unit_is_kept_longer_cost_the_same() -> None:
    found = Activation(F(2), F(2), F(1))
    assert (F(4), F(2), F(6)) == (found.requested, found.unreturned, found.unit_days)
    with pytest.raises(InvalidRequest):
        Activation(F(-1), F(1))
