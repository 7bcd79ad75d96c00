"""Collects the problems of a build, so that one error never hides another."""

from collections import Counter
from dataclasses import dataclass, field, replace

from configurator.catalog.codes import MORE_WARNINGS
from configurator.catalog.limits import MOST_PROBLEMS_OF_A_KIND
from configurator.problems import Problem, ProblemCode, Severity
from configurator.reading.codes import TOO_MANY_PROBLEMS
from configurator.source import Location


@dataclass(slots=True)
class BuildReport:
    """The problems found so far, in the order they were found."""

    problems: list[Problem] = field(default_factory=list)
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _full: set[str] = field(default_factory=set)

    def add(
        self, code: ProblemCode, location: Location, where: str, message: str, expected: str = "", hint: str = ""
    ) -> None:
        self._keep(Problem(code, location, where, message, expected, hint))

    def extend(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            self._keep(problem)

    def is_full(self, file: str) -> bool:
        """Whether a file has reached the maximum of reported problems of one kind."""
        return file in self._full

    def _keep(self, problem: Problem) -> None:
        kind = (problem.location.file, problem.code.name)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_PROBLEMS_OF_A_KIND:
            self.problems.append(problem)
        elif self._counts[kind] == MOST_PROBLEMS_OF_A_KIND + 1:
            self.problems.append(_more(problem))
            if problem.severity is Severity.ERROR:
                self._full.add(problem.location.file)


def _more(problem: Problem) -> Problem:
    is_error = problem.severity is Severity.ERROR
    message = f"there are more problems of the kind {problem.code} than are shown"
    code = TOO_MANY_PROBLEMS if is_error else MORE_WARNINGS
    return replace(problem, code=code, message=message, expected="", hint="mend these first", excerpt="")
