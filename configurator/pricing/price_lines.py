"""The price of a configuration as verifiable lines: every step records its effect on the amount, and the reason.

A line starts at 0. Every step takes the line from `before` to `after`, and the next one starts where it ended; the
amount of the line is the end of its last step, and the lines of one cadence sum exactly to its total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.model import Interval, Text
from configurator.language.checked import Value
from configurator.money import ZERO, Money, decimal_of, zero
from configurator.pricing.cadence import Cadence
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Step, chained
from configurator.short_repr import short_repr
from configurator.source import Location


class LineKind(StrEnum):
    """The kind of a line."""

    ITEM = "item"
    CHARGE = "charge"
    DISCOUNT = "discount"
    SURCHARGE = "surcharge"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    LIMIT = "limit"
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
    quantity: Fraction = ZERO
    rate: Fraction | None = None

    @property
    def exact(self) -> Fraction:
        """The amount as the last step left it."""
        return self.steps[-1].after if self.steps else ZERO

    @property
    def path(self) -> str:
        """The path of the feature or instance that the line belongs to."""
        return self.feature or self.instance

    @property
    def part(self) -> str:
        """The item of the line; the prices of a part in several cadences belong together."""
        return self.feature or self.id

    def stepped(self, step: Step) -> "OpenLine":
        """Return the line after one more step."""
        return replace(self, steps=(*self.steps, step))


@short_repr
@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote.

    `id` is unique among the lines and stable: the rule, the instance, and the cadence if one rule has several.
    `feature` is the full path of the feature that sold an item; `instance` that of the instance of a repeated rule.
    `exact` is the end of the steps; `amount` is the same as money, so a line whose steps are not a chain from 0 cannot
    be built. `tags` are the names of the line in selections of a book. `quantity` is the sold or metered quantity; 0 if
    nothing is counted, else that of all pieces of the item. `rate` is the percentage of a tax that has several.
    """

    id: str
    kind: LineKind
    title: Text
    cadence: Cadence
    steps: tuple[Step, ...]
    currency: str
    tags: frozenset[str]
    item: str = ""
    feature: str = ""
    instance: str = ""
    quantity: Fraction = ZERO
    rate: Fraction | None = None
    amount: Money = field(init=False)

    def __post_init__(self) -> None:
        end = chained(self.steps, "line", self.id)
        object.__setattr__(self, "amount", Money(decimal_of(end), self.currency))

    @property
    def exact(self) -> Fraction:
        """The amount as the last step left it."""
        return self.steps[-1].after

    @property
    def included(self) -> Money | None:
        """The tax that other amounts include, if the line shows one; it adds nothing to a total."""
        if self.steps[0].operation is not Operation.INCLUDED:
            return None
        return Money(decimal_of(sum((step.included for step in self.steps), ZERO)), self.currency)

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
    NOT_CHOSEN = "not_chosen"
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
    """Something that is sold and has no price: a total without it is incomplete.

    No list price of the `item` is in force, or none applies; or the table of the charge `item` has no row for `key`.
    """

    item: str
    feature: str
    location: Location
    key: str = ""

    @property
    def subject(self) -> str:
        """What has no price: where it is sold, and what a table has no row for."""
        sold = self.item if not self.feature or self.key else self.feature
        at = f"@{self.feature}" if self.key and self.feature else ""
        return f"{sold}{at} ({self.key})" if self.key else sold


@short_repr
@dataclass(frozen=True, slots=True)
class Totals:
    """One-time and recurring totals. `compare` is the exact number that ranks, by the book's horizon."""

    by_cadence: Mapping[Cadence, Money]
    compare: Fraction

    @property
    def one_time(self) -> Money:
        """The one-time amount."""
        return self.by_cadence[Cadence.ONE_TIME]

    def less(self, running: "Totals") -> "TotalDifference":
        """Return the totals less others, by cadence; missing ones count as zero."""
        nothing = zero(running.one_time.currency)
        by_cadence = {
            cadence: self.by_cadence.get(cadence, nothing) - running.by_cadence.get(cadence, nothing)
            for cadence in Cadence
            if cadence in self.by_cadence or cadence in running.by_cadence
        }
        return TotalDifference(by_cadence, self.compare - running.compare)

    def __str__(self) -> str:
        each = (
            (money, "" if cadence is Cadence.ONE_TIME else f" {cadence}") for cadence, money in self.by_cadence.items()
        )
        return ", ".join(f"{money}{cadence}" for money, cadence in each)


@short_repr
@dataclass(frozen=True, slots=True)
class TotalDifference:
    """By how much a price differs from the running one: by cadence, and as the one exact number that ranks."""

    by_cadence: Mapping[Cadence, Money]
    compare: Fraction


def incomplete(subjects: Iterable[str]) -> str:
    """Return that some things have no price, so that a total is incomplete; nothing if there are none."""
    named = ", ".join(subjects)
    if not named:
        return ""
    return (
        f"{named}: sold, but without a price on that day, so the total would be incomplete; "
        "add a price to the book (0 where it is free), or choose something else or another day"
    )


@dataclass(frozen=True)
class Priced:
    """A configuration with its price. Equal inputs give equal results.

    `stages` are the levels of the waterfall in order; `trace` holds considered rules that did not apply. All amounts
    are those of `quantity` pieces together.
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
    quantity: int = 1

    def __repr__(self) -> str:
        return f"<Priced by {self.book} on {self.on}: {len(self.lines)} lines, {self.totals}>"

    @property
    def incomplete(self) -> str:
        """Why the total is no price to be quoted; empty where everything that is sold has a price."""
        return incomplete(each.subject for each in self.unpriced)

    @property
    def total(self) -> Money:
        """The one-time total; `totals` also has the recurring amounts."""
        return self.totals.one_time


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
            changes[key] = changes.get(key, ZERO) + step.after - step.before
    levels, running = [], dict.fromkeys(Cadence, ZERO)
    for cadence, stage in sorted(changes, key=lambda key: (list(Cadence).index(key[0]), order[key[1]])):
        before = running[cadence]
        running[cadence] = before + changes[cadence, stage]
        levels.append(Level(stage, cadence, before, running[cadence]))
    return tuple(levels)
