"""The workbench of an objective: expressions, conditions and amounts as functions of a program's variables."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from math import floor
from typing import Final, get_args

from configurator.language import tree
from configurator.language.checked import CheckedExpression, Value
from configurator.language.tree import ArithmeticOperator, Constant, Expression, ParameterRef, walk
from configurator.money import ONE
from configurator.pricing.amounts import Amount
from configurator.pricing.carrier import Figure
from configurator.pricing.rule_evaluation import BASE, At
from configurator.pricing.symbolic.amount_sums import Sums
from configurator.pricing.symbolic.interval_bounds import EVERYWHERE, UNKNOWN, Between, Where
from configurator.pricing.symbolic.symbolic_lines import MissingPrice
from configurator.program.codes import TOO_MANY_COMBINATIONS
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber, LoweredWords
from configurator.program.compile.program_draft import bindings
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula

NO_AMOUNTS: Final[Mapping[str, Between]] = {}


class Symbols(Sums):
    """Compiles the expressions of a book."""

    # ── expressions ──────────────────────────────────────────────────────────────────────────────────────────────────

    def where_true(
        self, condition: CheckedExpression | None, at: At, given: Formula = TRUE, *, base: Between | None = None
    ) -> Where:
        """Return where a condition is present and true; none at all is true everywhere.

        `base` is the amount that a stage acts on.
        """
        if condition is None:
            return EVERYWHERE
        named = self._named(condition.tree, base)
        if _is_blurred(condition.tree, named):
            truth, absent = self._around(condition, condition.tree, at, named)
            return self.every(truth, Where.exactly(self.logic.negation(absent)))
        result = self._lowered(condition, at, given, named)
        return UNKNOWN if result is None else Where.exactly(self._condition(condition, result).holds(self.logic))

    def _condition(self, expression: CheckedExpression, result: Lowered) -> LoweredCondition:
        if not isinstance(result, LoweredCondition):
            raise self.refuse(f"`{expression.text}` is no condition")
        return result

    def truth(self, condition: CheckedExpression, at: At) -> tuple[Formula, Formula, Formula] | None:
        """Return where a condition is true, where it is false, and where it is absent; None where that is not known."""
        lowered = self._lowered(condition, at)
        if lowered is None:
            return None
        lowered_condition = self._condition(condition, lowered)
        absent, holds = lowered_condition.absent, lowered_condition.holds(self.logic)
        return holds, self.logic.negation(self.logic.any_of((absent, holds))), absent

    def number(self, expression: CheckedExpression, at: At, *, base: Between | None = None) -> tuple[Between, Where]:
        """Return a number, 0 where it is absent, and where it is present."""
        named = self._named(expression.tree, base)
        if _is_blurred(expression.tree, named):
            self.relax(f"`{expression.text}` depends on an amount, which rounding blurs")
            return self._within_bounds(expression, expression.tree, at, named)
        result = self._lowered(expression, at, named=named)
        if result is None:
            return self._within_bounds(expression, expression.tree, at, named)
        if not isinstance(result, LoweredNumber):
            raise self.refuse(f"`{expression.text}` is no number")
        present = Where.exactly(self.logic.negation(result.absent))
        return self.gated(Between(result.bare()), present), present

    def words(self, expression: CheckedExpression, at: At) -> LoweredWords:
        """Return an option or a text."""
        result = self._lowered(expression, at)
        if not isinstance(result, LoweredWords):
            raise self.refuse(f"`{expression.text}` names no part")
        return result

    def _lowered(
        self, expression: CheckedExpression, at: At, given: Formula = TRUE, named: Mapping[str, Between] = NO_AMOUNTS
    ) -> Lowered | None:
        """Return a compiled expression; None if it combines too many values, which relaxes its rule."""
        for name, amount in named.items():
            self.builder.parameters[name] = amount.number
        known = len(self.builder.problems)
        closed = replace(expression, tree=_with_parameters(expression.tree, self.prepared.values))
        result = self.builder.value(closed, at, given=given)
        if result is not None:
            return result
        problems = self.builder.problems[known:]
        if any(problem.code != TOO_MANY_COMBINATIONS for problem in problems):
            raise self.refuse("; ".join(problem.message for problem in problems))
        self.relax("; ".join(problem.message for problem in problems))
        return None

    def _named(self, node: Expression, base: Between | None) -> Mapping[str, Between]:
        """Return the amounts that an expression names: `base`, and those of earlier steps."""
        if base is None:
            return NO_AMOUNTS
        names = {each.name for each in walk(node) if isinstance(each, ParameterRef)} - self.prepared.values.keys()
        return {name: base if name == BASE else self.named_amount(name) for name in names}

    def named_amount(self, name: str) -> Between:
        """Return the amount of earlier steps that has a name."""
        raise self.refuse(f"`{name}` is no amount of an earlier step")

    # ── bounds of expressions ────────────────────────────────────────────────────────────────────────────────────────

    def _around(
        self, whole: CheckedExpression, node: Expression, at: At, named: Mapping[str, Between]
    ) -> tuple[Where, Formula]:
        """Return where a condition on a blurred amount holds, and where something that it names is absent."""
        match node:
            case tree.Conjunction(parts) | tree.Disjunction(parts):
                results = [self._around(whole, part, at, named) for part in parts]
                wheres = [where for where, _ in results]
                joined = self.every(*wheres) if isinstance(node, tree.Conjunction) else self.either(wheres)
                return joined, self.logic.any_of(absent for _, absent in results)
            case tree.Negation(of):
                where, absent = self._around(whole, of, at, named)
                return self.opposite(where), absent
            case tree.Comparison(first, ((operator, second),)):
                left, right = (self._composed(whole, part, at, named) for part in (first, second))
                if left is not None and right is not None:
                    present = self.every(left[1], right[1])
                    return self.compared(self.minus(left[0], right[0]), operator), self.logic.negation(present.surely)
        if _is_blurred(node, named):
            self.relax(f"`{whole.text}` asks about an amount, which rounding blurs")
            return UNKNOWN, FALSE
        lowered = self._lowered(replace(whole, tree=node), at, named=named)
        if lowered is None:
            return UNKNOWN, FALSE
        found_condition = self._condition(whole, lowered)
        return Where.exactly(found_condition.truth), found_condition.absent

    def _within_bounds(
        self, whole: CheckedExpression, node: Expression, at: At, named: Mapping[str, Between]
    ) -> tuple[Between, Where]:
        """Return a number that depends on blurred amounts, or combines too many values, by what it differs from."""
        composed = self._composed(whole, node, at, named)
        if composed is not None:
            return self.gated(*composed), composed[1]
        low, high, present = self._interval(whole, node, at, named)
        return self.gated(_middle(low, high), present), present

    def _composed(
        self, whole: CheckedExpression, node: Expression, at: At, named: Mapping[str, Between]
    ) -> tuple[Between, Where] | None:
        """Return a number made of amounts by addition and multiplication; None where it is made otherwise."""
        match node:
            case ParameterRef(name) if name in named:
                return named[name], EVERYWHERE
            case tree.Negative(of):
                inner = self._composed(whole, of, at, named)
                return None if inner is None else (inner[0].times(-ONE), inner[1])
            case tree.ArithmeticExpression(operator, left, right) if operator in _COMPOSED and _is_blurred(node, named):
                mine, theirs = (self._composed(whole, part, at, named) for part in (left, right))
                if mine is None or theirs is None:
                    return None
                return _COMPOSED[operator](self, mine[0], theirs[0]), self.every(mine[1], theirs[1])
        result = None if _is_blurred(node, named) else self._lowered(replace(whole, tree=node), at, named=named)
        if not isinstance(result, LoweredNumber):
            return None
        return Between(result.bare()), Where.exactly(self.logic.negation(result.absent))

    def _interval(
        self, whole: CheckedExpression, node: Expression, at: At, named: Mapping[str, Between]
    ) -> tuple[Fraction, Fraction, Where]:
        match node:
            case ParameterRef(name) if name in named:
                return *self.ends(named[name]), EVERYWHERE
            case tree.ArithmeticExpression(operator, left, right):
                mine, theirs = (self._interval(whole, part, at, named) for part in (left, right))
                ends = _calculated(operator, mine[:2], theirs[:2])
                if ends is not None:
                    return *ends, self.every(mine[2], theirs[2])
            case tree.Negative(of):
                low, high, present = self._interval(whole, of, at, named)
                return -high, -low, present
            case tree.IfElse(then, _, otherwise):
                branches = [self._interval(whole, part, at, named) for part in (then, otherwise)]
                return min(each[0] for each in branches), max(each[1] for each in branches), UNKNOWN
        result = None if _is_blurred(node, named) else self._lowered(replace(whole, tree=node), at, named=named)
        if not isinstance(result, LoweredNumber):
            raise self.refuse(f"`{whole.text}` has neither an exact form nor bounds")
        low, high = self.bounds(result)
        return low, high, Where.exactly(self.logic.negation(result.absent))

    # ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def cases(self, amount: Amount, at: At, *, base: Between | None = None) -> list[Figure[Between, Where]]:
        """Return the cases in force, each where it is the first that applies; never two at once."""
        figures: list[Figure[Between, Where]] = []
        free = EVERYWHERE
        for case in amount:
            if self.prepared.on not in case.interval or free.perhaps == FALSE:
                continue
            where = self.every(free, self.where_true(case.when, at, base=base))
            value = Between(LoweredNumber(case.value)) if isinstance(case.value, Fraction) else None
            if value is None and isinstance(case.value, CheckedExpression):
                value, present = self.number(case.value, at, base=base)
                where = self.every(where, present)
            if value is not None:
                figures.append(Figure(value, where, case))
            free = self.every(free, self.opposite(where))
        return figures

    def priced(self, quantity: Between, amount: Amount, at: At, where: Where) -> Between:
        """Return quantity × amount wherever a case of the amount applies within `where`, else 0."""
        parts = (
            self.gated(self.times(quantity, case.value), self.every(where, case.where))
            for case in self.cases(amount, at)
        )
        return self.added(parts)

    def covered(self, amount: Amount, at: At) -> Where:
        """Return where some case of an amount applies."""
        in_force = (case for case in amount if self.prepared.on in case.interval)
        if any(case.when is None and isinstance(case.value, Fraction) for case in in_force):
            return EVERYWHERE
        return self.either(case.where for case in self.cases(amount, at))

    # ── what has no price ────────────────────────────────────────────────────────────────────────────────────────────

    def miss(self, where: Where) -> None:
        """Note where something is sold that the rule at hand has no price for."""
        if where.perhaps != FALSE:
            self.missing.append(MissingPrice(self.rule, self.location, where))

    # ── instances ────────────────────────────────────────────────────────────────────────────────────────────────────

    def slots_of(self, each: str) -> list[tuple[str, At, Formula]]:
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


def _middle(low: Fraction, high: Fraction) -> Between:
    return Between(LoweredNumber((low + high) / 2), LoweredNumber((high - low) / 2))


def _calculated(
    operator: ArithmeticOperator, left: tuple[Fraction, ...], right: tuple[Fraction, ...]
) -> tuple[Fraction, Fraction] | None:
    """Return bounds of an operation on numbers within bounds; None where it could divide by zero, or has none."""
    match operator:
        case ArithmeticOperator.ADD:
            return left[0] + right[0], left[1] + right[1]
        case ArithmeticOperator.SUBTRACT:
            return left[0] - right[1], left[1] - right[0]
        case ArithmeticOperator.MULTIPLY:
            results = [one * other for one in left for other in right]
        case _ if right[0] <= 0 <= right[1]:
            return None
        case ArithmeticOperator.DIVIDE:
            results = [one / other for one in left for other in right]
        case ArithmeticOperator.FLOOR_DIVIDE:
            results = [Fraction(floor(one / other)) for one in left for other in right]
        case ArithmeticOperator.REMAINDER:
            results = [Fraction(0), right[1] if right[0] > 0 else right[0]]
    return min(results), max(results)


_COMPOSED: Final[Mapping[ArithmeticOperator, Callable[[Symbols, Between, Between], Between]]] = {
    ArithmeticOperator.ADD: Symbols.add,
    ArithmeticOperator.SUBTRACT: Symbols.minus,
    ArithmeticOperator.MULTIPLY: Symbols.times,
}


def _is_blurred(node: Expression, named: Mapping[str, Between]) -> bool:
    """Return whether an expression names an amount that is known within bounds only."""
    return any(
        isinstance(each, ParameterRef) and each.name in named and not named[each.name].exact for each in walk(node)
    )


def _with_parameters(node: Expression, parameters: Mapping[str, Value]) -> Expression:
    """Replace the parameters of a checked tree by their values; amounts stay."""
    if isinstance(node, ParameterRef):
        known = node.name in parameters
        return Constant(parameters[node.name], node.type, span=node.span) if known else node
    parts = {item.name: getattr(node, item.name) for item in fields(node)}
    replaced = {name: _replaced(part, parameters) for name, part in parts.items()}
    changed = {name: part for name, part in replaced.items() if part is not parts[name]}
    return replace(node, **changed) if changed else node  # type: ignore[arg-type]  # every part keeps its kind


def _replaced(part: object, parameters: Mapping[str, Value]) -> object:
    if isinstance(part, tuple):
        results = tuple(_replaced(item, parameters) for item in part)
        return part if all(new is old for new, old in zip(results, part, strict=True)) else results
    return _with_parameters(part, parameters) if isinstance(part, get_args(Expression)) else part
