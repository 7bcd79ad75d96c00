"""Choices as a partial assignment of the program: literals by path, with all names under these choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.feature_values import BadValue, Given, parse_value
from configurator.catalog.model import Feature, Structure
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.program.compile import CompiledCatalog, Slot
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from configurator.session.catalog_view import CatalogView, view_of
from configurator.session.choices import Choices
from configurator.session.consistency import narrowed_by
from configurator.session.naming import CatalogMember, Naming
from configurator.short_repr import short_repr
from configurator.solving.port import Assumptions, Satisfiable, Solve, Solver, Unknown


@short_repr
@dataclass(frozen=True)
class PartialAssignment:
    """A compiled catalog, a solver of its program, and choices; everything else follows from these."""

    compiled: CompiledCatalog
    solver: Solver
    choices: Choices

    @cached_property
    def view(self) -> CatalogView:
        """The catalog under the ids that the choices list, shared by all assignments with the same ids."""
        return view_of(self.compiled, self.choices.instances)

    @property
    def naming(self) -> Naming:
        """The names of all features and structures under the ids that the choices list."""
        return self.view.naming

    @cached_property
    def wanted(self) -> Mapping[str, Literal]:
        """The choices as literals, by path and in order."""
        return {path: self.literal(path, value) for path, value in self.choices.values.items()}

    def member(self, path: str) -> CatalogMember:
        """Resolve a path; raise InvalidRequest if it is unknown."""
        return self.naming.find(path)

    def slot(self, path: str) -> Slot:
        """Return the slot of a path; raise InvalidRequest if it is unknown."""
        return self.compiled.encoding.slot(self.member(path).slot)

    def literal(self, path: str, value: FeatureValue) -> Literal:
        """Return the literal that a path has a value; raise InvalidRequest where it can never have it."""
        slot = self.slot(path)
        held = slot.held(value)
        if held is None:
            raise InvalidRequest(f"{path} has no value {value!r}", field=path)
        return Literal(slot.variable, IntSet.between(held, held))

    def checked(self, path: str, given: FeatureValue) -> FeatureValue:
        """Parse the value given for a path; raise InvalidRequest, with the accepted values, if it is invalid.

        Texts are read as the catalog writes them (`'red'`, `'true'`, `'4'`, `'2.5 m'`).
        """
        member = self.member(path)
        value = value_or_problem(member.target, given, self.compiled)
        if isinstance(value, BadValue):
            raise InvalidRequest(f"{member.address}: {value}", field=member.address)
        return value

    def all_checked(self) -> "PartialAssignment":
        """Return the assignment with every value as it is meant; raise InvalidRequest where one is unknown."""
        for structure in self.choices.instances:
            self.naming.check_ids(structure)
        values = {path: self.checked(path, value) for path, value in self.choices.values.items()}
        return self.with_choices(replace(self.choices, values=values))

    def narrowed(self, *without: str) -> dict[int, IntSet]:
        """Return the variables that the choices narrow, some choices perhaps left out."""
        return narrowed_by(literal for path, literal in self.wanted.items() if path not in without)

    def wanted_without(self, paths: Iterable[str]) -> dict[str, Literal]:
        """Return the choices as literals, but for some paths."""
        left_out = frozenset(paths)
        return {path: literal for path, literal in self.wanted.items() if path not in left_out}

    def with_choices(self, choices: Choices) -> "PartialAssignment":
        """Return the same catalog and solver under other choices."""
        return replace(self, choices=choices)

    def is_consistent(self, *, first: int | None = None, budget: Budget = UNLIMITED) -> bool:
        """Return whether the choices (or a prefix of them) have a product; raise Undecided if time ran out."""
        literals = tuple(self.wanted.values())
        verdict = self.solver.ask(Solve(Assumptions(narrowed_by(literals[:first]))), budget)
        if isinstance(verdict, Unknown):
            raise budget.undecided("it was certain whether these choices go together")
        return isinstance(verdict, Satisfiable)

    def consistent_prefix(self, *, budget: Budget = UNLIMITED) -> tuple[Choices, bool]:
        """Return the longest consistent prefix of the choices, and whether it is complete.

        It is empty if the catalog has no product.
        """
        if self.is_consistent(budget=budget):
            return self.choices, True
        low, high = 0, len(self.choices) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.is_consistent(first=middle, budget=budget):
                low = middle
            else:
                high = middle - 1
        return self.choices.first(low), False


def value_or_problem(target: Feature | Structure, given: Given, compiled: CompiledCatalog) -> FeatureValue | BadValue:
    """Parse a value of a feature or the number of a structure's instances, or raise with the reason."""
    return parse_value(target, given, compiled.catalog.units) if isinstance(target, Feature) else _count(target, given)


def least_of(structure: Structure) -> int:
    """Return the least number of instances a structure may ever have; none where it may be absent."""
    return 0 if structure.when else structure.low


def _count(structure: Structure, given: Given) -> int | bool | BadValue:
    text = str(given).lower()
    if structure.singleton:
        wanted = {"true": True, "1": True, "false": False, "0": False}.get(text)
        if wanted is None:
            return BadValue(f"{str(given)[:60]!r} does not say whether it is there", "true or false")
        if not wanted and least_of(structure) == 1:
            return BadValue("it is always there", "true")
        return wanted
    expected = f"a number of instances from {structure.low} to {structure.high}" + (", or 0" if structure.when else "")
    if isinstance(given, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
        return BadValue(f"{str(given)[:60]!r} is not a number of instances", expected)
    number = int(text)
    if not structure.low <= number <= structure.high and not (number == 0 and structure.when):
        return BadValue(f"{number} is outside the range", expected)
    return number
