"""The responses about quotes: the sealed body, part by part.

The body of a quote is read back by the same types: their fields are all that a stored one may hold.
"""

from typing import Annotated, Literal

from typing_extensions import TypedDict

from configurator.configuration import Provenance
from configurator.pricing.orders.order_responses import OrderPriceResponse
from configurator.pricing.price_responses import PriceResponse
from configurator.response_types import (
    AmountsByCadence,
    DayText,
    Described,
    Instances,
    MomentText,
    Number,
    ReferenceResponse,
    Scalar,
)


class KindedValueResponse(TypedDict):
    """A value with its kind, so that it can be read without its catalog."""

    kind: Literal["text", "boolean", "integer", "number"]
    value: Scalar


class QuotedValueResponse(KindedValueResponse):
    """One value of a quoted product."""

    path: str
    provenance: Provenance | None


class PinnedDocumentResponse(ReferenceResponse):
    """The very files of a catalog or a book, and the one to begin reading at."""

    entry: str


class QuotedItemResponse(TypedDict):
    """So many pieces of one product."""

    id: str
    quantity: int
    catalog: PinnedDocumentResponse
    book: PinnedDocumentResponse
    parameters: dict[str, KindedValueResponse]
    values: list[QuotedValueResponse]
    instances: Instances
    priced: PriceResponse
    unit: AmountsByCadence
    total: AmountsByCadence
    measures: Annotated[dict[str, Number], Described("Measures of one piece, such as its weight, for order rules.")]


class QuotedOrderResponse(TypedDict):
    """The order rules of a quote, what they read, and what they came to."""

    rules: PinnedDocumentResponse
    parameters: dict[str, KindedValueResponse]
    codes: list[str]
    paid_on: DayText | None
    priced: OrderPriceResponse


class QuoteResponse(TypedDict):
    """A sealed quote."""

    format: int
    id: str
    seller: str
    number: str | None
    revision: int
    revises: str | None
    created: MomentText
    on: DayText
    currency: str
    semantics: int
    items: list[QuotedItemResponse]
    order: QuotedOrderResponse | None
    total: Annotated[
        AmountsByCadence, Described("What is due, by cadence: `one_time` always, then `monthly` and so on.")
    ]
