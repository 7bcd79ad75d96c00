"""One worker for each catalog: a queue of requests, answered by one thread in the order of arrival.

A solver answers one question at a time. More threads would only wait for it, and slow each other down meanwhile; and a
search that takes long never keeps the service from accepting other requests. Where the queue is empty and the latest
answers were quick, the next one is tried on the event loop: handing it over would take as long as half of the answer.
"""

from asyncio import AbstractEventLoop, Future, get_running_loop
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import perf_counter, thread_time
from typing import Any, TypeVar

from configurator_api.limits import ENOUGH_PROMPT, LONGEST_PROMPT, PATIENCE, PROMPT

T = TypeVar("T")
QueuedWork = tuple[Callable[[], Any], AbstractEventLoop, "Future[Any]"]


class CatalogWorker:
    """A queue and one thread, while there is something to do. `now` is the clock of answers, in seconds."""

    def __init__(
        self,
        name: str,
        *,
        patience: float = PATIENCE,
        now: Callable[[], float] = perf_counter,
        used: Callable[[], float] = thread_time,
    ) -> None:
        self._name, self._patience = name, patience
        self._now, self._used = now, used
        self._waiting: SimpleQueue[QueuedWork] = SimpleQueue()
        self._lock = Lock()
        self._running = False
        self._queued = 0
        self._quick_answers = 0

    @property
    def is_quick(self) -> bool:
        """Whether the queue is empty, and the latest responses were fast."""
        return self._queued == 0 and self._quick_answers >= ENOUGH_PROMPT

    def timed(self, work: Callable[[], T]) -> T:
        """Do some work here and now, and remember whether it was prompt.

        That is a matter of processor time: what waits for other processes here would wait in the queue, too.
        """
        began, used = self._now(), self._used()
        try:
            return work()
        finally:
            prompt = self._used() - used < PROMPT and self._now() - began < LONGEST_PROMPT
            self._quick_answers = self._quick_answers + 1 if prompt else 0

    async def done(self, work: Callable[[], T]) -> T:
        """Return what some work comes to, or raise what it raises, when it is its turn."""
        loop = get_running_loop()
        future: Future[T] = loop.create_future()
        with self._lock:
            if not self._running:
                Thread(target=self._work_off, name=f"worker {self._name}", daemon=True).start()
                self._running = True
            self._waiting.put((partial(self.timed, work), loop, future))
        self._queued += 1
        try:
            return await future
        finally:
            self._queued -= 1

    def _work_off(self) -> None:
        while True:
            try:
                _do(*self._waiting.get(timeout=self._patience))
            except Empty:
                with self._lock:
                    if self._waiting.empty():
                        self._running = False
                        return


class CatalogWorkers:
    """The workers of a service: one for each requested catalog, so no more than there are catalogs."""

    def __init__(self) -> None:
        self._by_catalog: dict[str, CatalogWorker] = {}

    def of(self, catalog: str) -> CatalogWorker:
        """Return the worker of a catalog. It stays, so the catalog should be one that there is."""
        catalog_worker = self._by_catalog.get(catalog)
        if catalog_worker is None:
            catalog_worker = self._by_catalog[catalog] = CatalogWorker(catalog)
        return catalog_worker


def _do(work: Callable[[], Any], loop: AbstractEventLoop, future: "Future[Any]") -> None:
    if future.cancelled():
        return
    result, raised = None, None
    try:
        result = work()
    except BaseException as error:  # Any exception belongs to the caller and never ends the thread.
        raised = error
    with suppress(RuntimeError):  # The service was closed meanwhile, and no caller is waiting.
        loop.call_soon_threadsafe(_hand_over, future, result, raised)


def _hand_over(future: "Future[Any]", result: Any, raised: BaseException | None) -> None:
    if future.cancelled():
        return
    if raised is None:
        future.set_result(result)
    else:
        future.set_exception(raised)
