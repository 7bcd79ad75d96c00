"""The arguments of a library call, checked before the engine sees them: Python does not check types, people mistype."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.offering.order_requests import OrderItemRequest, OrderRequest
from configurator.offering.requests import EvaluationRequest
from configurator.pricing.prepare import ParameterValue, check_quantity
from configurator.session.choices import Choices


def request_of(
    catalog: str,
    choices: Mapping[str, FeatureValue] | Choices,
    *,
    on: date,
    book: str | None,
    parameters: Mapping[str, ParameterValue],
    cheapest: bool,
    differences: bool,
    seconds: float | None,
    quantity: int,
) -> EvaluationRequest:
    """Return the request that the arguments describe. Raises InvalidRequest naming the argument of the wrong type."""
    expect("catalog", catalog, str, "the id of a catalog")
    expect("choices", choices, (Mapping, Choices), "a mapping such as {'paint': 'jet_black'}")
    expect("on", on, date, "a datetime.date")
    expect("book", book, (str, type(None)), "the id of a price book")
    expect("parameters", parameters, Mapping, "a mapping such as {'market_index': 2}")
    expect("cheapest", cheapest, bool, "True or False")
    expect("differences", differences, bool, "True or False")
    check_seconds(seconds)
    check_quantity(quantity)
    if not isinstance(choices, Choices):
        choices = Choices(dict(choices))
    for path, value in choices.values.items():
        expect("choices", path, str, "the path of a feature as key")
        expect(path, value, (str, bool, int, Fraction), "an option's id, a boolean, an integer or a Fraction")
    return EvaluationRequest(
        catalog,
        on,
        choices,
        book,
        parameters=dict(parameters),
        cheapest=cheapest,
        differences=differences,
        seconds=seconds,
        quantity=quantity,
    )


def check_seconds(seconds: float | None) -> None:
    """Raise InvalidRequest unless a time limit is None or a positive number; a boolean is not a number of seconds."""
    expected = "a number of seconds, or None for no limit"
    expect("seconds", seconds, (int, float, Fraction, type(None)), expected)
    if isinstance(seconds, bool):
        raise _wrong_type("seconds", seconds, expected)
    if seconds is not None and not seconds > 0:
        raise InvalidRequest(f"seconds: found {seconds}; expected a positive number, or None", field="seconds")


def checked_order(given: Sequence[OrderItemRequest] | OrderRequest, on: date | None) -> OrderRequest:
    """Return an order, or the one of some items, for the day `on` if there is one.

    Raises InvalidRequest unless it is an order or a sequence of items, and `on` a date or None.
    """
    order = given if isinstance(given, OrderRequest) else OrderRequest(given)
    expect("items", order.items, Sequence, "a list of items, such as [evaluation.item(quantity=2)]")
    for item in order.items:
        expect("items", item, OrderItemRequest, "an item, such as evaluation.item(quantity=2)")
    expect("on", on, (date, type(None)), "a datetime.date, or None for that of the first item")
    return order if on is None else replace(order, on=on)


def checked_moment(moment: datetime) -> datetime:
    """Return the moment that a clock gave. Raises InvalidRequest unless it is a datetime with a time zone."""
    expect("clock", moment, datetime, "a function that returns a datetime")
    if moment.tzinfo is None:
        raise InvalidRequest("clock: its moment has no time zone; return an aware one", field="clock")
    return moment


def expect(name: str, value: object, kinds: type | tuple[type, ...], expected: str) -> None:
    """Raise InvalidRequest naming an argument that is of none of the types."""
    if not isinstance(value, kinds):
        raise _wrong_type(name, value, expected)


def _wrong_type(name: str, value: object, expected: str) -> InvalidRequest:
    text = repr(value)
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    return InvalidRequest(f"{name}: found {shown} of type {type(value).__name__}; expected {expected}", field=name)
