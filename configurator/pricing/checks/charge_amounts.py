"""What charges and discounts come to: more that costs less, credits, discounts of more than a hundred percent.

A larger quantity that costs less in all may be meant, but often is not, so it is a warning.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from configurator.canonical_json import exact_text
from configurator.catalog.model import Catalog
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models import Bounds, ChargeModel, Sections, entry_of, sections_of
from configurator.pricing.checks.unconditional import cost, days_of
from configurator.pricing.codes import BAD_PERCENT, BAD_ROUNDING, CHEAPER_IF_MORE, NEGATIVE_TOTAL
from configurator.pricing.limits import FAR_QUANTITY, JUST_ABOVE
from configurator.pricing.model import PriceBook, StageKind
from configurator.pricing.modifiers import Discount, RoundTo
from configurator.pricing.steps import RoundedAt
from configurator.problems import Problem
from configurator.source import Location


def more_never_costs_less(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every bound of a tier or band beyond which the whole becomes cheaper, modifiers included.

    And for every tier within which it does, as its units have a price below nothing.

    Only figures without conditions are compared, on every day that one of them begins to hold.
    """
    for charge in book.charges:
        given = sections_of(charge.model)
        yield from _cliffs(charge, charge.model, given)
        if given.sloped:
            yield from _falling(charge, given)


def _cliffs(charge: Charge, model: ChargeModel, given: Sections) -> Iterator[Problem]:
    problems: dict[int, Problem] = {}
    for day in days_of(charge):
        for number, section in enumerate(given.sections[:-1], start=1):
            bound = section.up_to
            if bound is None or number in problems:
                continue
            at = cost(_bounded(charge, model, Bounds.INCLUSIVE), bound, day)
            above = _just_above(charge, model, given, bound, day)
            if at is not None and above is not None and above < at:
                problems[number] = _problem(charge, given, number, section.location, (bound, at, above), day)
    yield from problems.values()


def _bounded(charge: Charge, model: Any, bounds: Bounds) -> Charge:
    return replace(charge, model=replace(model, bounds=bounds))


def _just_above(charge: Charge, model: ChargeModel, given: Sections, bound: Fraction, day: date) -> Fraction | None:
    """Return the price just above a bound; blocks begin there, so they need a little more."""
    if given.in_blocks:
        return cost(charge, bound + JUST_ABOVE, day)
    return cost(_bounded(charge, model, Bounds.EXCLUSIVE), bound, day)


def _falling(charge: Charge, given: Sections) -> Iterator[Problem]:
    """Yield a problem for every tier at whose end the whole costs less than in its middle."""
    problems: dict[int, Problem] = {}
    for day in days_of(charge):
        for number, middle, end, location in _spans(given):
            before, after = cost(charge, middle, day), cost(charge, end, day)
            if before is not None and after is not None and after < before and number not in problems:
                message = f"{exact_text(middle)} cost {exact_text(before)}, and {exact_text(end)}, in the same tier, "
                message += exact_text(after)
                where, hint = f"charges.{charge.id}.{given.key}[{number}]", "let no unit cost less than nothing"
                problems[number] = Problem(CHEAPER_IF_MORE, location, where, message, hint=hint)
    yield from problems.values()


def _spans(given: Sections) -> Iterator[tuple[int, Fraction, Fraction, Location]]:
    """Yield the number, the middle, the end and the place of every tier; an open one is looked at for two units."""
    low = Fraction(0)
    for number, section in enumerate(given.sections, start=1):
        end = low + 2 if section.up_to is None else section.up_to
        yield number, (low + end) / 2, end, section.location
        low = end


def _problem(
    charge: Charge,
    given: Sections,
    number: int,
    location: Location,
    figures: tuple[Fraction, Fraction, Fraction],
    day: date,
) -> Problem:
    bound, at, above = figures
    costs = f"{exact_text(at)}, and just above it {exact_text(above)}"
    whole = Fraction(floor(bound) + 1)
    more = cost(charge, whole, day)
    if more is not None and more < at:
        costs += f" ({exact_text(whole)} cost {exact_text(more)})"
    message = f"at {exact_text(bound)} the whole quantity costs {costs}"
    hint = "use the model graduated if that is not meant" if given.whole_jumps else ""
    return Problem(CHEAPER_IF_MORE, location, f"charges.{charge.id}.{given.key}[{number}]", message, hint=hint)


def no_charge_becomes_a_credit(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for a charge that is negative for some quantity. A flat credit is written as one and is meant."""
    for charge in book.charges:
        if not entry_of(charge.model).may_be_credit or charge.modifiers:
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
    limits = [limit for section in sections_of(charge.model).sections for limit in section.limits.values()]
    return sorted([Fraction(0), Fraction(1), Fraction(FAR_QUANTITY), *limits])


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


def discounts_leave_something(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every discount of more than a hundred percent that is written as a number."""
    for number, stage in enumerate(book.stages, start=1):
        for case in stage.percent if stage.kind is StageKind.DISCOUNT else ():
            if isinstance(case.value, Fraction) and case.value > 100:
                message = f"the discount takes off {exact_text(case.value)} %"
                yield Problem(BAD_PERCENT, case.location, f"stages[{number}].percent", message, "at most 100")
