"""The context belongs to an application that was made for it."""

import asyncio
from pathlib import Path
from threading import Event

import pytest
from configurator_api.rate_limits import Rates
from configurator_api.service_context import ServiceContext, Settings, context_of
from fastapi import FastAPI, Request

from configurator.engine import Engine, EvaluationRequest
from tests.api.service import NOW, Service, engine, waiting
from tests.offering.shop import written


def _context(engine: Engine) -> ServiceContext:
    settings = Settings(lambda: NOW)
    rates = Rates(settings.evaluate_rate, settings.write_rate, settings.clock)
    return ServiceContext(engine, None, settings, rates)  # type: ignore[arg-type]


def test_today_is_the_day_of_the_clock_that_was_given() -> None:
    assert NOW.date() == _context(engine()).today()


def test_time_spent_in_line_counts(tmp_path: Path) -> None:
    moment = [0.0]
    lamps = Engine.open(*written(tmp_path), now=lambda: moment[0])
    lamps.catalog("lamps")
    context = _context(lamps)

    all_wait = Event()

    def pass_time(_: EvaluationRequest) -> None:
        all_wait.wait(60)
        moment[0] += 0.75

    async def left() -> list[float | None]:
        request = EvaluationRequest("lamps", NOW.date(), seconds=2.0)
        first = asyncio.ensure_future(context.in_queue(waiting(), request, pass_time))
        rest = [
            asyncio.ensure_future(context.in_queue(waiting(), request, lambda late: late.seconds)) for _ in range(2)
        ]
        await asyncio.sleep(0)  # Now all three are in the queue.
        all_wait.set()
        await first
        return list(await asyncio.gather(*rest))

    assert [1.25, 1.25] == asyncio.run(left())


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
