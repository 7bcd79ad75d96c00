"""What a configuration costs, as lines that prove themselves: every step says what it did to the amount, and why.

A line starts at 0. Every step takes the line from `before` to `after`, and the next one starts where it ended; the
amount of the line is the end of its last step, and the lines of one cadence sum exactly to its total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.model import Interval, Text
from configurator.language.checked import Value
from configurator.money import Money, Rounded
from configurator.pricing.cadence import Cadence
from configurator.source import Location

NOTHING = Fraction(0)


class Operation(StrEnum):
    """How a step makes `after` of what was `before`; `b` is its base and `o` its operand."""

    ADD = "add"
    """before + o"""
    TIMES = "times"
    """before + b · o"""
    TIERS = "tiers"
    """before + the sum of the slices; o is the whole quantity"""
    PERCENT = "percent"
    """before + b · o / 100; a discount has a negative o"""
    TAX_ON_LINE = "tax_on_line"
    """before + b · o / 100, where only what is added is rounded"""
    WAIVE = "waive"
    """before + o; o takes away all there is"""
    TRUE_UP = "true_up"
    """before + what b lacks to o; nothing where b reaches o"""
    CAP = "cap"
    """before − what b exceeds o by; nothing where b stays below"""
    AT_LEAST = "at_least"
    """the greater of before and o − b; b is what was billed before in the same period"""
    AT_MOST = "at_most"
    """the smaller of before and o; where b was billed before in the same period, of before and what o leaves of it"""
    MULTIPLY = "multiply"
    """before · o"""
    OVERAGE = "overage"
    """b + (before − b) · o: what goes beyond a commitment of b counts o times"""
    BEYOND = "beyond"
    """max(0, before − b) · o: what a prepaid balance of b does not cover counts o times"""
    BILLED_BEFORE = "billed_before"
    """before + o; o takes off what earlier bills of the same period have charged"""
    ROUND = "round"
    """before, rounded to a multiple of o"""
    PARTS = "parts"
    """before + the sum of the parts; o is the whole quantity"""
    SHARE_OF_ROUNDING = "share_of_rounding"
    """before + o: what this line bears of the difference that rounding made to the total"""


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
    amount: Fraction
    tier: int = 0
    block: Fraction = Fraction(1)
    cap: Fraction | None = None


class Treatment(StrEnum):
    """What was done to a metered quantity before it was priced; `o` is the operand."""

    MULTIPLIED = "multiplied"
    """quantity · o"""
    DIVIDED = "divided"
    """quantity / o"""
    ROUNDED = "rounded"
    """to a multiple of o"""
    FREE = "free"
    """max(0, quantity − o)"""
    RESERVED = "reserved"
    """max(0, quantity − o): o is paid at the price of the reservation"""
    RATCHETED = "ratcheted"
    """the greater of quantity and o, the floor that an earlier peak left"""
    BILLED_BEFORE = "billed_before"
    """quantity − o: o was billed before in the same period"""
    COMMITTED = "committed"
    """the greater of quantity and o, the quantity that is committed"""
    DRAWN = "drawn"
    """max(0, quantity − o): o was drawn from a prepaid balance"""


@dataclass(frozen=True, slots=True)
class Treated:
    """One treatment of a metered quantity: what it was, what it was treated with, and what it became."""

    treatment: Treatment
    before: Fraction
    operand: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Move:
    """A step within a part of a line: exact, and rounded only with the line. See `Step` for the fields."""

    operation: Operation
    before: Fraction
    base: Fraction
    operand: Fraction
    after: Fraction
    slices: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one window, group, event or unit of a quantity costs by itself: moves from 0 to its amount."""

    label: str
    quantity: Fraction
    moves: tuple[Move, ...]
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line.

    `stage` names the level of the waterfall that it belongs to (`list`, `charges`, `waivers`, a stage's id,
    `rounding`), `rule` the rule that made it (`prices.navigation`, `stages.fleet`), `interval` the days for which
    rule and figures are in force. `rounding` is there where rounding changed something: it keeps the exact figure.
    `metered` tells how a metered quantity became the one that was priced.
    """

    stage: str
    rule: str
    location: Location
    interval: Interval
    operation: Operation
    before: Fraction
    base: Fraction
    operand: Fraction
    after: Fraction
    because: Text | None = None
    slices: tuple[Slice, ...] = ()
    rounding: Rounded | None = None
    parts: tuple[Part, ...] = ()
    metered: tuple[Treated, ...] = ()


class LineKind(StrEnum):
    """What a line stands for."""

    ITEM = "item"
    CHARGE = "charge"
    DISCOUNT = "discount"
    SURCHARGE = "surcharge"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    TAX = "tax"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line that later stages may still take further steps with; see `Line` for the fields."""

    id: str
    kind: LineKind
    title: Text
    cadence: Cadence
    steps: tuple[Step, ...]
    tags: frozenset[str]
    item: str = ""
    feature: str = ""
    instance: str = ""
    quantity: Fraction = NOTHING

    @property
    def exact(self) -> Fraction:
        """The amount as the last step left it."""
        return self.steps[-1].after if self.steps else NOTHING

    def stepped(self, step: Step) -> "OpenLine":
        """Return the line after one more step."""
        return replace(self, steps=(*self.steps, step))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote.

    `id` is unique among the lines and stable: the rule, the instance, and the cadence where one rule has several.
    `feature` is the full path of the feature that sold an item; `instance` that of the instance a rule was repeated
    for. `exact` is where the steps ended; `amount` is the same once everything is rounded. `tags` are what selections
    of a book may name the line by. `quantity` is what was sold or used, as it was metered; 0 where nothing is counted.
    """

    id: str
    kind: LineKind
    title: Text
    cadence: Cadence
    steps: tuple[Step, ...]
    amount: Money
    tags: frozenset[str]
    item: str = ""
    feature: str = ""
    instance: str = ""
    quantity: Fraction = NOTHING

    @property
    def exact(self) -> Fraction:
        """The amount as the last step left it."""
        return self.steps[-1].after

    @property
    def rule(self) -> str:
        """The rule that made the line."""
        return self.steps[0].rule


class Outcome(StrEnum):
    """Why a rule that was considered did not apply."""

    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_DATE = "out_of_date"
    ABSENT = "absent"
    NOTHING_TO_ACT_ON = "nothing_to_act_on"
    NOT_NEEDED = "not_needed"
    NEGATIVE_QUANTITY = "negative_quantity"
    ALREADY_WAIVED = "already_waived"
    NOT_THE_DEAREST = "not_the_dearest"
    CASE_PASSED_OVER = "case_passed_over"
    DUE_LATER = "due_later"
    NO_PRICE = "no_price"


@dataclass(frozen=True, slots=True)
class Considered:
    """A rule that was considered and did not apply, with the condition or the interval that was in its way."""

    rule: str
    location: Location
    outcome: Outcome
    subject: str = ""
    """The instance or the line that it was considered for; empty for the whole configuration."""
    condition: str = ""
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Something that was sold and has list prices, but none in force on the day: a total without it is incomplete."""

    item: str
    feature: str
    location: Location


