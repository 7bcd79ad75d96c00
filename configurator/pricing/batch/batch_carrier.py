"""The carrier of a batch: the lines of one configuration, whose amounts are lists, one amount for each price."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.language.checked import CheckedExpression
from configurator.pricing import tags
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.batch.amount_lists import AmountLists, Amounts, Divided, agreed
from configurator.pricing.batch.base_classes import base_classes
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import At, Calculating, Figure, StageBound
from configurator.pricing.model import ListPrice, Stage, StageKind, Waiver
from configurator.pricing.operations import Operation, outcome
from configurator.pricing.prepare import Prepared
from configurator.pricing.price_lines import Outcome
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, WithBase, instances_of, resolve, truth
from configurator.pricing.steps import Calculation, RoundedAt
from configurator.source import Location

Figures = tuple[Figure[Amounts, bool], ...]
NOTHING = Amounts((0,))


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line of every price of a batch: its names, and its amount in each."""

    id: str
    cadence: Cadence
    tags: frozenset[str]
    path: str
    part: str
    worth: Amounts
    waived: bool = False


class BatchCarrier(AmountLists):
    """Changes lines of a configuration by a prepared book. Every method may raise Divided."""

    def __init__(self, prepared: Prepared, configuration: Configuration) -> None:
        self.prepared = prepared
        self.world = ConfigurationWorld(prepared.catalog, configuration, prepared.parameters, prepared.members)

    def begin(self, rule: str, location: Location, lines: Sequence[BatchLine] = ()) -> None:
        """No rule is named, as no steps are kept."""

    def passed(self, rule: str, location: Location, outcome: Outcome, subject: str = "") -> None:
        """No reasons are kept."""

    # ── the book's queries ───────────────────────────────────────────────────────────────────────────────────────────

    def instances_of(self, each: str) -> Iterator[tuple[str, At, bool]]:
        return ((at[each], at, True) for at in instances_of(each, self.world))

    def holds(self, rule: str, condition: CheckedExpression | None, at: At, instance: str, present: bool) -> bool:
        return condition is None or truth(condition, self.world, at) is True

    def applies(self, stage: Stage, base: Callable[[], Amounts]) -> bool:
        if stage.when is None:
            return True
        amounts, classes = base_classes((stage.when,), self.world, base())
        held = [truth(stage.when, WithBase(self.world, each), ROOT_AT) is True for each in amounts]
        return agreed([held[each] for each in classes])

    def figures(
        self, stage: Stage, base: Amounts, where: bool, *, cadence: Cadence | None = None, line: BatchLine | None = None
    ) -> Figures:
        return self.limits(stage, stage.percent or stage.amount, base)

    def limits(self, stage: Stage, amount: Amount, base: Amounts) -> Figures:
        """Return the case that applies in all prices, with its value in each."""
        amounts, classes = base_classes(_expressions(amount), self.world, base)
        results = [resolve(amount, self.prepared.on, WithBase(self.world, each), ROOT_AT) for each in amounts]
        cases = [amount.index(each.case) if isinstance(each, Resolved) else None for each in results]
        if len(set(cases)) > 1:
            raise Divided(cases[each] for each in classes)
        values = [each.value for each in results if isinstance(each, Resolved)]
        if not values:
            return ()
        value = Amounts.of([values[each] for each in classes] if len(set(values)) > 1 else values[:1])
        return (Figure(value, True, amount[cases[0] or 0]),)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def list_figure(self, price: ListPrice, at: At) -> Fraction | None:
        """Return the figure of a list price that applies; None where none does."""
        first = price.amount[0]
        if first.when is None and isinstance(first.value, Fraction):  # Prepared prices are those in force.
            return first.value
        result = resolve(price.amount, self.prepared.on, self.world, at)
        return result.value if isinstance(result, Resolved) else None

    def listed(self, figures: Amounts, quantity: Fraction) -> Amounts:
        """Return the amounts of a line of so many pieces at list prices."""
        working = _Working(self)
        working.take(Calculation(Operation.TIMES, figures, self.constant(quantity)))
        return working.amount

    def amount(self, line: BatchLine) -> Amounts:
        return line.worth

    def total(self, lines: Sequence[BatchLine]) -> Amounts:
        """Return the sum of lines; amounts that are the same in every price are added first, as one."""
        result = NOTHING
        for worth in sorted((line.worth for line in lines), key=lambda each: len(each.numerators)):
            result = self.add(result, worth)
        return result

    def base(self, stage: Stage, lines: Sequence[BatchLine]) -> Amounts:
        return self.total(lines)

    def any_there(self, lines: Sequence[BatchLine]) -> bool:
        return bool(lines)

    def changed(
        self,
        stage: Stage,
        line: BatchLine,
        figures: Iterable[Figure[Amounts, bool]],
        calculate: Calculating,
    ) -> BatchLine:
        working = _Working(self, line.worth)
        for figure in figures:
            calculate(self, working, line.worth, figure, ())
        return replace(line, worth=working.amount)

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[BatchLine],
        base: Amounts,
        figures: Iterable[Figure[Amounts, bool]],
        bounds: Sequence[StageBound[Amounts, bool]],
        calculate: Calculating,
    ) -> Iterator[BatchLine]:
        working = _Working(self)
        for figure in figures:
            calculate(self, working, base, figure, bounds)
        if working.taken and not self._needless(stage, base, working.amount):
            yield _stage_line(stage, cadence, working.amount)

    def _needless(self, stage: Stage, base: Amounts, amount: Amounts) -> bool:
        """Return whether a line of no amount is left out."""
        return self.is_nothing(amount) and (
            stage.kind in (StageKind.MINIMUM, StageKind.MAXIMUM) or self.is_nothing(base)
        )

    def taxed(
        self, stage: Stage, cadence: Cadence, steps: Iterable[tuple[Amounts, Figure[Amounts, bool]]]
    ) -> Iterator[BatchLine]:
        working = _Working(self)
        for base, figure in steps:
            working.take(Calculation(Operation.TAX_ON_LINE, base, figure.value), figure)
        if working.taken:
            yield _stage_line(stage, cadence, working.amount)

    # ── waivers and the rounded total ────────────────────────────────────────────────────────────────────────────────

    def unpaid(self, waiver: Waiver, lines: Sequence[BatchLine], positions: Sequence[int]) -> list[int]:
        return [position for position in positions if not lines[position].waived]

    def due(self, lines: Sequence[BatchLine], cost: Amounts) -> bool:
        return True

    def cost(self, lines: Sequence[BatchLine]) -> Amounts:
        months, result = self.prepared.book.compare_over, NOTHING
        for line in lines:
            result = self.add(result, self.scaled(line.worth, weight(line.cadence, months)))
        return result

    def waived(self, waiver: Waiver, line: BatchLine, where: bool) -> BatchLine:
        return replace(line, worth=NOTHING, waived=True)

    def without_waived(self, lines: Sequence[BatchLine]) -> Sequence[BatchLine]:
        return lines

    def allocated(self, lines: Sequence[BatchLine], cadence: Cadence) -> Sequence[BatchLine]:
        """Add what rounding the total of a cadence adds; how the lines share it does not change the total."""
        due = self.total([line for line in lines if line.cadence is cadence])
        spare = self.minus(self.landed(due), due)
        return [*lines, BatchLine("rounding", cadence, frozenset(), "", "", spare)] if any(spare.numerators) else lines

    def landed(self, amount: Amounts) -> Amounts:
        """Return amounts as money holds them."""
        rounding = self.prepared.book.rounding
        return self.to_multiple(amount, rounding.step, rounding.mode)


