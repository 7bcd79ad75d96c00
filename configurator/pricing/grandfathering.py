"""Grandfathering: figures that reach existing customers later, or never.

Each figure states when it reaches existing customers; until then they keep the earlier one.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

from configurator.catalog.model import Interval, Text
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression, Value
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.charge_models.matrix import MatrixRow
from configurator.pricing.model import PriceBook
from configurator.source import Location

NEVER: Final = date.max
"""The value of `existing: keep`."""

_PARTS: Final = ("prices", "charges", "stages")
_WHOLE: Final = (CheckedExpression, Location, Text, Enum, MatrixRow, Interval, Fraction, str, bytes, int, date)


def for_customer(book: PriceBook, parameters: Mapping[str, Value]) -> PriceBook:
    """Return the book for a customer, by the parameter with the day they got the product.

    A new customer's parameter is empty. Raises InvalidRequest if it is neither empty nor a day.
    """
    given = parameters.get(book.existing_since, "") if book.existing_since else ""
    if given == "":
        return book
    try:
        since = date.fromisoformat(str(given))
    except ValueError:
        expected = "a day such as 2024-05-01, or nothing for a new customer"
        raise InvalidRequest(f"found `{given}`; expected {expected}", field=book.existing_since) from None
    return replace(book, **{name: _rewritten(getattr(book, name), since) for name in _PARTS})


def amount_for(amount: Amount, since: date) -> Amount:
    """Return the amount for customers who have had the product since a day."""
    if not any(case.existing is not None for case in amount):
        return amount
    return tuple(
        case for _, series in groupby(amount, key=lambda case: case.when) for case in _series(list(series), since)
    )


def _series(cases: list[Case], since: date) -> list[Case]:
    """Move the figures of one condition, which are in order of their days; those overtaken by later ones go."""
    moved: list[Case] = []
    following = NEVER
    for position in range(len(cases) - 1, -1, -1):
        case = cases[position]
        begin, end = _begin(case, since), case.interval.end
        runs_on = position + 1 < len(cases) and end == cases[position + 1].interval.start
        end = following if end is None or runs_on else min(end, following)
        if begin < end:
            start = case.interval.start if begin == (case.interval.start or date.min) else begin
            moved.append(replace(case, interval=Interval(start, None if end == NEVER else end)))
        following = min(following, begin)
    return moved[::-1]


def _begin(case: Case, since: date) -> date:
    start = case.interval.start or date.min
    return case.existing if case.existing is not None and since < start else start


def _rewritten(part: Any, since: date) -> Any:
    """Return a part of a book with its amounts rewritten; one without amounts is returned unchanged."""
    if isinstance(part, tuple):
        if part and isinstance(part[0], Case):
            return amount_for(part, since)
        return tuple(_rewritten(each, since) for each in part)
    if isinstance(part, Mapping):
        return {key: _rewritten(each, since) for key, each in part.items()}
    if isinstance(part, _WHOLE) or not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {each.name: _rewritten(getattr(part, each.name), since) for each in fields(part) if each.init}
    return replace(part, **changed)
