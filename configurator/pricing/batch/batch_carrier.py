"""The carrier of many products: what they sell, and the stages after it, for all of them at once.

A line has an amount for each product, and a mask of the products that have the line. No steps are recorded, and no
reasons: only the totals are asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial, reduce
from operator import or_
from typing import TypeVar

from configurator.language.checked import Absence, CheckedExpression, World
from configurator.money import ONE, ZERO
from configurator.pricing import rule_evaluation, tags
from configurator.pricing.amounts import Amount
from configurator.pricing.batch.amount_vectors import VectorAmount, VectorArithmetic, at, bits
from configurator.pricing.batch.base_classes import base_classes
from configurator.pricing.batch.near_products import NearProducts
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import Calculating, Figure, IncludedTax, Sold, StageBound
from configurator.pricing.incremental_pricing import NO_READS, Reads, in_amount, reads_of
from configurator.pricing.model import ListPrice, Stage, StageKind, Waiver
from configurator.pricing.named_amounts import WithAmounts, is_amount, summed_lines
from configurator.pricing.operations import Operation, outcome
from configurator.pricing.prepare import Prepared
from configurator.pricing.price_lines import Outcome
from configurator.pricing.rule_evaluation import (
    ROOT_AT,
    At,
    Resolved,
    Unresolved,
    WithBase,
    instances_of,
    resolve,
    truth,
)
from configurator.pricing.steps import Calculation, RoundedAt
from configurator.source import Location

T = TypeVar("T")
Steps = Iterable[tuple[Calculation[VectorAmount], Figure[VectorAmount, int]]]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line of the products in the mask `where`; `waived` are those for which a waiver took it off."""

    id: str
    cadence: Cadence
    tags: frozenset[str]
    path: str
    part: str
    amount: VectorAmount
    where: int
    waived: int = 0


