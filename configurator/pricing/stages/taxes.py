"""The fifth stage: taxes, always last among what changes the amount.

A tax at the total is reckoned once on the sum of what it taxes; a tax at the line is reckoned and rounded for every
line and added up in one line of its own, so that net amounts stay as they are.
"""

from collections.abc import Iterator

from configurator.money import ZERO
from configurator.pricing.amounts import both
from configurator.pricing.asking import ROOT_AT, Resolved, WithBase, resolve
from configurator.pricing.cadence import Cadence
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import Considered, OpenLine, Outcome
from configurator.pricing.model import ActsOn, Stage
from configurator.pricing.operations import Operation, summed
from configurator.pricing.stages.adjustments import considered, ineligible, own_line, stage_line
from configurator.pricing.steps import Step, take


def with_taxes(question: Question, draft: Draft) -> Draft:
    """Add the line of every tax, for every cadence it taxes."""
    for stage in question.prepared.taxes:
        draft = _taxed(question, draft, stage)
    return draft


def _taxed(question: Question, draft: Draft, stage: Stage) -> Draft:
    taxed = [line for line in draft.lines if stage.on is not None and line.tags in stage.on]
    if not taxed:
        return draft.extended((), (considered(stage, Outcome.NOTHING_TO_ACT_ON),))
    if stage.when is not None:
        base = summed(line.exact for line in taxed if line.cadence is Cadence.ONE_TIME)
        reason = ineligible(stage, WithBase(question.world, base))
        if reason is not None:
            return draft.extended((), (reason,))
    trace: list[Considered] = []
    lines: list[OpenLine] = []
    for cadence in Cadence:
        due = [line for line in taxed if line.cadence is cadence]
        if due and stage.at is ActsOn.LINE:
            lines.extend(_added_up(question, stage, cadence, due, trace))
        elif due:
            lines.extend(own_line(question, stage, cadence, summed(line.exact for line in due), trace))
    return draft.extended(lines, trace)


def _added_up(
    question: Question, stage: Stage, cadence: Cadence, due: list[OpenLine], trace: list[Considered]
) -> Iterator[OpenLine]:
    steps: list[Step] = []
    for line in due:
        found = resolve(stage.percent, question.prepared.on, WithBase(question.world, line.exact), ROOT_AT)
        if not isinstance(found, Resolved):
            trace.append(Considered(f"stages.{stage.id}", stage.location, found.outcome, line.id, found.condition))
        elif line.exact:
            steps.append(
                take(
                    question.prepared.book.rounding,
                    Operation.TAX_ON_LINE,
                    stage=stage.id,
                    rule=f"stages.{stage.id}",
                    location=found.case.location,
                    interval=both(stage.interval, found.case.interval),
                    before=steps[-1].after if steps else ZERO,
                    base=line.exact,
                    operand=found.value,
                    because=found.case.because or stage.because,
                )
            )
    if steps:
        yield stage_line(stage, cadence, tuple(steps))
