"""What is paid for whether it is used or not."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.commitment import invoiced, share_of, split
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


@given(AMOUNTS, AMOUNTS)
def test_a_split_against_a_commitment_leaves_nothing_out(used: Fraction, committed: Fraction) -> None:
    found = split(used, committed)
    assert used == found.within + found.above
    assert committed == found.committed
    assert invoiced(used, committed) == found.committed + found.above


def test_what_is_committed_is_a_share_of_what_was_requested() -> None:
    assert 350 == share_of(F(70), F(500))
    assert 100 == invoiced(F(30), F(50), F(100))
    with pytest.raises(InvalidRequest, match="negative"):
        split(F(-1), F(0))
