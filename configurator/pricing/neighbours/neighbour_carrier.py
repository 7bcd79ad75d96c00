"""The carrier of many products: the stages after the opened lines, run once for all of them.

A line has an amount for each product, and a mask of the products that have the line. No steps are recorded, and no
reasons: only the totals are asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from configurator.language.checked import CheckedExpression, World
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.amounts import Amount
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import Calculating, Figure, StageBound
from configurator.pricing.incremental_pricing import Reads
from configurator.pricing.model import Stage, StageKind, Waiver
from configurator.pricing.neighbours.amount_vectors import VectorAmount, VectorArithmetic, at, bits
from configurator.pricing.neighbours.neighbour_batch import NeighbourBatch
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
Steps = Iterable[tuple[VectorAmount, Figure[VectorAmount, int]]]


@dataclass(frozen=True, slots=True)
class NeighbourLine:
    """A line of the products in the mask `where`; `waived` are those for which a waiver took it off."""

    id: str
    cadence: Cadence
    tags: frozenset[str]
    path: str
    part: str
    amount: VectorAmount
    where: int
    waived: int = 0


class NeighbourCarrier(VectorArithmetic):
    """Takes the lines of many products through the stages that follow the opened lines."""

    def __init__(self, products: NeighbourBatch) -> None:
        super().__init__(len(products.neighbours))
        self._products = products
        self.prepared: Prepared = products.prepared

    def begin(self, rule: str, location: Location, lines: Sequence[NeighbourLine] = ()) -> None:
        """Reasons are given for one configuration at a time."""

    def passed(self, rule: str, location: Location, outcome: Outcome, subject: str = "") -> None:
        """Reasons are given for one configuration at a time."""

    # ── the book's queries ───────────────────────────────────────────────────────────────────────────────────────────

    def _answers(
        self, reads: Reads, at_instance: At, ask: Callable[[World], T], base: VectorAmount | None = None
    ) -> Iterator[tuple[T, int]]:
        """Yield the answers to a question of a rule, each with the products that it holds for.

        Products in which nothing changed that the rule reads share the answer, where they share the `base`, too.
        """
        affected = self._products.affected(reads, at_instance)
        for amount, where in self._by_base(reads, base, self.all & ~affected):
            yield ask(_world(self._products.world, amount)), where
        for number in bits(affected):
            amount = None if base is None else at(base, number)
            yield ask(_world(self._products.world_of(number), amount)), 1 << number

    def _by_base(self, reads: Reads, base: VectorAmount | None, where: int) -> Iterable[tuple[Fraction | None, int]]:
        if not where:
            return ()
        if base is None or isinstance(base, Fraction) or not reads.base:
            return ((base if isinstance(base, Fraction) else None, where),)
        masks: dict[int, int] = {}
        for number in bits(where):
            masks[base.units[number]] = masks.get(base.units[number], 0) | 1 << number
        return [(Fraction(units, base.scale), those) for units, those in masks.items()]

    def instances_of(self, each: str) -> Iterable[tuple[str, At, int]]:
        return ((found[each], found, self.all) for found in instances_of(each, self._products.world))

    def holds(
        self, rule: str, condition: CheckedExpression | None, at_instance: At, instance: str, present: int
    ) -> int:
        if condition is None:
            return present
        answers = self._answers(
            self.prepared.reads[rule], at_instance, lambda world: truth(condition, world, at_instance) is True
        )
        return present & _true(answers)

    def applies(self, stage: Stage, base: Callable[[], VectorAmount]) -> int:
        when = stage.when
        if when is None:
            return self.all
        reads = self.prepared.reads[f"stages.{stage.id}"]
        return _true(self._answers(reads, ROOT_AT, lambda world: truth(when, world, ROOT_AT) is True, base()))

    def figures(
        self,
        stage: Stage,
        base: VectorAmount,
        where: int,
        *,
        cadence: Cadence | None = None,
        line: NeighbourLine | None = None,
    ) -> list[Figure[VectorAmount, int]]:
        if line is not None:
            where &= line.where
        return self._cases(stage, stage.percent or stage.amount, base, where)

    def limits(self, stage: Stage, amount: Amount, base: VectorAmount) -> list[Figure[VectorAmount, int]]:
        return self._cases(stage, amount, base, self.all)

    def _cases(self, stage: Stage, amount: Amount, base: VectorAmount, where: int) -> list[Figure[VectorAmount, int]]:
        def ask(world: World) -> Resolved | Unresolved:
            return resolve(amount, self.prepared.on, world, ROOT_AT)

        answers = self._answers(self.prepared.reads[f"stages.{stage.id}"], ROOT_AT, ask, base)
        return [
            Figure(answer.value, where & those, answer.case)
            for answer, those in answers
            if isinstance(answer, Resolved) and where & those
        ]

    # ── stages and taxes ─────────────────────────────────────────────────────────────────────────────────────────────

    def amount(self, line: NeighbourLine) -> VectorAmount:
        return line.amount

    def total(self, lines: Sequence[NeighbourLine]) -> VectorAmount:
        return self.summed([(line.amount, line.where) for line in lines])

    def base(self, stage: Stage, lines: Sequence[NeighbourLine]) -> VectorAmount:
        return self.total(lines)

    def any_there(self, lines: Sequence[NeighbourLine]) -> int:
        where = 0
        for line in lines:
            where |= line.where
        return where

    def changed(
        self, stage: Stage, line: NeighbourLine, figures: Iterable[Figure[VectorAmount, int]], calculate: Calculating
    ) -> NeighbourLine:
        owing = self.differs(line.amount)
        working = _VectorSteps(self, line.amount, line.where)
        for figure in figures:
            calculate(self, working, line.amount, figure._replace(where=figure.where & owing), ())
        return replace(line, amount=working.amount)

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[NeighbourLine],
        base: VectorAmount,
        figures: Iterable[Figure[VectorAmount, int]],
        bounds: Sequence[StageBound[VectorAmount, int]],
        calculate: Calculating,
    ) -> Iterator[NeighbourLine]:
        figures = list(figures)
        working = _VectorSteps(self, ZERO, _anywhere(figures))
        for figure in figures:
            calculate(self, working, base, figure, bounds)
        needed = self.differs(working.amount)
        if stage.kind not in (StageKind.MINIMUM, StageKind.MAXIMUM):
            needed |= self.differs(base)
        yield from self._stage_line(stage, cadence, working, needed)

    def taxed(self, stage: Stage, cadence: Cadence, steps: Steps) -> Iterator[NeighbourLine]:
        owing = [(base, each._replace(where=each.where & self.differs(base))) for base, each in steps]
        working = _VectorSteps(self, ZERO, _anywhere(figure for _, figure in owing))
        for base, figure in owing:
            working.take(Calculation(Operation.TAX_ON_LINE, base, figure.value), figure)
        yield from self._stage_line(stage, cadence, working, self.all)

    def _stage_line(
        self, stage: Stage, cadence: Cadence, working: "_VectorSteps", needed: int
    ) -> Iterator[NeighbourLine]:
        where = working.within & needed
        if where:
            its = tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX)
            yield NeighbourLine(f"stages.{stage.id}", cadence, its, "", f"stages.{stage.id}", working.amount, where)

    # ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def unpaid(self, waiver: Waiver, lines: Sequence[NeighbourLine], positions: Sequence[int]) -> list[int]:
        return [each for each in positions if lines[each].where & ~lines[each].waived]

    def cost(self, lines: Sequence[NeighbourLine]) -> VectorAmount:
        months = self.prepared.book.compare_over
        return self.summed([(self.scaled(line.amount, weight(line.cadence, months)), line.where) for line in lines])

    def due(self, lines: Sequence[NeighbourLine], cost: VectorAmount) -> int:
        where = 0
        for line in lines:
            where |= line.where & ~line.waived
        return where

    def waived(self, waiver: Waiver, line: NeighbourLine, where: int) -> NeighbourLine:
        where &= line.where
        rest = line.where & ~where & ~line.waived
        amount = self.chosen(where, ZERO, line.amount) if rest else ZERO
        return replace(line, amount=amount, waived=line.waived | where)

    def without_waived(self, lines: Sequence[NeighbourLine]) -> Sequence[NeighbourLine]:
        return lines

    # ── the rounded total ────────────────────────────────────────────────────────────────────────────────────────────

    def allocated(self, lines: Sequence[NeighbourLine], cadence: Cadence) -> Sequence[NeighbourLine]:
        """Add what rounding changes in the total of a cadence; how it is shared out does not change the sum."""
        due = [line for line in lines if line.cadence is cadence]
        total, rounding = self.total(due), self.prepared.book.rounding
        share = self.minus(self.to_multiple(total, rounding.step, rounding.mode), total)
        where = self.any_there(due) & self.differs(share)
        return [*lines, NeighbourLine("rounding", cadence, frozenset(), "", "", share, where)] if where else lines


class _VectorSteps:
    """A line in the making: the amounts of the products in the mask `within`; those of others mean nothing."""

    def __init__(self, carrier: NeighbourCarrier, before: VectorAmount, within: int) -> None:
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
        carrier, rounding = self._carrier, self._carrier.prepared.book.rounding
        if rounding.at is not RoundedAt.LINE:
            return after
        if operation is not Operation.TAX_ON_LINE:
            return carrier.to_multiple(after, rounding.step, rounding.mode)
        own = carrier.to_multiple(carrier.minus(after, self.amount), rounding.step, rounding.mode)
        return carrier.add(self.amount, own)


def _world(world: World, base: Fraction | None) -> World:
    return world if base is None else WithBase(world, base)


def _true(answers: Iterable[tuple[bool, int]]) -> int:
    where = 0
    for answer, those in answers:
        if answer:
            where |= those
    return where


def _anywhere(figures: Iterable[Figure[VectorAmount, int]]) -> int:
    where = 0
    for figure in figures:
        where |= figure.where
    return where
