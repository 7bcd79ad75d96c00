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
class EvaluationRequest:
    """A request about some choices, priced for so many pieces of their product.

    `on` is a day, or an instant, which becomes a day in the time zone of the book. `book` None is the catalog's first
    book by id; `priced` False requests no price. `seconds` is the time limit.
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
    """The share of the time for price differences; None: all that remains."""
    quick: bool = False
    """Whether only quick results are requested: conflicting choices are then undecided, because explanations take
    longer."""
    quantity: int = 1

    @property
    def key(self) -> Hashable:
        """The cache key: everything but the time limit. `on` should be a day, not an instant."""
        values, instances = typed_items(self.choices.values), tuple(self.choices.instances.items())
        options = (
            self.book,
            self.priced,
            frozenset(typed_items(self.parameters)),
            self.cheapest,
            self.differences,
            self.quantity,
        )
        return (self.catalog, self.on, values, instances, *options)


@short_repr
@dataclass(frozen=True)
class ExplanationResult:
    """The explanation of a state (None: there is no obstacle), and its repairs."""

    explanation: Explanation | None
    repairs: tuple[RankedRepair, ...] = ()


@short_repr
@dataclass(frozen=True)
class Reopening:
    """Saved choices on the current catalog, with repairs and prices."""

    found: ReopenedChoices
    repairs: tuple[RankedRepair, ...]
