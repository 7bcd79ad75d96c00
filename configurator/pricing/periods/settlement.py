"""From the charge to the amount due: coupons, tax, credit notes and prepaid credit, in a declared order.

The order changes the amount due, and varied even within one system; so it is always explicit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import ZERO


class SettlementStep(StrEnum):
    """The settlement steps, in order."""

    COUPONS = "coupons"
    TAX = "tax"
    CREDIT_NOTES = "credit_notes"
    PREPAID = "prepaid"


@dataclass(frozen=True, slots=True)
class Settling:
    """One step: the amount before it, the deduction (or, for the tax, the percentage), and the amount after it."""

    step: SettlementStep
    before: Fraction
    operand: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Settlement:
    """The steps in their order, and where they end."""

    charged: Fraction
    steps: tuple[Settling, ...]

    @property
    def due(self) -> Fraction:
        """The amount due."""
        return self.steps[-1].after if self.steps else self.charged


DEFAULT_ORDER = (
    SettlementStep.COUPONS,
    SettlementStep.TAX,
    SettlementStep.CREDIT_NOTES,
    SettlementStep.PREPAID,
)


def settle(
    charged: Fraction,
    order: Sequence[SettlementStep] = DEFAULT_ORDER,
    *,
    credits: Mapping[SettlementStep, Fraction],
    tax_percent: Fraction,
    rounded: Callable[[Fraction], Fraction],
) -> Settlement:
    """Settle a charge. A credit never exceeds the amount; only the tax is rounded."""
    if len(set(order)) != len(order):
        raise InvalidRequest("a step of a settlement stands twice in its order", field="order")
    amount, steps = charged, []
    for step in order:
        before = amount
        if step is SettlementStep.TAX:
            operand = tax_percent
            amount = before + rounded(before * tax_percent / 100)
        else:
            operand = min(credits.get(step, ZERO), before)
            amount = before - operand
        steps.append(Settling(step, before, operand, amount))
    return Settlement(charged, tuple(steps))
