"""The fourth stage: the book's adjustments, in their order: discounts, surcharges, minimum and maximum.

Each sees the lines left by the previous one. Its conditions and figures may use `base`, which means:

- in the condition of the stage, the sum *behind the gate*: of its base, in the cadence that it starts from;
- in its figures, the base: a *cadence's sum*, or *each line* if it acts line by line;
- in the condition of a tax, the sum of the *one-time lines* that it taxes.

All of these are of one piece of the item, unless the stage counts for the item.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

from configurator.money import ONE, ZERO
from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import A, Carrier, ChangingCarrier, Figure, L, P, StageBound, Working
from configurator.pricing.model import ActsOn, Stage, StageKind
from configurator.pricing.operations import PERCENT, Operation
from configurator.pricing.price_lines import Outcome
from configurator.pricing.stages.of_pieces import applies, figures_of, limits_of
from configurator.pricing.steps import Calculation


def with_adjustments(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Take every adjustment in order: the stages of the book other than taxes."""
    for stage in carrier.prepared.adjustments:
        lines = _adjusted(carrier, lines, stage)
    return lines


def _adjusted(carrier: ChangingCarrier[A, P, L], lines: Sequence[L], stage: Stage) -> Sequence[L]:
    rule = f"stages.{stage.id}"
    carrier.begin(rule, stage.location, lines)
    acted = [stage.on is None or line.tags in stage.on for line in lines]
    selected = [line for line, acts in zip(lines, acted, strict=True) if acts]
    if not selected and not _needs_no_line(stage):
        carrier.passed(rule, stage.location, Outcome.NOTHING_TO_ACT_ON)
        return lines
    where = applies(carrier, stage, _behind_the_gate(stage, selected))
    if carrier.never(where):
        return lines
    if stage.at is ActsOn.LINE:
        return [
            _changed(carrier, stage, line, where) if acts else line for line, acts in zip(lines, acted, strict=True)
        ]
    if not _needs_no_line(stage) and _adds_to_nothing(stage):
        where = carrier.every(where, carrier.any_there(selected))
    own = (
        line
        for cadence, base in _bases(stage, selected)
        for line in own_line(carrier, stage, cadence, base, _due(carrier, stage, base, where))
    )
    return [*lines, *own]


def _needs_no_line(stage: Stage) -> bool:
    """Return whether a stage acts whatever was sold: a minimum is due where nothing was."""
    return stage.on is None or stage.kind is StageKind.MINIMUM


def _adds_to_nothing(stage: Stage) -> bool:
    """Return whether a stage may add an amount to a base of 0; then it matters whether there are any lines."""
    if stage.kind is StageKind.MAXIMUM:
        return not all(isinstance(case.value, Fraction) and case.value >= ZERO for case in stage.amount)
    return not stage.percent or bool(stage.at_least)


def _due(carrier: ChangingCarrier[A, P, L], stage: Stage, base: Sequence[L], where: P) -> P:
    """Return where a stage adds its line for a base: if it follows the cadences of its base, where that has lines."""
    if stage.cadence is None and stage.percent and stage.at_least:
        return carrier.every(where, carrier.any_there(base))
    return where


def _behind_the_gate(stage: Stage, selected: Sequence[L]) -> Iterator[L]:
    cadence = Cadence.ONE_TIME if stage.percent or stage.cadence is None else stage.cadence
    return (line for line in selected if line.cadence is cadence)


def _bases(stage: Stage, selected: Sequence[L]) -> Iterator[tuple[Cadence, Sequence[L]]]:
    """Yield the cadences that get a line, each with the lines of the base."""
    if stage.percent and stage.cadence is None:
        for cadence in Cadence:
            due = [line for line in selected if line.cadence is cadence]
            if due:
                yield cadence, due
        return
    into = stage.cadence or Cadence.ONE_TIME
    source = Cadence.ONE_TIME if stage.percent else into
    yield into, [line for line in selected if line.cadence is source]


def own_line(
    carrier: ChangingCarrier[A, P, L], stage: Stage, cadence: Cadence, lines: Sequence[L], where: P
) -> Iterable[L]:
    """Return what a stage adds for the lines of one cadence, unless it changes nothing."""
    base = carrier.base(stage, lines)
    figures = figures_of(carrier, stage, base, where, cadence=cadence)
    bounds = list(_own_bounds(carrier, stage, base))
    return carrier.own_line(stage, cadence, lines, base, figures, bounds, partial(_calculate, stage))


def _changed(carrier: ChangingCarrier[A, P, L], stage: Stage, line: L, where: P) -> L:
    base = carrier.amount(line)
    if carrier.is_nothing(base):
        return line
    return carrier.changed(stage, line, figures_of(carrier, stage, base, where, line=line), partial(_calculate, stage))


# ── effect of a stage on an amount ───────────────────────────────────────────────────────────────────────────────────

_OPERATIONS: Final = {
    StageKind.DISCOUNT: Operation.ADD,
    StageKind.SURCHARGE: Operation.ADD,
    StageKind.TAX: Operation.ADD,
    StageKind.MINIMUM: Operation.TRUE_UP,
    StageKind.MAXIMUM: Operation.CAP,
}


def operation_of(stage: Stage) -> Operation:
    """Return how the figure of a stage acts on its base."""
    return Operation.PERCENT if stage.percent else _OPERATIONS[stage.kind]


def sign_of(stage: Stage) -> Fraction:
    """Return -1 for a discount, whose figure is a deduction, else 1."""
    return -ONE if stage.kind is StageKind.DISCOUNT else ONE


def _calculate(
    stage: Stage,
    carrier: Carrier[A, P],
    working: Working[A, P],
    base: A,
    figure: Figure[A, P],
    bounds: Sequence[StageBound[A, P]],
) -> None:
    """Take the figure of a stage, and keep it within the bounds of the stage."""
    operation, signed = operation_of(stage), carrier.scaled(figure.value, sign_of(stage))
    nothing = carrier.constant(ZERO)
    working.take(Calculation(operation, nothing if operation is Operation.ADD else base, signed), figure)
    for bound in (*bounds, *_floor(carrier, stage, base, signed)):
        operation = Operation.AT_MOST if bound.ceiling else Operation.AT_LEAST
        working.bound(Calculation(operation, nothing, bound.amount), bound)


def _own_bounds(carrier: ChangingCarrier[A, P, L], stage: Stage, base: A) -> Iterator[StageBound[A, P]]:
    """Yield the stage's own bounds, signed like its change."""
    sign = sign_of(stage)
    for amount, upper in ((stage.at_least, False), (stage.at_most, True)):
        for figure in limits_of(carrier, stage, amount, base) if amount else ():
            yield StageBound(carrier.scaled(figure.value, sign), upper == (sign > 0), figure.where, amount[0].location)


def _floor(carrier: Carrier[A, P], stage: Stage, base: A, signed: A) -> Iterator[StageBound[A, P]]:
    """Yield the bound of a discount: it never exceeds its base."""
    if stage.kind is not StageKind.DISCOUNT:
        return
    if stage.percent and not stage.at_least and not carrier.may_exceed(carrier.constant(-ONE / PERCENT), signed):
        return
    nothing = carrier.constant(ZERO)
    if stage.at is ActsOn.LINE:
        yield StageBound(nothing, False, carrier.exceeds(base, nothing), stage.location)
    elif stage.on is not None:
        yield StageBound(carrier.scaled(carrier.above_zero(base), -ONE), False, carrier.everywhere(), stage.location)
