"""Stages on sums too wide to be listed: minima, maxima, caps and what a stage acts on are exact."""

import pytest

from tests.pricing.symbolic.wide import bounded

CHARGES = "charges: {a: {model: per_unit, quantity: metres, price: 2}, b: {amount: 40, when: rush}}\n"


@pytest.mark.parametrize(
    "stage",
    [
        "kind: minimum, amount: 300",
        "kind: maximum, amount: 20001",
        "kind: minimum, amount: '300 if rush else 100'",
        "kind: discount, percent: 10, at_least: 5, at_most: 500",
        "kind: discount, percent: 10, at_most: [{amount: 400, when: rush}, {amount: 900}]",
        "kind: discount, percent: 10, when: 'base >= 199[EUR]'",
        "kind: discount, percent: [{amount: 20, when: 'base > 20000[EUR] and rush'}, {amount: 10}]",
        "kind: surcharge, amount: 'base / 8', when: 'not (base < 100[EUR])'",
        "kind: discount, amount: 50, at: line",
        "kind: surcharge, amount: 50, at: line",
        "kind: discount, amount: 50, on: charges",
        "kind: discount, percent: '5 if rush else 10'",
    ],
)
def test_a_stage_is_exact(stage: str) -> None:
    found = bounded(f"{CHARGES}stages: [{{id: s, because: So, {stage}}}]")
    assert (True, ()) == (found.exact, found.relaxed)


def test_a_condition_on_what_rounding_blurs_is_open_only_near_its_amount() -> None:
    stages = (
        "{id: s, because: So, kind: discount, percent: 3.33}, "
        "{id: t, because: So, kind: surcharge, amount: 70, when: 'base >= 193.34[EUR] or base < 100[EUR]'}"
    )
    found = bounded(f"{CHARGES}stages: [{stages}]", rounding="rounding: {at: line}")
    assert 70 < found.slack < 71


def test_percentages_of_percentages_are_exact_but_for_rounding() -> None:
    stages = (
        "{id: s, because: So, kind: discount, percent: 10}, {id: t, because: So, kind: surcharge, percent: 7.5}, "
        "{id: vat, because: So, kind: tax, percent: 19}"
    )
    found = bounded(f"{CHARGES}stages: [{stages}]")
    assert found.slack < 1 and () == found.relaxed
