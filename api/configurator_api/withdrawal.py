"""Work whose client has gone is withdrawn: what waits is not begun, and what runs ends undecided."""

from asyncio import FIRST_COMPLETED, Task, create_task, wait
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from fastapi import Request

from configurator.budget import Cancellation, asked_by
from configurator_api.problem_details import HttpProblem

T = TypeVar("T")
ABANDONED: Final = "abandoned"
"""The outcome of a request whose client was gone before it was answered."""


async def while_awaited(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return what the work of a request comes to; withdraw it once the client has closed the connection.

    The body should have been read. A client that is gone gets no answer; the problem that is raised is for the log.
    """
    asker = Cancellation()
    with asked_by(asker):
        working = create_task(work)
    leaving = create_task(_client_left(request))
    try:
        await wait((working, leaving), return_when=FIRST_COMPLETED)
        if working.done():
            return working.result()
    finally:
        leaving.cancel()
        if not working.done():
            asker.cancel()
            await _cancelled(working)
    raise HttpProblem(503, ABANDONED, "the client closed the connection before it was answered")


async def _client_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _cancelled(working: Task[Any]) -> None:
    working.cancel()
    await wait((working,))
