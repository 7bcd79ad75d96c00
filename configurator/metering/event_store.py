"""The port to event stores, independent of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from configurator.metering.bills import BookedLine
from configurator.metering.model import Event, Meter, Meters


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of a durable batch: new events, known ones, and contradictions.

    A contradicting event has the id of a known one and different content; the first one stays.
    """

    added: int
    repeated: int
    contradicting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeterQuery:
    """How much a meter counted from an instant up to, but without, another.

    With `known`, only events received up to that number count: the same question is answered alike for ever.
    """

    meter: Meter
    start: int
    end: int
    known: int | None = None


@dataclass(frozen=True, slots=True)
class MeteredQuantity:
    """The exact quantity of one subject, and of one combination of the dimensions that split the meter."""

    question: int
    subject: str
    split: tuple[str, ...]
    quantity: Fraction


class EventReader(Protocol):
    """Answers questions about events."""

    def read(self, questions: Sequence[MeterQuery], time_zone: str) -> list[MeteredQuantity]:
        """Answer questions, in order of question, subject and split. A subject without events has no answer."""


class EventStore(EventReader, Protocol):
    """Keeps events, each once."""

    def add(self, events: Sequence[Event], meters: Meters) -> Receipt:
        """Keep a batch, all of it or nothing. When this returns, the events survive a power cut."""

    def received(self) -> int:
        """Return the number of the latest batch."""

    def book(self, lines: Sequence[BookedLine]) -> int:
        """Keep lines of bills, all or none, and return how many are new; one whose id is known is not kept again."""

    def booked(self, bill: str) -> list[BookedLine]:
        """Return everything that was booked for a bill, in order of subject and number."""
