"""What the types of all responses share: dictionaries at run time, described for JSON Schema where they are typed.

A response is a `TypedDict`: the function that fills it in is checked against it, the dictionary itself is serialised,
and the API's description is generated from the same class.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from typing_extensions import TypedDict

from configurator.canonical_json import money_text
from configurator.money import Money

S = TypeVar("S", bound=str)
_Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """The description of an annotated type in JSON Schema, read by pydantic, which this module does not need."""

    description: str | None = None
    pattern: str | None = None
    format: str | None = None
    examples: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[object], dict[str, Any]]
    ) -> dict[str, Any]:
        schema = handler(source)
        return {**schema, "pattern": self.pattern} if self.pattern else schema

    def __get_pydantic_json_schema__(
        self, schema: object, handler: Callable[[object], dict[str, Any]]
    ) -> dict[str, Any]:
        own = {"description": self.description, "format": self.format, "examples": list(self.examples)}
        return {**handler(schema), **{name: value for name, value in own.items() if value}}


Scalar = str | bool | int
"""An option's id, a boolean, a whole number, or an exact number as text."""

Number = Annotated[str, Described(pattern=r"^-?\d+(\.\d+|/\d+)?$", examples=("2.5", "1/3"))]
"""An exact number as text."""

DayText = Annotated[str, Described(format="date")]
"""A day as text: 2026-01-31."""

MomentText = Annotated[str, Described(format="date-time")]
"""An instant as text: 2026-01-31T12:00:00Z, with fractions of a second where it has them."""

TextByLocale = dict[str, str]
"""A text by locale."""

Instances = dict[str, list[str]]
"""The ids of a structure's instances, by its path."""


class MoneyResponse(TypedDict):
    """An exact amount."""

    amount: Annotated[str, Described(pattern=r"^-?\d+(\.\d+)?$", examples=("42145.00",))]
    currency: Annotated[str, Described(examples=("USD",))]


AmountsByCadence = dict[str, MoneyResponse]
"""Exact amounts by cadence: what is due once, and in every period."""

Difference = AmountsByCadence
"""A difference of prices, by cadence."""


class ReferenceResponse(TypedDict):
    """A catalog or a book, with the digest of its files."""

    id: str
    digest: str


def money_response(money: Money) -> MoneyResponse:
    """Return an exact amount."""
    return {"amount": money_text(money), "currency": money.currency}


def amounts_response(by_cadence: Mapping[S, Money]) -> AmountsByCadence:
    """Return amounts by cadence."""
    return {str(cadence): money_response(money) for cadence, money in by_cadence.items()}
