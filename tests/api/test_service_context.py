"""The context belongs to an application that was made for it."""

import pytest
from configurator_api.rate_limits import Rates
from configurator_api.service_context import ServiceContext, Settings, context_of
from fastapi import FastAPI, Request

from tests.api.service import NOW, Service, engine


def test_today_is_the_day_of_the_clock_that_was_given() -> None:
    settings = Settings(lambda: NOW)
    rates = Rates(settings.evaluate_rate, settings.write_rate, settings.now)
    context = ServiceContext(engine(), None, settings, rates)  # type: ignore[arg-type]
    assert NOW.date() == context.today()


def test_another_application_has_no_context(served: Service) -> None:
    app = FastAPI()
    app.state.context = None
    with pytest.raises(TypeError, match="create_app"):
        context_of(Request({"type": "http", "app": app}))
    assert isinstance(served.client.app.state.context, ServiceContext)  # type: ignore[attr-defined]


def test_every_time_is_bounded_and_the_page_is_the_most_hurried() -> None:
    usual = Settings(lambda: NOW)
    assert max(usual.differences_seconds, usual.reasons_seconds) < usual.page_seconds
    assert usual.page_seconds < usual.most_seconds < usual.quote_seconds <= 60
