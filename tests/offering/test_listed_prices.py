"""A few products are listed and priced: the ends, the cheapest and the least totals are exact without a search."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import NotExact
from configurator.offering import listed_prices
from configurator.offering.listed_prices import listed_overview, searched_or_listed
from configurator.offering.price_range import ENDS_ONLY, OverviewParts, PriceOverview
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.session import Session

ASK = EvaluationRequest("lamps", date(2026, 3, 1))
SPENT = Budget(lambda: 3.0, 2.0)


def _listed(lamps: Engine, choices: Choices, *, builds: int = 0, options: bool = False) -> PriceOverview | None:
    prepared = lamps.prepared(ASK)
    assert prepared is not None
    return listed_overview(lamps.session("lamps", choices), prepared, OverviewParts(builds, options))


@pytest.mark.parametrize("choices", [NO_CHOICES, Choices({"bulbs": 4}), Choices({"shade": "paper", "arms": 1})])
def test_listing_gives_what_the_search_gives(lamps: Engine, choices: Choices) -> None:
    request = replace(ASK, choices=choices)
    listed = _listed(lamps, choices, builds=3, options=True)
    searched = lamps.price_search(request).span(choices, OverviewParts(3, options=True))
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
    assert lamps.listed_overview(ASK, ENDS_ONLY) is None
    found = lamps.price_overview(ASK)
    assert found.ends is not None
    assert Fraction("19.50") == found.ends.at_least


def test_what_is_not_listed_in_time_is_left_to_the_search(lamps: Engine) -> None:
    assert lamps.listed_overview(ASK, ENDS_ONLY, budget=SPENT) is None


def test_choices_without_a_product_have_no_range(lamps: Engine) -> None:
    found = _listed(lamps, Choices({"shade": "glass", "dimmer": False}))
    assert found is not None
    assert not found.session.consistent


def test_what_is_searched_exactly_is_not_listed_again(lamps: Engine) -> None:
    lamps.price_search(ASK)
    assert lamps.listed_overview(ASK, ENDS_ONLY) is None


def _opened(lamps: Engine) -> Callable[[], AbstractContextManager[Session]]:
    return lambda: nullcontext(lamps.session("lamps"))


def test_what_a_search_does_not_find_exactly_is_listed(lamps: Engine) -> None:
    exact = lamps.price_overview(ASK)
    assert exact.ends is not None and exact.ends.least is not None
    nearer = replace(exact.ends.least, bound=exact.ends.least.bound - 1)
    roughly = replace(exact, ends=replace(exact.ends, least=nearer))
    assert (True, False) == (exact.exact, roughly.exact)

    def fails(_: Budget) -> PriceOverview:
        raise NotExact("no sum")

    for search in (lambda _: roughly, fails):
        assert exact is searched_or_listed(search, lambda: exact, _opened(lamps), UNLIMITED)
    assert roughly is searched_or_listed(lambda _: roughly, lambda: None, _opened(lamps), UNLIMITED)
    with pytest.raises(NotExact):
        searched_or_listed(fails, lambda: None, _opened(lamps), UNLIMITED)


def test_a_search_has_half_of_the_time_where_products_are_few(lamps: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    exact, left = lamps.price_overview(ASK), list[float | None]()

    def search(share: Budget) -> PriceOverview:
        left.append(share.remaining())
        return exact

    for most in (100_000, 3):
        monkeypatch.setattr(listed_prices, "MOST_LISTED_AFTER_SEARCH", most)
        searched_or_listed(search, lambda: None, _opened(lamps), Budget(lambda: 0.0, 8.0))
    assert [4.0, 8.0] == left
