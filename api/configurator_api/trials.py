"""Which catalogs the service answers about itself, and which only in worker processes, which the system limits.

A budget ends an answer only where the code looks at it. So a catalog is tried out in a worker process first; once that
has decided an evaluation in time, evaluations stay in the process, until one of them is late.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time

from configurator.limits import OVERTIME_SECONDS


class Trials:
    """The catalogs that have passed a trial, and those that were late afterwards. Safe to share among threads."""

    def __init__(self, used: Callable[[], float] = thread_time) -> None:
        self._used = used
        self._passed: set[str] = set()
        self._late: set[str] = set()

    def has_passed(self, catalog: str) -> bool:
        """Return whether evaluations of a catalog may stay in the process."""
        return catalog in self._passed and catalog not in self._late

    def passes(self, catalog: str) -> None:
        """Note that a worker process has decided an evaluation in time."""
        self._passed.add(catalog)

    @contextmanager
    def watching(self, catalog: str, seconds: float | None) -> Iterator[None]:
        """Note that the catalog fails if the block takes more processor time than these seconds allow."""
        began = self._used()
        try:
            yield
        finally:
            if seconds is not None and self._used() - began > seconds + OVERTIME_SECONDS:
                self._late.add(catalog)
