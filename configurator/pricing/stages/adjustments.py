"""The fourth stage: the book's adjustments, in their order: discounts, surcharges, minimum and maximum.

Each sees the lines left by the previous one. Its conditions and figures may use `base`, which means:

- in the condition of the stage, the sum *behind the gate*: of its base, in the cadence that it starts from;
- in its figures, the base: a *cadence's sum*, or *each line* if it acts line by line;
- in the condition of a tax, the sum of the *one-time lines* that it taxes.

All of these are of one piece of the item, unless the stage counts for the item.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Final

from configurator.money import ONE, ZERO
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import A, Carrier, ChangingCarrier, Figure, L, P, StageBound, Working
from configurator.pricing.model import ActsOn, Choice, Stage, StageKind
from configurator.pricing.operations import PERCENT, Operation
from configurator.pricing.price_lines import Outcome
from configurator.pricing.stages.of_pieces import applies, figures_of, limits_of
from configurator.pricing.steps import Calculation

Change = tuple[Sequence[L], Sequence[L]]
"""The lines before a stage, and after it."""


def with_adjustments(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Take every adjustment in order: the stages of the book other than taxes."""
    changes: dict[str, list[Change[L]]] = {}
    for stages in _alternatives(carrier.prepared.adjustments):
        wheres = chosen(carrier, lines, stages) if len(stages) > 1 else [carrier.everywhere()]
        for stage, where in zip(stages, wheres, strict=True):
            if not carrier.never(where):
                before = lines
                lines = _adjusted(carrier, lines, stage, where, changes)
                changes.setdefault(stage.id, []).append((before, lines))
    return lines


def _alternatives(stages: Sequence[Stage]) -> Iterator[Sequence[Stage]]:
    """Yield the stages one by one; those of a group together, and a stage that chooses with one case for each."""
    for _, run in groupby(enumerate(stages), key=lambda each: each[1].group or each[0]):
        yield [case for _, stage in run for case in _by_case(stage)]


def _by_case(stage: Stage) -> Iterable[Stage]:
    if stage.choose is None or stage.group:
        return (stage,)
    return [replace(stage, percent=(case,)) for case in stage.percent] + [
        replace(stage, amount=(case,)) for case in stage.amount
    ]


def _adjusted(
    carrier: ChangingCarrier[A, P, L],
    lines: Sequence[L],
    stage: Stage,
    within: P,
    changes: Mapping[str, Sequence[Change[L]]],
) -> Sequence[L]:
    rule = f"stages.{stage.id}"
    carrier.begin(rule, stage.location, lines)
    acted = [stage.on is None or line.tags in stage.on for line in lines]
    selected = [line for line, acts in zip(lines, acted, strict=True) if acts]
    if not selected and not _needs_no_line(stage):
        carrier.passed(rule, stage.location, Outcome.NOTHING_TO_ACT_ON)
        return lines
    where = carrier.every(within, applies(carrier, stage, _behind_the_gate(stage, selected)))
    if carrier.never(where):
        return lines
    if stage.kind is StageKind.LIMIT:
        limited = [change for id in stage.of for change in changes.get(id, ())]
        return [*lines, *given_back(carrier, stage, selected, limited, where)]
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
    bounds = [*_own_bounds(carrier, stage, base), *_floors(carrier, stage, base)]
    return carrier.own_line(stage, cadence, lines, base, figures, bounds, partial(calculate, stage))


def _changed(carrier: ChangingCarrier[A, P, L], stage: Stage, line: L, where: P) -> L:
    base = carrier.amount(line)
    if carrier.is_nothing(base):
        return line
    figures = figures_of(carrier, stage, base, where, line=line)
    return carrier.changed(stage, line, figures, list(_floors(carrier, stage, base)), partial(calculate, stage))


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def chosen(carrier: ChangingCarrier[A, P, L], lines: Sequence[L], stages: Sequence[Stage]) -> list[P]:
    """Return where each of several stages is the one to apply: each is tried, and what it leads to compared.

    Of equal ones the first applies. Only stages that act are compared.
    """
    everywhere = carrier.everywhere()
    tried = [carrier.tried(partial(_tried, carrier, lines, stage)) for stage in stages]
    lower = stages[0].choose is not Choice.DEAREST
    costs = [carrier.scaled(change, -ONE) if lower else change for change, _ in tried]
    due = [acts for _, acts in tried]
    wheres = carrier.dearest(due, costs)
    for stage, where in zip(stages, wheres, strict=True):
        if carrier.never(carrier.every(everywhere, where)):
            carrier.not_chosen(stage, [(each, change) for each, (change, _) in zip(stages, tried, strict=True)])
    return wheres


def _tried(carrier: ChangingCarrier[A, P, L], lines: Sequence[L], stage: Stage) -> tuple[A, P]:
    """Return by how much a stage changes the number that ranks, and where it acts."""
    acts = _acts(carrier, lines, stage)
    if carrier.never(acts):
        return carrier.constant(ZERO), acts
    after, gone = _apart((lines, _adjusted(carrier, lines, stage, acts, {})))
    return carrier.minus(_ranked(carrier, after), _ranked(carrier, gone)), acts


