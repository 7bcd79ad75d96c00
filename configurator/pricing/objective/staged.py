"""Named stages and taxes over the lines of every configuration at once."""

from dataclasses import dataclass
from fractions import Fraction

from configurator.language.tree import ComparisonOperator
from configurator.money import ONE, ZERO
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.model import ActsOn, Selection, Stage, StageKind
from configurator.pricing.objective.between import UNKNOWN, ZERO_AMOUNT, Between, Where
from configurator.pricing.objective.lines import SymbolicLine
from configurator.pricing.objective.symbols import Symbols
from configurator.pricing.objective.waived import is_any_there
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.compile.program_draft import bindings

Lines = list[SymbolicLine]
PERCENT = Fraction(1, 100)


# ── stages ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_adjustments(symbols: Symbols, lines: Lines) -> Lines:
    """Return the lines after every named stage but taxes."""
    for stage in symbols.prepared.adjustments:
        symbols.begin(f"stages.{stage.id}", stage.location)
        selected = [line for line in lines if _acts_on(stage.on, line)]
        if not selected and stage.on is not None:
            continue
        first = Cadence.ONE_TIME if stage.percent or stage.cadence is None else stage.cadence
        where = _when(symbols, stage, [line for line in selected if line.cadence is first])
        if stage.at is ActsOn.LINE:
            lines = [_changed(symbols, stage, line, where) if _acts_on(stage.on, line) else line for line in lines]
        else:
            lines = [*lines, *_own_lines(symbols, stage, selected, where)]
    return lines


def _acts_on(on: Selection | None, line: SymbolicLine) -> bool:
    return on is None or line.tags in on


def _when(symbols: Symbols, stage: Stage, due: Lines) -> Where:
    """Return where a stage may be taken; its condition may ask for the sum of what it acts on."""
    return symbols.holds(stage.when, bindings(""), base=_sum(symbols, due) if stage.when is not None else None)


def _sum(symbols: Symbols, lines: Lines) -> Between:
    return symbols.added(line.worth for line in lines)


@dataclass(frozen=True, slots=True)
class Figure:
    """A signed figure of a stage, in money or in hundredths, and where it applies."""

    where: Where
    value: Between

    @property
    def fixed(self) -> Fraction | None:
        """The figure, if it is always the same where it applies."""
        return None if self.value.number.variables or not self.value.exact else self.value.number.constant


def _figures(symbols: Symbols, stage: Stage, where: Where, base: Between) -> list[Figure]:
    """Return the figures of a stage on what it acts on."""
    sign = -ONE if stage.kind is StageKind.DISCOUNT else ONE
    return [
        Figure(symbols.every(where, case.where), case.value.times(sign))
        for case in symbols.cases(stage.percent or stage.amount, bindings(""), base=base)
    ]


def _percent_of(symbols: Symbols, figure: Figure, base: Between) -> Between:
    fixed = figure.fixed
    return base.times(fixed * PERCENT) if fixed is not None else symbols.times(base, figure.value.times(PERCENT))


# ── line by line ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _changed(symbols: Symbols, stage: Stage, line: SymbolicLine, where: Where) -> SymbolicLine:
    worth = line.worth
    changes = []
    for figure in _figures(symbols, stage, where, worth):
        change = (
            _by_percent(symbols, stage, figure, worth) if stage.percent else _by_amount(symbols, stage, figure, worth)
        )
        changes.append(symbols.gated(change, figure.where))
    number = symbols.sum_of((worth.number, *(change.number for change in changes)))
    slack = symbols.sum_of((worth.slack, *(change.slack for change in changes)))
    return line.having(_rounded_after(symbols, worth, Between(number, slack)))


def _rounded_after(symbols: Symbols, before: Between, after: Between) -> Between:
    """Return a changed line as the book rounds it; one that did not change is money already."""
    return before if after == before else symbols.rounded(after)


def _by_percent(symbols: Symbols, stage: Stage, figure: Figure, worth: Between) -> Between:
    """Return what hundredths at the line add to it; a discount takes no more than there is."""
    change = _percent_of(symbols, figure, worth)
    value = figure.value
    if stage.kind is not StageKind.DISCOUNT or symbols.bounds(value.number)[0] - symbols.bounds(value.slack)[1] >= -100:
        return change
    owed = symbols.compared(worth, ComparisonOperator.GREATER)
    kept = symbols.greater(change, worth.times(-ONE))
    return symbols.added((symbols.gated(kept, owed), symbols.gated(change, symbols.opposite(owed))))


