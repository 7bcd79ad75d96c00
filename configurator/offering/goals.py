"""Goals and conditions in the expression language: the maximum or minimum of a number, and what must hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.building.expressions import scope_of
from configurator.catalog.model import Catalog, Feature, NumericDomain
from configurator.catalog.world import ConfigurationWorld, Members
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.language.evaluate import evaluate
from configurator.language.expression import read_expression
from configurator.language.tree import ROOT, FeatureRef
from configurator.language.types import BOOLEAN, NumberType, Type
from configurator.money import ONE, ZERO
from configurator.problems import Problem
from configurator.program.bounds import sum_range, too_large
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.conditionals import gated
from configurator.program.compile.definitions import CannotCompile, scale_of, terms_of
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber
from configurator.program.compile.program_builder import ProgramBuilder
from configurator.program.compile.program_draft import ProgramDraft
from configurator.program.limits import INTEGER_LIMIT
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import And, Formula, Linear, Literal, Program, Term
from configurator.solving.port import Bound
from configurator.source import Location
from configurator.units import Dimension, Unit, Units

AT_ROOT: Mapping[str, str] = {ROOT: ""}


class Sense(StrEnum):
    """Whether more or less of a number is better."""

    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Goal:
    """A number that should be as great, or as small, as can be; where it is absent it counts as 0."""

    sense: Sense
    expression: CheckedExpression
    unit: Unit

    @property
    def text(self) -> str:
        """The expression in canonical form."""
        return self.expression.text

    def value(self, catalog: Catalog, configuration: Configuration) -> Fraction:
        """Return the number of a finished product, in `unit`. Raises NotDefined where it divides by zero."""
        result = evaluate(self.expression.tree, ConfigurationWorld(catalog, configuration), AT_ROOT)
        return self.unit.from_base(result) if isinstance(result, Fraction) else ZERO


def read_goal(catalog: Catalog, sense: Sense, text: str, *, field: str = "goals") -> Goal:
    """Parse a goal over a catalog's features and attributes; raise InvalidRequest with its problem."""
    checked = _read(catalog, text, None, field)
    if not isinstance(checked.type, NumberType):
        hint = (
            "of what is true or false write `1 if … else 0`" if checked.type == BOOLEAN else "name one of its numbers"
        )
        raise InvalidRequest(f"`{text}` is {checked.type}; expected a number; {hint}", field=field)
    return Goal(sense, checked, _unit_of(catalog, checked, checked.type.dimension))


def read_condition(catalog: Catalog, text: str, *, field: str = "require") -> CheckedExpression:
    """Parse a condition over a catalog; raise InvalidRequest with its problem."""
    return _read(catalog, text, BOOLEAN, field)


def _read(catalog: Catalog, text: str, expected: Type | None, field: str) -> CheckedExpression:
    scope = scope_of(catalog.root, (), catalog.units)
    checked, problems = read_expression(text, scope, Location(field, 1, 1), expected=expected)
    if checked is None:
        raise InvalidRequest(f"`{text[:100]}`: " + "; ".join(map(_said, problems)), field=field)
    return checked


def _said(problem: Problem) -> str:
    parts = (problem.message, f"expected {problem.expected}" if problem.expected else "", problem.hint)
    return "; ".join(filter(None, parts))


def _unit_of(catalog: Catalog, checked: CheckedExpression, dimension: Dimension) -> Unit:
    """Return the unit to show a number in: that of the feature it is, else the base unit of its dimension."""
    if isinstance(checked.tree, FeatureRef):
        feature: Feature = Members.of(catalog.root).features[checked.tree.path]
        if isinstance(feature.domain, NumericDomain):
            return feature.domain.unit
    return base_unit(catalog.units, dimension)


def base_unit(units: Units, dimension: Dimension) -> Unit:
    """Return the unit that is 1 of a dimension; where none has a name, one that is called after the dimension."""
    if not dimension.exponents:
        return Unit("", ONE, dimension)
    named = (unit for unit in units.values() if unit.dimension == dimension and unit.factor == 1)
    return next(named, Unit(str(dimension), ONE, dimension))


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class GoalSum:
    """A goal as terms: the least sum is the best. `constant + sum / scale` is the number, negated where most is best.

    The number is in base units.
    """

    goal: Goal
    terms: tuple[Term, ...]
    scale: int
    constant: Fraction

    def value(self, cost: int) -> Fraction:
        """Return the number of a sum, in the goal's unit."""
        number = self.constant + Fraction(cost, self.scale)
        return self.goal.unit.from_base(-number if self.goal.sense is Sense.MOST else number)


