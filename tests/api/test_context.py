"""The context belongs to an application that was made for it."""

import pytest
from configurator_api.context import Context, context_of
from configurator_api.rates import Rates
from configurator_api.settings import Settings
from fastapi import FastAPI, Request

from tests.api.service import NOW, Service, engine


def test_today_is_the_day_of_the_clock_that_was_given() -> None:
    settings = Settings(lambda: NOW)
    assert NOW.date() == Context(engine(), None, settings, Rates(settings)).today()  # type: ignore[arg-type]


def test_another_application_has_no_context(served: Service) -> None:
    app = FastAPI()
    app.state.context = None
    with pytest.raises(TypeError, match="create_app"):
        context_of(Request({"type": "http", "app": app}))
    assert isinstance(served.client.app.state.context, Context)  # type: ignore[attr-defined]
