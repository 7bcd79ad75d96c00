"""The last stage: where the book rounds the total, the rounded total is shared out over the lines, to the last unit."""

import math
from dataclasses import replace
from fractions import Fraction

from configurator.money import ZERO
from configurator.pricing.cadence import Cadence
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import OpenLine
from configurator.pricing.operations import Operation
from configurator.pricing.steps import RoundedAt, RoundingRule, take

STAGE = "rounding"


def with_rounded_total(question: Question, draft: Draft) -> Draft:
    """Leave every line with an amount that money can hold.

    The largest remainders are rounded up first, earlier lines before later ones, so that the lines of a cadence sum
    to its rounded exact total and none is more than one unit away from its own exact amount.
    """
    rounding = question.prepared.book.rounding
    if rounding.at is RoundedAt.LINE:
        return draft
    lines = list(draft.lines)
    for cadence in Cadence:
        positions = [position for position, line in enumerate(lines) if line.cadence is cadence]
        for position, share in zip(
            positions, _shares(rounding, [lines[each].exact for each in positions]), strict=True
        ):
            if share != lines[position].exact:
                lines[position] = _landed(question, lines[position], share)
    return replace(draft, lines=tuple(lines))


def _shares(rounding: RoundingRule, amounts: list[Fraction]) -> list[Fraction]:
    unit, total = rounding.step, rounding.landed(sum(amounts, ZERO))
    floors = [math.floor(amount / unit) for amount in amounts]
    spare = int(total / unit) - sum(floors)
    by_remainder = sorted(range(len(amounts)), key=lambda each: (floors[each] - amounts[each] / unit, each))
    raised = set(by_remainder[:spare])
    return [(floor + (position in raised)) * unit for position, floor in enumerate(floors)]


def _landed(question: Question, line: OpenLine, share: Fraction) -> OpenLine:
    book = question.prepared.book
    return line.stepped(
        take(
            book.rounding,
            Operation.SHARE_OF_ROUNDING,
            stage=STAGE,
            rule="rounding",
            location=book.location,
            before=line.exact,
            operand=share - line.exact,
        )
    )
