"""The words that bodies are made of: values, paths, days, each with the one form in which it is accepted."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from configurator.engine import EvaluationRequest, QuoteItemRequest
from configurator.offering.limits import MOST_POINTS
from configurator.session import Choices
from configurator_api.limits import LARGEST_AMOUNT, MOST_ENTRIES

_PATH = r"^[a-z][A-Za-z0-9_.\[\]-]{0,299}$"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$"


def _value(given: object) -> object:
    if isinstance(given, str) and len(given) > 200:
        raise ValueError("expected a text of at most 200 characters")
    if isinstance(given, bool | str | int | Fraction):
        return given
    raise ValueError("expected a text, a boolean or a number")


def day_from(text: str) -> date:
    """Read a day written like 2026-01-31, the one form in which it is accepted. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _day(given: object) -> object:
    try:
        return day_from(given) if isinstance(given, str) else given
    except ValueError:
        raise ValueError("expected a day written like 2026-01-31") from None


def _seconds(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Fraction) or not 0 < given <= 60:
        raise ValueError("expected a number of seconds above 0, at most 60")
    return Fraction(given)


Value = Annotated[
    str | bool | int | Fraction,
    Field(union_mode="left_to_right"),
    BeforeValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 200}, {"type": "boolean"}, {"type": "number"}]}),
]
"""An option's id, a boolean, or a number; numbers may be texts too, with a unit (`2.5 m`)."""

Path = Annotated[str, Field(pattern=_PATH)]
Id = Annotated[str, Field(pattern=_ID)]
Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Day = Annotated[date, BeforeValidator(_day)]
Seconds = Annotated[
    Fraction, BeforeValidator(_seconds), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 60})
]


class RequestModel(BaseModel):
    """The base of all request bodies: no unknown fields, no conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class Chosen(RequestModel):
    """Choices, in the order in which they were made."""

    choices: Annotated[dict[Path, Value], Field(max_length=MOST_ENTRIES, examples=[{"bmw_apps": True}])] = Field(
        default_factory=dict
    )
    instances: Annotated[
        dict[Path, Annotated[list[Id], Field(max_length=MOST_ENTRIES)]], Field(max_length=MOST_ENTRIES)
    ] = Field(default_factory=dict)
    book: Id | None = None
    parameters: Annotated[dict[Path, Value], Field(max_length=MOST_ENTRIES)] = Field(default_factory=dict)

    def chosen(self) -> Choices:
        """Return the choices as the engine takes them."""
        return Choices(self.choices, {path: tuple(ids) for path, ids in self.instances.items()})


class QuestionRequest(Chosen):
    """What somebody asks about some choices: on which day, in which language, in how much time."""

    on: Day | None = Field(None, description="The day whose prices hold; today if none is named.")
    locale: Locale = "en"
    seconds: Seconds | None = Field(None, description="The time the answer may take; capped by the service.")

    def evaluation_request(self, catalog: str, now: datetime, most_seconds: float) -> EvaluationRequest:
        """Return the question for the engine."""
        return EvaluationRequest(
            catalog,
            self.on or now,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            seconds=most_seconds if self.seconds is None else min(float(self.seconds), most_seconds),
        )


class EvaluateRequest(QuestionRequest):
    """A request about some choices."""

    priced: bool = True
    differences: bool = Field(True, description="Whether every option is returned with its price difference.")
    cheapest: bool = Field(False, description="Complete the choices at the least price rather than by defaults.")

    def evaluation_request(self, catalog: str, now: datetime, most_seconds: float) -> EvaluationRequest:
        """Return the question for the engine."""
        result = super().evaluation_request(catalog, now, most_seconds)
        return replace(result, priced=self.priced, cheapest=self.cheapest, differences=self.differences)


class ExplainRequest(EvaluateRequest):
    """A question why: of a value (why can it not be chosen?), or of a path alone (why is it so?)."""

    path: Path
    value: Value | None = None


class ConflictsRequest(EvaluateRequest):
    """A question for every reason: of a value, or, without one, of the choices."""

    path: Path | None = None
    value: Value | None = None
    by: Literal["changes", "price"] = Field("changes", description="What makes a repair the better one.")

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.path is None) != (self.value is None):
            raise ValueError("`path` and `value` belong together; name both, or neither")
        return self


class SaveRequest(Chosen):
    """Choices to be kept; `on` keeps the day too, otherwise they are priced on the day they are reopened."""

    catalog: Id
    on: Day | None = None

    def evaluation_request(self, now: datetime, seconds: float) -> EvaluationRequest:
        """Return the choices for the engine."""
        return EvaluationRequest(
            self.catalog,
            self.on or now,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            seconds=seconds,
        )


class ItemRequest(Chosen):
    """So many pieces of one configuration."""

    id: Id
    quantity: Annotated[int, Field(ge=1, le=1_000_000_000)] = 1
    catalog: Id
    cheapest: bool = False

    def quote_item(self, on: date, seconds: float) -> QuoteItemRequest:
        """Return the item for the engine."""
        result = EvaluationRequest(
            self.catalog,
            on,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            cheapest=self.cheapest,
            seconds=seconds,
        )
        return QuoteItemRequest(self.id, self.quantity, result)


class QuoteRequest(RequestModel):
    """What a quote should offer."""

    items: Annotated[list[ItemRequest], Field(min_length=1, max_length=MOST_ENTRIES)]
    on: Day | None = Field(None, description="The day whose prices hold; today if none is named.")
    number: Id | None = Field(None, description="What people call the quote.")

    @field_validator("items")
    @classmethod
    def _each_id_once(cls, items: list[ItemRequest]) -> list[ItemRequest]:
        counted = Counter(item.id for item in items)
        twice = [id for id, times in counted.items() if times > 1]
        if twice:
            raise ValueError(f"each item needs an id of its own; found twice: {', '.join(twice[:5])}")
        return items


def parameters_of(given: Mapping[str, str | bool | int | Fraction]) -> Mapping[str, str | bool | Fraction]:
    """Return the parameters of a book with whole numbers as the engine takes them."""
    return {
        name: Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in given.items()
    }


def _amount(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Fraction) or not 0 <= given <= LARGEST_AMOUNT:
        raise ValueError("expected an amount from 0 to 1,000,000,000,000,000, as a number")
    return Fraction(given)


Amount = Annotated[
    Fraction, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT})
]
Expression = Annotated[str, Field(min_length=1, max_length=500, examples=["count(navigation, bmw_apps)"])]


class RangeRequest(QuestionRequest):
    """From what to what do the completions of the choices cost?"""

    options: bool = Field(True, description="Whether the least total with every option is returned.")
    builds: Annotated[int, Field(ge=0, le=100)] = Field(
        0, description="How many of the cheapest products are returned."
    )


class GoalRequest(RequestModel):
    """A number to have the most, or the least, of."""

    sense: Literal["most", "least"]
    expression: Expression


class AimRequest(QuestionRequest):
    """The conditions of a search."""

    at_most: Amount | None = Field(None, description="What it may cost, compared with the number that ranks.")
    require: Annotated[list[Expression], Field(max_length=20)] = Field(default_factory=list)


class BestRequest(AimRequest):
    """Which completion is best by one goal after the other, and then the cheapest?"""

    goals: Annotated[list[GoalRequest], Field(max_length=5)] = Field(default_factory=list)


class FrontRequest(AimRequest):
    """Which completions does no other beat in price and one or two goals?"""

    goals: Annotated[list[GoalRequest], Field(min_length=1, max_length=2)]
    points: Annotated[int, Field(ge=1, le=1000)] = Field(
        MOST_POINTS, description="The largest number of points returned."
    )
