"""A price book as the engine knows it: validated, resolved, frozen. Amounts are exact fractions until they are rounded.

Every rule of a book has an interval of days and may have a condition (`when`). If either fails, the rule is skipped and
recorded in the trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.language.checked import CheckedExpression, Value
from configurator.language.types import Type
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.cadence import Cadence
from configurator.pricing.charge import Charge, CountsFor
from configurator.pricing.steps import RoundingRule
from configurator.short_repr import short_repr
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input that the book declares; required if `default` is None.

    A `series` is a text with several readings; expressions see the text.
    """

    id: str
    type: Type
    location: Location
    default: Value | None = None
    series: bool = False


class Sales(StrEnum):
    """The source of sold items: the values of features, or the catalog's bill of materials."""

    CHOICES = "choices"
    BILL = "bill_of_materials"


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The list price of one item: a component, an option of a feature, a boolean feature, one unit of a quantity."""

    item: str
    amount: Amount
    cadence: Cadence
    location: Location


@dataclass(frozen=True, slots=True)
class ListPrices:
    """All list prices, and how many of an item a feature sells where it is not one (`cells.cpu: cells.installed`)."""

    items: Mapping[str, tuple[ListPrice, ...]]
    quantities: Mapping[str, CheckedExpression]
    sales: Sales
    location: Location


@dataclass(frozen=True, slots=True)
class Selection:
    """Lines, by their tags: those with one of `tags` and none of `without`."""

    tags: frozenset[str]
    without: frozenset[str] = frozenset()

    def __contains__(self, tags: frozenset[str]) -> bool:
        return not self.tags.isdisjoint(tags) and self.without.isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Parts that a package includes: their lines stay and are waived to 0.

    With `one_of`, only one of the parts that were chosen is waived: the dearest over as many months as `over` says, or
    the book; of equally dear ones the first line.
    """

    id: str
    title: Text
    parts: Selection
    one_of: bool
    because: Text
    location: Location
    each: str = ""
    when: CheckedExpression | None = None
    interval: Interval = ALWAYS
    over: int | None = None


class StageKind(StrEnum):
    """The effect of a named stage on its base."""

    DISCOUNT = "discount"
    SURCHARGE = "surcharge"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    LIMIT = "limit"
    TAX = "tax"


class Choice(StrEnum):
    """Which of several amounts or stages applies: the lowest price, the highest, or the one best for the customer."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    BEST = "best"


class ActsOn(StrEnum):
    """Whether a stage changes every selected line, or adds one line of its own for all of them."""

    LINE = "line"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class CategoryRate:
    """The rate of a tax for the lines of a category, by place and day; without `on`, for all other lines."""

    category: str
    percent: Amount
    on: Selection | None
    location: Location


@dataclass(frozen=True, slots=True)
class Stage:
    """One named step of the waterfall after list prices, charges and waivers. Exactly one of the amounts is given.

    `on` is None for an amount that applies whatever was sold. `at_least` and `at_most` bound the change, as positive
    amounts; `never_below` is the amount that a discount leaves at least. `cadence` is None if the stage follows the
    lines of its base. Of the stages of a `group` one applies; `choose` says which, or which case of a stage without a
    group. A limit gives back what the discounts `of` some stages take off beyond it. `counts` tells whether amounts,
    and the `base` that conditions see, are those of one piece of an item or of all pieces.
    """

    id: str
    title: Text
    kind: StageKind
    location: Location
    percent: Amount = NO_AMOUNT
    amount: Amount = NO_AMOUNT
    on: Selection | None = None
    at: ActsOn = ActsOn.TOTAL
    cadence: Cadence | None = None
    at_least: Amount = NO_AMOUNT
    at_most: Amount = NO_AMOUNT
    when: CheckedExpression | None = None
    interval: Interval = ALWAYS
    because: Text | None = None
    tags: frozenset[str] = frozenset()
    counts: CountsFor = CountsFor.PIECE
    never_below: Amount = NO_AMOUNT
    group: str = ""
    choose: Choice | None = None
    of: tuple[str, ...] = ()

    rates: tuple[CategoryRate, ...] = ()
    """The rates of a tax by category, instead of one percentage."""
    included: bool = False
    """Whether its base includes the tax already, which is then only shown."""

    @property
    def selections(self) -> tuple[Selection, ...]:
        """What it tells lines apart by."""
        return tuple(each for each in (self.on, *(rate.on for rate in self.rates)) if each is not None)

    def rate_of(self, tags: frozenset[str]) -> CategoryRate | None:
        """Return the rate for a line, by its tags."""
        return next((rate for rate in self.rates if rate.on is None or tags in rate.on), None)

    @property
    def is_bound(self) -> bool:
        """Whether the stage only keeps a sum within a bound."""
        return self.kind in (StageKind.MINIMUM, StageKind.MAXIMUM, StageKind.LIMIT)


@short_repr
@dataclass(frozen=True)
class PriceBook:
    """The dated, versioned rules that price the configurations of one catalog in one currency.

    `digest` is the SHA-256 over the sorted paths and bytes of `files`. `compare_over` is the horizon in months that
    turns a vector total into the number that ranks; without it, only one-time amounts count. `existing_since` is the
    parameter with the day a customer got the product. `merges_equal_items` is whether equal configurations in one order
    are priced as one item; see `equal_items`. `costs` are what things cost the seller; no price reads them.
    """

    id: str
    title: Text
    catalog: str
    currency: str
    time_zone: str
    digest: str
    prices: ListPrices
    charges: tuple[Charge, ...]
    waivers: tuple[Waiver, ...]
    stages: tuple[Stage, ...]
    parameters: Mapping[str, Parameter]
    rounding: RoundingRule
    files: Mapping[str, bytes]
    location: Location
    effective: Interval = ALWAYS
    compare_over: int | None = None
    illustrative: bool = False
    source: Text | None = None
    categories: Mapping[str, Selection] = field(default_factory=dict)
    existing_since: str = ""
    merges_equal_items: bool = False
    costs: ListPrices | None = None
