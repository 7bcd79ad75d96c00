"""What a period bills of what was measured: allowance, ratchet and commitment, in fractions and in whole numbers."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.terms import (
    Allowance,
    AllowanceSettling,
    BilledQuantity,
    QuantityTerms,
    Ratchet,
    RatchetBasis,
    Rollover,
    UsageHistory,
)
from configurator.errors import InvalidRequest

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)
PERMANENT, DECAYING = Ratchet(F(100), RatchetBasis.INVOICED), Ratchet(F(90), RatchetBasis.INVOICED, 3)
DEMAND = Ratchet(F(80), RatchetBasis.USED, 11)


def over(allowance: Allowance[Fraction], used: Sequence[Fraction]) -> list[Fraction]:
    """Return what is over an allowance in every period."""
    terms = QuantityTerms(allowance)
    history: UsageHistory[Fraction] = UsageHistory()
    for quantity in used:
        history.record(quantity, terms.billed(quantity, F(0), F(0), history))
    return history.over


# ── allowance ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settling", "used", "expected"),
    [
        (AllowanceSettling.SLIDING, [700, 200, 333, 1000, 600, 1200, 0], [0, 0, 0, 33, 0, 0, 300]),
        (AllowanceSettling.CONSECUTIVE, [700, 200, 333, 1000, 600, 900], [0, 0, 0, 0, 100, 900]),
    ],
)
def test_allowances_over_three_months_settle_as_declared(
    settling: AllowanceSettling, used: list[int], expected: list[int]
) -> None:
    assert expected == over(Allowance(F(500), 3, settling), list(map(Fraction, used)))


@given(st.lists(AMOUNTS, min_size=1, max_size=12), AMOUNTS, st.integers(1, 4), st.sampled_from(AllowanceSettling))
def test_nobody_pays_for_more_than_was_used(
    used: list[Fraction], free: Fraction, periods: int, settling: AllowanceSettling
) -> None:
    exceeded = over(Allowance(free, periods, settling), used)
    assert sum(exceeded) <= sum(used)
    assert all(each >= 0 for each in exceeded)


def test_an_allowance_of_no_periods_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        Allowance(F(1), 0)


# ── ratchets ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ratchets_look_back_in_their_own_ways() -> None:
    past = [F(1000), F(200), F(300), F(100)]
    history = UsageHistory(measured=past, invoiced=past)
    assert 1000 == PERMANENT.floor(F(350), history)
    assert 350 == DECAYING.floor(F(350), history)
    assert 900 == Ratchet(F(90), RatchetBasis.INVOICED, 4).floor(F(350), history)
    assert 800 == DEMAND.floor(F(0), history)
    assert 0 == DEMAND.floor(F(0), UsageHistory(measured=[F(1000), *[F(0)] * 11]))
    none: UsageHistory[Fraction] = UsageHistory()
    assert 350 == PERMANENT.floor(F(350), none)


@given(st.lists(AMOUNTS, max_size=8), AMOUNTS, st.sampled_from([PERMANENT, DECAYING, DEMAND]))
def test_no_ratchet_falls_below_what_was_agreed(past: list[Fraction], agreed: Fraction, ratchet: Ratchet) -> None:
    assert agreed <= ratchet.floor(agreed, UsageHistory(measured=past, invoiced=past))


# ── the pipeline ─────────────────────────────────────────────────────────────────────────────────────────────────────


@given(AMOUNTS, AMOUNTS)
def test_a_quantity_against_a_commitment_leaves_nothing_out(used: Fraction, committed: Fraction) -> None:
    billed = BilledQuantity(used, committed)
    assert billed.invoiced == committed + billed.above
    assert used <= billed.invoiced


def test_a_commitment_rises_once_more_than_it_was_used_and_for_good() -> None:
    terms: QuantityTerms[Fraction] = QuantityTerms(rises=True)
    history: UsageHistory[Fraction] = UsageHistory()
    floors = []
    for used in (400, 500, 501, 10):
        billed = terms.billed(F(used), F(500), F(550), history)
        history.record(F(used), billed)
        floors.append(billed.floor)
    assert [500, 500, 550, 550] == floors


TERMS = st.builds(
    QuantityTerms,
    st.none() | st.builds(Allowance, AMOUNTS, st.integers(1, 4), st.sampled_from(AllowanceSettling)),
    st.none()
    | st.builds(
        Ratchet, st.integers(0, 100).map(Fraction), st.sampled_from(RatchetBasis), st.none() | st.integers(1, 4)
    ),
    st.booleans(),
)


@given(TERMS, st.lists(AMOUNTS, min_size=1, max_size=6), AMOUNTS, AMOUNTS)
def test_whole_numbers_on_a_scale_mean_what_fractions_mean(
    terms: QuantityTerms[Fraction], used: list[Fraction], committed: Fraction, risen: Fraction
) -> None:
    scale = 100 ** len(used)

    def whole(value: Fraction) -> int:
        return int(value * scale)

    allowance = terms.allowance
    scaled = QuantityTerms(
        None if allowance is None else Allowance(whole(allowance.free), allowance.periods, allowance.settling),
        terms.ratchet,
        terms.rises,
    )
    exact: UsageHistory[Fraction] = UsageHistory()
    counted: UsageHistory[int] = UsageHistory()
    for quantity in used:
        exact.record(quantity, terms.billed(quantity, committed, risen, exact))
        counted.record(whole(quantity), scaled.billed(whole(quantity), whole(committed), whole(risen), counted))
    assert [each * scale for each in exact.over] == counted.over
    assert [each * scale for each in exact.invoiced] == counted.invoiced


def test_a_rollover_wants_a_renewal_that_is_not_smaller() -> None:
    assert [5000, 0] == [Rollover().carried(F(5000), F(15000), F(renewal)) for renewal in (15000, 14000)]
    assert 2500 == Rollover(F(1, 2), False).carried(F(5000), F(15000), F(14000))