@dataclass(frozen=True, slots=True)
class Totals:
    """What is due once and in every period. `compare` is the one exact number that ranks, by the book's horizon."""

    by_cadence: Mapping[Cadence, Money]
    compare: Fraction

    @property
    def one_time(self) -> Money:
        """What is due once."""
        return self.by_cadence[Cadence.ONE_TIME]


@dataclass(frozen=True)
class Priced:
    """A configuration with its price. Equal inputs give equal results, whoever asks and from wherever.

    `stages` are the levels of the waterfall in order; `trace` holds the rules that were considered and did not apply.
    """

    book: str
    book_digest: str
    catalog: str
    catalog_digest: str
    on: date
    currency: str
    parameters: Mapping[str, Value]
    lines: tuple[Line, ...]
    totals: Totals
    stages: tuple[str, ...]
    trace: tuple[Considered, ...]
    unpriced: tuple[Unpriced, ...]
    illustrative: bool
    compare_over: int | None


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the waterfall over all lines of a cadence: from `before` to `after`."""

    stage: str
    cadence: Cadence
    before: Fraction
    after: Fraction


def waterfall(priced: Priced) -> tuple[Level, ...]:
    """Add up the steps of all lines, level by level, in the order in which the levels were reached."""
    changes: dict[tuple[Cadence, str], Fraction] = {}
    order = {stage: position for position, stage in enumerate(priced.stages)}
    for line in priced.lines:
        for step in line.steps:
            key = (line.cadence, step.stage)
            changes[key] = changes.get(key, Fraction(0)) + step.after - step.before
    levels, running = [], dict.fromkeys(Cadence, Fraction(0))
    for cadence, stage in sorted(changes, key=lambda key: (list(Cadence).index(key[0]), order[key[1]])):
        before = running[cadence]
        running[cadence] = before + changes[cadence, stage]
        levels.append(Level(stage, cadence, before, running[cadence]))
    return tuple(levels)
