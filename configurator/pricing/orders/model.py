"""Order rules as the engine knows them: what belongs to an order of several items, in one currency.

A rule wraps a stage of the kind that books have, so that the one set of stages runs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.money import Rounding
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge import Charge
from configurator.pricing.model import Parameter, Selection, Stage, StageKind
from configurator.pricing.steps import RoundedAt, RoundingRule
from configurator.short_repr import short_repr
from configurator.source import Location


class Spread(StrEnum):
    """How the amount of a rule is shared over the lines it acts on.

    In proportion to what they cost so far, the same for each piece, or to the first item by id; a deduction goes on to
    the next item where the first one costs less.
    """

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    FIRST = "first"


class Take(StrEnum):
    """Which pieces a rule takes first."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces that a rule acts on, where it does not act on all of them.

    With `of`, all pieces are sorted dearest first and cut into groups of so many; of each full group, `number` are
    taken. Otherwise `number` are taken of all. A part of a piece is never taken.
    """

    number: Amount
    take: Take
    location: Location
    of: Amount = NO_AMOUNT


@dataclass(frozen=True, slots=True)
class OrderRule:
    """A stage over the lines of an order, how its amount is shared, and which pieces it takes.

    With `rate`, the amount is that of a charge. A rule for `vouchers` has the figures of the codes that are given.
    """

    stage: Stage
    spread: Spread = Spread.PROPORTIONAL
    pieces: Pieces | None = None
    rate: Charge | None = None
    vouchers: bool = False


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a code takes off: a percentage or an amount, on its days, from a minimum on, of some lines or all."""

    code: str
    location: Location
    percent: Amount = NO_AMOUNT
    amount: Amount = NO_AMOUNT
    minimum: Amount = NO_AMOUNT
    on: Selection | None = None
    interval: Interval = ALWAYS
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What pays a part of the total without changing it: prepaid credit, a gift card. Never more than is due."""

    id: str
    title: Text
    amount: Amount
    because: Text
    location: Location
    interval: Interval = ALWAYS


@dataclass(frozen=True, slots=True)
class Settlement:
    """What follows the total: rounding what is to be paid, such as to 0.05, then credits in their order."""

    location: Location
    round_to: RoundingRule | None = None
    credits: tuple[Credit, ...] = ()


@short_repr
@dataclass(frozen=True)
class OrderRules:
    """The dated, versioned rules that price what belongs to an order as a whole.

    `categories` select lines; expressions read the amounts, quantities and measures of each. `measures` are counted in
    a unit. `digest` is the SHA-256 over the sorted paths and bytes of `files`.
    """

    id: str
    title: Text
    currency: str
    time_zone: str
    digest: str
    rules: tuple[OrderRule, ...]
    parameters: Mapping[str, Parameter]
    categories: Mapping[str, Selection]
    rounding: RoundingRule
    vouchers: Mapping[str, Voucher]
    most_codes: int
    settlement: Settlement
    files: Mapping[str, bytes]
    location: Location
    effective: Interval = ALWAYS
    illustrative: bool = False
    source: Text | None = None
    measures: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> Mapping[str, Selection]:
        """The lines whose amounts expressions name: those of categories, and of stages."""
        ids = [rule.stage.id for rule in self.rules]
        return {**{id: Selection(frozenset((f"stages.{id}",))) for id in ids}, **self.categories}

    @property
    def read_tags(self) -> frozenset[str]:
        """All tags by which the rules select lines: lines that none of them tells apart are one."""
        codes = [voucher.on for voucher in self.vouchers.values() if voucher.on is not None]
        stages = [selection for rule in self.rules for selection in rule.stage.selections]
        selections = [*self.categories.values(), *stages, *codes]
        return frozenset().union(*(each.tags | each.without for each in selections))

    @property
    def taxes(self) -> bool:
        """Whether the rules tax the whole; the taxes of books are left out then."""
        return any(rule.stage.kind is StageKind.TAX for rule in self.rules)

    @staticmethod
    def none(currency: str) -> "OrderRules":
        """Return no rules: an order is the sum of its items."""
        nowhere = Location("", 1, 1)
        rounding = RoundingRule(Rounding.HALF_UP, Fraction(1, 100), RoundedAt.LINE)
        text = Text({"en": ""}, "en")
        return OrderRules("", text, currency, "UTC", "", (), {}, {}, rounding, {}, 0, Settlement(nowhere), {}, nowhere)