@dataclass(frozen=True, slots=True)
class RequiredConditions:
    """Conditions as an engine takes them: the values that variables may still have, and sums that stay in bounds."""

    narrowed: tuple[Literal, ...] = ()
    also: tuple[Bound, ...] = ()
    possible: bool = True
    """False where a condition holds of nothing at all."""


@dataclass(frozen=True)
class GoalProgram:
    """A catalog whose program is extended by the intermediate results of goals and conditions."""

    compiled: CompiledCatalog
    measures: tuple[GoalSum, ...]
    required: RequiredConditions


def goal_program(
    compiled: CompiledCatalog,
    goals: Sequence[Goal],
    conditions: Sequence[CheckedExpression] = (),
    *,
    budget: Budget = UNLIMITED,
) -> GoalProgram:
    """Express goals and conditions over a program, extended if necessary.

    Raises InvalidRequest if one may divide by zero or has no exact form of a feasible size, OutOfBudget if the budget
    ends first.
    """
    making = _Making(compiled, budget)
    measures = tuple(making.measure(number, goal) for number, goal in enumerate(goals, start=1))
    required = making.required(conditions)
    return GoalProgram(making.extended(measures), measures, required)


class _Making:
    """The program while goals and conditions are added to it."""

    def __init__(self, compiled: CompiledCatalog, budget: Budget) -> None:
        self.compiled = compiled
        draft = ProgramDraft(compiled.catalog, compiled.encoding, compiled.program.variables, budget=budget)
        self.builder = ProgramBuilder(draft)
        self.logic = self.builder.logic

    def measure(self, number: int, goal: Goal) -> GoalSum:
        self.builder.begin(f"goal:{number}", goal.expression.location, goal.text)
        result = self._lowered(goal.expression)
        if not isinstance(result, LoweredNumber):
            raise InvalidRequest(f"`{goal.text}` is no number", field="goals")
        here = self._made(
            goal.text, lambda: gated(result, self.logic.negation(result.absent), self.builder.definitions)
        )
        if goal.sense is Sense.MOST:
            here = here.times(Fraction(-1))
        weights = self._made(goal.text, lambda: self.builder.definitions.held_as_weights(here))
        scale = scale_of(weights.values())
        terms = terms_of(weights, scale)
        low, high = sum_range(terms, self.logic.domains)
        if max(abs(low), abs(high)) >= INTEGER_LIMIT:
            raise InvalidRequest(f"`{goal.text}` leaves 64 bits when it is brought to whole numbers", field="goals")
        return GoalSum(goal, terms, scale, here.constant)

    def required(self, conditions: Sequence[CheckedExpression]) -> RequiredConditions:
        narrowed: list[Literal] = []
        also: list[Bound] = []
        for number, condition in enumerate(conditions, start=1):
            self.builder.begin(f"required:{number}", condition.location, condition.text)
            result = self._lowered(condition)
            if not isinstance(result, LoweredCondition):
                raise InvalidRequest(f"`{condition.text}` is no condition", field="require")
            formula = result.holds(self.logic)
            for part in formula.parts if isinstance(formula, And) else (formula,):
                if part == FALSE:
                    return RequiredConditions(possible=False)
                self._add(part, narrowed, also)
        return RequiredConditions(tuple(narrowed), tuple(also))

    def _add(self, part: Formula, narrowed: list[Literal], also: list[Bound]) -> None:
        if isinstance(part, Linear):
            also.append(Bound(part.terms, part.low, part.high))
        elif part != TRUE:
            narrowed.append(self.builder.definitions.truth_of(part))

    def extended(self, measures: Sequence[GoalSum]) -> CompiledCatalog:
        draft, compiled = self.builder.finished(), self.compiled
        if not draft.constraints and len(draft.variables) == len(compiled.program.variables):
            return compiled
        constraints = (*compiled.program.constraints, *draft.constraints)
        program = Program(draft.variables, constraints, compiled.program.wishes)
        if too_large(program):
            said = ", ".join(f"`{measure.goal.text}`" for measure in measures)
            raise InvalidRequest(f"{said or 'a condition'}: intermediate results leave 64 bits", field="goals")
        return CompiledCatalog(compiled.catalog, program, compiled.encoding, compiled.laws)

    def _lowered(self, expression: CheckedExpression) -> Lowered:
        result = self.builder.value(expression, dict(AT_ROOT))
        if result is None:
            reason = "; ".join(problem.message for problem in self.builder.finished().problems)
            raise InvalidRequest(f"`{expression.text}` cannot be searched by: {reason}", field=expression.location.file)
        return result

    def _made(self, text: str, make: Callable[[], Result]) -> Result:
        try:
            return make()
        except CannotCompile as refusal:
            raise InvalidRequest(f"`{text}` cannot be searched by: {refusal.message}", field="goals") from None
