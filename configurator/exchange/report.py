"""Collects the problems of one import, and stops it where there are more than anyone would read."""

from configurator.problems import Problem, ProblemCode
from configurator.reading.codes import TOO_MANY_PROBLEMS
from configurator.reading.limits import LIMITS
from configurator.source import Location


class Halt(Exception):
    """Reading cannot go on; the report holds the reason."""


class Report:
    """The problems found so far. `add` raises Halt after the hundredth, `halt` at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self,
        code: ProblemCode,
        location: Location,
        message: str,
        expected: str = "",
        hint: str = "",
        *,
        where: str = "",
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, location, where, message, expected, hint))
        if len(self.problems) >= LIMITS.problems:
            more, mend = "there are more problems than are shown", "mend these first"
            self.problems.append(Problem(TOO_MANY_PROBLEMS, location, "", more, hint=mend))
            raise Halt

    def halt(self, code: ProblemCode, location: Location, message: str, expected: str = "", hint: str = "") -> Halt:
        """Note a problem after which nothing more can be read, and return what to raise."""
        self.problems.append(Problem(code, location, "", message, expected, hint))
        return Halt()

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Note problems that others found."""
        self.problems.extend(problems)