def _by_amount(symbols: Symbols, stage: Stage, figure: Figure, worth: Between) -> Between:
    """Return what an amount at the line adds to it: nothing to a free line, and a discount not more than there is."""
    fixed = figure.fixed
    if fixed is not None and worth.exact:
        listed = symbols.tabulated(worth.number, lambda amount: _changed_by(fixed, stage, amount))
        if listed is not None:
            return Between(listed)
    due = symbols.compared(worth, ComparisonOperator.DIFFERENT)
    if stage.kind is not StageKind.DISCOUNT:
        return symbols.gated(figure.value, due)
    owed = symbols.compared(worth, ComparisonOperator.GREATER)
    kept = symbols.greater(figure.value, worth.times(-ONE))
    other = symbols.every(due, symbols.opposite(owed))
    return symbols.added((symbols.gated(kept, owed), symbols.gated(figure.value, other)))


def _changed_by(by: Fraction, stage: Stage, amount: Fraction) -> Fraction:
    if amount == 0:
        return ZERO
    return -amount if stage.kind is StageKind.DISCOUNT and amount + by < 0 < amount else by


# ── one line for all ─────────────────────────────────────────────────────────────────────────────────────────────────


def _own_lines(symbols: Symbols, stage: Stage, selected: Lines, where: Where) -> Lines:
    if stage.percent and stage.cadence is None:
        cadences = [cadence for cadence in Cadence if any(line.cadence is cadence for line in selected)]
        return [_own_line(symbols, stage, cadence, cadence, selected, where) for cadence in cadences]
    into = stage.cadence or Cadence.ONE_TIME
    return [_own_line(symbols, stage, into, Cadence.ONE_TIME if stage.percent else into, selected, where)]


def _own_line(
    symbols: Symbols, stage: Stage, cadence: Cadence, source: Cadence, selected: Lines, where: Where
) -> SymbolicLine:
    base = _sum(symbols, [line for line in selected if line.cadence is source])
    if not stage.percent and stage.on is not None and stage.kind is not StageKind.MAXIMUM:
        where = symbols.every(where, is_any_there(symbols, selected))
    parts = [
        symbols.gated(_change(symbols, stage, base, figure), figure.where)
        for figure in _figures(symbols, stage, where, base)
    ]
    worth = symbols.rounded(symbols.added(parts))
    found = tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX)
    return SymbolicLine(symbols.rule, stage.location, cadence, found, worth, UNKNOWN)


def _change(symbols: Symbols, stage: Stage, base: Between, figure: Figure) -> Between:
    """Return what a stage adds."""
    match stage.kind:
        case StageKind.MINIMUM:
            return _short(symbols, figure, base)
        case StageKind.MAXIMUM:
            return symbols.above_zero(symbols.minus(base, figure.value)).times(-ONE)
        case _:
            return _within_limits(symbols, stage, base, figure)


def _short(symbols: Symbols, figure: Figure, base: Between) -> Between:
    """Return by how much a sum stays below a minimum."""
    fixed = figure.fixed
    if fixed is None:
        return symbols.above_zero(symbols.minus(figure.value, base))
    if symbols.bounds(base.number)[0] - symbols.bounds(base.slack)[1] >= fixed:
        return ZERO_AMOUNT
    return Between(symbols.bent(base.number, lambda amount: max(ZERO, fixed - amount), (fixed,)), base.slack)


def _within_limits(symbols: Symbols, stage: Stage, base: Between, figure: Figure) -> Between:
    """Keep a change within the bounds of its stage; a discount on some lines never takes more than they come to."""
    limits = _limits(symbols, stage, base)
    fixed = figure.fixed
    part = bool(stage.percent) and fixed is not None and fixed >= -100 and not stage.at_least
    capped = stage.kind is StageKind.DISCOUNT and stage.on is not None and not part
    change = _percent_of(symbols, figure, base) if stage.percent else figure.value
    listed = _listed(symbols, stage, base, figure, limits, capped)
    if listed is not None:
        return listed
    for limit in limits:
        bound = symbols.lesser(change, limit.value) if limit.ceiling else symbols.greater(change, limit.value)
        if limit.where.surely == limit.where.perhaps == symbols.logic.all_of(()):
            change = bound
        else:
            inside, outside = symbols.gated(bound, limit.where), symbols.gated(change, symbols.opposite(limit.where))
            change = symbols.added((inside, outside))
    if not capped:
        return change
    floor = symbols.above_zero(base).times(-ONE)
    return symbols.greater(change, floor)


