"""What is included over several periods."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.allowances import Allowance, Settling, overage
from configurator.errors import InvalidRequest

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)


@pytest.mark.parametrize(
    ("settling", "used", "expected"),
    [
        (Settling.SLIDING, [700, 200, 333, 1000, 600, 1200, 0], ["0", "0", "0", "3.3", "0", "0", "30"]),
        (Settling.CONSECUTIVE, [700, 200, 333, 1000, 600, 900], ["0", "0", "0", "0", "10", "90"]),
    ],
)
def test_allowances_over_three_months_settle_as_declared(
    settling: Settling, used: list[int], expected: list[str]
) -> None:
    found = overage(Allowance(F(500), 3, settling), list(map(Fraction, used)), F(1, 10))
    assert list(map(Fraction, expected)) == list(found)


@given(st.lists(AMOUNTS, min_size=1, max_size=12), AMOUNTS, st.integers(1, 4), st.sampled_from(Settling))
def test_nobody_pays_for_more_than_was_used(
    used: list[Fraction], included: Fraction, periods: int, settling: Settling
) -> None:
    found = overage(Allowance(included, periods, settling), used, F(1))
    assert sum(found) <= sum(used)
    assert all(each >= 0 for each in found)


def test_an_allowance_of_no_periods_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        Allowance(F(1), 0)
