"""Requests and responses about choices and prices, shared by all interfaces."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date

from configurator.configuration import typed_items
from configurator.offering.price_differences import RankedRepair
from configurator.pricing.prepare import ParameterValue
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.explanation import Explanation
from configurator.session.reopen import ReopenedChoices
from configurator.short_repr import short_repr


@short_repr
@dataclass(frozen=True)
class Ask:
    """What somebody wants to know about some choices.

    `on` is a day, or a moment: that is the day which it is in the time zone of the book. `book` None is the catalog's
    first book by id; `priced` False asks for no price at all. `seconds` limits the answer.
    """

    catalog: str
    on: date
    choices: Choices = NO_CHOICES
    book: str | None = None
    priced: bool = True
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    cheapest: bool = False
    differences: bool = True
    seconds: float | None = 10.0
    differences_seconds: float | None = None
    """How much of it may be spent on what every option would change in the price; None: all that is left."""
    quick: bool = False
    """Whether only quick results are requested: conflicting choices are then undecided, because explanations take
    longer."""

    @property
    def key(self) -> Hashable:
        """What the answer follows from: everything but the time it may take. `on` should be a day, not a moment."""
        values, instances = typed_items(self.choices.values), tuple(self.choices.instances.items())
        options = (self.book, self.priced, frozenset(typed_items(self.parameters)), self.cheapest, self.differences)
        return (self.catalog, self.on, values, instances, *options)


@short_repr
@dataclass(frozen=True)
class ItemAsk:
    """So many pieces of a configuration to be quoted."""

    id: str
    quantity: int
    ask: Ask


@short_repr
@dataclass(frozen=True)
class ExplanationResult:
    """Why something is as it is (None: nothing stands in the way), and what would change it."""

    explanation: Explanation | None
    repairs: tuple[RankedRepair, ...] = ()


@short_repr
@dataclass(frozen=True)
class Reopening:
    """What became of saved choices on the present catalog, and what would mend it, with prices."""

    found: ReopenedChoices
    repairs: tuple[RankedRepair, ...]
