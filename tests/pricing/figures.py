"""Charges of a book that prices one quantity, and what they come to."""

from fractions import Fraction

from configurator.pricing.amounts import Amount, Case
from configurator.pricing.charge import Charge, Given, amount_of
from configurator.pricing.charge_models import plain_value
from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.reading_series import read_series
from configurator.source import Location
from tests.pricing.shop import book_of

HERE = Location("book.yaml", 1, 1)


def amount(figure: str) -> Amount:
    """Return an amount that is always the same."""
    return (Case(Fraction(figure), HERE),)


def charge(text: str) -> Charge:
    """Return the charge that a book has under this text; `usage` and `peaks` are series."""
    series = "parameters: {usage: {type: series, default: '1'}, peaks: {type: series, default: '1'}}\n"
    return book_of(f"{series}charges: {{a: {{{text}}}}}").charges[0]


def cost(text: str, quantity: str | None = None, *, readings: str = "", peaks: str = "", part: str = "whole") -> str:
    """Return what a charge comes to, exactly, as text."""
    asked = None if quantity is None else Fraction(quantity)
    given = Given(asked, read_series(readings), peaks=read_series(peaks), part=PartOfPeriod(part))
    return str(amount_of(charge(text), given, plain_value))
