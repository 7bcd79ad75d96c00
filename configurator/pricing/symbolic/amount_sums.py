"""Numbers over a program's variables: gated, multiplied, rounded, bent; exactly where that fits, else within bounds."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.language.tree import ArithmeticOperator, ComparisonOperator
from configurator.money import ONE, ZERO, Rounding
from configurator.pricing.limits import MOST_COMPARED, MOST_VALUES
from configurator.pricing.prepare import Prepared
from configurator.pricing.steps import RoundedAt
from configurator.pricing.symbolic.interval_bounds import (
    EVERYWHERE,
    NOTHING,
    NOWHERE,
    UNKNOWN,
    ZERO_AMOUNT,
    Between,
    StraightPiece,
    Where,
    straight_pieces,
)
from configurator.pricing.symbolic.symbolic_lines import MissingPrice, NotLinear, Relaxed
from configurator.program.bounds import weight_range
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.comparisons import compared_with_zero
from configurator.program.compile.conditionals import gated, number_of
from configurator.program.compile.definitions import CannotCompile
from configurator.program.compile.lowered import LoweredNumber, ValueWeight, total_of
from configurator.program.compile.program_builder import ProgramBuilder
from configurator.program.compile.program_draft import ProgramDraft
from configurator.program.logic import FALSE
from configurator.program.nodes import Formula
from configurator.source import Location

_NEAREST = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.HALF_DOWN)
_MIRRORED = {
    ComparisonOperator.LESS: ComparisonOperator.AT_LEAST,
    ComparisonOperator.AT_MOST: ComparisonOperator.GREATER,
    ComparisonOperator.DIFFERENT: ComparisonOperator.EQUAL,
}
"""Comparisons expressed by their negations."""


class Sums:
    """Compiles numbers. `rule` and `location` identify the current rule, for refusals and relaxations."""

    def __init__(self, prepared: Prepared, compiled: CompiledCatalog, budget: Budget = UNLIMITED) -> None:
        self.prepared = prepared
        self.compiled = compiled
        self.encoding = compiled.encoding
        draft = ProgramDraft(compiled.catalog, compiled.encoding, compiled.program.variables, budget=budget)
        self.builder = ProgramBuilder(draft)
        self.logic = self.builder.logic
        self.making = self.builder.definitions
        self.rule, self.location = "", prepared.book.location
        self.relaxed: dict[tuple[str, Location], Relaxed] = {}
        self.missing: list[MissingPrice] = []

    def begin(self, rule: str, location: Location, lines: Sequence[object] = ()) -> None:
        """Set the rule compiled next."""
        self.rule, self.location = rule, location
        self.builder.begin(f"price:{rule}", location, rule)

    def refuse(self, reason: str) -> NotLinear:
        """Return the refusal of the rule at hand."""
        return NotLinear(self.rule, self.location, reason)

    def relax(self, reason: str) -> None:
        """Note that the rule at hand is only bounded from here on."""
        self.relaxed.setdefault((self.rule, self.location), Relaxed(self.rule, self.location, reason))

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def every(self, *parts: Where) -> Where:
        """Return where all of the conditions hold."""
        logic = self.logic
        return Where(logic.all_of(part.surely for part in parts), logic.all_of(part.perhaps for part in parts))

    def either(self, parts: Iterable[Where]) -> Where:
        """Return where one of the conditions holds."""
        logic, locations = self.logic, list(parts)
        return Where(logic.any_of(part.surely for part in locations), logic.any_of(part.perhaps for part in locations))

    def opposite(self, where: Where) -> Where:
        """Return where a condition does not hold."""
        return Where(self.logic.negation(where.perhaps), self.logic.negation(where.surely))

    def never(self, where: Where) -> bool:
        """Return whether a condition holds nowhere."""
        return where.perhaps == FALSE

    def everywhere(self) -> Where:
        """Return the condition that always holds."""
        return EVERYWHERE

    def exceeds(self, left: Between, right: Between) -> Where:
        """Return where one amount is more than another."""
        return self.compared(self.minus(left, right), ComparisonOperator.GREATER)

    def differs(self, amount: Between) -> Where:
        """Return where an amount is not 0."""
        return self.compared(amount, ComparisonOperator.DIFFERENT)

    def compared(self, amount: Between, operator: ComparisonOperator) -> Where:
        """Return where a number compares so with 0."""
        if operator in _MIRRORED:
            return self.opposite(self.compared(amount, _MIRRORED[operator]))
        if amount.exact:
            result = self._comparison(amount.number, operator)
            return UNKNOWN if result is None else Where.exactly(result)
        low, high = self._ends(amount)
        if operator is ComparisonOperator.EQUAL:
            around = (
                self._comparison(low, ComparisonOperator.AT_MOST),
                self._comparison(high, ComparisonOperator.AT_LEAST),
            )
            return Where(UNKNOWN.surely, self.logic.all_of(each or UNKNOWN.perhaps for each in around))
        surely, perhaps = self._comparison(low, operator), self._comparison(high, operator)
        return Where(surely or UNKNOWN.surely, perhaps or UNKNOWN.perhaps)

    def _comparison(self, number: LoweredNumber, operator: ComparisonOperator) -> Formula | None:
        """Return where a number compares so with 0; None where that is not known."""
        try:
            return compared_with_zero(number, operator, self.making)
        except CannotCompile as refusal:
            self.relax(refusal.message)
            return None

    def _ends(self, amount: Between) -> tuple[LoweredNumber, LoweredNumber]:
        less = amount.slack.times(-ONE)
        return self.sum_of((amount.number, less)), self.sum_of((amount.number, amount.slack))

    def dearest(self, due: Sequence[Where], costs: Sequence[Between]) -> list[Where]:
        """Return where each part is the dearest to be paid: by their figures, or part compared with part."""
        figures = [cost.constant for cost in costs]
        fixed = [figure for figure in figures if figure is not None]
        if len(fixed) == len(figures):
            return self._dearest_by_figures(due, fixed)
        if len(costs) > MOST_COMPARED:
            self.relax(f"the dearest of more than {MOST_COMPARED} parts without fixed prices is waived")
            return [UNKNOWN] * len(costs)
        return [
            self.every(
                due[mine],
                *(
                    self.either((self.opposite(due[other]), self._beats(costs, mine, other)))
                    for other in range(len(costs))
                    if other != mine
                ),
            )
            for mine in range(len(costs))
        ]

    def _dearest_by_figures(self, due: Sequence[Where], costs: Sequence[Fraction]) -> list[Where]:
        locations, dearer = [NOWHERE] * len(costs), NOWHERE
        for position in sorted(range(len(costs)), key=lambda each: -costs[each]):
            locations[position] = self.every(due[position], self.opposite(dearer))
            dearer = self.either((dearer, due[position]))
        return locations

    def _beats(self, costs: Sequence[Between], mine: int, other: int) -> Where:
        """Return where one part is dearer than another; of equally dear ones the first counts."""
        operator = ComparisonOperator.AT_LEAST if mine < other else ComparisonOperator.GREATER
        return self.compared(self.minus(costs[mine], costs[other]), operator)

    # ── sums and products ────────────────────────────────────────────────────────────────────────────────────────────

    def gated(self, amount: Between, where: Where) -> Between:
        """Return an amount where a condition holds, else 0; an interval between both where it may hold."""
        sure = Between(self._gated(amount.number, where.surely), self._gated_slack(amount.slack, where.surely))
        if where.exact:
            return sure
        self.relax("where it applies is known within bounds only")
        open_to = self.logic.all_of((where.perhaps, self.logic.negation(where.surely)))
        half = amount.number.times(Fraction(1, 2))
        slack = self.sum_of((self.magnitude(half), amount.slack))
        return self.added((sure, Between(self._gated(half, open_to), self._gated(slack, open_to))))

    def _gated(self, number: LoweredNumber, where: Formula) -> LoweredNumber:
        try:
            return gated(number, where, self.making)
        except CannotCompile:
            return self.making.chosen(number.bare(), self.making.truth_of(where))

    def _gated_slack(self, slack: LoweredNumber, where: Formula) -> LoweredNumber:
        """Gate an uncertain amount; a few cents of rounding everywhere are easier for engines than their exact
        places."""
        few = not slack.variables and slack.constant <= 4 * self.prepared.rounding.step
        return slack if few else self._gated(slack, where)

    def magnitude(self, number: LoweredNumber) -> LoweredNumber:
        """Return a number that is nowhere less than another one, nor than its negative."""
        low, high = self.bounds(number)
        if low >= 0:
            return number
        return number.times(-ONE) if high <= 0 else LoweredNumber(max(-low, high))

    def times(self, left: Between, right: Between) -> Between:
        """Return a product; exact if both numbers are and it fits, else by the midpoint of the tighter one."""
        for one, other in ((left, right), (right, left)):
            factor = one.constant
            if factor is not None:
                return other.times(factor)
        if left.exact and right.exact:
            return self._product(left.number, right.number)
        product = self._product(left.number, right.number)
        most = [max(map(abs, self.bounds(each.number))) for each in (left, right)]
        slack = (
            product.slack,
            right.slack.times(most[0] + self.bounds(left.slack)[1]),
            left.slack.times(most[1]),
        )
        return Between(product.number, self.sum_of(slack))

    def _product(self, left: LoweredNumber, right: LoweredNumber) -> Between:
        try:
            return Between(calculated(left, ArithmeticOperator.MULTIPLY, right, self.making).bare())
        except CannotCompile as refusal:
            self.relax(refusal.message)
        ends = {each: self.bounds(each_number) for each, each_number in ((0, left), (1, right))}
        widths = [(high - low) * max(map(abs, ends[1 - each])) for each, (low, high) in ends.items()]
        open_one, other = (left, right) if widths[0] <= widths[1] else (right, left)
        low, high = self.bounds(open_one)
        return Between(other.times((low + high) / 2), self.magnitude(other).times((high - low) / 2))

    def added(self, amounts: Iterable[Between]) -> Between:
        """Return a sum."""
        bounds = list(amounts)
        slacks = [each.slack for each in bounds if not each.exact]
        return Between(self.sum_of(each.number for each in bounds), self.sum_of(slacks))

    def sum_of(self, numbers: Iterable[LoweredNumber]) -> LoweredNumber:
        """Return a sum of exact numbers, in time linear in the listed values."""
        plain: dict[int, dict[int, Fraction]] = {}
        others: list[LoweredNumber] = []
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
        listed = {variable: ValueWeight(listed=into) for variable, into in plain.items() if any(into.values())}
        return total_of((LoweredNumber(constant, listed), *others), self.logic)

    def constant(self, value: Fraction) -> Between:
        """Return an amount that is always the same."""
        return Between(LoweredNumber(value))

    def add(self, left: Between, right: Between) -> Between:
        """Return a sum of two."""
        return self.added((left, right))

    def scaled(self, amount: Between, factor: Fraction) -> Between:
        """Return an amount multiplied by a constant."""
        return amount.times(factor)

    def is_nothing(self, amount: Between) -> bool:
        """Return whether an amount is 0 for certain."""
        return amount == ZERO_AMOUNT

    def may_exceed(self, left: Between, right: Between) -> bool:
        """Return whether one amount can exceed another, by their bounds."""
        return self.ends(left)[1] > self.ends(right)[0]

    def ends(self, amount: Between) -> tuple[Fraction, Fraction]:
        """Return an interval that the true amount stays in."""
        (low, high), slack = self.bounds(amount.number), self.bounds(amount.slack)[1]
        return low - slack, high + slack

    def quotient(self, left: Between, right: Between) -> Between:
        """Return one fixed amount divided by another."""
        if left.constant is None or not right.constant:
            raise self.refuse("it divides by an amount that depends on the configuration")
        return self.constant(left.constant / right.constant)

    def to_multiple(self, amount: Between, step: Fraction, mode: Rounding) -> Between:
        """Return an amount rounded to a multiple of a step, within the most that this moves it."""
        self.relax("it rounds more values than are listed")
        return self.added((amount, Between(NOTHING, LoweredNumber(step / 2 if mode in _NEAREST else step))))

    def minus(self, left: Between, right: Between) -> Between:
        """Return a difference."""
        return self.added((left, right.times(-ONE)))

    # ── functions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def tabulated(self, number: LoweredNumber, function: Callable[[Fraction], Fraction]) -> LoweredNumber | None:
        """Return a function of a number, listed over the values that it can have; None where they are too many."""
        one = self.making.sum_of(number)
        if not one.variables:
            return LoweredNumber(function(one.constant))
        (variable,) = one.variables
        domain = self.logic.domains[variable]
        if len(domain) > MOST_VALUES:
            return None
        weight = one.weights[variable]
        listed = {held: function(one.constant + weight.at(held)) for held in domain}
        return LoweredNumber(weights={variable: ValueWeight(listed=listed)})

    def bent(
        self, number: LoweredNumber, function: Callable[[Fraction], Fraction], at: Iterable[Fraction]
    ) -> LoweredNumber:
        """Return a function that is straight but for some points: listed, or else piece by piece."""
        lowered_number = self.tabulated(number, function)
        if lowered_number is not None:
            return lowered_number
        one = self.making.sum_of(number)
        low, high = self.bounds(one)
        pieces = (
            straight_pieces(function, low, high, at)
            if low < high
            else [StraightPiece(low, low, (True, True), ZERO, function(low))]
        )
        return self.sum_of(self._piece(one, piece) for piece in pieces)

    def _piece(self, number: LoweredNumber, piece: StraightPiece) -> LoweredNumber:
        value = self.sum_of((number.times(piece.slope), LoweredNumber(piece.start)))
        sides = (
            (ComparisonOperator.AT_LEAST if piece.closed[0] else ComparisonOperator.GREATER, piece.low),
            (ComparisonOperator.AT_MOST if piece.closed[1] else ComparisonOperator.LESS, piece.high),
        )
        where = (
            compared_with_zero(self.sum_of((number, LoweredNumber(-end))), operator, self.making)
            for operator, end in sides
        )
        return self._gated(value, self.logic.all_of(where))

    def above_zero(self, amount: Between) -> Between:
        """Return a number where it is more than 0, else 0."""
        low, high = self.bounds(amount.number)
        if low >= 0:
            return amount
        if high <= 0:
            return ZERO_AMOUNT if amount.exact else Between(NOTHING, amount.slack)
        return Between(self.bent(amount.number, lambda value: max(ZERO, value), (ZERO,)), amount.slack)

    def lesser(self, amount: Between, limit: Between) -> Between:
        """Return the lesser of two numbers."""
        return self.minus(amount, self.above_zero(self.minus(amount, limit)))

    def greater(self, amount: Between, limit: Between) -> Between:
        """Return the greater of two numbers."""
        return self.added((amount, self.above_zero(self.minus(limit, amount))))

    def bounds(self, number: LoweredNumber) -> tuple[Fraction, Fraction]:
        """Return an interval that the number stays in."""
        low = high = number.constant
        for variable, weight in number.weights.items():
            least, most = weight_range(weight.slope, weight.listed, self.logic.domains[variable])
            low, high = low + least, high + most
        for joint in number.joints.values():
            low, high = low + min(joint), high + max(joint)
        return low, high

    # ── rounding ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def blur(self) -> Fraction:
        """How far rounding moves a number at most."""
        rounding = self.prepared.rounding
        return rounding.step / 2 if rounding.mode in _NEAREST else rounding.step

    def rounded(self, amount: Between) -> Between:
        """Return an amount as the book rounds a line; without an exact sum, by how far rounding can move it."""
        if self.prepared.rounding.at is RoundedAt.TOTAL:
            return amount
        if not amount.exact:
            return self.added((amount, Between(NOTHING, LoweredNumber(self.blur))))
        number = amount.number
        if self.is_landed(number):
            return amount
        groups = [(variable,) for variable in number.weights] + list(number.joints)
        variables = tuple(sorted({variable for group in groups for variable in group}))
        if len(groups) == 1 and self.making.size(variables) <= MOST_VALUES:
            amounts = tuple(self.landed(each) for each in number.over(variables, self.logic))
            return Between(number_of(variables, amounts, self.logic))
        return Between(number, LoweredNumber(self.blur))

    def landed(self, amount: Fraction) -> Fraction:
        """Return an amount as the book rounds a line."""
        rounding = self.prepared.rounding
        return amount if rounding.at is RoundedAt.TOTAL else rounding.landed(amount)

    def is_landed(self, number: LoweredNumber) -> bool:
        """Whether every value of the number is a multiple of the rounding step for certain."""
        step = self.prepared.rounding.step
        amounts = [number.constant, *(amount for joint in number.joints.values() for amount in joint)]
        for weight in number.weights.values():
            amounts += [weight.slope, *weight.listed.values()]
        return all((amount / step).denominator == 1 for amount in amounts)
