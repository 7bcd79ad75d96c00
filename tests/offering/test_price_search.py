"""The best by several sums, one after the other, as far as the budget goes."""

import pytest

from configurator.budget import Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import Undecided
from configurator.offering.goals import RequiredConditions
from configurator.offering.price_search import SearchablePrices, first_by
from configurator.program.nodes import Term
from configurator.session.choices import Choices
from configurator.solving.port import Bound
from tests.offering.test_price_range import DAY


@pytest.fixture(scope="module")
def prices(lamps: Engine) -> SearchablePrices:
    return lamps.price_search(EvaluationRequest("lamps", DAY)).prices


def bulbs(prices: SearchablePrices, sign: int) -> tuple[Term, ...]:
    return (Term(prices.objective.compiled.encoding.variable("bulbs"), sign),)


def test_the_second_sum_decides_among_equals_in_the_first(prices: SearchablePrices) -> None:
    found = first_by(prices.session(), (bulbs(prices, -1), prices.objective.terms))
    assert found is not None and found.proved
    configuration = prices.session().configuration(found.solution)
    assert (4, "paper", False) == tuple(configuration.values[path] for path in ("bulbs", "shade", "dimmer"))


def test_without_a_sum_the_wishes_decide(prices: SearchablePrices) -> None:
    session = prices.session(Choices({"bulbs": 2}))
    found = first_by(session, ())
    assert found is not None
    completed = session.complete()
    assert completed is not None and completed.values == session.configuration(found.solution).values


def test_bounds_that_nothing_keeps_leave_nothing(prices: SearchablePrices) -> None:
    assert None is first_by(prices.session(), (prices.objective.terms,), also=(Bound(bulbs(prices, 1), low=9),))
    assert None is first_by(prices.session(), (), also=(Bound(bulbs(prices, 1), low=9),))
    assert None is first_by(prices.session(), (), RequiredConditions(possible=False))


def test_no_time_is_undecided(prices: SearchablePrices) -> None:
    session = prices.session()
    with pytest.raises(Undecided):
        first_by(session, (prices.objective.terms,), budget=Budget(lambda: 3.0, 2.0))
    with pytest.raises(Undecided):
        first_by(session, (), budget=Budget(lambda: 3.0, 2.0))
