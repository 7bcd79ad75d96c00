"""What is asked about choices and prices, and what is answered: the forms that every way in shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from configurator.offering.ranking import RankedRepair
from configurator.pricing.prepare import ParameterValue
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.explanation import Explanation
from configurator.session.reopen import Reopened


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
    """Whether only what can be told at once is wanted: choices that clash are undecided then; reasons take longer."""

    @property
    def question(self) -> str:
        """What the answer follows from, as a text: all but the time it may take. `on` should be a day, not a moment."""
        return repr(replace(self, seconds=None, differences_seconds=None, quick=False))


@dataclass(frozen=True)
class ItemAsk:
    """So many pieces of a configuration to be quoted."""

    id: str
    quantity: int
    ask: Ask


@dataclass(frozen=True)
class Answer:
    """Why something is as it is (None: nothing stands in the way), and what would change it."""

    explanation: Explanation | None
    repairs: tuple[RankedRepair, ...] = ()


@dataclass(frozen=True)
class Reopening:
    """What became of saved choices on the present catalog, and what would mend it, with prices."""

    found: Reopened
    repairs: tuple[RankedRepair, ...]
