"""What every handler works with, handed over once when the service is made."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from configurator.engine import Ask, Engine
from configurator.errors import ConfiguratorError
from configurator.storage.storage_ports import Storage
from configurator_api.desks import PROMPT, Desks
from configurator_api.rates import Rates
from configurator_api.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The engine, the store and the settings of one service."""

    engine: Engine
    storage: Storage
    settings: Settings
    rates: Rates
    desks: Desks = field(default_factory=Desks)

    def today(self) -> date:
        """Return the day of the service's clock."""
        return self.settings.now().date()

    async def in_line(self, ask: Ask, answer: Callable[[Ask], T]) -> T:
        """Return the answer to a question when it is its turn; the time in line is part of the time it has.

        Where it may come at once it is tried here, as a `quick` question; what is raised then sends it into the line.
        A catalog that is still being made ready is waited for apart, so that no desk is kept for one that there is not.
        """
        budget = self.engine.budget(ask.seconds)

        def work() -> T:
            return answer(replace(ask, seconds=budget.remaining()))

        if not self.engine.is_ready(ask.catalog):
            return await run_in_threadpool(work)
        desk = self.desks.of(ask.catalog)
        if desk.is_prompt and not ask.cheapest:
            with suppress(ConfiguratorError):
                return desk.timed(lambda: answer(replace(ask, quick=True, seconds=min(ask.seconds or PROMPT, PROMPT))))
        return await desk.done(work)


def context_of(request: Request) -> Context:
    """Return the context of the service that a request came to."""
    found = request.app.state.context
    if not isinstance(found, Context):
        raise TypeError("the application was not made by create_app")
    return found


async def _context(request: Request) -> Context:
    """Return the context where requests come in; a thread of its own for that would cost more than it does."""
    return context_of(request)


InContext = Annotated[Context, Depends(_context)]
