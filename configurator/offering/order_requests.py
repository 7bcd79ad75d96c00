"""Requests for the price of an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from configurator.offering.requests import EvaluationRequest
from configurator.pricing.prepare import ParameterValue
from configurator.short_repr import short_repr


@short_repr
@dataclass(frozen=True)
class OrderItemRequest:
    """So many pieces of a configuration to be ordered.

    `measures` are those of one piece, in the units of the order rules, as numbers or their text. With a product `code`,
    the choices of the request are further ones. A quantity of another type is a fault of the order.
    """

    id: str
    quantity: int | str
    request: EvaluationRequest
    measures: Mapping[str, int | Fraction | str] = field(default_factory=dict)
    code: str = ""


@short_repr
@dataclass(frozen=True)
class OrderRequest:
    """An order: its items, the order rules by id (None: none), their parameters, codes, and days.

    `on` is the day whose prices hold, for all items; None is that of the first item. `paid_on` is the day of payment,
    where it is known.
    """

    items: Sequence[OrderItemRequest]
    rules: str | None = None
    on: date | None = None
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    codes: Sequence[str] = ()
    paid_on: date | None = None
