"""One worker for each catalog: a queue of requests, answered by one thread in the order of arrival.

A solver answers one question at a time. More threads would only wait for it, and slow each other down meanwhile; and a
search that takes long never keeps the service from accepting other requests. Where the queue is empty and the latest
answers were quick, the next one is tried on the event loop: handing it over would take as long as half of the answer.
"""

from asyncio import get_running_loop, wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import perf_counter, thread_time
from typing import Any, TypeVar

from configurator_api.admission import Admission
from configurator_api.limits import (
    CATALOG_LINE,
    ENOUGH_PROMPT,
    LONGEST_PROMPT,
    LONGEST_TURN,
    PATIENCE,
    PRESSED_CATALOG_LINE,
    PROMPT,
)

T = TypeVar("T")
QueuedWork = tuple[Future[Any], Callable[[], Any]]


class LoopTurn:
    """How long answers have kept the event loop since it last looked at its sockets."""

    def __init__(self) -> None:
        self._spent = 0.0

    @property
    def has_time(self) -> bool:
        """Whether another answer may be tried before the loop looks at its sockets again."""
        return self._spent < LONGEST_TURN

    def spend(self, seconds: float) -> None:
        """Count an answer; what is ready to run by then runs before the count begins anew."""
        if not self._spent:
            get_running_loop().call_soon(self._begin)
        self._spent += seconds

    def _begin(self) -> None:
        self._spent = 0.0


class CatalogWorker:
    """A queue and one thread, while there is something to do. `now` is the clock of answers, in seconds."""

    def __init__(
        self,
        name: str,
        turn: LoopTurn | None = None,
        *,
        patience: float = PATIENCE,
        now: Callable[[], float] = perf_counter,
        used: Callable[[], float] = thread_time,
    ) -> None:
        self.admission = Admission(f"evaluations of {name}", CATALOG_LINE, pressed=PRESSED_CATALOG_LINE)
        self._name, self._turn, self._patience = name, turn or LoopTurn(), patience
        self._now, self._used = now, used
        self._waiting: SimpleQueue[QueuedWork] = SimpleQueue()
        self._lock = Lock()
        self._running = False
        self._quick_answers = 0

    @property
    def is_quick(self) -> bool:
        """Whether the queue is empty, the latest responses were fast, and the event loop has time for another one."""
        return self._turn.has_time and self._quick_answers >= ENOUGH_PROMPT and not self.admission.under_way

    def at_once(self, work: Callable[[], T]) -> T:
        """Do some work here on the event loop."""
        began = self._now()
        try:
            return self._timed(work)
        finally:
            self._turn.spend(self._now() - began)

    def _timed(self, work: Callable[[], T]) -> T:
        """Do some work, and remember how long it took, and whether it was prompt.

        That is a matter of processor time: what waits for other processes here would wait in the queue, too.
        """
        began, used = self._now(), self._used()
        try:
            return work()
        finally:
            taken = self._now() - began
            prompt = self._used() - used < PROMPT and taken < LONGEST_PROMPT
            self._quick_answers = self._quick_answers + 1 if prompt else 0
            self.admission.took(taken)

    async def done(self, client: str, work: Callable[[], T]) -> T:
        """Return what some work comes to, or raise what it raises, when it is its turn.

        Raises a problem of status 503 where the queue is full. Work that nobody awaits any more is not begun.
        """
        self.admission.take_on(client)
        future: Future[T] = Future()
        future.add_done_callback(lambda _: self.admission.let_go(client))
        with self._lock:
            if not self._running:
                Thread(target=self._work_off, name=f"worker {self._name}", daemon=True).start()
                self._running = True
            self._waiting.put((future, partial(copy_context().run, self._timed, work)))
        return await wrap_future(future)

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
        self._turn = LoopTurn()

    def all(self) -> tuple[tuple[str, CatalogWorker], ...]:
        """Return the workers that there are, by catalog."""
        return tuple(self._by_catalog.items())

    def of(self, catalog: str) -> CatalogWorker:
        """Return the worker of a catalog. It stays, so the catalog should be one that there is."""
        catalog_worker = self._by_catalog.get(catalog)
        if catalog_worker is None:
            catalog_worker = self._by_catalog[catalog] = CatalogWorker(catalog, self._turn)
        return catalog_worker


def _do(future: Future[Any], work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:  # Any exception belongs to the caller and never ends the thread.
        future.set_exception(error)
