"""Models as they are written: tiers by bounds or blocks, bands by limits."""

from fractions import Fraction

import pytest

from configurator.pricing.charge_models import CapacityBand, Graduated, GraduatedPercentage, plain_value
from tests.pricing.shop import book_of, problems_of


def model(text: str) -> object:
    return book_of(f"charges: {{a: {{quantity: seats, {text}}}}}").charges[0].model


def codes(text: str) -> list[str]:
    return [code for code, _ in problems_of(f"charges: {{a: {{quantity: seats, {text}}}}}")]


def test_the_width_of_a_tier_may_be_a_number_of_blocks() -> None:
    tiers = "[{block: 100, blocks: 10, price: 1}, {block: 1000, blocks: 2, price: 1}, {price: 1}]"
    found = model(f"model: graduated, tiers: {tiers}")
    assert isinstance(found, Graduated)
    assert [Fraction(1000), Fraction(3000), None] == [tier.up_to for tier in found.tiers]


def test_percentages_of_tiers_and_caps_are_amounts() -> None:
    found = model("model: graduated_percentage, tiers: [{up_to: 5, price: 1.5, cap: 7}, {price: 2}]")
    assert isinstance(found, GraduatedPercentage)
    assert ["3/2", "7"] == [str(plain_value(each)) for each in (found.tiers[0].price, found.tiers[0].cap)]


def test_bands_have_one_limit_or_several() -> None:
    single = model("model: capacity_band, bands: [{up_to: 4, flat: 5}, {flat: 9}]")
    assert isinstance(single, CapacityBand)
    assert [{"": 4}, {}] == [band.limits for band in single.bands]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("model: graduated, tiers: [{up_to: 5, price: 1}]", "pricing.open-tier"),
        ("model: graduated, tiers: [{price: 1}, {price: 2}]", "pricing.open-tier"),
        ("model: graduated, tiers: [{block: 5, blocks: 2, up_to: 10, price: 1}, {price: 2}]", "pricing.empty-tier"),
        ("model: graduated, tiers: [{blocks: 2, price: 1}, {price: 2}]", "pricing.empty-tier"),
        ("model: capacity_band, bands: []", "pricing.empty-tier"),
        ("model: capacity_band, bands: [{up_to: 3, flat: 1}]", "pricing.open-tier"),
        ("model: capacity_band, bands: [{flat: 1}, {flat: 2}]", "pricing.open-tier"),
        ("model: capacity_band, bands: [{up_to: 3, flat: 1}, {up_to: 2, flat: 2}, {flat: 3}]", "pricing.tier-order"),
    ],
)
def test_gaps_and_overlaps_are_told(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize("key", ["rate", "fixed", "free_events", "free_amount", "least", "most"])
def test_of_a_percentage_nothing_is_negative(key: str) -> None:
    given = "rate: -1" if key == "rate" else f"rate: 1, {key}: -1"
    text = f"charges: {{a: {{quantities: usage, measured: events, model: percentage, {given}}}}}"
    book = f"parameters: {{usage: {{type: series, default: ''}}}}\n{text}"
    assert ["pricing.negative-amount"] == [code for code, _ in problems_of(book)]


def test_a_cap_is_not_negative() -> None:
    assert "pricing.negative-amount" in codes("model: graduated_percentage, tiers: [{price: 1, cap: -7}]")


def test_a_last_bound_is_fine_where_the_book_says_what_lies_beyond() -> None:
    assert [] == codes("model: graduated, beyond: nothing, tiers: [{up_to: 5, price: 1}]")
