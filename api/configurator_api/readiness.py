"""Whether the database answers, asked off every pool that requests wait in."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

from configurator.storage.storage_ports import Storage, StorageUnavailable
from configurator_api.limits import READINESS_SECONDS


class ReadinessProbe:
    """Asks the database on a thread of its own, once for all who ask meanwhile."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._asked: Future[None] | None = None

    async def passed(self) -> None:
        """Return when the database has answered. Raises StorageUnavailable if it does not, or not in time."""
        if self._asked is None or self._asked.done():
            self._asked = self._thread.submit(self._storage.check)
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._asked)), READINESS_SECONDS)
        except TimeoutError as error:
            raise StorageUnavailable(f"the database did not answer within {READINESS_SECONDS:g} seconds") from error
