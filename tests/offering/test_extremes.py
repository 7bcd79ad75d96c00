"""The ends of the prices, against every product of the shop of lamps priced one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from configurator.configuration import Configuration, FeatureValue
from configurator.engine import Engine
from configurator.offering.extremes import Market, cheapest, dearest, price_range
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared
from configurator.program.nodes import Term
from configurator.session.choices import Choices
from configurator.solving.engines import engine_named
from configurator.solving.forwarding import Forwarding
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Solver,
    Unknown,
    Unsatisfiable,
)
from tests.offering.rough import roughened

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def market(lamps: Engine) -> Market:
    loaded, book = lamps.catalog("lamps"), lamps.book("lamps")
    assert book is not None
    slow = engine_named("brute_force")
    return Market.open(prepare(book.model, loaded.catalog, DAY), loaded.compiled, slow, slow)


def every_price(market: Market) -> list[Fraction]:
    """Price every lamp there is by itself."""
    session = market.session()
    found = []
    for shade, dimmer, bulbs, arms in product(("paper", "glass", "steel"), (False, True), range(1, 5), range(3)):
        if (shade == "glass" and not dimmer) or (shade == "steel" and bulbs > 2):
            continue
        values: dict[str, FeatureValue] = {"shade": shade, "dimmer": dimmer, "bulbs": bulbs, "arms": arms}
        ids = tuple(f"a{number}" for number in range(1, arms + 1))
        values |= {f"arms[{name}].joint": "fixed" for name in ids}
        digest = session.compiled.catalog.digest
        lamp = Configuration("lamps", digest, values, {}, {"arms": ids})
        found.append(price_prepared(lamp, market.prepared).totals.compare)
    return found


def test_the_cheapest_lamp_costs_the_least_of_all_prices(market: Market) -> None:
    found = cheapest(market)
    assert found is not None
    assert (min(every_price(market)), Fraction(0), True) == (found.priced.totals.compare, found.slack, found.proved)


def test_the_dearest_lamp_costs_the_most_of_all_prices(market: Market) -> None:
    found = dearest(market)
    assert found is not None
    assert max(every_price(market)) == found.priced.totals.compare


def test_the_range_follows_what_was_chosen(market: Market) -> None:
    found = price_range(market, Choices({"shade": "glass", "bulbs": 1}))
    assert found is not None and found.least is not None and found.greatest is not None
    ends = (found.least.priced.totals.compare, found.greatest.priced.totals.compare)
    assert (Fraction("98.5"), Fraction("128.5")) == ends


class Late(Forwarding):
    """Finds optima and does not prove them; knows that none is less by more than ten."""

    def __init__(self, of: Solver) -> None:
        self._of = of

    @property
    def asked(self) -> Solver:
        return self._of

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        found = self._of.least(objective, given, budget=budget)
        return replace(found, proved=False, bound=found.cost - 10) if isinstance(found, Best) else found


def test_an_end_that_was_not_proved_in_time_has_the_bound_that_the_engine_knows(market: Market) -> None:
    found = price_range(replace(market, solver=Late(market.solver)), Choices({"shade": "glass"}))
    assert found is not None and found.least is not None and found.greatest is not None
    per = Fraction(10, market.objective.below.scale)
    assert (Fraction("98.5") - per, per, False) == (found.at_least, found.least.slack, found.least.proved)
    assert found.greatest.proved, "what all options add at most is its price, so nothing is dearer"


def test_where_sums_lie_apart_the_products_next_to_an_end_are_priced(market: Market) -> None:
    every = sorted(every_price(market))
    near = price_range(replace(market, objective=roughened(market.objective, 3)))
    assert near is not None and near.least is not None
    assert every[0] == near.at_least and not near.least.slack
    far = price_range(replace(market, objective=roughened(market.objective, 100)))
    assert far is not None and far.least is not None and far.greatest is not None
    assert (every[0], every[-1]) == (far.least.priced.totals.compare, far.greatest.priced.totals.compare)
    assert far.at_least == far.least.bound < every[0] and every[-1] < far.at_most
    assert far.least.slack == every[0] - far.at_least


def test_an_end_that_was_not_found_in_time_is_open_and_no_no(market: Market) -> None:
    found, every = price_range(market, budget=Budget(lambda: 3.0, 2.0)), every_price(market)
    assert found is not None and (None, None) == found.both
    assert found.at_least <= min(every) and max(every) <= found.at_most
