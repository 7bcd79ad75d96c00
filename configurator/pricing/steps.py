"""Taking a step: what its operation makes of an amount, and where the exact figure becomes money.

Pricing takes every step through `take`; the proof recomputes it through `operations.outcome`. There is no third place.
"""

from fractions import Fraction

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.money import Rounded, round_to
from configurator.pricing.lines import NOTHING, Operation, Part, Slice, Step, Treated
from configurator.pricing.model import RoundedAt, RoundingRule
from configurator.pricing.operations import added, outcome
from configurator.source import Location


def take(
    rounding: RoundingRule,
    operation: Operation,
    *,
    stage: str,
    rule: str,
    location: Location,
    operand: Fraction,
    before: Fraction = NOTHING,
    base: Fraction = NOTHING,
    interval: Interval = ALWAYS,
    because: Text | None = None,
    slices: tuple[Slice, ...] = (),
    parts: tuple[Part, ...] = (),
    metered: tuple[Treated, ...] = (),
    exact: Fraction | None = None,
) -> Step:
    """Take one step, rounded at once where the book rounds every line; `exact` is its outcome where it is known."""
    if exact is None:
        exact = outcome(operation, before, base, operand, slices, parts)
    after, change = exact, None
    if rounding.at is RoundedAt.LINE:
        origin = origin_of(operation, before)
        after = added(origin, landed(rounding, exact - origin if origin else exact))
        if after is not exact and after != exact:
            change = Rounded(exact, rounding.step, rounding.mode)
    return Step(
        stage,
        rule,
        location,
        interval,
        operation,
        before,
        base,
        operand,
        after,
        because,
        slices,
        change,
        parts,
        metered,
    )


def origin_of(operation: Operation, before: Fraction) -> Fraction:
    """Return what the amount is rounded without: the tax of one line is rounded by itself and then added."""
    return before if operation is Operation.TAX_ON_LINE else NOTHING


def landed(rounding: RoundingRule, exact: Fraction) -> Fraction:
    """Return the multiple of the book's rounding step that an exact figure becomes."""
    step = rounding.step
    if exact.numerator * step.denominator % (exact.denominator * step.numerator) == 0:
        return exact
    return round_to(exact, step, rounding.mode)