class BatchCarrier(VectorArithmetic):
    """Opens what is sold, and takes the lines of many products through the stages."""

    def __init__(self, products: NearProducts) -> None:
        super().__init__(products.count)
        self.products = products
        self.prepared: Prepared = products.prepared
        stages = (*self.prepared.adjustments, *self.prepared.taxes)
        self.selections = (
            *(selection for stage in stages for selection in stage.selections),
            *(waiver.parts for waiver in self.prepared.waivers),
            *(self.prepared.named.values() if self.prepared.reading_amounts else ()),
        )
        """What stages and waivers tell lines apart by, beside their cadence and path."""
        self.unpriced = 0
        """The products that sell something without a price."""
        self._steps: Sequence[BatchLine] = ()
        self._amounts: dict[str, VectorAmount] = {}
        self._times = ONE
        self._numbers: dict[object, tuple[VectorAmount, int]] = {}

    def begin(self, rule: str, location: Location, lines: Sequence[BatchLine] = ()) -> None:
        """Let expressions read the amounts of earlier steps; reasons are given for one configuration at a time."""
        self._steps, counts = lines, self.prepared.reading_amounts.get(rule)
        self._times = ONE if counts is None else counts.times(self.prepared.pieces)
        self._amounts = {}

    def _world(self, world: World, number: int) -> World:
        """Return a product as expressions of stages see it, with the amounts of earlier steps."""
        return WithAmounts(world, partial(self._named, number))

    def _named(self, number: int, name: str) -> Fraction | None:
        selections = self.prepared.named
        if name in self.prepared.values or not is_amount(name, selections):
            return None
        if name not in self._amounts:
            lines = summed_lines(name, selections, self._steps, lambda line: (line.cadence, line.tags))
            self._amounts[name] = self.scaled(self.total(lines), 1 / self._times)
        return at(self._amounts[name], number)

    def tried(self, ask: Callable[[], tuple[VectorAmount, int]]) -> tuple[VectorAmount, int]:
        return ask()

    def not_chosen(self, stage: Stage, compared: Sequence[tuple[Stage, VectorAmount]]) -> None:
        """Reasons are given for one configuration at a time."""

    def passed(self, rule: str, location: Location, outcome: Outcome, subject: str = "") -> None:
        """Reasons are given for one configuration at a time."""

    # ── the book's queries ───────────────────────────────────────────────────────────────────────────────────────────

    def _answers(self, reads: Reads, at_instance: At, where: int, ask: Callable[[World], T]) -> Iterator[tuple[T, int]]:
        """Yield the answers to a question of a rule about some products, each with those that it holds for.

        Products in which nothing changed that the rule reads share the answer.
        """
        products = self.products
        affected = where & products.affected(reads, at_instance) if reads is not NO_READS else 0
        if affected != where:
            yield ask(products.world), where & ~affected
        for number in bits(affected):
            yield ask(products.world_of(number)), 1 << number

    def _answers_by_base(
        self,
        reads: Reads,
        base: VectorAmount,
        where: int,
        expressions: Callable[[], Iterable[CheckedExpression]],
        ask: Callable[[World], T],
    ) -> Iterator[tuple[T, int]]:
        """Yield the answers of a stage, whose `expressions` may read its base."""
        products = self.products
        if reads.amounts:
            for number in bits(where):
                world = self._world(products.world_of(number), number)
                yield ask(WithBase(world, at(base, number))), 1 << number
            return
        if not reads.base:
            yield from self._answers(reads, ROOT_AT, where, ask)
            return
        affected = where & products.affected(reads, ROOT_AT)
        if isinstance(base, Fraction):
            classes = [(base, where & ~affected)] if affected != where else []
        else:
            classes = base_classes(expressions(), products.world, base, where & ~affected)
        for amount, those in classes:
            yield ask(WithBase(products.world, amount)), those
        for number in bits(affected):
            yield ask(WithBase(products.world_of(number), at(base, number))), 1 << number

    def instances_of(self, each: str) -> Iterable[tuple[str, At, int]]:
        return ((found[each], found, self.all) for found in instances_of(each, self.products.world))

    def holds(
        self, rule: str, condition: CheckedExpression | None, at_instance: At, instance: str, present: int
    ) -> int:
        if condition is None:
            return present
        return _true(
            self._answers(
                self.prepared.reads[rule],
                at_instance,
                present,
                lambda world: truth(condition, world, at_instance) is True,
            )
        )

    def applies(self, stage: Stage, base: Callable[[], VectorAmount]) -> int:
        when = stage.when
        if when is None:
            return self.all
        reads = self.prepared.reads[f"stages.{stage.id}"]
        return _true(
            self._answers_by_base(
                reads, base(), self.all, lambda: (when,), lambda world: truth(when, world, ROOT_AT) is True
            )
        )

    def figures(
        self,
        stage: Stage,
        base: VectorAmount,
        where: int,
        *,
        cadence: Cadence | None = None,
        line: BatchLine | None = None,
    ) -> list[Figure[VectorAmount, int]]:
        if line is not None:
            where &= line.where
        return self._cases(stage, stage.percent or stage.amount, base, where)

    def limits(self, stage: Stage, amount: Amount, base: VectorAmount) -> list[Figure[VectorAmount, int]]:
        return self._cases(stage, amount, base, self.all)

    def _cases(self, stage: Stage, amount: Amount, base: VectorAmount, where: int) -> list[Figure[VectorAmount, int]]:
        def ask(world: World) -> Resolved | Unresolved:
            return resolve(amount, self.prepared.on, world, ROOT_AT)

        reads = self.prepared.reads[f"stages.{stage.id}"]
        return self._figures(self._answers_by_base(reads, base, where, lambda: _expressions(amount), ask))

    def _figures(self, answers: Iterable[tuple[Resolved | Unresolved, int]]) -> list[Figure[VectorAmount, int]]:
        """Return the values of the cases that apply as one figure, with the first of these cases."""
        resolved = [(answer, where) for answer, where in answers if where and isinstance(answer, Resolved)]
        if not resolved:
            return []
        first, _ = resolved[0]
        value: VectorAmount = first.value
        if any(answer.value != value for answer, _ in resolved):
            value = self.summed([(answer.value, where) for answer, where in resolved])
        return [Figure(value, _any(where for _, where in resolved), first.case)]

    # ── list prices ──────────────────────────────────────────────────────────────────────────────────────────────────

    def number(self, expression: CheckedExpression, at_instance: At) -> tuple[VectorAmount, int]:
        key = expression.location, tuple(at_instance.items())
        if key not in self._numbers:
            self._numbers[key] = self._number(expression, at_instance)
        return self._numbers[key]

    def _number(self, expression: CheckedExpression, at_instance: At) -> tuple[VectorAmount, int]:
        def ask(world: World) -> Fraction | Absence:
            return rule_evaluation.number(expression, world, at_instance)

        reads = reads_of((expression,))
        answers = list(self._answers(reads, at_instance, self.all, ask))
        there = [(answer, where) for answer, where in answers if isinstance(answer, Fraction)]
        return self.summed(there), _any(where for _, where in there)

    def listed(
        self, sold: Sold[VectorAmount, int], make: Callable[[Sold[VectorAmount, int]], Iterable[BatchLine]]
    ) -> Iterable[BatchLine]:
        lines = list(make(sold))
        self.unpriced |= sold.where & self.differs(sold.quantity) & ~self.any_there(lines)
        return lines

    def listed_figures(self, price: ListPrice, sold: Sold[VectorAmount, int]) -> list[Figure[VectorAmount, int]]:
        def ask(world: World) -> Resolved | Unresolved:
            return resolve(price.amount, self.prepared.on, world, sold.at)

        return self._figures(self._answers(sold.listed.reads, sold.at, sold.where, ask))

    def item(self, sold: Sold[VectorAmount, int], price: ListPrice, steps: Steps) -> Iterator[BatchLine]:
        steps = list(steps)
        working = _VectorSteps(self, ZERO, _any(figure.where for _, figure in steps))
        for calculation, figure in steps:
            working.take(calculation, figure)
        if working.within:
            its = sold.listed.tags | tags.of_cadence(price.cadence)
            yield BatchLine(
                f"prices.{price.item}", price.cadence, its, sold.path, sold.path, working.amount, working.within
            )

    # ── stages and taxes ─────────────────────────────────────────────────────────────────────────────────────────────

    def amount(self, line: BatchLine) -> VectorAmount:
        return line.amount

    def total(self, lines: Sequence[BatchLine]) -> VectorAmount:
        return self.summed([(line.amount, line.where) for line in lines])

    def base(self, stage: Stage, lines: Sequence[BatchLine]) -> VectorAmount:
        return self.total(lines)

    def any_there(self, lines: Sequence[BatchLine]) -> int:
        return _any(line.where for line in lines)

    def changed(
        self,
        stage: Stage,
        line: BatchLine,
        figures: Iterable[Figure[VectorAmount, int]],
        bounds: Sequence[StageBound[VectorAmount, int]],
        calculate: Calculating,
    ) -> BatchLine:
        owing = self.differs(line.amount)
        working = _VectorSteps(self, line.amount, line.where)
        for figure in figures:
            calculate(self, working, line.amount, figure._replace(where=figure.where & owing), bounds)
        return replace(line, amount=working.amount)

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[BatchLine],
        base: VectorAmount,
        figures: Iterable[Figure[VectorAmount, int]],
        bounds: Sequence[StageBound[VectorAmount, int]],
        calculate: Calculating,
    ) -> Iterator[BatchLine]:
        figures = list(figures)
        working = _VectorSteps(self, ZERO, _any(figure.where for figure in figures))
        for figure in figures:
            calculate(self, working, base, figure, bounds)
        needed = self.differs(working.amount)
        if not stage.is_bound:
            needed |= self.differs(base)
        yield from self._stage_line(stage, cadence, working, needed)

    def taxed(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[BatchLine],
        steps: Iterable[tuple[VectorAmount, Figure[VectorAmount, int]]],
    ) -> Iterator[BatchLine]:
        owing = [(base, each._replace(where=each.where & self.differs(base))) for base, each in steps]
        working = _VectorSteps(self, ZERO, _any(figure.where for _, figure in owing))
        for base, figure in owing:
            working.take(Calculation(Operation.TAX_ON_LINE, base, figure.value), figure)
        yield from self._stage_line(stage, cadence, working, self.all)

    def included(
        self, stage: Stage, cadence: Cadence, steps: Iterable[IncludedTax[VectorAmount, int]]
    ) -> Iterable[BatchLine]:
        return ()

    def untaxed(self, stage: Stage, lines: Sequence[BatchLine]) -> None:
        """Reasons are given for one configuration at a time."""

    def _stage_line(self, stage: Stage, cadence: Cadence, working: "_VectorSteps", needed: int) -> Iterator[BatchLine]:
        where = working.within & needed
        if where:
            its = tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX)
            yield BatchLine(f"stages.{stage.id}", cadence, its, "", f"stages.{stage.id}", working.amount, where)

    # ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def unpaid(self, waiver: Waiver, lines: Sequence[BatchLine], positions: Sequence[int]) -> list[int]:
        return [each for each in positions if lines[each].where & ~lines[each].waived]

    def cost(self, lines: Sequence[BatchLine], months: int | None) -> VectorAmount:
        return self.summed([(self.scaled(line.amount, weight(line.cadence, months)), line.where) for line in lines])

    def due(self, lines: Sequence[BatchLine], cost: VectorAmount) -> int:
        return _any(line.where & ~line.waived for line in lines)

    def waived(self, waiver: Waiver, line: BatchLine, where: int) -> BatchLine:
        where &= line.where
        rest = line.where & ~where & ~line.waived
        amount = self.chosen(where, ZERO, line.amount) if rest else ZERO
        return replace(line, amount=amount, waived=line.waived | where)

    def without_waived(self, lines: Sequence[BatchLine]) -> Sequence[BatchLine]:
        return lines

    # ── the rounded total ────────────────────────────────────────────────────────────────────────────────────────────

    def allocated(self, lines: Sequence[BatchLine], cadence: Cadence) -> Sequence[BatchLine]:
        """Add what rounding changes in the total of a cadence; how it is shared out does not change the sum."""
        due = [line for line in lines if line.cadence is cadence]
        total, rounding = self.total(due), self.prepared.rounding
        share = self.minus(self.to_multiple(total, rounding.step, rounding.mode), total)
        where = self.any_there(due) & self.differs(share)
        return [*lines, BatchLine("rounding", cadence, frozenset(), "", "", share, where)] if where else lines


