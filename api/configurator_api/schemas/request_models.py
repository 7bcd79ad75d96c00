"""Request bodies and their field types; each field type accepts exactly one notation."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from configurator.engine import EvaluationRequest, OrderItemRequest, OrderRequest
from configurator.offering.limits import MOST_POINTS
from configurator.pricing.limits import MOST_QUANTITY
from configurator.session import Choices
from configurator_api.limits import LARGEST_AMOUNT, MOST_ENTRIES
from configurator_api.schemas import text_forms

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _value(given: object) -> object:
    if isinstance(given, str) and len(given) > 200:
        raise ValueError("expected a text of at most 200 characters")
    if isinstance(given, bool | str | int | Fraction):
        return given
    raise ValueError("expected a text, a boolean or a number")


def day_from(text: str) -> date:
    """Parse an ISO 8601 calendar date (2026-01-31); no other form is accepted. Raises ValueError."""
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
"""An option's id, a boolean, or a number; a number may be a string with a unit (`2.5 m`)."""

Path = Annotated[str, Field(pattern=text_forms.PATH)]
Id = Annotated[str, Field(pattern=text_forms.ID)]
Locale = Annotated[str, Field(pattern=text_forms.LOCALE)]
Day = Annotated[date, BeforeValidator(_day)]
Seconds = Annotated[
    Fraction, BeforeValidator(_seconds), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 60})
]


def _amount(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Fraction) or not 0 <= given <= LARGEST_AMOUNT:
        raise ValueError("expected an amount from 0 to 1,000,000,000,000,000, as a number")
    return Fraction(given)


Amount = Annotated[
    Fraction, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT})
]


Quantity = Annotated[int, Field(ge=1, le=MOST_QUANTITY)]


class RequestModel(BaseModel):
    """The base class of all request bodies: unknown fields are refused, and no type is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class Chosen(RequestModel):
    """Choices in the order in which they were made, the price book and its parameters."""

    choices: Annotated[dict[Path, Value], Field(max_length=MOST_ENTRIES, examples=[{"bmw_apps": True}])] = Field(
        default_factory=dict, description="The chosen value of each feature, by its path."
    )
    instances: Annotated[
        dict[Path, Annotated[list[Id], Field(max_length=MOST_ENTRIES)]], Field(max_length=MOST_ENTRIES)
    ] = Field(default_factory=dict, description="The ids of the instances of each structure, by its path.")
    book: Id | None = Field(None, description="The price book; by default the catalog's first by id.")
    parameters: Annotated[dict[Path, Value], Field(max_length=MOST_ENTRIES)] = Field(
        default_factory=dict, description="The values of the price book's parameters, by name."
    )

    def chosen(self) -> Choices:
        """Convert the choices to the engine's type."""
        return Choices(self.choices, {path: tuple(ids) for path, ids in self.instances.items()})


class QuestionRequest(Chosen):
    """A query about choices: the pricing date, the locale and the time limit."""

    on: Day | None = Field(None, description="The pricing date; today if omitted.")
    locale: Locale = "en"
    seconds: Seconds | None = Field(None, description="The time limit in seconds; the service may lower it.")

    def evaluation_request(self, catalog: str, now: datetime, most_seconds: float) -> EvaluationRequest:
        """Return the engine's request. The time limit is at most `most_seconds`."""
        return EvaluationRequest(
            catalog,
            self.on or now,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            seconds=most_seconds if self.seconds is None else min(float(self.seconds), most_seconds),
        )


class EvaluateRequest(QuestionRequest):
    """Choices to evaluate: their states, completion and price."""

    priced: bool = Field(True, description="Whether the configuration is priced.")
    quantity: Quantity = Field(1, description="The pieces of the configuration that are priced together.")
    differences: bool = Field(True, description="Whether to return the price difference of every option.")
    cheapest: bool = Field(
        False, description="Whether to complete the choices at the lowest price instead of by defaults."
    )

    def evaluation_request(self, catalog: str, now: datetime, most_seconds: float) -> EvaluationRequest:
        """Return the engine's request. The time limit is at most `most_seconds`."""
        result = super().evaluation_request(catalog, now, most_seconds)
        return replace(
            result,
            priced=self.priced,
            cheapest=self.cheapest,
            differences=self.differences,
            quantity=self.quantity,
        )


class ExplainRequest(EvaluateRequest):
    """A request to explain why a value cannot be chosen, or, without a value, why a feature has its state."""

    path: Path
    value: Value | None = None


class ConflictsRequest(EvaluateRequest):
    """A request for all minimal conflicts of a value, or, without one, of the choices."""

    path: Path | None = None
    value: Value | None = None
    by: Literal["changes", "price"] = Field("changes", description="The criterion that ranks the repairs.")

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.path is None) != (self.value is None):
            raise ValueError("`path` and `value` belong together; name both, or neither")
        return self


