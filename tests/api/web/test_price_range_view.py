"""The range beside the total and the least totals of options: what is proved in time, and nothing else."""

import re
from datetime import date

import pytest
from configurator_api.limits import MOST_LATE
from configurator_api.web.price_range_view import NOTHING, span_in_time

from configurator.budget import UNLIMITED, Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.offering import listed_prices, price_search_cache
from configurator.session import Choices
from tests.api.service import Service, engine
from tests.offering.rough import rough_objective
from tests.offering.shop import written

CAR = EvaluationRequest("bmw_x3", date(2013, 6, 1))


@pytest.fixture(scope="module")
def lamps_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine.open(*written(tmp_path_factory.mktemp("lamps")), now=lambda: 0.0)


def _ready() -> None:
    """Prepare the search, and forget that other tests may have found it late on a busy machine."""
    engine().price_search(CAR).late = 0


@pytest.fixture(scope="module")
def ready() -> Engine:
    _ready()
    return engine()


def test_the_range_is_told_beside_the_total(served: Service) -> None:
    _ready()
    shown = served.client.get("/shop/bmw_x3?on=2013-06-01").text
    assert "As you have chosen so far: from $39,745.00 to $57,375.00" in shown
    assert 'title="The cheapest product with it costs $41,895.00"' in shown


def test_the_range_speaks_the_language_of_the_page(ready: Engine) -> None:
    found = span_in_time(ready, CAR, "de", Budget(lambda: 0.0, 60.0))
    assert "Mit Ihrer bisherigen Auswahl: von 39.745,00\xa0$ bis 57.375,00\xa0$" == found.text


def test_what_recurs_counts_over_the_months_of_the_book(lamps_engine: Engine) -> None:
    found = span_in_time(lamps_engine, EvaluationRequest("lamps", date(2026, 3, 1)), "en", Budget(lambda: 0.0, 60.0))
    assert "As you have chosen so far: from €19.50 to €118.00 + €2.00 a month" == found.text
    assert "The cheapest product with it costs €98.50 (over 12 months)" == found.least["shade", "glass"]


def test_where_no_other_total_is_possible_it_is_said_so(lamps_engine: Engine) -> None:
    chosen = Choices({"shade": "paper", "dimmer": False, "bulbs": 1, "arms": 0})
    found = span_in_time(
        lamps_engine, EvaluationRequest("lamps", date(2026, 3, 1), chosen), "en", Budget(lambda: 0.0, 60.0)
    )
    assert "As you have chosen, no other total is possible." == found.text


def test_what_is_only_bounded_is_told_as_a_bound_beside_what_is_known(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(price_search_cache, "objective", rough_objective)
    monkeypatch.setattr(listed_prices, "MOST_LISTED", 0)
    rough = Engine.open(*written(tmp_path_factory.mktemp("rough")))
    rough.price_search(EvaluationRequest("lamps", date(2026, 3, 1)))
    found = span_in_time(rough, EvaluationRequest("lamps", date(2026, 3, 1)), "en", Budget(lambda: 0.0, 60.0))
    bound = r"(-?€[0-9.]+) \(over 12 months\)"
    assert re.search(f"from at least {bound}, known €19.50 to at most {bound}, known €118.00", found.text)
    assert re.fullmatch(f"The cheapest product with it costs at least {bound}", found.least["shade", "glass"])


def test_what_is_not_known_in_time_is_not_said(ready: Engine) -> None:
    assert NOTHING == span_in_time(ready, CAR, "en", Budget(lambda: 3.0, 2.0))


def test_who_is_in_a_hurry_does_not_ask_again_what_was_late_several_times(
    lamps_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed_prices, "MOST_LISTED", 0)
    request = EvaluationRequest("lamps", date(2026, 7, 1))
    lamps_engine.price_search(request).late = MOST_LATE
    assert NOTHING == span_in_time(lamps_engine, request, "en", UNLIMITED)
    assert NOTHING != span_in_time(lamps_engine, request, "en", UNLIMITED, patient=True)
    assert NOTHING != span_in_time(lamps_engine, request, "en", UNLIMITED)


def test_without_prices_there_is_no_range(ready: Engine) -> None:
    assert NOTHING == span_in_time(ready, EvaluationRequest("bmw_x3", date(2013, 6, 1), priced=False), "en", UNLIMITED)