class _Working:
    """The amounts of a line in the making, rounded after every calculation where the book rounds lines."""

    def __init__(self, carrier: BatchCarrier, amount: Amounts = NOTHING) -> None:
        self._carrier, self.amount, self.taken = carrier, amount, False
        self._rounded = carrier.prepared.book.rounding.at is RoundedAt.LINE

    def take(self, calculation: Calculation[Amounts], figure: Figure[Amounts, bool] | None = None) -> None:
        self.amount, self.taken = self.after(calculation), True

    def bound(self, calculation: Calculation[Amounts], bound: StageBound[Amounts, bool]) -> None:
        if bound.where:
            self.amount = self.after(calculation)

    def after(self, calculation: Calculation[Amounts]) -> Amounts:
        """Return the amounts after a calculation: a tax on a line is rounded alone, all else as a whole."""
        carrier, operation = self._carrier, calculation.operation
        before = NOTHING if operation is Operation.TAX_ON_LINE else self.amount
        exact = outcome(carrier, operation, before, calculation.base, calculation.operand)
        landed = carrier.landed(exact) if self._rounded else exact
        return carrier.add(self.amount, landed) if operation is Operation.TAX_ON_LINE else landed


def _expressions(amount: Sequence[Case]) -> Iterator[CheckedExpression]:
    for case in amount:
        if case.when is not None:
            yield case.when
        if isinstance(case.value, CheckedExpression):
            yield case.value


def _stage_line(stage: Stage, cadence: Cadence, worth: Amounts) -> BatchLine:
    its = tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX)
    return BatchLine(f"stages.{stage.id}", cadence, its, "", f"stages.{stage.id}:{cadence}", worth)
