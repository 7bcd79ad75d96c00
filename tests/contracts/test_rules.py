"""The rules contracts are made of: readings, commitments, ratchets, allowances, activations, savings."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.activations import Activation, temporary_limit
from configurator.contracts.allowances import Allowance, Settling, overage
from configurator.contracts.commitment import invoiced, share_of, split
from configurator.contracts.ratchets import NO_RATCHET, Decaying, Demand, Permanent, floor_after
from configurator.contracts.readings import Measure, MeasureRule, Missing, MissingRule, complete, measured
from configurator.contracts.savings import (
    Sustained,
    Use,
    at_plan_rates,
    hour,
    sustained_cost,
    sustained_discount,
    sustained_rate,
)
from configurator.contracts.statement import Happened
from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import Period

F = Fraction
AMOUNTS = st.integers(0, 1000).map(Fraction)
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


# ── readings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_day_takes_the_reading_before_it_even_of_an_earlier_month() -> None:
    readings = {date(2026, 5, 30): F(7), date(2026, 6, 3): F(9)}
    before = Happened(YEAR.start, YEAR.end, {"disk": readings}).last_before("disk", JUNE.start)
    found = complete(readings, JUNE, YEAR, MissingRule(), before)
    assert [7, 7, 9, 9] == [each.value for each in found[:4]]
    assert 29 == sum(each.filled for each in found)


def test_missing_days_may_count_as_nothing_or_as_an_estimate() -> None:
    for rule, expected in ((MissingRule(Missing.ZERO), 0), (MissingRule(Missing.ESTIMATE, F(5)), 5)):
        assert {expected} == {each.value for each in complete({}, JUNE, YEAR, rule)}


def test_days_outside_of_the_contract_count_as_zero() -> None:
    contract = Period(date(2026, 6, 16), date(2026, 6, 21))
    found = complete({date(2026, 6, 16): F(4)}, JUNE, contract, MissingRule())
    assert (F(20), F(4 * 5, 30)) == (
        sum(each.value for each in found),
        measured([e.value for e in found], MeasureRule()),
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(Measure.AVERAGE, F(5)), (Measure.PEAK, 8), (Measure.LAST, 5), (Measure.SUM, 15), (Measure.PERCENTILE, 8)],
)
def test_a_measure_is_declared(kind: Measure, expected: Fraction) -> None:
    assert expected == measured([F(2), F(8), F(5)], MeasureRule(kind))
    assert 0 == measured([], MeasureRule(kind))


# ── commitments and ratchets ─────────────────────────────────────────────────────────────────────────────────────────


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


# ── allowances ───────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── activations and clouds ───────────────────────────────────────────────────────────────────────────────────────────


def test_days_that_a_unit_is_kept_longer_cost_the_same() -> None:
    found = Activation(F(2), F(2), F(1))
    assert (F(4), F(2), F(6)) == (found.requested, found.unreturned, found.unit_days)
    assert 220 == temporary_limit(F(110))
    with pytest.raises(InvalidRequest):
        Activation(F(-1), F(1))


USES = st.lists(
    st.builds(Use, st.integers(0, 20).map(F), st.integers(1, 9).map(F), st.integers(1, 9).map(F)), max_size=5
)


@given(USES, st.integers(0, 100).map(Fraction))
def test_an_hour_costs_the_commitment_and_what_it_does_not_cover(uses: list[Use], commitment: Fraction) -> None:
    found = hour(uses, commitment)
    assert all(each.covered + each.left == each.use.quantity for each in found.applied)
    assert found.used == sum(each.covered * each.use.plan_rate for each in found.applied) <= commitment
    assert found.used == commitment or not found.on_demand


@given(USES)
def test_the_commitment_at_plan_rates_covers_everything(uses: list[Use]) -> None:
    found = hour(uses, at_plan_rates(uses))
    assert (F(0), at_plan_rates(uses)) == (found.on_demand, found.due)


def test_the_highest_saving_comes_first() -> None:
    small, large = Use(F(1), F(10), F(9)), Use(F(1), F(10), F(5))
    assert [large, small] == [each.use for each in hour([small, large], F(5)).applied]
    assert F(19, 10) == hour([Use(F(2), F(1), F(9, 10))], F(9, 10)).due
    with pytest.raises(InvalidRequest):
        hour([], F(-1))


BANDS = [Sustained(F(quarter, 4), F(factor, 5)) for quarter, factor in ((1, 5), (2, 4), (3, 3), (4, 2))]


def test_use_that_lasts_is_discounted_by_the_quarter_of_the_month() -> None:
    shares = [F(0), F(1, 4), F(1, 2), F(3, 4), F(1)]
    assert [0, 0, F(1, 10), F(1, 5), F(3, 10)] == [sustained_discount(share, BANDS) for share in shares]
    assert F(7, 10) == sustained_cost(F(1), BANDS)
    assert F("0.0285") == sustained_rate(F("0.0475"), F("0.6"))
    with pytest.raises(InvalidRequest, match="no band"):
        sustained_cost(F(1), BANDS[:2])
    with pytest.raises(InvalidRequest, match="0 to 1"):
        sustained_cost(F(2), BANDS)
