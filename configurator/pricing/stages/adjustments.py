"""The fourth stage: the book's own named stages, in their order: discounts, surcharges, minimum and maximum.

Each sees the lines as the one before it left them. What a stage acts on (its *base*) is the sum of the lines it
selects, cadence by cadence, or every line by itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from configurator.catalog.model import Interval
from configurator.language.checked import World
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.amounts import Amount, both
from configurator.pricing.asking import ROOT_AT, Resolved, WithBase, resolve, truth
from configurator.pricing.cadence import Cadence
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import Considered, LineKind, OpenLine, Outcome
from configurator.pricing.model import ActsOn, Stage, StageKind
from configurator.pricing.operations import Operation, summed
from configurator.pricing.steps import Step, take


def with_adjustments(question: Question, draft: Draft) -> Draft:
    """Take every named stage of the book, but for taxes."""
    for stage in question.prepared.adjustments:
        draft = _adjusted(question, draft, stage)
    return draft


def _adjusted(question: Question, draft: Draft, stage: Stage) -> Draft:
    selected = [position for position, line in enumerate(draft.lines) if stage.on is None or line.tags in stage.on]
    if not selected and stage.on is not None:
        return draft.extended((), (considered(stage, Outcome.NOTHING_TO_ACT_ON),))
    if stage.when is not None:
        base = summed(draft.lines[each].exact for each in selected if _first(draft.lines[each], stage))
        reason = ineligible(stage, WithBase(question.world, base))
        if reason is not None:
            return draft.extended((), (reason,))
    if stage.at is ActsOn.LINE:
        return _line_by_line(question, draft, stage, selected)
    trace: list[Considered] = []
    lines = [line for found in _bases(draft, stage, selected) for line in own_line(question, stage, *found, trace)]
    return draft.extended(lines, trace)


def _first(line: OpenLine, stage: Stage) -> bool:
    return line.cadence is (stage.cadence if stage.percent == () and stage.cadence else Cadence.ONE_TIME)


def considered(stage: Stage, outcome: Outcome, condition: str = "") -> Considered:
    """Return that a stage did not apply."""
    return Considered(f"stages.{stage.id}", stage.location, outcome, condition=condition)


def ineligible(stage: Stage, world: World) -> Considered | None:
    """Return why a stage may not be taken, or None where it may."""
    if stage.when is None:
        return None
    found = truth(stage.when, world, ROOT_AT)
    if found is True:
        return None
    outcome = Outcome.NOT_ELIGIBLE if found is False else Outcome.ABSENT
    return Considered(f"stages.{stage.id}", stage.when.location, outcome, condition=stage.when.text)


def _bases(draft: Draft, stage: Stage, selected: list[int]) -> Iterator[tuple[Cadence, Fraction]]:
    """Yield the cadences that get a line, each with the sum of what the stage acts on."""
    amounts: dict[Cadence, list[Fraction]] = {}
    for position in selected:
        amounts.setdefault(draft.lines[position].cadence, []).append(draft.lines[position].exact)
    sums = {cadence: summed(found) for cadence, found in amounts.items()}
    if stage.cadence is not None:
        yield stage.cadence, sums.get(Cadence.ONE_TIME if stage.percent else stage.cadence, ZERO)
    elif stage.percent:
        yield from ((cadence, sums[cadence]) for cadence in Cadence if cadence in sums)
    else:
        yield Cadence.ONE_TIME, sums.get(Cadence.ONE_TIME, ZERO)


# ── one line for all ─────────────────────────────────────────────────────────────────────────────────────────────────


def own_line(
    question: Question, stage: Stage, cadence: Cadence, base: Fraction, trace: list[Considered]
) -> Iterator[OpenLine]:
    """Yield the line that a stage adds for the lines of one cadence, unless it changes nothing."""
    world = WithBase(question.world, base)
    operation, sign = _OPERATION[stage.kind], -1 if stage.kind is StageKind.DISCOUNT else 1
    found = resolve(stage.percent or stage.amount, question.prepared.on, world, ROOT_AT)
    if not isinstance(found, Resolved):
        trace.append(considered(stage, found.outcome, found.condition))
        return
    for case in found.passed:
        condition = case.when.text if case.when else ""
        trace.append(
            Considered(f"stages.{stage.id}", case.location, Outcome.CASE_PASSED_OVER, cadence, condition, case.interval)
        )
    first = take(
        question.prepared.book.rounding,
        Operation.PERCENT if stage.percent else operation,
        stage=stage.id,
        rule=f"stages.{stage.id}",
        location=found.case.location,
        interval=both(stage.interval, found.case.interval),
        base=base if stage.percent or operation is not Operation.ADD else ZERO,
        operand=found.value * sign,
        because=found.case.because or stage.because,
    )
    steps = (first, *_bounds(question, stage, world, first, base))
    if steps[-1].after == 0 and (base == 0 or operation is not Operation.ADD):
        trace.append(considered(stage, Outcome.NOT_NEEDED))
        return
    yield stage_line(stage, cadence, steps)


_OPERATION = {
    StageKind.DISCOUNT: Operation.ADD,
    StageKind.SURCHARGE: Operation.ADD,
    StageKind.TAX: Operation.ADD,
    StageKind.MINIMUM: Operation.TRUE_UP,
    StageKind.MAXIMUM: Operation.CAP,
}


def stage_line(stage: Stage, cadence: Cadence, steps: tuple[Step, ...]) -> OpenLine:
    """Return the line that a stage adds."""
    suffix = "" if cadence is Cadence.ONE_TIME else f":{cadence}"
    tax = stage.kind is StageKind.TAX
    return OpenLine(
        f"stages.{stage.id}{suffix}",
        LineKind(stage.kind),
        stage.title,
        cadence,
        steps,
        tags.of_stage(stage.id, cadence, tax=tax),
        item=stage.id,
    )


def _bounds(question: Question, stage: Stage, world: World, first: Step, base: Fraction) -> Iterator[Step]:
    """Yield the steps that keep a stage within its own bounds; a discount never takes more than it acts on."""
    sign = -1 if stage.kind is StageKind.DISCOUNT else 1
    before = first.after
    limits: list[tuple[Amount | None, Fraction, bool]] = []
    for bound, upper in ((stage.at_least, False), (stage.at_most, True)):
        found = resolve(bound, question.prepared.on, world, ROOT_AT) if bound else None
        if isinstance(found, Resolved):
            limits.append((bound, found.value * sign, upper == (sign > 0)))
    if stage.kind is StageKind.DISCOUNT and stage.on is not None:
        limits.append((None, -max(base, ZERO), False))
    for amount, limit, ceiling in limits:
        if before > limit if ceiling else before < limit:
            yield _bound(question, stage, first, amount, before, limit, ceiling)
            before = limit


def _bound(
    question: Question,
    stage: Stage,
    first: Step,
    amount: Amount | None,
    before: Fraction,
    limit: Fraction,
    ceiling: bool,
) -> Step:
    return take(
        question.prepared.book.rounding,
        Operation.AT_MOST if ceiling else Operation.AT_LEAST,
        stage=stage.id,
        rule=f"stages.{stage.id}",
        location=amount[0].location if amount else stage.location,
        interval=first.interval,
        before=before,
        operand=limit,
    )


# ── line by line ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _line_by_line(question: Question, draft: Draft, stage: Stage, selected: list[int]) -> Draft:
    lines = list(draft.lines)
    trace: list[Considered] = []
    for position in selected:
        if lines[position].exact != 0:
            for step in _own_steps(question, stage, lines[position], trace):
                lines[position] = lines[position].stepped(step)
    return replace(draft, lines=tuple(lines), trace=(*draft.trace, *trace))


def _own_steps(question: Question, stage: Stage, line: OpenLine, trace: list[Considered]) -> Iterator[Step]:
    world = WithBase(question.world, line.exact)
    sign = -1 if stage.kind is StageKind.DISCOUNT else 1
    found = resolve(stage.percent or stage.amount, question.prepared.on, world, ROOT_AT)
    if not isinstance(found, Resolved):
        trace.append(Considered(f"stages.{stage.id}", stage.location, found.outcome, line.id, found.condition))
        return
    interval: Interval = both(stage.interval, found.case.interval)
    first = take(
        question.prepared.book.rounding,
        Operation.PERCENT if stage.percent else Operation.ADD,
        stage=stage.id,
        rule=f"stages.{stage.id}",
        location=found.case.location,
        interval=interval,
        before=line.exact,
        base=line.exact if stage.percent else ZERO,
        operand=found.value * sign,
        because=found.case.because or stage.because,
    )
    yield first
    if stage.kind is StageKind.DISCOUNT and first.after < 0 < line.exact:
        yield _bound(question, stage, first, None, first.after, ZERO, False)
