"""Which work a queue takes on: so much in all, and so much of one client. What comes beyond is refused at once.

A queue may be shorter while it is *pressed*: while more was asked lately than it could have answered. So a burst may
wait for a moment, but what is accepted under a lasting overload hardly waits.
"""

from collections import Counter
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic
from typing import TypeVar

from configurator_api.limits import WEIGHT_OF_THE_LATEST, LaneSize
from configurator_api.problem_details import HttpProblem

T = TypeVar("T")


class Admission:
    """Counts the work under way in a queue, by client, and how long it takes. Safe to share among threads.

    `work` names the work in the plural, `size` bounds it, `pressed` bounds it under pressure, by default as ever. What
    is refused is counted by the limit that was reached: that of the queue or that of one client.
    """

    def __init__(
        self, work: str, size: LaneSize, *, pressed: LaneSize | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._work, self._calm, self._pressed, self._clock = work, size, pressed or size, clock
        self._clients: Counter[str] = Counter()
        self._usual: float | None = None
        self._backlog, self._latest = 0.0, clock()
        self.refused_full = self.refused_share = 0
        self._lock = Lock()

    @property
    def under_way(self) -> int:
        """The pieces of work that run or wait."""
        return self._clients.total()

    def take_on(self, client: str) -> None:
        """Count a piece of work in, or raise a problem of status 503 that says whose limit is reached."""
        with self._lock:
            size = self._size_now()
            if self.under_way >= size.threads + size.line:
                most = size.threads + size.line
                self.refused_full += 1
                raise self._busy(f"the service takes on {most} {self._work} at a time, and has as many")
            if self._clients[client] >= size.of_one_client:
                self.refused_share += 1
                raise self._busy(f"of the {self._work} under way, {size.of_one_client} may be this client's, and are")
            self._clients[client] += 1

    def let_go(self, client: str) -> None:
        """Count out a piece of work that was taken on and has ended."""
        with self._lock:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]

    def timed(self, work: Callable[[], T]) -> T:
        """Do some work that was taken on, and remember how long it takes."""
        began = self._clock()
        try:
            return work()
        finally:
            self.took(self._clock() - began)

    def took(self, seconds: float) -> None:
        """Remember how long a piece of work took."""
        with self._lock:
            usual = seconds if self._usual is None else self._usual
            self._usual = usual + WEIGHT_OF_THE_LATEST * (seconds - usual)

    def _size_now(self) -> LaneSize:
        """Count one question, and return the size that holds after it.

        The backlog is what would be waiting if everything had been accepted; beyond twice a full queue it is not
        counted, so that the pressure ends soon after its cause.
        """
        now, full = self._clock(), self._calm.threads + self._calm.line
        answered = (now - self._latest) * self._calm.threads / self._usual if self._usual else 0.0
        self._backlog = min(max(0.0, self._backlog - answered) + 1, 2 * full)
        self._latest = now
        return self._pressed if self._backlog > full else self._calm

    def _busy(self, said: str) -> HttpProblem:
        wait = max(1, ceil((self._usual or 0.0) * self.under_way / self._calm.threads))
        return HttpProblem(503, "busy", f"{said}; send the same again in {wait} s", headers={"Retry-After": str(wait)})
