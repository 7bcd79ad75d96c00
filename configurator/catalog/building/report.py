"""Where the parts of the build put what is wrong, so that one mistake never hides another."""

from dataclasses import dataclass, field

from configurator.problems import Problem, ProblemCode
from configurator.source import Place


@dataclass(slots=True)
class Report:
    """The problems found so far, in the order they were found."""

    problems: list[Problem] = field(default_factory=list)

    def add(
        self, code: ProblemCode, place: Place, where: str, message: str, expected: str = "", hint: str = ""
    ) -> None:
        self.problems.append(Problem(code, place, where, message, expected, hint))

    def extend(self, problems: tuple[Problem, ...]) -> None:
        self.problems.extend(problems)
