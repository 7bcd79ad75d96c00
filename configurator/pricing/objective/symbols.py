"""The workbench of an objective: expressions, conditions and amounts as exact functions of a program's variables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import get_args

from configurator.language.checked import CheckedExpression, Value
from configurator.language.tree import ArithmeticOperator, Constant, Expression, ParameterRef, walk
from configurator.pricing.amounts import Amount
from configurator.pricing.asking import BASE, At
from configurator.pricing.model import RoundedAt
from configurator.pricing.objective.lines import NotLinear
from configurator.pricing.prepare import Prepared
from configurator.pricing.steps import landed
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.definitions import CannotCompile
from configurator.program.compile.draft import Draft
from configurator.program.compile.gates import gated, number_of
from configurator.program.compile.places import bindings
from configurator.program.compile.values import Condition, Lowered, Number, Weight, Words, total_of
from configurator.program.compile.workbench import Workbench
from configurator.program.intset import IntSet
from configurator.program.logic import TRUE
from configurator.program.nodes import Formula, Truth
from configurator.source import Place

MOST_VALUES = 10_000
"""Up to how many values of a sum a function of it is tabulated."""

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Applied:
    """A case of an amount: where it is the one that applies, and its value there."""

    where: Formula
    value: Number


class Symbols:
    """Compiles what a book says. `rule` and `place` tell what is compiled now, for refusals."""

    def __init__(self, prepared: Prepared, compiled: CompiledCatalog) -> None:
        self.prepared = prepared
        self.compiled = compiled
        self.encoding = compiled.encoding
        self.bench = Workbench(Draft(compiled.catalog, compiled.encoding, compiled.program.variables))
        self.logic = self.bench.logic
        self.making = self.bench.definitions
        self.rule, self.place = "", prepared.book.place

    def begin(self, rule: str, place: Place) -> None:
        """Say which rule is compiled next."""
        self.rule, self.place = rule, place
        self.bench.begin(f"price:{rule}", place, rule)

    def refuse(self, reason: str) -> NotLinear:
        """Return the refusal of the rule at hand."""
        return NotLinear(self.rule, self.place, reason)

    # ── expressions ──────────────────────────────────────────────────────────────────────────────────────────────────

    def holds(self, condition: CheckedExpression | None, at: At, given: Formula = TRUE) -> Formula:
        """Return where a condition is present and true; none at all is true everywhere."""
        if condition is None:
            return TRUE
        found = self._lowered(condition, at, given)
        if not isinstance(found, Condition):
            raise self.refuse(f"`{condition.text}` is no condition")
        return found.holds(self.logic)

    def truth(self, condition: CheckedExpression, at: At) -> tuple[Formula, Formula, Formula]:
        """Return where a condition is true, where it is false, and where it is absent."""
        found = self._lowered(condition, at)
        if not isinstance(found, Condition):
            raise self.refuse(f"`{condition.text}` is no condition")
        absent, holds = found.absent, found.holds(self.logic)
        return holds, self.logic.negation(self.logic.any_of((absent, holds))), absent

    def number(self, expression: CheckedExpression, at: At) -> tuple[Number, Formula]:
        """Return a number, 0 where it is absent, and where it is present."""
        found = self._lowered(expression, at)
        if not isinstance(found, Number):
            raise self.refuse(f"`{expression.text}` is no number")
        present = self.logic.negation(found.absent)
        return self.gated(found, present), present

    def words(self, expression: CheckedExpression, at: At) -> Words:
        """Return an option or a text."""
        found = self._lowered(expression, at)
        if not isinstance(found, Words):
            raise self.refuse(f"`{expression.text}` names no part")
        return found

    def _lowered(self, expression: CheckedExpression, at: At, given: Formula = TRUE) -> Lowered:
        if any(isinstance(node, ParameterRef) and node.name == BASE for node in walk(expression.tree)):
            raise self.refuse(f"`{expression.text}` depends on the amount that the stage acts on")
        closed = replace(expression, tree=_with_parameters(expression.tree, self.prepared.parameters))
        found = self.bench.value(closed, at, given=given)
        if found is None:
            raise self.refuse("; ".join(problem.message for problem in self.bench.finished().problems))
        return found

    # ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def cases(self, amount: Amount, at: At) -> list[Applied]:
        """Return the cases in force, each where it is the first that applies; never two at once."""
        found: list[Applied] = []
        free: Formula = TRUE
        for case in amount:
            if self.prepared.on not in case.interval or free == Truth(False):
                continue
            where = self.logic.all_of((free, self.holds(case.when, at)))
            value = Number(case.value) if isinstance(case.value, Fraction) else None
            if value is None and isinstance(case.value, CheckedExpression):
                value, present = self.number(case.value, at)
                where = self.logic.all_of((where, present))
            if value is not None:
                found.append(Applied(where, value))
            free = self.logic.all_of((free, self.logic.negation(where)))
        return found

    def priced(self, quantity: Number, amount: Amount, at: At, where: Formula) -> Number:
        """Return quantity × amount wherever a case of the amount applies within `where`, else 0."""
        parts = (
            self.gated(self.times(quantity, case.value), self.logic.all_of((where, case.where)))
            for case in self.cases(amount, at)
        )
        return self.added(parts)

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def gated(self, number: Number, where: Formula) -> Number:
        """Return a number where the formula holds, else 0."""
        return self._made(lambda: gated(number, where, self.making))

    def times(self, left: Number, right: Number) -> Number:
        """Return a product."""
        return self._made(lambda: calculated(left, ArithmeticOperator.MULTIPLY, right, self.making).bare())

    def added(self, numbers: Iterable[Number]) -> Number:
        """Return a sum, in time linear in what is listed."""
        plain: dict[int, dict[int, Fraction]] = {}
        others: list[Number] = []
        constant = ZERO
        for number in numbers:
            if number.joints or any(weight.slope for weight in number.weights.values()):
                others.append(number)
                continue
            constant += number.constant
            for variable, weight in number.weights.items():
                into = plain.setdefault(variable, {})
                for held, amount in weight.listed.items():
                    into[held] = into.get(held, ZERO) + amount
        listed = {variable: Weight(listed=into) for variable, into in plain.items() if any(into.values())}
        return total_of((Number(constant, listed), *others), self.logic)

    def single(self, number: Number) -> Number:
        """Return an equal number of one variable at most."""
        return self._made(lambda: self.making.sum_of(number))

    def function_of(self, number: Number, function: Callable[[Fraction], Fraction]) -> Number:
        """Return a function of a number, tabulated over the values that the number can have."""
        one = self.single(number)
        if not one.variables:
            return Number(function(one.constant))
        (variable,) = one.variables
        domain = self.logic.domains[variable]
        if len(domain) > MOST_VALUES:
            few = f"at most {MOST_VALUES:,} are tabulated"
            raise self.refuse(f"it depends on a sum of {len(domain):,} possible values; {few}")
        weight = one.weights[variable]
        listed = {held: function(one.constant + weight.at(held)) for held in domain}
        return Number(weights={variable: Weight(listed=listed)})

    def bounds(self, number: Number) -> tuple[Fraction, Fraction]:
        """Return an interval that the number stays in."""
        low = high = number.constant
        for variable, weight in number.weights.items():
            domain = self.logic.domains[variable]
            ends = [weight.at(end) for pair in domain.intervals for end in pair]
            ends += [amount for held, amount in weight.listed.items() if held in domain]
            low, high = low + min(ends), high + max(ends)
        for joint in number.joints.values():
            low, high = low + min(joint), high + max(joint)
        return low, high

    def rounded(self, number: Number) -> tuple[Number, Fraction]:
        """Return the number as the book rounds a line; without an exact sum, also how far rounding can move it."""
        rounding = self.prepared.book.rounding
        if rounding.at is RoundedAt.TOTAL or self.is_landed(number):
            return number, ZERO
        groups = [(variable,) for variable in number.weights] + list(number.joints)
        variables = tuple(sorted({variable for group in groups for variable in group}))
        if len(groups) == 1 and self.making.size(variables) <= MOST_VALUES:
            amounts = tuple(landed(rounding, amount) for amount in number.over(variables, self.logic))
            return number_of(variables, amounts, self.logic), ZERO
        return number, rounding.step

    def landed(self, amount: Fraction) -> Fraction:
        """Return an amount as the book rounds a line."""
        rounding = self.prepared.book.rounding
        return amount if rounding.at is RoundedAt.TOTAL else landed(rounding, amount)

    def is_landed(self, number: Number) -> bool:
        """Whether every value of the number is a multiple of the rounding step for certain."""
        step = self.prepared.book.rounding.step
        amounts = [number.constant, *(amount for joint in number.joints.values() for amount in joint)]
        for weight in number.weights.values():
            amounts += [weight.slope, *weight.listed.values()]
        return all((amount / step).denominator == 1 for amount in amounts)

    def _made(self, make: Callable[[], Number]) -> Number:
        try:
            return make()
        except CannotCompile as refusal:
            raise self.refuse(refusal.message) from None

    # ── instances ────────────────────────────────────────────────────────────────────────────────────────────────────

    def instances_of(self, each: str) -> list[tuple[str, At, Formula]]:
        """Return every slot of a structure: its path, where names are looked up, and where it is present."""
        if not each:
            return [("", bindings(""), TRUE)]
        path = tuple(each.split("."))
        return [
            (slot, bindings(slot), self.logic.literal(count.variable, count.present(number).values))
            for count in self.encoding.counts()
            if count.id_path == path
            for number, slot in enumerate(count.slots(), start=1)
        ]

    def having(self, variable: int, held: int) -> Formula:
        """Return that a variable has a value."""
        return self.logic.literal(variable, IntSet.of((held,)))


def _with_parameters(node: Expression, parameters: Mapping[str, Value]) -> Expression:
    """Replace the parameters of a checked tree by their values."""
    if isinstance(node, ParameterRef):
        return Constant(parameters[node.name], node.type, span=node.span)
    parts = {item.name: getattr(node, item.name) for item in fields(node)}
    replaced = {name: _replaced(part, parameters) for name, part in parts.items()}
    changed = {name: part for name, part in replaced.items() if part is not parts[name]}
    return replace(node, **changed) if changed else node  # type: ignore[arg-type]  # every part keeps its kind


def _replaced(part: object, parameters: Mapping[str, Value]) -> object:
    if isinstance(part, tuple):
        found = tuple(_replaced(item, parameters) for item in part)
        return part if all(new is old for new, old in zip(found, part, strict=True)) else found
    return _with_parameters(part, parameters) if isinstance(part, get_args(Expression)) else part
