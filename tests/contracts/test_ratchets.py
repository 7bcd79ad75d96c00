"""Earlier use binds."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.ratchets import NO_RATCHET, Decaying, Demand, Permanent, floor_after
from configurator.contracts.savings import (
    Sustained,
    Use,
)
from configurator.pricing.periods.calendar import Period

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


USES = st.lists(
    st.builds(Use, st.integers(0, 20).map(F), st.integers(1, 9).map(F), st.integers(1, 9).map(F)), max_size=5
)


BANDS = [Sustained(F(quarter, 4), F(factor, 5)) for quarter, factor in ((1, 5), (2, 4), (3, 3), (4, 2))]


def test_ratchets_look_back_in_their_own_ways() -> None:
    history = [F(1000), F(200), F(300), F(100)]
    assert 1000 == floor_after(Permanent(), F(350), history)
    assert 350 == floor_after(Decaying(F(1, 10)), F(350), history)
    assert 900 == floor_after(Decaying(F(1, 10), 4), F(350), history)
    assert 800 == floor_after(Demand(F(4, 5)), F(0), history)
    assert 350 == floor_after(NO_RATCHET, F(350), history)
    assert 0 == floor_after(Demand(F(4, 5)), F(0), [F(1000), *[F(0)] * 11])


@given(
    st.lists(AMOUNTS, max_size=8),
    AMOUNTS,
    st.sampled_from([Permanent(), Decaying(F(1, 10)), Demand(F(4, 5)), NO_RATCHET]),
)
def test_no_ratchet_falls_below_what_was_agreed(
    history: list[Fraction], agreed: Fraction, ratchet: Permanent | Decaying | Demand
) -> None:
    assert agreed <= floor_after(ratchet, agreed, history)
