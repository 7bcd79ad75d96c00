"""Where questions wait their turn: each catalog has a desk, at which one thread answers in the order of arrival.

A solver answers one question at a time. More threads would only wait for it, and slow each other down meanwhile; and a
search that takes long never keeps the service from taking in what others ask. Where nobody waits and the latest answers
came at once, the next one is tried where requests come in: to hand it over would take as long as half of the answer.
"""

from asyncio import AbstractEventLoop, Future, get_running_loop
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import perf_counter
from typing import Any, TypeVar

PATIENCE = 30.0
"""So many seconds without a question, and the thread of a desk ends; the next question begins another."""
PROMPT = 0.01
"""An answer within so many seconds came at once."""
ENOUGH_PROMPT = 8
"""After so many of them in a row, the next one is expected to come at once, too."""

T = TypeVar("T")
Job = tuple[Callable[[], Any], AbstractEventLoop, "Future[Any]"]


class Desk:
    """One thread, while there is something to do."""

    def __init__(self, name: str, *, patience: float = PATIENCE) -> None:
        self._name, self._patience = name, patience
        self._waiting: SimpleQueue[Job] = SimpleQueue()
        self._lock = Lock()
        self._attended = False
        self._in_line = 0
        self._prompt = 0

    @property
    def is_prompt(self) -> bool:
        """Whether nobody waits, and the latest answers came at once."""
        return self._in_line == 0 and self._prompt >= ENOUGH_PROMPT

    def timed(self, work: Callable[[], T]) -> T:
        """Do some work here and now, and remember how long it took."""
        began = perf_counter()
        try:
            return work()
        finally:
            self._prompt = self._prompt + 1 if perf_counter() - began < PROMPT else 0

    async def done(self, work: Callable[[], T]) -> T:
        """Return what some work comes to, or raise what it raises, when it is its turn."""
        loop = get_running_loop()
        future: Future[T] = loop.create_future()
        with self._lock:
            if not self._attended:
                Thread(target=self._attend, name=f"desk {self._name}", daemon=True).start()
                self._attended = True
            self._waiting.put((partial(self.timed, work), loop, future))
        self._in_line += 1
        try:
            return await future
        finally:
            self._in_line -= 1

    def _attend(self) -> None:
        while True:
            try:
                _do(*self._waiting.get(timeout=self._patience))
            except Empty:
                with self._lock:
                    if self._waiting.empty():
                        self._attended = False
                        return


class Desks:
    """The desks of a service, one for each catalog."""

    def __init__(self) -> None:
        self._by_catalog: dict[str, Desk] = {}

    def of(self, catalog: str) -> Desk:
        """Return the desk of a catalog. It stays, so the catalog should be one that there is."""
        found = self._by_catalog.get(catalog)
        if found is None:
            found = self._by_catalog[catalog] = Desk(catalog)
        return found


def _do(work: Callable[[], Any], loop: AbstractEventLoop, future: "Future[Any]") -> None:
    if future.cancelled():
        return
    found, raised = None, None
    try:
        found = work()
    except BaseException as error:  # Whatever it is belongs to whoever asked, and never ends the thread.
        raised = error
    with suppress(RuntimeError):  # The service was closed meanwhile, and nobody waits any more.
        loop.call_soon_threadsafe(_hand_over, future, found, raised)


def _hand_over(future: "Future[Any]", found: Any, raised: BaseException | None) -> None:
    if future.cancelled():
        return
    if raised is None:
        future.set_result(found)
    else:
        future.set_exception(raised)
