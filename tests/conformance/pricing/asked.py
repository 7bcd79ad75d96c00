"""What a translation makes of a case: a price book with inputs to price by it, or one call of the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.price_lines import Priced
from tests.conformance.pricing.cases import Case

Book = Mapping[str, Any]
"""The sections of a price book as data, without its head: `charges`, `stages`, `rounding` …"""

Answer = object
"""What the engine says: an exact number, a date, a text, or a list or mapping of them."""


class NotExpressible(Exception):
    """The format has no words for this case; the text says which are missing."""


@dataclass(frozen=True, slots=True)
class Phase:
    """The parameters of one pricing, and which part of its period it bills."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    part: PartOfPeriod = PartOfPeriod.WHOLE


@dataclass(frozen=True, slots=True)
class Quoted:
    """Price by a book, once for each of the `phases`; `read` takes the answer from the prices.

    Numbers among the inputs are texts, as published; a list is a series of readings.
    """

    book: Book
    read: Callable[[Sequence[Priced]], Answer]
    phases: Sequence[Phase] = (Phase(),)
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Called:
    """Call one function of the engine with arguments that are data, and read its answer."""

    call: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    read: Callable[[Any], Answer] = lambda found: found


Asked = Quoted | Called
Translate = Callable[[Case], Asked]
Translations = Mapping[str, Translate]
