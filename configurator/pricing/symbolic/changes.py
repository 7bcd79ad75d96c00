"""The change of a stage: the exact calculation, straight or listed over all values, or step by step.

The calculation itself is in `stages.adjustments`, over any carrier. If all of its figures are fixed, it is one function
of the base, computed by the exact carrier.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from configurator.money import ONE, ZERO
from configurator.pricing.carrier import Calculating, Figure, StageBound
from configurator.pricing.model import Stage
from configurator.pricing.operations import EXACT, outcome
from configurator.pricing.steps import Calculation, after_of
from configurator.pricing.symbolic.interval_bounds import EVERYWHERE, ZERO_AMOUNT, Between, Where
from configurator.pricing.symbolic.symbols import Symbols
from configurator.program.compile.lowered import LoweredNumber


def change_of(
    symbols: Symbols,
    stage: Stage,
    base: Between,
    figure: Figure[Between, Where],
    bounds: Sequence[StageBound[Between, Where]],
    calculate: Calculating,
    *,
    line: bool,
) -> Between:
    """Return the change of a stage, to a line or as its own line, where the figure applies."""
    results = _as_function(symbols, stage, base, figure, bounds, calculate, line=line)
    if results is not None:
        return results
    due = symbols.differs(base) if line and not stage.percent else EVERYWHERE
    working = SymbolicChange(symbols, base if line else ZERO_AMOUNT, due)
    calculate(symbols, working, base, figure, bounds)
    return working.settled()


class SymbolicChange:
    """Computes the change of an amount within bounds; none if it is not `due`."""

    def __init__(self, symbols: Symbols, before: Between, due: Where) -> None:
        self.symbols, self.before, self.due = symbols, before, due
        self.change, self.gated = ZERO_AMOUNT, False

    def take(self, calculation: Calculation[Between], figure: Figure[Between, Where]) -> None:
        operation, base, operand = calculation.operation, calculation.base, calculation.operand
        self.change = outcome(self.symbols, operation, self.change, base, operand)

    def bound(self, calculation: Calculation[Between], bound: StageBound[Between, Where]) -> None:
        symbols, limit = self.symbols, calculation.operand
        if not symbols.is_nothing(self.before):
            limit = symbols.minus(limit, self.before)
        kept = symbols.lesser(self.change, limit) if bound.ceiling else symbols.greater(self.change, limit)
        if bound.where != EVERYWHERE:
            elsewhere = symbols.every(self.due, symbols.opposite(bound.where))
            kept = symbols.add(symbols.gated(kept, bound.where), symbols.gated(self.change, elsewhere))
            self.gated = True
        self.change = kept

    def settled(self) -> Between:
        """Return the change if it is due; a bound for positive bases has already ensured that."""
        return self.change if self.gated else self.symbols.gated(self.change, self.due)


# ── one function of the base ─────────────────────────────────────────────────────────────────────────────────────────


class _ExactChange:
    """Computes the change of an exact amount, and records whether any bound took effect."""

    def __init__(self, before: Fraction) -> None:
        self.before, self.amount, self.bounds, self.touched = before, before, 0, False

    def take(self, calculation: Calculation[Fraction], figure: Figure[Fraction, bool]) -> None:
        self.amount = after_of(calculation, self.amount)

    def bound(self, calculation: Calculation[Fraction], bound: StageBound[Fraction, bool]) -> None:
        self.bounds += 1
        if bound.where:
            before, self.amount = self.amount, after_of(calculation, self.amount)
            self.touched = self.touched or self.amount != before

    @property
    def change(self) -> Fraction:
        """The change."""
        return self.amount - self.before


def _as_function(
    symbols: Symbols,
    stage: Stage,
    base: Between,
    figure: Figure[Between, Where],
    bounds: Sequence[StageBound[Between, Where]],
    calculate: Calculating,
    *,
    line: bool,
) -> Between | None:
    """Return the change as a function of the base, where all figures are fixed; None where they are not."""
    fixed = figure.value.constant
    limits = [bound.amount.constant for bound in bounds]
    if fixed is None or None in limits or any(bound.where != EVERYWHERE for bound in bounds):
        return None
    own = [
        StageBound(limit or ZERO, each.ceiling, True, each.location) for limit, each in zip(limits, bounds, strict=True)
    ]

    def worked(value: Fraction) -> _ExactChange:
        working = _ExactChange(value if line else ZERO)
        calculate(EXACT, working, value, Figure(fixed or ZERO, True, figure.case), own)
        return working

    def change(value: Fraction) -> Fraction:
        if line and not value:
            return ZERO
        return worked(value).change

    straight = _straight(symbols, stage, base, worked, line=line)
    if straight is not None:
        return straight
    if line and (not base.exact or stage.percent):
        return None
    if not any(map(change, symbols.ends(base))) and stage.is_bound:
        return ZERO_AMOUNT
    listed = symbols.tabulated(base.number, change)
    if listed is None:
        return None
    steepest = max(ONE, abs(fixed) / 100) if stage.percent else ONE
    return Between(listed, base.slack.times(steepest))


def _straight(
    symbols: Symbols, stage: Stage, base: Between, worked: Callable[[Fraction], _ExactChange], *, line: bool
) -> Between | None:
    """Return a change that no bound touches as a straight line; None where one does, or where it has a bend."""
    if stage.is_bound:
        return None
    ends = symbols.bounds(base.number)
    low, high = (worked(end) for end in ends)
    if low.touched or high.touched:
        return None
    if ends[0] < 0 < ends[1] and low.bounds:
        return None
    if line and not stage.percent and ends[0] <= 0 <= ends[1]:
        return None
    slope = (high.change - low.change) / (ends[1] - ends[0]) if ends[1] > ends[0] else ZERO
    start = low.change - slope * ends[0]
    number = symbols.sum_of((base.number.times(slope), LoweredNumber(start)))
    return Between(number, base.slack.times(max(abs(slope), ONE) if low.bounds else abs(slope)))
