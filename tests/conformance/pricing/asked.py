"""What a translation makes of a case: a price book or a contract with its inputs, or one question to the calendar."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from configurator.contracts.statement import Statement
from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.price_lines import Priced
from tests.conformance.pricing.cases import Case

Book = Mapping[str, Any]
"""The sections of a price book as data, without its head: `charges`, `stages`, `rounding` …"""

Answer = object
"""What the engine says: an exact number, a date, a text, or a list or mapping of them."""


class NotExpressible(Exception):
    """The formats have no words for this case; the text says which are missing. Such a case fails."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Several figures of one answer; a source that publishes a single number means the `headline`."""

    headline: Answer
    members: Mapping[str, Answer]


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
class Stated:
    """Bill a contract of an offer, both written as their files are; `read` takes the answer from the statement.

    `scenario` holds the days, the use and the purchases, as a scenario beside the offer does.
    """

    offer: Mapping[str, Any]
    scenario: Mapping[str, Any]
    read: Callable[[Statement], Answer]


@dataclass(frozen=True, slots=True)
class Called:
    """Ask the calendar or the allocation, which no file can express, with arguments that are data."""

    call: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    read: Callable[[Any], Answer] = lambda found: found


Asked = Quoted | Stated | Called
Translate = Callable[[Case], Asked]
Translations = Mapping[str, Translate]