class SaveRequest(Chosen):
    """Choices to save. With `on`, the pricing date is saved too; otherwise it is the day of reopening."""

    catalog: Id
    on: Day | None = None

    def evaluation_request(self, now: datetime, seconds: float) -> EvaluationRequest:
        """Return the engine's request for the choices."""
        return EvaluationRequest(
            self.catalog,
            self.on or now,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            seconds=seconds,
        )


class ItemRequest(Chosen):
    """An item of an order or a quote: a configuration and its quantity."""

    id: Id
    quantity: Quantity = 1
    catalog: Id
    cheapest: bool = False
    code: Annotated[str, Field(max_length=200)] = Field(
        "", description="A product code that the choices begin with; those given change or add to it."
    )
    measures: Annotated[dict[Path, Amount], Field(max_length=20, examples=[{"weight": 12.5}])] = Field(
        default_factory=dict, description="Measures of one piece in the units of the order rules, by name."
    )

    def order_item(self, on: date, seconds: float) -> OrderItemRequest:
        """Return the engine's item, priced on the date of the whole."""
        result = EvaluationRequest(
            self.catalog,
            on,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            cheapest=self.cheapest,
            seconds=seconds,
        )
        return OrderItemRequest(self.id, self.quantity, result, self.measures, self.code)


class OrderPriceRequest(RequestModel):
    """An order: its items, and the rules for the whole with what they read."""

    items: Annotated[list[ItemRequest], Field(min_length=1, max_length=MOST_ENTRIES)]
    on: Day | None = Field(None, description="The pricing date; today if omitted.")
    order_rules: Id | None = Field(None, description="The order rules that price the whole, by id; none if omitted.")
    parameters: Annotated[dict[Path, Value], Field(max_length=MOST_ENTRIES)] = Field(
        default_factory=dict, description="The values of the order rules' parameters, by name."
    )
    codes: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=100)] = Field(
        default_factory=list, description="The codes of vouchers."
    )
    paid_on: Day | None = Field(None, description="The day of payment, for a cash discount.")

    @field_validator("items")
    @classmethod
    def _each_id_once(cls, items: list[ItemRequest]) -> list[ItemRequest]:
        counted = Counter(item.id for item in items)
        twice = [id for id, times in counted.items() if times > 1]
        if twice:
            raise ValueError(f"each item needs an id of its own; used twice: {', '.join(twice[:5])}")
        return items

    def order(self, now: datetime, seconds: float) -> OrderRequest:
        """Return the engine's order, priced on one date."""
        on = self.on or now
        items = [item.order_item(on, seconds) for item in self.items]
        return OrderRequest(items, self.order_rules, on, parameters_of(self.parameters), self.codes, self.paid_on)


class QuoteRequest(OrderPriceRequest):
    """An order to be quoted, with the number of the quote."""

    number: Id | None = Field(None, description="The number of the quote, as the seller assigns it.")


def parameters_of(given: Mapping[str, str | bool | int | Fraction]) -> Mapping[str, str | bool | Fraction]:
    """Convert the integers among parameter values to fractions, the engine's number type."""
    return {
        name: Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in given.items()
    }


Expression = Annotated[str, Field(min_length=1, max_length=500, examples=["count(navigation, bmw_apps)"])]


class RangeRequest(QuestionRequest):
    """A request for the price range of all completions of the choices."""

    options: bool = Field(True, description="Whether to return the lowest total with each option.")
    builds: Annotated[int, Field(ge=0, le=100)] = Field(0, description="The number of cheapest completions to return.")


class GoalRequest(RequestModel):
    """An objective: an expression to maximise or minimise."""

    sense: Literal["most", "least"]
    expression: Expression


class AimRequest(QuestionRequest):
    """The constraints of a search besides the choices."""

    at_most: Amount | None = Field(
        None, description="The maximum price, compared with the amount that ranks the completions."
    )
    require: Annotated[list[Expression], Field(max_length=20)] = Field(
        default_factory=list, description="Conditions that every result must meet."
    )


class BestRequest(AimRequest):
    """A request for the completion that is lexicographically best in the goals, then the cheapest."""

    goals: Annotated[list[GoalRequest], Field(max_length=5)] = Field(default_factory=list)


class FrontRequest(AimRequest):
    """A request for the Pareto front of price and one or two goals."""

    goals: Annotated[list[GoalRequest], Field(min_length=1, max_length=2)]
    points: Annotated[int, Field(ge=1, le=1000)] = Field(
        MOST_POINTS, description="The maximum number of points to return."
    )
