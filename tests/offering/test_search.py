"""The best by several sums, one after the other, as far as the budget goes."""

import pytest

from configurator.engine import Ask, Engine
from configurator.errors import Undecided
from configurator.offering.extremes import Market
from configurator.offering.measures import Required
from configurator.offering.search import first_by
from configurator.program.nodes import Term
from configurator.session.choices import Choices
from configurator.solving.port import Bound, Budget
from tests.offering.test_extremes import DAY


@pytest.fixture(scope="module")
def market(lamps: Engine) -> Market:
    return lamps.market(Ask("lamps", DAY)).market


def bulbs(market: Market, sign: int) -> tuple[Term, ...]:
    return (Term(market.objective.compiled.encoding.variable("bulbs"), sign),)


def test_the_second_sum_decides_among_equals_in_the_first(market: Market) -> None:
    found = first_by(market.session(), (bulbs(market, -1), market.objective.terms))
    assert found is not None and found.proved
    configuration = market.session().configuration(found.solution)
    assert (4, "paper", False) == tuple(configuration.values[path] for path in ("bulbs", "shade", "dimmer"))


def test_without_a_sum_the_wishes_decide(market: Market) -> None:
    session = market.session(Choices({"bulbs": 2}))
    found = first_by(session, ())
    assert found is not None
    completed = session.complete()
    assert completed is not None and completed.values == session.configuration(found.solution).values


def test_bounds_that_nothing_keeps_leave_nothing(market: Market) -> None:
    assert None is first_by(market.session(), (market.objective.terms,), also=(Bound(bulbs(market, 1), low=9),))
    assert None is first_by(market.session(), (), also=(Bound(bulbs(market, 1), low=9),))
    assert None is first_by(market.session(), (), Required(possible=False))


def test_no_time_is_undecided(market: Market) -> None:
    session = market.session()
    with pytest.raises(Undecided):
        first_by(session, (market.objective.terms,), budget=Budget(lambda: 3.0, 2.0))
    with pytest.raises(Undecided):
        first_by(session, (), budget=Budget(lambda: 3.0, 2.0))
