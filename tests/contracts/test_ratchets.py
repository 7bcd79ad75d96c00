"""Earlier use binds."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.ratchets import NO_RATCHET, Decaying, Demand, Permanent, floor_after

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)


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
