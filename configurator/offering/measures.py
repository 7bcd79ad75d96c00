"""Goals and conditions as sums and bounds over the program of a market, so that engines can search by them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.offering.goals import AT_ROOT, Goal, Sense
from configurator.program.bounds import LIMIT, sum_range, too_large
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.conditionals import gated
from configurator.program.compile.definitions import CannotCompile, scale_of, terms_of
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber
from configurator.program.compile.program_builder import ProgramBuilder
from configurator.program.compile.program_draft import ProgramDraft
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import And, Formula, Linear, Literal, Program, Term
from configurator.solving.port import Bound

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Measure:
    """A goal as terms: the least sum is the best. `constant + sum / scale` is the number, negated where most is best.

    The number is in base units.
    """

    goal: Goal
    terms: tuple[Term, ...]
    scale: int
    constant: Fraction

    def value(self, cost: int) -> Fraction:
        """Return the number, in the goal's unit, that a sum stands for."""
        number = self.constant + Fraction(cost, self.scale)
        return self.goal.unit.from_base(-number if self.goal.sense is Sense.MOST else number)


@dataclass(frozen=True, slots=True)
class Required:
    """Conditions as an engine takes them: the values that variables may still have, and sums that stay in bounds."""

    narrowed: tuple[Literal, ...] = ()
    also: tuple[Bound, ...] = ()
    possible: bool = True
    """False where a condition holds of nothing at all."""


@dataclass(frozen=True)
class Measured:
    """A catalog whose program knows the intermediate results of goals and conditions, beside what it knew before."""

    compiled: CompiledCatalog
    measures: tuple[Measure, ...]
    required: Required


def measured(
    compiled: CompiledCatalog, goals: Sequence[Goal], conditions: Sequence[CheckedExpression] = ()
) -> Measured:
    """Express goals and conditions over a program, extended where need be.

    Raises InvalidRequest where one divides by what may be zero or has no exact form within the budgets.
    """
    making = _Making(compiled)
    measures = tuple(making.measure(number, goal) for number, goal in enumerate(goals, start=1))
    required = making.required(conditions)
    return Measured(making.extended(measures), measures, required)


class _Making:
    """The program while goals and conditions are added to it."""

    def __init__(self, compiled: CompiledCatalog) -> None:
        self.compiled = compiled
        self.builder = ProgramBuilder(ProgramDraft(compiled.catalog, compiled.encoding, compiled.program.variables))
        self.logic = self.builder.logic

    def measure(self, number: int, goal: Goal) -> Measure:
        self.builder.begin(f"goal:{number}", goal.expression.location, goal.text)
        found = self._lowered(goal.expression)
        if not isinstance(found, LoweredNumber):
            raise InvalidRequest(f"`{goal.text}` is no number", field="goals")
        here = self._made(goal.text, lambda: gated(found, self.logic.negation(found.absent), self.builder.definitions))
        if goal.sense is Sense.MOST:
            here = here.times(Fraction(-1))
        weights = self._made(goal.text, lambda: self.builder.definitions.held_as_weights(here))
        scale = scale_of(weights.values())
        terms = terms_of(weights, scale)
        low, high = sum_range(terms, self.logic.domains)
        if max(abs(low), abs(high)) >= LIMIT:
            raise InvalidRequest(f"`{goal.text}` leaves 64 bits when it is brought to whole numbers", field="goals")
        return Measure(goal, terms, scale, here.constant)

    def required(self, conditions: Sequence[CheckedExpression]) -> Required:
        narrowed: list[Literal] = []
        also: list[Bound] = []
        for number, condition in enumerate(conditions, start=1):
            self.builder.begin(f"required:{number}", condition.location, condition.text)
            found = self._lowered(condition)
            if not isinstance(found, LoweredCondition):
                raise InvalidRequest(f"`{condition.text}` is no condition", field="require")
            formula = found.holds(self.logic)
            for part in formula.parts if isinstance(formula, And) else (formula,):
                if part == FALSE:
                    return Required(possible=False)
                self._add(part, narrowed, also)
        return Required(tuple(narrowed), tuple(also))

    def _add(self, part: Formula, narrowed: list[Literal], also: list[Bound]) -> None:
        if isinstance(part, Linear):
            also.append(Bound(part.terms, part.low, part.high))
        elif part != TRUE:
            narrowed.append(self.builder.definitions.truth_of(part))

    def extended(self, measures: Sequence[Measure]) -> CompiledCatalog:
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
        found = self.builder.value(expression, dict(AT_ROOT))
        if found is None:
            reason = "; ".join(problem.message for problem in self.builder.finished().problems)
            raise InvalidRequest(f"`{expression.text}` cannot be searched by: {reason}", field=expression.location.file)
        return found

    def _made(self, text: str, make: Callable[[], Result]) -> Result:
        try:
            return make()
        except CannotCompile as refusal:
            raise InvalidRequest(f"`{text}` cannot be searched by: {refusal.message}", field="goals") from None
