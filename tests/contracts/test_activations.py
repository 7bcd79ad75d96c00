"""Capacity switched on for days."""

from fractions import Fraction

import pytest

from configurator.contracts.activations import Activation
from configurator.errors import InvalidRequest

F = Fraction


def test_days_that_a_unit_is_kept_longer_cost_the_same() -> None:
    found = Activation(F(2), F(2), F(1))
    assert (F(4), F(2), F(6)) == (found.requested, found.unreturned, found.unit_days)
    with pytest.raises(InvalidRequest):
        Activation(F(-1), F(1))
