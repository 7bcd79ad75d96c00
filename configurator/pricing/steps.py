"""Steps that prove themselves: each holds operation, base and operand, and its amount is computed from them alone.

So a step, a slice or a part whose amount does not follow cannot be built. The arithmetic is that of `operations`.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Generic, NamedTuple

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.money import ONE, ZERO, Rounded, Rounding
from configurator.pricing.operations import (
    EXACT,
    A,
    Arithmetic,
    Operation,
    Treatment,
    converted,
    outcome,
    summed,
    treated,
)
from configurator.source import Location


class RoundedAt(StrEnum):
    """Where exact fractions become money: per line, or at the total, distributed over the lines."""

    LINE = "line"
    TOTAL = "total"


class RoundedPer(StrEnum):
    """Whether the amount of all pieces of an item is rounded, or that of one, of which all others are copies."""

    LINE = "line"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """How a book rounds: to a multiple of `step` (1/100, or 1/20 where the smallest coin is five hundredths)."""

    mode: Rounding
    step: Fraction
    at: RoundedAt
    per: RoundedPer = RoundedPer.LINE

    def of_pieces(self, number: int) -> "RoundingRule":
        """Return how so many pieces are rounded: if each is, their sum becomes a multiple of as many steps."""
        return self if self.per is RoundedPer.LINE or number == 1 else replace(self, step=self.step * number)

    def landed(self, exact: Fraction) -> Fraction:
        """Return the multiple of the step that an exact figure becomes."""
        return EXACT.to_multiple(exact, self.step, self.mode)


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a quantity that one tier priced: from `low` up to `up_to` (None: open), `price` each plus `flat`.

    `tier` is the number of the tier, from 1. Where it prices whole blocks, `quantity` counts them and `block` is the
    units in one. `cap` is the most that the tier may cost.
    """

    low: Fraction
    up_to: Fraction | None
    quantity: Fraction
    price: Fraction
    flat: Fraction
    tier: int = 0
    block: Fraction = ONE
    cap: Fraction | None = None
    amount: Fraction = field(init=False)

    def __post_init__(self) -> None:
        amount = self.price * self.quantity if self.price else ZERO
        amount = EXACT.add(amount, self.flat) if self.flat else amount
        object.__setattr__(self, "amount", amount if self.cap is None else min(amount, self.cap))


@dataclass(frozen=True, slots=True)
class Treated:
    """One treatment of a metered quantity: before, operand, and after.

    `mode` is the rounding mode of a rounding.
    """

    treatment: Treatment
    before: Fraction
    operand: Fraction
    mode: Rounding | None = None
    after: Fraction = field(init=False)

    def __post_init__(self) -> None:
        by_figure = self.treatment in (Treatment.MULTIPLIED, Treatment.DIVIDED, Treatment.ROUNDED)
        if by_figure:
            after = converted(EXACT, self.treatment, self.before, self.operand, self.mode)
        else:
            after = treated(EXACT, self.treatment, self.before, self.operand)
        object.__setattr__(self, "after", after)


@dataclass(frozen=True, slots=True)
class Move:
    """A step within a part of a line: exact, and rounded only with the line. See `Step` for the fields."""

    operation: Operation
    before: Fraction
    base: Fraction
    operand: Fraction
    slices: tuple[Slice, ...] = ()
    after: Fraction = field(init=False)

    def __post_init__(self) -> None:
        pieces = summed(each.amount for each in self.slices) if self.slices else None
        after = outcome(EXACT, self.operation, self.before, self.base, self.operand, pieces)
        object.__setattr__(self, "after", after)


@dataclass(frozen=True, slots=True)
class Part:
    """The price of one window, group, event or unit of a quantity: moves from 0 to its amount."""

    label: str
    quantity: Fraction
    moves: tuple[Move, ...]
    amount: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", chained(self.moves, "part", self.label))


class Calculation(NamedTuple, Generic[A]):
    """The effect of a step on any amount: an operation with its base and operand.

    Charge models and modifiers return calculations; applied to an amount, one becomes a step. `mode` is the rounding
    mode. Slices, parts and how usage was metered are those of one piece, which counts so many `times`.
    `within` is the sum of all percentages that the base includes.
    """

    operation: Operation
    base: A
    operand: A
    slices: tuple[Slice, ...] = ()
    parts: tuple[Part, ...] = ()
    mode: Rounding | None = None
    times: Fraction = ONE
    within: Fraction = ZERO

    @property
    def amount(self: "Calculation[Fraction]") -> Fraction:  # type: ignore[misc]  # only an exact one has an amount
        """The unrounded result of an exact calculation on zero."""
        return after_of(self, ZERO)


def after_of(calculation: Calculation[Fraction], before: Fraction) -> Fraction:
    """Apply a calculation to an amount; only a rounding rounds."""
    operation, slices, parts = calculation.operation, calculation.slices, calculation.parts
    if operation is Operation.ROUND and calculation.mode is not None:
        return EXACT.to_multiple(before, calculation.operand, calculation.mode)
    pieces = pieces_of(slices, parts, calculation.times) if slices or parts else None
    return outcome(EXACT, operation, before, calculation.base, calculation.operand, pieces)