class _VectorSteps:
    """A line in the making: the amounts of the products in the mask `within`; those of others mean nothing."""

    def __init__(self, carrier: BatchCarrier, before: VectorAmount, within: int) -> None:
        self._carrier, self.amount, self.within = carrier, before, within
        self._taken = 0

    def take(self, calculation: Calculation[VectorAmount], figure: Figure[VectorAmount, int]) -> None:
        self._taken = figure.where
        self._change(calculation, figure.where)

    def bound(self, calculation: Calculation[VectorAmount], bound: StageBound[VectorAmount, int]) -> None:
        pair = (self.amount, bound.amount) if bound.ceiling else (bound.amount, self.amount)
        self._change(calculation, self._taken & bound.where & self._carrier.exceeds(*pair))

    def _change(self, calculation: Calculation[VectorAmount], where: int) -> None:
        if where:
            after = outcome(self._carrier, calculation.operation, self.amount, calculation.base, calculation.operand)
            after = self._landed(calculation.operation, after)
            self.amount = self._carrier.chosen(where, after, self.amount) if self.within & ~where else after

    def _landed(self, operation: Operation, after: VectorAmount) -> VectorAmount:
        carrier, rounding = self._carrier, self._carrier.prepared.rounding
        if rounding.at is not RoundedAt.LINE:
            return after
        if operation is not Operation.TAX_ON_LINE:
            return carrier.to_multiple(after, rounding.step, rounding.mode)
        own = carrier.to_multiple(carrier.minus(after, self.amount), rounding.step, rounding.mode)
        return carrier.add(self.amount, own)


def _expressions(amount: Amount) -> Iterator[CheckedExpression]:
    return (each for each in in_amount(amount) if each is not None)


def _true(answers: Iterable[tuple[bool, int]]) -> int:
    return _any(where for answer, where in answers if answer)


def _any(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)
