"""The shape of scenarios of orders: an order, and what it must come to."""

from typing import Literal

from pydantic import Field

from configurator.offering.shape import OrderShape
from configurator.reading.shape import Number, Shape, Word


class OrderExpectShape(Shape):
    """What an order must come to; only what is said is compared."""

    total: Number | None = Field(None, description="What is due once, before credits.")
    due: Number | None = Field(None, description="What is left to pay.")
    monthly: Number | None = Field(None, description="What is due every month.")
    yearly: Number | None = Field(None, description="What is due every year.")
    steps: dict[Word, Number] = Field({}, description="What steps come to, by the id of their stage or `stage.CODE`.")
    items: dict[Word, Number] = Field({}, description="What items cost once with their shares, by id.")
    faults: list[Word] = Field([], description="JSON pointers to everything that is wrong with the order.")


class OrderScenarioShape(OrderShape):
    """One order with its expectation."""

    name: Word = Field(description="What the scenario shows.")
    expect: OrderExpectShape = Field(description="What the order must come to.")


class OrderScenariosShape(Shape):
    """Scenarios of orders."""

    format: Literal["1"] = Field(description="The version of this format: 1.")
    scenarios: list[OrderScenarioShape] = Field(description="The scenarios.")
