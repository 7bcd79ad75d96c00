"""What the passes hand on: a program in the making."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from configurator.catalog import model
from configurator.problems import Problem
from configurator.program.compile.encoding import Encoding
from configurator.program.nodes import Constraint, Program, Variable, Wish
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Law:
    """Where a named constraint of the program comes from.

    `instance` is the slot path of the instance it speaks of, empty for the catalog itself.
    """

    source: model.Constraint | model.Resource
    instance: str

    @property
    def id(self) -> str:
        """The id of the constraint; a resource's is `resources.<id>`."""
        return self.source.id if isinstance(self.source, model.Constraint) else f"resources.{self.source.id}"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a problem with a constraint of the program points at."""

    location: Location
    where: str


@dataclass(frozen=True)
class Draft:
    """A program in the making. `origins` tells, by constraint or variable name, where problems point."""

    catalog: model.Catalog
    encoding: Encoding = field(default_factory=lambda: Encoding.of(()))
    variables: tuple[Variable, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    wishes: tuple[Wish, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def with_problems(self, *problems: Problem) -> "Draft":
        return replace(self, problems=(*self.problems, *problems))

    def program(self) -> Program:
        return Program(self.variables, self.constraints, self.wishes)
