"""The price of a charge on a day if nothing in it depends on the configuration, for checks of figures."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from configurator.catalog.model import Text
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.charge import NO_METERING, Charge, Given, amount_of
from configurator.pricing.charge_models import Matrix, MatrixRow
from configurator.source import Location


class NotPlain(LookupError):
    """A figure depends on a condition, on parameters, or has none on the day."""


def cost(charge: Charge, quantity: Fraction, day: date) -> Fraction | None:
    """Return the price of a quantity after modifiers, without transformations of the quantity; None if not plain."""
    if isinstance(charge.model, Matrix):
        return None
    bare = replace(charge, metering=NO_METERING)
    try:
        return amount_of(bare, Given(quantity), lambda amount: value_on(amount, day))
    except (NotPlain, InvalidRequest, ZeroDivisionError):
        return None


def value_on(amount: Amount, day: date) -> Fraction:
    """Return a figure that holds on a day whatever is configured."""
    if not amount:
        return Fraction(0)
    for case in amount:
        if day in case.interval:
            if case.when is None and isinstance(case.value, Fraction):
                return case.value
            break
    raise NotPlain(day)


def days_of(charge: Charge) -> list[date]:
    """Return every day on which a figure of a charge begins to hold."""
    return sorted({case.interval.start or date.min for case in cases_in((charge.model, charge.modifiers))})


def cases_in(part: object) -> Iterator[Case]:
    """Yield every case of every amount below a part of a book."""
    return (case for amount in amounts_in(part) for case in amount)


def amounts_in(part: object) -> Iterator[Amount]:
    """Yield every amount below a part of a book, but for the rows of tables, which may be many."""
    match part:
        case (Case(), *_):
            yield part  # type: ignore[misc]  # a tuple that begins with a case is an amount
        case CheckedExpression() | Location() | Text() | Enum() | MatrixRow():
            return
        case tuple():
            for each in part:
                yield from amounts_in(each)
        case Mapping():
            for each in part.values():
                yield from amounts_in(each)
        case _ if is_dataclass(part):
            for each in fields(part):
                yield from amounts_in(getattr(part, each.name))
