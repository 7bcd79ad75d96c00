"""Problems in files, as values: all are collected, none is raised."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from configurator.source import Location


class Severity(StrEnum):
    """How grave a problem is: an error stops the file from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """A stable name of one kind of problem, `room.kind`; rooms declare theirs in a module `codes`."""

    name: str
    summary: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what was found, where, what was expected and what to do.

    `where` is the path inside the document (`features.psu.default`); `excerpt` may hold the offending line with a
    caret line under it.
    """

    code: ProblemCode
    location: Location
    where: str
    message: str
    expected: str = ""
    hint: str = ""
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def __str__(self) -> str:
        head = f"{self.location}: {self.where}: {self.message}" if self.where else f"{self.location}: {self.message}"
        tail = "".join((f"; expected {self.expected}" if self.expected else "", f"; {self.hint}" if self.hint else ""))
        excerpt = f"\n{self.excerpt}" if self.excerpt else ""
        return f"{head}{tail} [{self.code}]{excerpt}"


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that stop a file from being used."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems as a reader meets them: by file, line and column; equal ones are kept once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.location, problem.code.name)))


def two_of_one_id(code: ProblemCode, kind: str, named: Iterable[tuple[str, Location]]) -> Iterator[Problem]:
    """Yield a problem for each document of a kind that has the id of an earlier one; both files are named."""
    first: dict[str, Location] = {}
    for id, location in named:
        if id in first:
            message = f"the {kind} `{id}` is at {first[id]} as well"
            yield Problem(code, location, kind, message, "an id of its own", "rename one of them, or remove it")
        first.setdefault(id, location)
