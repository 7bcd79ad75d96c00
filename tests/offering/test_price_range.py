"""The ends of the prices, against every product of the shop of lamps priced one by one."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from configurator.budget import Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.best_build import CheapestBuilds
from configurator.offering.price_range import OverviewParts, PriceRange, cheapest, dearest, least_totals, price_range
from configurator.offering.price_search import SearchablePrices
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared
from configurator.program.nodes import Program
from configurator.session.choices import NO_CHOICES, Choices
from configurator.solving.engines import engine_named
from configurator.solving.port import Answer, AnyQuery, Optimum, Solver
from tests.offering.rough import roughened

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def prices(lamps: Engine) -> SearchablePrices:
    loaded, book = lamps.catalog("lamps"), lamps.book("lamps")
    assert book is not None
    slow = engine_named("brute_force")
    return SearchablePrices.open(prepare(book.model, loaded.catalog, DAY), loaded.compiled, slow, slow)


def every_price(prices: SearchablePrices) -> list[Fraction]:
    """Price every lamp there is by itself."""
    session = prices.session()
    found = []
    for shade, dimmer, bulbs, arms in product(("paper", "glass", "steel"), (False, True), range(1, 5), range(3)):
        if (shade == "glass" and not dimmer) or (shade == "steel" and bulbs > 2):
            continue
        values: dict[str, FeatureValue] = {"shade": shade, "dimmer": dimmer, "bulbs": bulbs, "arms": arms}
        ids = tuple(f"a{number}" for number in range(1, arms + 1))
        values |= {f"arms[{name}].joint": "fixed" for name in ids}
        digest = session.compiled.catalog.digest
        lamp = Configuration("lamps", digest, values, {}, {"arms": ids})
        found.append(price_prepared(lamp, prices.prepared).totals.compare)
    return found


def test_the_cheapest_lamp_costs_the_least_of_all_prices(prices: SearchablePrices) -> None:
    found = cheapest(prices)
    assert found is not None
    assert (min(every_price(prices)), Fraction(0), True) == (found.priced.totals.compare, found.slack, found.proved)


def test_the_dearest_lamp_costs_the_most_of_all_prices(prices: SearchablePrices) -> None:
    found = dearest(prices)
    assert found is not None
    assert max(every_price(prices)) == found.priced.totals.compare


def test_the_range_follows_what_was_chosen(prices: SearchablePrices) -> None:
    found = price_range(prices, Choices({"shade": "glass", "bulbs": 1}))
    assert found is not None and found.least is not None and found.greatest is not None
    ends = (found.least.priced.totals.compare, found.greatest.priced.totals.compare)
    assert (Fraction("98.5"), Fraction("128.5")) == ends


class Late(Solver):
    """Finds optima and does not prove them; knows that none is less by more than ten."""

    def __init__(self, of: Solver) -> None:
        self._of = of

    @property
    def program(self) -> Program:
        return self._of.program

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        answer = self._of.answer(query, budget)
        return replace(answer, proved=False, bound=answer.cost - 10) if isinstance(answer, Optimum) else answer


def test_an_end_that_was_not_proved_in_time_has_the_bound_that_the_engine_knows(prices: SearchablePrices) -> None:
    found = price_range(replace(prices, solver=Late(prices.solver)), Choices({"shade": "glass"}))
    assert found is not None and found.least is not None and found.greatest is not None
    per = Fraction(10, prices.objective.below.scale)
    assert (Fraction("98.5") - per, per, False) == (found.at_least, found.least.slack, found.least.proved)
    assert found.greatest.proved, "what all options add at most is its price, so nothing is dearer"


def test_where_sums_lie_apart_the_products_next_to_an_end_are_priced(prices: SearchablePrices) -> None:
    every = sorted(every_price(prices))
    near = price_range(replace(prices, objective=roughened(prices.objective, 3)))
    assert near is not None and near.least is not None
    assert every[0] == near.at_least and not near.least.slack
    far = price_range(replace(prices, objective=roughened(prices.objective, 100)))
    assert far is not None and far.least is not None and far.greatest is not None
    assert (every[0], every[-1]) == (far.least.priced.totals.compare, far.greatest.priced.totals.compare)
    assert far.at_least == far.least.bound < every[0] and every[-1] < far.at_most
    assert far.least.slack == every[0] - far.at_least


def test_an_end_that_was_not_found_in_time_is_open_and_no_no(prices: SearchablePrices) -> None:
    found, every = price_range(prices, budget=Budget(lambda: 3.0, 2.0)), every_price(prices)
    assert found is not None and (None, None) == found.both
    assert found.at_least <= min(every) and max(every) <= found.at_most


def test_each_option_has_the_price_of_the_cheapest_lamp_with_it(lamps: Engine) -> None:
    prices = lamps.price_search(EvaluationRequest("lamps", DAY)).prices
    found = least_totals(prices, prices.session())
    shades = {value: found.by_value["shade", value] for value in ("paper", "glass", "steel")}
    assert {"paper": Fraction("19.5"), "glass": Fraction("98.5"), "steel": Fraction("39.5")} == shades
    assert frozenset() == found.undecided


def test_a_choice_may_give_way_to_another_value_while_the_others_stay(lamps: Engine) -> None:
    prices = lamps.price_search(EvaluationRequest("lamps", DAY)).prices
    found = least_totals(prices, prices.session(Choices({"bulbs": 4, "shade": "paper"})))
    assert Fraction("19.5") == found.by_value["bulbs", 1]
    assert ("shade", "steel") not in found.by_value


def test_what_was_not_decided_in_time_is_undecided_and_no_no(lamps: Engine) -> None:
    prices = lamps.price_search(EvaluationRequest("lamps", DAY)).prices
    found = least_totals(prices, prices.session(), budget=Budget(lambda: 3.0, 2.0))
    assert ("shade", "glass") in found.undecided
    assert {} == found.by_value


def test_it_is_undecided_where_an_end_or_a_list_is(lamps: Engine) -> None:
    found = lamps.price_search(EvaluationRequest("lamps", DAY)).span(NO_CHOICES, OverviewParts(1, options=True))
    assert not found.undecided
    assert replace(found, ends=PriceRange(None, None, Fraction(0), Fraction(9))).undecided
    assert replace(found, cheapest=CheapestBuilds((), False)).undecided


def test_what_has_no_product_is_decided(lamps: Engine) -> None:
    found = lamps.price_search(EvaluationRequest("lamps", DAY)).span(NO_CHOICES, OverviewParts())
    assert not replace(found, ends=None).undecided
