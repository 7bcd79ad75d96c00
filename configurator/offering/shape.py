"""The shape of an order as people write it: what is ordered, by which rules, on which day."""

from typing import Literal

from pydantic import Field

from configurator.reading.shape import Day, Shape, Word


class OrderItemShape(Shape):
    """So many pieces of a configuration."""

    id: Word | None = Field(None, description="Its id in the order; its number, from 1, by default.")
    catalog: Word = Field(description="The catalog of the product.")
    book: Word | None = Field(None, description="The price book; the catalog's first one by default.")
    code: Word | None = Field(None, description="The product code to begin with.")
    choices: dict[Word, Word] = Field({}, description="Choices by the path of the feature.")
    quantity: Word = Field(Word("1"), description="How many pieces; 1 by default.")
    parameters: dict[Word, Word] = Field({}, description="Parameters of its price book.")
    measures: dict[Word, Word] = Field({}, description="What one piece measures, in the units of the order rules.")


class OrderShape(Shape):
    """An order: its items, and what belongs to it as a whole."""

    format: Literal["1"] = Field("1", description="The version of this format: 1.")
    order_rules: Word | None = Field(None, description="The order rules by id; without them, items are only added up.")
    on: Day | None = Field(None, description="The day whose prices hold; today by default.")
    paid_on: Day | None = Field(None, description="The day of payment, where it is known.")
    parameters: dict[Word, Word] = Field({}, description="Parameters of the order rules.")
    codes: list[Word] = Field([], description="Vouchers and other codes.")
    items: list[OrderItemShape] = Field(description="What is ordered.")
