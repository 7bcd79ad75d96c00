"""What a session asks about: choices as literals of the program, with the names of everything while they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.program.compile import CompiledCatalog, Slot
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from configurator.session.choices import Choices
from configurator.session.naming import Named, Naming, naming_of
from configurator.session.oracle import narrowed_by
from configurator.session.requests import checked_value
from configurator.solving.port import Solver


@dataclass(frozen=True)
class Inquiry:
    """A compiled catalog, a solver of its program, and choices; everything else follows from these."""

    compiled: CompiledCatalog
    solver: Solver
    choices: Choices

    @cached_property
    def naming(self) -> Naming:
        """The names of all features and structures under the ids that the choices list."""
        return naming_of(self.compiled.catalog, self.choices.instances)

    @cached_property
    def wanted(self) -> Mapping[str, Literal]:
        """The choices as literals, by path and in order."""
        return {path: self.literal(path, value) for path, value in self.choices.values.items()}

    def named(self, path: str) -> Named:
        """Return what a path names; raise InvalidRequest where it is nothing."""
        return self.naming.find(path)

    def slot(self, path: str) -> Slot:
        """Return the slot that holds what a path names; raise InvalidRequest where it is nothing."""
        return self.compiled.encoding.slot(self.named(path).slot)

    def literal(self, path: str, value: FeatureValue) -> Literal:
        """Return the literal that a path has a value; raise InvalidRequest where it can never have it."""
        slot = self.slot(path)
        held = slot.held(value)
        if held is None:
            raise InvalidRequest(f"{path} has no value {value!r}", field=path)
        return Literal(slot.variable, IntSet.of((held,)))

    def checked(self, path: str, given: FeatureValue) -> FeatureValue:
        """Return the value meant for a path; raise InvalidRequest, saying what would do, where it is none."""
        return checked_value(self.named(path), given, self.compiled.catalog.units)

    def narrowed(self, *without: str) -> dict[int, IntSet]:
        """Return the variables that the choices narrow, some choices perhaps left out."""
        return narrowed_by(literal for path, literal in self.wanted.items() if path not in without)

    def wanted_without(self, paths: Iterable[str]) -> dict[str, Literal]:
        """Return the choices as literals, but for some paths."""
        left_out = frozenset(paths)
        return {path: literal for path, literal in self.wanted.items() if path not in left_out}

    def with_choices(self, choices: Choices) -> "Inquiry":
        """Return the same inquiry under other choices."""
        other = replace(self, choices=choices)
        if choices.instances == self.choices.instances:
            other.__dict__["naming"] = self.naming
        return other
