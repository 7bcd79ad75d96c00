"""A connection to PostgreSQL that gives up a silent server: a frozen one keeps its sockets open and says nothing."""

from typing import Any, Self, TypeVar

import psycopg
from psycopg.abc import PQGen

from configurator.storage.limits import ANSWER_SECONDS, CONNECT_SECONDS, LISTENING_SECONDS

R = TypeVar("R")


class SilentServer(psycopg.OperationalError):
    """The server said nothing for longer than it may."""


class BoundedConnection(psycopg.Connection[Any]):
    """Ends a round trip in which the server is silent for `ANSWER_SECONDS`, and closes itself with it."""

    @classmethod
    def bounded(cls, *args: Any, **parameters: Any) -> Self:
        """Connect. The server ends what takes it too long, or waits too long for another's lock, a little earlier."""
        connection = cls.connect(*args, **{"connect_timeout": CONNECT_SECONDS, **parameters})
        most = int(ANSWER_SECONDS * 900)
        connection.execute(f"SET statement_timeout = {most}; SET lock_timeout = {most}")
        connection.commit()
        return connection

    def wait(self, gen: PQGen[R], interval: float = LISTENING_SECONDS, timeout: float | None = None) -> R:
        """Return what a round trip comes to. Raises SilentServer."""
        try:
            limit = {} if timeout is None else {"timeout": timeout}  # Before psycopg 3.3 there is none.
            return super().wait(_given_up_by_silence(gen), LISTENING_SECONDS, **limit)
        except SilentServer:
            self.close()
            raise


def _given_up_by_silence(gen: PQGen[R]) -> PQGen[R]:
    """Pass a round trip on, each time without a word counted."""
    try:
        wanted, silences = next(gen), 0
        while True:
            ready = yield wanted
            silences = 0 if ready else silences + 1
            if silences * LISTENING_SECONDS > ANSWER_SECONDS:
                raise SilentServer(f"the server was silent for {ANSWER_SECONDS:g} seconds")
            wanted = gen.send(ready)
    except StopIteration as ended:
        result: R = ended.value
        return result
