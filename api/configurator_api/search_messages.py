"""What crosses the border to a worker process: a question and a reply, each plain data in canonical JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from configurator.canonical_json import dumps
from configurator.errors import (
    ConfiguratorError,
    Conflicting,
    InvalidRequest,
    NotExact,
    NotFound,
    Undecided,
    WrongAnswer,
)
from configurator_api.problem_details import FaultyRequest


class NoReply(Undecided):
    """No worker process was free in time, or the one that was asked reached its limit of time or memory."""


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """The folders and the engine of a worker process."""

    catalogs: str | None
    books: str | None
    engine: str
    kept: str | None
    checked: bool


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """A search of `SEARCHES`, with the body of its request as it came in.

    `about` is the id of the catalog, or of the offer; `digests` are those of its files, so that a worker that reads
    other ones declines. `now` is the moment of the request, `milliseconds` what is left of its time.
    """

    search: str
    about: str
    digests: tuple[str, ...]
    body: str
    now: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class SearchReply:
    """The JSON of an answer; an error, by the name of its class; or neither: then the worker declined.

    `leaving` says that the worker ends.
    """

    answer: str | None = None
    error: str | None = None
    message: str = ""
    field: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    leaving: bool = False

    def result(self) -> str | None:
        """Return the answer, None if the worker declined; raise its error."""
        if self.error is None:
            return self.answer
        if self.error == FaultyRequest.__name__:
            raise FaultyRequest(self.faults)
        if self.error == InvalidRequest.__name__:
            raise InvalidRequest(self.message, field=self.field)
        raise _BY_NAME.get(self.error, ConfiguratorError)(self.message)


_ERRORS: tuple[type[ConfiguratorError], ...] = (
    FaultyRequest,
    InvalidRequest,
    NotFound,
    Conflicting,
    NoReply,
    Undecided,
    NotExact,
    WrongAnswer,
    ConfiguratorError,
)
_BY_NAME = {each.__name__: each for each in _ERRORS}


def error_reply(error: ConfiguratorError) -> SearchReply:
    """Return the reply to a question whose search raised an error."""
    name = next(each.__name__ for each in _ERRORS if isinstance(error, each))
    faults = error.faults if isinstance(error, FaultyRequest) else ()
    return SearchReply(None, name, str(error), error.field if isinstance(error, InvalidRequest) else "", faults)


def written(message: WorkerSettings | SearchQuestion | SearchReply) -> bytes:
    """Return a message as bytes."""
    return dumps(asdict(message)).encode()


def settings_from(data: bytes) -> WorkerSettings:
    """Read the folders and the engine of a worker process."""
    return WorkerSettings(**_fields(data))


def question_from(data: bytes) -> SearchQuestion:
    """Read a question."""
    fields = _fields(data)
    return SearchQuestion(**{**fields, "digests": tuple(fields["digests"])})


def reply_from(data: bytes) -> SearchReply:
    """Read a reply."""
    fields = _fields(data)
    return SearchReply(**{**fields, "faults": tuple((at, message) for at, message in fields["faults"])})


def _fields(data: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(data)  # Messages hold no fractions, and come from a process of this service.
    return fields
