"""The third stage: parts that a package includes keep their line and are waived to 0, with the package's reason."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from configurator.money import ZERO
from configurator.pricing.asking import At, instances_of, truth
from configurator.pricing.cadence import weight
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import Considered, OpenLine, Outcome
from configurator.pricing.model import Waiver
from configurator.pricing.operations import Operation
from configurator.pricing.steps import take

STAGE = "waivers"


def with_parts_waived(question: Question, draft: Draft) -> Draft:
    """Take the price off every line that an included part has."""
    lines, trace = list(draft.lines), list(draft.trace)
    for waiver in question.prepared.waivers:
        for at in instances_of(waiver.each, question.world):
            if _eligible(question, waiver, at, trace):
                for position in _waived(question, waiver, at[waiver.each], lines, trace):
                    lines[position] = _free(question, waiver, lines[position])
    return replace(draft, lines=tuple(lines), trace=tuple(trace))


def _eligible(question: Question, waiver: Waiver, at: At, trace: list[Considered]) -> bool:
    if waiver.when is None:
        return True
    found = truth(waiver.when, question.world, at)
    if found is not True:
        outcome = Outcome.NOT_ELIGIBLE if found is False else Outcome.ABSENT
        rule = f"waivers.{waiver.id}"
        trace.append(Considered(rule, waiver.when.location, outcome, at[waiver.each], waiver.when.text))
    return found is True


def _waived(
    question: Question, waiver: Waiver, instance: str, lines: list[OpenLine], trace: list[Considered]
) -> Iterator[int]:
    """Yield the positions of the lines to waive; the others that the waiver names say why they stay."""
    rule = f"waivers.{waiver.id}"
    fitting = [
        position
        for position, line in enumerate(lines)
        if line.tags in waiver.parts and _inside(line.feature or line.instance, instance)
    ]
    open_ones = [position for position in fitting if lines[position].steps[-1].operation is not Operation.WAIVE]
    if not fitting:
        trace.append(Considered(rule, waiver.location, Outcome.NOTHING_TO_ACT_ON, instance))
    for position in fitting:
        if position not in open_ones:
            trace.append(Considered(rule, waiver.location, Outcome.ALREADY_WAIVED, lines[position].id))
    if waiver.one_of:
        dearest = _dearest(question, open_ones, lines)
        for position in open_ones:
            if _part(lines[position]) != dearest:
                trace.append(Considered(rule, waiver.location, Outcome.NOT_THE_DEAREST, lines[position].id))
        open_ones = [position for position in open_ones if _part(lines[position]) == dearest]
    yield from open_ones


def _part(line: OpenLine) -> str:
    """Return what a line is a price of; the prices of a part in several cadences belong together."""
    return line.feature or line.id


def _dearest(question: Question, positions: list[int], lines: list[OpenLine]) -> str:
    """Return the part that costs most in the number that ranks; of equally dear ones the first."""
    months = question.prepared.book.compare_over
    costs: dict[str, Fraction] = {}
    for position in positions:
        line = lines[position]
        costs[_part(line)] = costs.get(_part(line), ZERO) + line.exact * weight(line.cadence, months)
    return max(costs, key=costs.__getitem__, default="")


def _inside(path: str, instance: str) -> bool:
    return not instance or path == instance or path.startswith((f"{instance}.", f"{instance}["))


def _free(question: Question, waiver: Waiver, line: OpenLine) -> OpenLine:
    return line.stepped(
        take(
            question.prepared.book.rounding,
            Operation.WAIVE,
            stage=STAGE,
            rule=f"waivers.{waiver.id}",
            location=waiver.location,
            interval=waiver.interval,
            before=line.exact,
            operand=-line.exact,
            because=waiver.because,
        )
    )
