"""Capacity bands: the lowest that holds every unit."""

from fractions import Fraction

import pytest

from configurator.pricing.charge_models import Band, Beyond, Bounds, CapacityBand, Usage, plain_value, rate
from configurator.pricing.charge_models.bands import exceeded
from tests.pricing.figures import HERE, amount, cost


def band(price: str, **limits: str) -> Band:
    return Band({unit: Fraction(limit) for unit, limit in limits.items()}, HERE, amount(price))


BANDS = (band("10", calls="100", gigabytes="1000"), band("20", calls="200", gigabytes="2000"), band("30"))


@pytest.mark.parametrize(
    ("calls", "gigabytes", "expected"),
    [("100", "1000", "10"), ("100", "1001", "20"), ("101", "1", "20"), ("10", "2001", "30"), ("0", "0", "10")],
)
def test_one_unit_beyond_its_limit_moves_all_up(calls: str, gigabytes: str, expected: str) -> None:
    usage = Usage(Fraction(0), units={"calls": Fraction(calls), "gigabytes": Fraction(gigabytes)})
    assert Fraction(expected) == rate(CapacityBand(BANDS), usage, plain_value).amount


def test_an_exclusive_limit_belongs_to_the_next_band() -> None:
    usage = Usage(Fraction(0), units={"calls": Fraction(100)})
    assert Fraction(20) == rate(CapacityBand(BANDS, Bounds.EXCLUSIVE), usage, plain_value).amount


def test_beyond_the_last_limits_it_costs_nothing_or_the_last_price() -> None:
    usage = Usage(Fraction(0), units={"calls": Fraction(900)})
    prices = [rate(CapacityBand(BANDS[:2], beyond=beyond), usage, plain_value).amount for beyond in Beyond]
    assert [20, 0] == prices


def test_every_lower_band_says_which_unit_went_beyond_it() -> None:
    found = list(exceeded(CapacityBand(BANDS), {"calls": Fraction(101), "gigabytes": Fraction(2500)}))
    assert ["calls: 101 > 100", "gigabytes: 2500 > 2000"] == [
        f"{each.unit}: {each.quantity} > {each.limit}" for each in found
    ]


def test_a_single_quantity_has_bounds_of_its_own() -> None:
    text = "model: capacity_band, quantity: seats, bands: [{up_to: 4, flat: 750}, {flat: 900}]"
    assert ["750", "900"] == [cost(text, quantity) for quantity in ("4", "5")]
