"""A few products are listed and priced: the ends, the cheapest and the least totals are exact without a search."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from configurator.budget import Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.offering import listed_prices
from configurator.offering.listed_prices import listed_overview
from configurator.offering.price_range import PriceOverview
from configurator.session.choices import NO_CHOICES, Choices

ASK = EvaluationRequest("lamps", date(2026, 3, 1))
SPENT = Budget(lambda: 3.0, 2.0)


def _listed(lamps: Engine, choices: Choices, *, builds: int = 0, options: bool = False) -> PriceOverview | None:
    prepared = lamps.prepared(ASK)
    assert prepared is not None
    return listed_overview(lamps.session("lamps", choices), prepared, builds=builds, options=options)


@pytest.mark.parametrize("choices", [NO_CHOICES, Choices({"bulbs": 4}), Choices({"shade": "paper", "arms": 1})])
def test_listing_gives_what_the_search_gives(lamps: Engine, choices: Choices) -> None:
    request = replace(ASK, choices=choices)
    listed = _listed(lamps, choices, builds=3, options=True)
    searched = lamps.price_search(request).span(choices, builds=3)
    assert listed is not None and listed.ends is not None and searched.ends is not None
    assert listed.cheapest is not None and searched.cheapest is not None
    assert listed.least is not None and searched.least is not None
    for one, other in zip(listed.ends.both, searched.ends.both, strict=True):
        assert one is not None and other is not None
        assert (other.configuration.values, other.priced.totals) == (one.configuration.values, one.priced.totals)
        assert (Fraction(0), True) == (one.slack, one.proved)
    assert (searched.ends.at_least, searched.ends.at_most) == (listed.ends.at_least, listed.ends.at_most)
    costs = [[each.priced.totals.compare for each in found.cheapest.builds] for found in (searched, listed)]  # type: ignore[union-attr]
    assert costs[0] == costs[1]
    assert searched.least.by_value == listed.least.by_value


def test_many_products_are_searched(lamps: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_prices, "MOST_LISTED", 3)
    assert lamps.listed_overview(ASK) is None
    found = lamps.price_overview(ASK)
    assert found.ends is not None
    assert Fraction("19.50") == found.ends.at_least


def test_what_is_not_listed_in_time_is_left_to_the_search(lamps: Engine) -> None:
    assert lamps.listed_overview(ASK, budget=SPENT) is None


def test_choices_without_a_product_have_no_range(lamps: Engine) -> None:
    found = _listed(lamps, Choices({"shade": "glass", "dimmer": False}))
    assert found is not None
    assert not found.session.consistent


def test_what_is_searched_exactly_is_not_listed_again(lamps: Engine) -> None:
    lamps.price_search(ASK)
    assert lamps.listed_overview(ASK) is None
