"""Reports larger quantities that cost less in total than smaller ones: sometimes intended, often not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor

from configurator.canonical_json import exact_text
from configurator.catalog.model import Catalog
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models import (
    Bounds,
    CapacityBand,
    Graduated,
    GraduatedPercentage,
    Stairstep,
    Tier,
    Volume,
)
from configurator.pricing.checks.plain import cost, days_of
from configurator.pricing.codes import CHEAPER_IF_MORE
from configurator.pricing.limits import JUST_ABOVE
from configurator.pricing.model import PriceBook
from configurator.problems import Problem
from configurator.source import Location

Stepped = Graduated | GraduatedPercentage | Volume | Stairstep | CapacityBand

Sloped = Graduated | GraduatedPercentage | Volume


def more_never_costs_less(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every bound of a tier or band beyond which the whole becomes cheaper, modifiers included.

    And for every tier within which it does, as its units have a price below nothing.

    Only figures without conditions are compared, on every day that one of them begins to hold.
    """
    for charge in book.charges:
        if isinstance(charge.model, Stepped):
            yield from _cliffs(charge, charge.model)
        if isinstance(charge.model, Sloped):
            yield from _falling(charge, charge.model)


def _cliffs(charge: Charge, model: Stepped) -> Iterator[Problem]:
    problems: dict[int, Problem] = {}
    for day in days_of(charge):
        for number, bound, location in _bounds(model):
            at = cost(_bounded(charge, model, Bounds.INCLUSIVE), bound, day)
            above = _just_above(charge, model, bound, day)
            if at is not None and above is not None and above < at and number not in problems:
                problems[number] = _problem(charge, model, number, location, (bound, at, above), day)
    yield from problems.values()


def _bounds(model: Stepped) -> Iterator[tuple[int, Fraction, Location]]:
    """Yield the number, the bound and the place of every tier or band that another one follows."""
    if isinstance(model, CapacityBand):
        for number, band in enumerate(model.bands[:-1], start=1):
            if set(band.limits) == {""}:
                yield number, band.limits[""], band.location
        return
    for number, tier in enumerate(model.tiers[:-1], start=1):
        yield number, tier.up_to or Fraction(0), tier.location


def _bounded(charge: Charge, model: Stepped, bounds: Bounds) -> Charge:
    return replace(charge, model=replace(model, bounds=bounds))


def _just_above(charge: Charge, model: Stepped, bound: Fraction, day: date) -> Fraction | None:
    """Return the price just above a bound; blocks begin there, so they need a little more."""
    tiers: tuple[Tier, ...] = () if isinstance(model, CapacityBand) else model.tiers
    if any(tier.block for tier in tiers):
        return cost(charge, bound + JUST_ABOVE, day)
    return cost(_bounded(charge, model, Bounds.EXCLUSIVE), bound, day)


def _falling(charge: Charge, model: Sloped) -> Iterator[Problem]:
    """Yield a problem for every tier at whose end the whole costs less than in its middle."""
    problems: dict[int, Problem] = {}
    for day in days_of(charge):
        for number, middle, end, location in _spans(model):
            before, after = cost(charge, middle, day), cost(charge, end, day)
            if before is not None and after is not None and after < before and number not in problems:
                message = f"{exact_text(middle)} cost {exact_text(before)}, and {exact_text(end)}, in the same tier, "
                message += exact_text(after)
                where, hint = f"charges.{charge.id}.tiers[{number}]", "let no unit cost less than nothing"
                problems[number] = Problem(CHEAPER_IF_MORE, location, where, message, hint=hint)
    yield from problems.values()


def _spans(model: Sloped) -> Iterator[tuple[int, Fraction, Fraction, Location]]:
    """Yield the number, the middle, the end and the place of every tier; an open one is looked at for two units."""
    low = Fraction(0)
    for number, tier in enumerate(model.tiers, start=1):
        end = low + 2 if tier.up_to is None else tier.up_to
        yield number, (low + end) / 2, end, tier.location
        low = end


def _problem(
    charge: Charge,
    model: Stepped,
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
    part = "bands" if isinstance(model, CapacityBand) else "tiers"
    message = f"at {exact_text(bound)} the whole quantity costs {costs}"
    hint = "" if isinstance(model, CapacityBand | Graduated) else "use the model graduated if that is not meant"
    return Problem(CHEAPER_IF_MORE, location, f"charges.{charge.id}.{part}[{number}]", message, hint=hint)