def _ranked(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> A:
    """Return the number that ranks: what is due once, and what recurs over the horizon of the rules."""
    ranked, months = carrier.constant(ZERO), carrier.prepared.compare_over
    for cadence in Cadence:
        due = [line for line in lines if line.cadence is cadence]
        if due:
            ranked = carrier.add(ranked, carrier.scaled(carrier.total(due), weight(cadence, months)))
    return ranked


def _acts(carrier: ChangingCarrier[A, P, L], lines: Sequence[L], stage: Stage) -> P:
    """Return where a stage has lines to act on, its condition holds, and a case of its amount applies."""
    carrier.begin(f"stages.{stage.id}", stage.location, lines)
    selected = [line for line in lines if stage.on is None or line.tags in stage.on]
    nowhere = carrier.either(())
    if not selected and not _needs_no_line(stage):
        return nowhere
    where = applies(carrier, stage, _behind_the_gate(stage, selected))
    if carrier.never(where):
        return nowhere
    if not _needs_no_line(stage):
        where = carrier.every(where, carrier.any_there(selected))
    if stage.at is ActsOn.LINE:
        parts = [figures_of(carrier, stage, carrier.amount(line), where, line=line) for line in selected]
    else:
        parts = [
            figures_of(carrier, stage, carrier.base(stage, base), where, cadence=cadence)
            for cadence, base in _bases(stage, selected)
        ]
    return carrier.either(figure.where for figures in parts for figure in figures)


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def given_back(
    carrier: ChangingCarrier[A, P, L], stage: Stage, selected: Sequence[L], changes: Sequence[Change[L]], where: P
) -> Iterator[L]:
    """Yield the lines that give back what discounts took off beyond a limit; percent are of what was there before."""
    if not changes:
        carrier.passed(f"stages.{stage.id}", stage.location, Outcome.NOTHING_TO_ACT_ON)
        return
    first, _ = changes[0]
    into = stage.cadence or Cadence.ONE_TIME
    for cadence in Cadence if stage.percent and stage.cadence is None else (into,):
        base = [line for line in selected if line.cadence is cadence]
        if base:
            change = _change(carrier, changes, cadence)
            figures = list(figures_of(carrier, stage, change, where, cadence=cadence))
            if stage.percent:
                whole = [line for line in first if line.cadence is cadence and (not stage.on or line.tags in stage.on)]
                share = carrier.scaled(carrier.total(whole), PERCENT)
                figures = [figure._replace(value=carrier.times(figure.value, share)) for figure in figures]
            yield from carrier.own_line(stage, cadence, base, change, figures, (), partial(calculate, stage))


def _change(carrier: ChangingCarrier[A, P, L], changes: Sequence[Change[L]], cadence: Cadence) -> A:
    """Return by how much stages changed the lines of a cadence, in all."""
    sum_of = carrier.constant(ZERO)
    for change in changes:
        come, gone = (carrier.total([line for line in lines if line.cadence is cadence]) for lines in _apart(change))
        sum_of = carrier.add(sum_of, carrier.minus(come, gone))
    return sum_of


def _apart(change: Change[L]) -> tuple[list[L], list[L]]:
    """Return the lines that a stage made, and those that it made them of; most stay the same objects."""
    before, after = change
    stayed = set(map(id, before)) & set(map(id, after))
    return [line for line in after if id(line) not in stayed], [line for line in before if id(line) not in stayed]


# ── effect of a stage on an amount ───────────────────────────────────────────────────────────────────────────────────

_OPERATIONS: Final = {
    StageKind.DISCOUNT: Operation.ADD,
    StageKind.SURCHARGE: Operation.ADD,
    StageKind.TAX: Operation.ADD,
    StageKind.MINIMUM: Operation.TRUE_UP,
    StageKind.MAXIMUM: Operation.CAP,
    StageKind.LIMIT: Operation.TRUE_UP,
}


def operation_of(stage: Stage) -> Operation:
    """Return how the figure of a stage acts on its base."""
    return Operation.PERCENT if stage.percent and not stage.is_bound else _OPERATIONS[stage.kind]


def sign_of(stage: Stage) -> Fraction:
    """Return -1 for a discount and its limit, whose figures are deductions, else 1."""
    return -ONE if stage.kind in (StageKind.DISCOUNT, StageKind.LIMIT) else ONE


def calculate(
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
    for bound in (*bounds, *_nothing_more(carrier, stage, base, signed)):
        operation = Operation.AT_MOST if bound.ceiling else Operation.AT_LEAST
        working.bound(Calculation(operation, nothing, bound.amount), bound)


def _own_bounds(carrier: ChangingCarrier[A, P, L], stage: Stage, base: A) -> Iterator[StageBound[A, P]]:
    """Yield the stage's own bounds, signed like its change."""
    sign = sign_of(stage)
    for amount, upper in ((stage.at_least, False), (stage.at_most, True)):
        for figure in limits_of(carrier, stage, amount, base) if amount else ():
            yield StageBound(carrier.scaled(figure.value, sign), upper == (sign > 0), figure.where, amount[0].location)


def _floors(carrier: ChangingCarrier[A, P, L], stage: Stage, base: A) -> Iterator[StageBound[A, P]]:
    """Yield the bounds by which a discount leaves of its base what it must; a base below that stays as it is."""
    for figure in limits_of(carrier, stage, stage.never_below, base) if stage.never_below else ():
        if stage.at is ActsOn.LINE:
            least = carrier.lesser(figure.value, base)
        else:
            least = carrier.scaled(carrier.above_zero(carrier.minus(base, figure.value)), -ONE)
        yield StageBound(least, False, figure.where, figure.case.location)


def _nothing_more(carrier: Carrier[A, P], stage: Stage, base: A, signed: A) -> Iterator[StageBound[A, P]]:
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
