"""What every handler works with, handed over once when the service is made."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from configurator.engine import Engine
from configurator.storage.ports import Storage
from configurator_api.rates import Rates
from configurator_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The engine, the store and the settings of one service."""

    engine: Engine
    storage: Storage
    settings: Settings
    rates: Rates

    def today(self) -> date:
        """Return the day of the service's clock."""
        return self.settings.now().date()


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
