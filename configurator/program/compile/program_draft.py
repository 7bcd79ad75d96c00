"""The state of the passes: a program under construction, with the source location of each part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from configurator.budget import UNLIMITED, Budget
from configurator.catalog import model
from configurator.catalog.model import Feature, Structure
from configurator.language.tree import ROOT
from configurator.problems import Problem
from configurator.program.compile.catalog_encoding import CatalogEncoding
from configurator.program.nodes import Program, ProgramConstraint, Variable, Wish
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class OwnerLaw:
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
    """The source of a program constraint, for problems."""

    location: Location
    where: str


@dataclass(frozen=True)
class ProgramDraft:
    """A program under construction. `origins` maps constraint or variable names to source locations."""

    catalog: model.Catalog
    encoding: CatalogEncoding = field(default_factory=lambda: CatalogEncoding.of(()))
    variables: tuple[Variable, ...] = ()
    constraints: tuple[ProgramConstraint, ...] = ()
    wishes: tuple[Wish, ...] = ()
    laws: Mapping[str, OwnerLaw] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    budget: Budget = UNLIMITED
    """The budget of compiling; checked before every expression and every enumeration."""

    def with_problems(self, *problems: Problem) -> "ProgramDraft":
        return replace(self, problems=(*self.problems, *problems))

    def program(self) -> Program:
        return Program(self.variables, self.constraints, self.wishes)


_NUMBER = re.compile(r"\[\d+\]")


def where_of(id_path: tuple[str, ...], member: Feature | Structure) -> str:
    """Return the path of a member in its file: `structures.cells.features.memory`."""
    outer = "".join(f"structures.{name}." for name in id_path[:-1])
    return f"{outer}{'features' if isinstance(member, Feature) else 'structures'}.{id_path[-1]}"


def bindings(instance: str) -> dict[str, str]:
    """Return the slot of each binder, for an expression in the body of a slot.

    The binders are ROOT and the id paths of the structures around it.
    """
    results = {ROOT: ""}
    steps = instance.split(".") if instance else []
    for length in range(1, len(steps) + 1):
        slot = ".".join(steps[:length])
        results[_NUMBER.sub("", slot)] = slot
    return results
