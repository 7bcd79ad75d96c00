"""Exceptions of calls. Errors in files are `Problem` values, and a refused choice is a normal answer.

ConfiguratorError
├── InvalidDocument     a catalog, book or other file cannot be used; holds all its problems
├── InvalidRequest      a call names something that does not exist or is of the wrong form
├── NotFound            a stored or shipped object does not exist
├── Conflicting         the request conflicts with stored state (version, idempotency key, life cycle)
├── Undecided           time or a budget ran out before the answer was certain
├── NotExact            a figure cannot be represented exactly where exactness is guaranteed
├── WrongAnswer         a checked answer of an engine is wrong
└── StorageUnavailable  the database does not respond, or not in time (declared in `storage.storage_ports`)
"""

from collections.abc import Sequence

from configurator.problems import Problem


class ConfiguratorError(Exception):
    """The root of everything this package raises on purpose."""


class InvalidDocument(ConfiguratorError):
    """A document has problems; `problems` holds all of them, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class InvalidRequest(ConfiguratorError):
    """A call is malformed or names something unknown; the message names the error and the fix.

    `field` names the invalid part of the request, for interfaces that can point at it.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(ConfiguratorError):
    """A requested object does not exist."""


class Conflicting(ConfiguratorError):
    """The request conflicts with stored state."""


class Undecided(ConfiguratorError):
    """Time or a budget ran out before the answer was certain. Never read this as a no."""


class NotExact(ConfiguratorError):
    """A figure cannot be held exactly where exactness was promised."""


class WrongAnswer(ConfiguratorError):
    """An engine's answer does not hold: a defect of this program, never of the caller's data. Nothing wrong was given.

    Raised only where answers are checked; the message has the question, so that the defect can be found.
    """
