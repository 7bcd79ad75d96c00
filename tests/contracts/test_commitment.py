"""What is paid for whether it is used or not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.commitment import invoiced, share_of, split
from configurator.errors import InvalidRequest

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)


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