@dataclass(frozen=True, slots=True)
class Limit:
    """A signed bound of what a stage adds, whether it is the upper one, and where it applies."""

    value: Between
    ceiling: bool
    where: Where


def _limits(symbols: Symbols, stage: Stage, base: Between) -> list[Limit]:
    sign = -ONE if stage.kind is StageKind.DISCOUNT else ONE
    return [
        Limit(case.value.times(sign), upper == (sign > 0), case.where)
        for amount, upper in ((stage.at_least, False), (stage.at_most, True))
        for case in (symbols.cases(amount, bindings(""), base=base) if amount else ())
    ]


def _listed(
    symbols: Symbols, stage: Stage, base: Between, figure: Figure, limits: list[Limit], capped: bool
) -> Between | None:
    """Return the change as a function of the base, where all figures are fixed; None where they are not."""
    fixed = figure.fixed
    bounds = [(Figure(limit.where, limit.value).fixed, limit.ceiling) for limit in limits]
    always = all(limit.where == Where.exactly(symbols.logic.all_of(())) for limit in limits)
    if fixed is None or not always or any(bound is None for bound, _ in bounds):
        return None
    factor, constant = (fixed * PERCENT, ZERO) if stage.percent else (ZERO, fixed)

    def kept(amount: Fraction) -> Fraction:
        found = amount * factor + constant
        for limit, ceiling in bounds:
            found = found if limit is None else min(found, limit) if ceiling else max(found, limit)
        return max(found, -max(amount, ZERO)) if capped else found

    ends = symbols.bounds(base.number)
    straight = [(end, end * factor + constant) for end in ends]
    inside = all(_is_within(change, limit, ceiling) for limit, ceiling in bounds for _, change in straight)
    covered = not capped or all(change >= -max(end, ZERO) for end, change in straight)
    if inside and covered and (not capped or ends[0] >= 0 or ends[1] <= 0):
        number = symbols.sum_of((base.number.times(factor), LoweredNumber(constant)))
        slope = max(abs(factor), ONE) if bounds or capped else abs(factor)
        return Between(number, base.slack.times(slope))
    found = symbols.tabulated(base.number, kept)
    return None if found is None else Between(found, base.slack.times(max(ONE, abs(factor))))


def _is_within(change: Fraction, limit: Fraction | None, ceiling: bool) -> bool:
    return limit is None or (change <= limit if ceiling else change >= limit)


# ── taxes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_taxes(symbols: Symbols, lines: Lines) -> Lines:
    """Return the lines and those of every tax."""
    for stage in symbols.prepared.taxes:
        symbols.begin(f"stages.{stage.id}", stage.location)
        taxed = [line for line in lines if stage.on is not None and _acts_on(stage.on, line)]
        where = _when(symbols, stage, [line for line in taxed if line.cadence is Cadence.ONE_TIME])
        if stage.at is ActsOn.LINE:
            lines = [*lines, *_by_line(symbols, stage, taxed, where)]
        else:
            lines = [*lines, *_on_totals(symbols, stage, taxed, where)]
    return lines


def _on_totals(symbols: Symbols, stage: Stage, taxed: Lines, where: Where) -> Lines:
    cadences = [cadence for cadence in Cadence if any(line.cadence is cadence for line in taxed)]
    return [_own_line(symbols, stage, cadence, cadence, taxed, where) for cadence in cadences]


def _by_line(symbols: Symbols, stage: Stage, taxed: Lines, where: Where) -> Lines:
    found = []
    for cadence in Cadence:
        parts = [
            symbols.rounded(symbols.gated(_percent_of(symbols, figure, line.worth), figure.where))
            for line in taxed
            if line.cadence is cadence
            for figure in _figures(symbols, stage, where, line.worth)
        ]
        if parts:
            its = tags.of_stage(stage.id, cadence, tax=True)
            found.append(
                SymbolicLine(symbols.rule, stage.location, cadence, its, symbols.added(parts), UNKNOWN)
            )  # fmt: skip
    return found