def of_pieces(carrier: Arithmetic[A], calculation: Calculation[A], number: Fraction) -> Calculation[A]:
    """Return the calculation of so many equal pieces from that of one."""
    match calculation.operation:
        case Operation.TIERS | Operation.PARTS:
            return calculation._replace(times=number)
        case Operation.ADD:
            return Calculation(Operation.TIMES, calculation.operand, carrier.constant(number), times=number)
        case Operation.TIMES:
            return calculation._replace(operand=carrier.scaled(calculation.operand, number), times=number)
    raise ValueError(f"{calculation.operation} is not how a charge is rated")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line.

    `stage` names the level of the waterfall that it belongs to (`list`, `charges`, `waivers`, a stage's id,
    `rounding`), `rule` the rule that made it (`prices.navigation`, `stages.fleet`), `interval` the days for which rule
    and figures are in force. `rounds` is how its amount becomes money, if it does; `rounding` keeps the exact figure if
    rounding changed it. `metered` holds the transformations of the metered quantity. These, slices and parts are
    those of one piece, which counts so many `times`. `within` is the sum of all percentages that the base includes.
    """

    stage: str
    rule: str
    location: Location
    interval: Interval
    operation: Operation
    before: Fraction
    base: Fraction
    operand: Fraction
    because: Text | None = None
    slices: tuple[Slice, ...] = ()
    parts: tuple[Part, ...] = ()
    metered: tuple[Treated, ...] = ()
    rounds: RoundingRule | None = None
    times: Fraction = ONE
    within: Fraction = ZERO
    after: Fraction = field(init=False)
    rounding: Rounded | None = field(init=False)

    def __post_init__(self) -> None:
        pieces = pieces_of(self.slices, self.parts, self.times) if self.slices or self.parts else None
        exact = outcome(EXACT, self.operation, self.before, self.base, self.operand, pieces)
        after, rounding, rule = exact, None, self.rounds
        if rule is not None:
            if self.operation is Operation.TAX_ON_LINE:
                after = self.before + rule.landed(exact - self.before)
            else:
                after = rule.landed(exact)
            if after is not exact and after != exact:
                rounding = Rounded(exact, rule.step, rule.mode)
        object.__setattr__(self, "after", after)
        object.__setattr__(self, "rounding", rounding)

    @property
    def included(self) -> Fraction:
        """The tax that the base includes, rounded; 0 unless the step shows one."""
        if self.operation is not Operation.INCLUDED:
            return ZERO
        exact = self.base * self.operand / (100 + self.within)
        return exact if self.rounds is None else self.rounds.landed(exact)


def origin_of(operation: Operation, before: Fraction) -> Fraction:
    """Return the part of the amount that is not rounded: the tax of one line is rounded separately and then added."""
    return before if operation is Operation.TAX_ON_LINE else ZERO


def pieces_of(slices: tuple[Slice, ...], parts: tuple[Part, ...], times: Fraction = ONE) -> Fraction:
    """Return the sum of the slices and parts of a step."""
    pieces = slices or parts
    amount = pieces[0].amount if len(pieces) == 1 else summed([each.amount for each in pieces])
    return amount if times is ONE else amount * times


def moved(calculation: Calculation[Fraction], before: Fraction) -> Move:
    """Return a calculation as a step within a part."""
    return Move(calculation.operation, before, calculation.base, calculation.operand, calculation.slices)


def chained(steps: tuple[Step, ...] | tuple[Move, ...], kind: str, name: str) -> Fraction:
    """Return where a chain of steps ends, which starts at 0; raise ValueError where one does not follow another."""
    before = ZERO
    for each in steps:
        if each.before is not before and each.before != before:
            raise ValueError(f"a step of {kind} {name} begins at {each.before}; the one before ended at {before}")
        before = each.after
    return before


def take(
    rounding: RoundingRule,
    calculation: Calculation[Fraction],
    *,
    stage: str,
    rule: str,
    location: Location,
    before: Fraction = ZERO,
    interval: Interval = ALWAYS,
    because: Text | None = None,
    metered: tuple[Treated, ...] = (),
) -> Step:
    """Take a calculation as a step, rounded at once where the book rounds every line; a rounding is that alone."""
    rounds = rounding if rounding.at is RoundedAt.LINE or calculation.operation is Operation.INCLUDED else None
    if calculation.mode is not None:
        rounds = RoundingRule(calculation.mode, calculation.operand, RoundedAt.LINE)
    return Step(
        stage,
        rule,
        location,
        interval,
        calculation.operation,
        before,
        calculation.base,
        calculation.operand,
        because,
        calculation.slices,
        calculation.parts,
        metered,
        rounds,
        calculation.times,
        calculation.within,
    )
