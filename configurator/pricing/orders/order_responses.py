"""The JSON of a priced order, as types: what is serialised, and what the API describes."""

from typing import Annotated

from typing_extensions import TypedDict

from configurator.pricing.price_responses import (
    ConsideredRuleResponse,
    PriceLineResponse,
    PriceResponse,
)
from configurator.response_types import (
    AmountsByCadence,
    DayText,
    Described,
    MoneyResponse,
    Number,
    ReferenceResponse,
    Scalar,
    TextByLocale,
)


class OrderItemResponse(TypedDict):
    """An item of an order: its price by itself, and what it costs with its shares of the order's steps."""

    id: str
    quantity: int
    code: Annotated[str, Described("The product code; empty without one.")]
    price: PriceResponse
    own: AmountsByCadence
    net: AmountsByCadence


class OrderStepResponse(TypedDict):
    """What a rule adds to an order or takes off it, and how that is shared over the items."""

    line: PriceLineResponse
    spread: str
    allocation: Annotated[dict[str, Number], Described("The share of each item by its id; they sum to the amount.")]


class MissedThresholdResponse(TypedDict):
    """A threshold in the customer's favour that the order misses."""

    rule: str
    title: TextByLocale
    place: str
    condition: str
    by: Number
    money: bool
    beyond: bool
    because: TextByLocale | None


class CreditUseResponse(TypedDict):
    """A credit that pays a part of what is due."""

    id: str
    title: TextByLocale
    place: str
    because: TextByLocale
    available: MoneyResponse
    used: MoneyResponse
    due: MoneyResponse


class OrderOutcomeResponse(TypedDict):
    """What the rules of an order came to."""

    steps: list[OrderStepResponse]
    missed: list[MissedThresholdResponse]
    considered: list[ConsideredRuleResponse]
    totals: AmountsByCadence
    credits: list[CreditUseResponse]
    due: MoneyResponse
    illustrative: bool


class OrderPriceResponse(OrderOutcomeResponse):
    """The same with what each item costs with its shares of the steps, by its id."""

    net: dict[str, AmountsByCadence]


class OrderResponse(OrderOutcomeResponse):
    """An order with its price."""

    order_rules: ReferenceResponse | None
    on: DayText
    currency: str
    parameters: dict[str, Scalar]
    codes: list[str]
    items: list[OrderItemResponse]
