"""Negative charges, and roundings finer than the book's."""

from collections.abc import Iterator
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import Catalog
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models import CapacityBand, Flat, Graduated, GraduatedPercentage, Stairstep, Volume
from configurator.pricing.checks.plain import cost, days_of
from configurator.pricing.codes import BAD_PERCENT, BAD_ROUNDING, NEGATIVE_TOTAL
from configurator.pricing.limits import FAR_QUANTITY
from configurator.pricing.model import PriceBook
from configurator.pricing.modifiers import Discount, RoundTo
from configurator.pricing.steps import RoundedAt
from configurator.problems import Problem


def no_charge_becomes_a_credit(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for a charge that is negative for some quantity. A flat credit is written as one and is meant."""
    for charge in book.charges:
        if not isinstance(charge.model, Flat) or charge.modifiers:
            yield from _negative(charge)


def _negative(charge: Charge) -> Iterator[Problem]:
    for day in days_of(charge):
        for quantity in _candidates(charge):
            value = cost(charge, quantity, day)
            if value is not None and value < 0:
                message = f"for a quantity of {exact_text(quantity)} it comes to {exact_text(value)}"
                expected, hint = "0 or more", "add `minimum_spend: 0` as its last modifier"
                yield Problem(NEGATIVE_TOTAL, charge.location, f"charges.{charge.id}", message, expected, hint)
                return


def _candidates(charge: Charge) -> list[Fraction]:
    model = charge.model
    results = [Fraction(0), Fraction(1), Fraction(FAR_QUANTITY)]
    if isinstance(model, Graduated | GraduatedPercentage | Volume | Stairstep):
        results += [tier.up_to for tier in model.tiers if tier.up_to is not None]
    elif isinstance(model, CapacityBand):
        results += [limit for band in model.bands for limit in band.limits.values()]
    return sorted(results)


def discounts_of_charges_leave_something(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every modifier that takes off more than a hundred percent."""
    for charge in book.charges:
        for number, placed in enumerate(charge.modifiers, start=1):
            for case in placed.modifier.percent if isinstance(placed.modifier, Discount) else ():
                if isinstance(case.value, Fraction) and case.value > 100:
                    where = f"charges.{charge.id}.modifiers[{number}].discount"
                    message = f"the discount takes off {exact_text(case.value)} %"
                    yield Problem(BAD_PERCENT, case.location, where, message, "at most 100")


def roundings_of_charges_fit_the_book(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every modifier that rounds finer than lines are rounded."""
    if book.rounding.at is not RoundedAt.LINE:
        return
    for charge in book.charges:
        for number, placed in enumerate(charge.modifiers, start=1):
            if isinstance(placed.modifier, RoundTo) and placed.modifier.step % book.rounding.step:
                where = f"charges.{charge.id}.modifiers[{number}].round_to"
                step = exact_text(book.rounding.step)
                message = f"{exact_text(placed.modifier.step)} is no multiple of {step}, to which the book rounds"
                yield Problem(BAD_ROUNDING, placed.location, where, message, f"a multiple of {step}")
