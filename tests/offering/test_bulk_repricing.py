"""Bulk repricing: batches, workers and their order change no figure; one task that fails stops no other."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.configuration import FeatureValue
from configurator.offering.bulk_repricing import (
    Repricer,
    RepricingResult,
    RepricingTask,
    reprice_in_process,
    reprice_on_ray,
)
from tests.pricing.shop import DAY, book_of, chosen, van

BOOK = book_of(
    """
    parameters: {segment: {type: text, default: retail}}
    prices: {items: {seats: 99.95, paint.white: 0, paint.black: 0, paint.red: 12.50, navi: 1000}}
    charges: {support: {amount: 12, recurring: month}}
    stages: [{id: fleet, kind: discount, percent: 7, when: segment == 'fleet', because: Fleets buy many}]
    """
)
WORK = Repricer(van(), BOOK)


def task(number: int) -> RepricingTask:
    paint = ("white", "red", "black")[number % 3]
    values: dict[str, FeatureValue] = {
        "seats": 2 + number % 8,
        "paint": paint,
        "navigation": number % 2 == 0,
        "cable": Fraction(2),
    }
    return RepricingTask(str(number), chosen(values), DAY, {"segment": "fleet"} if number % 5 == 0 else {})


TASKS = [task(number) for number in range(60)]
EXPECTED = WORK(TASKS)


@given(st.integers(1, 70))
def test_the_size_of_batches_changes_nothing(size: int) -> None:
    assert EXPECTED == [outcome for batch in reprice_in_process(TASKS, WORK, batch=size) for outcome in batch]


def test_a_total_is_that_of_pricing_alone() -> None:
    (found,) = WORK([task(1)])
    assert found.totals is not None
    assert Fraction("312.35") == found.totals.one_time.fraction


def test_what_cannot_be_priced_is_told_and_stops_no_other() -> None:
    wrong = [
        replace(task(1), key="invalid", configuration=chosen({"seats": 99, "cable": Fraction(2)})),
        replace(task(1), key="early", parameters={"segmnt": "fleet"}),
        task(2),
    ]
    invalid, unknown, good = WORK(wrong)
    assert ("invalid", None) == (invalid.key, invalid.totals)
    assert invalid.reason
    assert "segmnt" in unknown.reason
    assert good.totals is not None


@pytest.mark.slow
def test_ray_gives_the_same_figures_in_the_same_order() -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'configurator-cpq[ray]'")
    try:
        found: list[RepricingResult] = [
            outcome for batch in reprice_on_ray(TASKS, WORK, batch=7, ahead=3) for outcome in batch
        ]
    finally:
        ray.shutdown()
    assert EXPECTED == found


def test_a_day_out_of_the_books_time_is_a_reason() -> None:
    early = book_of("", "format: 1\nbook: b\ncatalog: x\ncurrency: EUR\neffective: {from: 2026-01-01}\n")
    (found,) = Repricer(van(), early)([replace(task(1), on=date(2020, 1, 1))])
    assert "not in force" in found.reason
