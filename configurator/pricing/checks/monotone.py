"""A larger quantity that costs less in all than a smaller one is told: it may be meant, but often is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models import Bounds, Stairstep, Tier, Volume, rate
from configurator.pricing.codes import CHEAPER_IF_MORE
from configurator.pricing.model import Charge, PriceBook
from configurator.problems import Problem
from configurator.wire import exact_text


def more_never_costs_less(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every bound of a tier beyond which the whole quantity becomes cheaper.

    Only figures without conditions are compared, on every day that one of them begins to hold.
    """
    for charge in book.charges:
        if isinstance(charge.model, Volume | Stairstep):
            yield from _cliffs(charge, charge.model)


def _cliffs(charge: Charge, model: Volume | Stairstep) -> Iterator[Problem]:
    days = {case.interval.start or date.min for tier in model.tiers for case in (*tier.price, *tier.flat)}
    found: dict[int, Problem] = {}
    for day in sorted(days):
        for number, tier in enumerate(model.tiers[:-1], start=1):
            bound = tier.up_to or Fraction(0)
            at, above = (_cost(replace(model, bounds=bounds), bound, day) for bounds in Bounds)
            if at is not None and above is not None and above < at and number not in found:
                found[number] = _problem(charge, number, tier, at, above)
    yield from found.values()


def _cost(model: Volume | Stairstep, quantity: Fraction, day: date) -> Fraction | None:
    try:
        return rate(model, quantity, lambda amount: _plain(amount, day)).amount
    except LookupError:
        return None


def _plain(amount: Amount, day: date) -> Fraction:
    if not amount:
        return Fraction(0)
    for case in amount:
        if day in case.interval:
            if case.when is None and isinstance(case.value, Fraction):
                return case.value
            break
    raise LookupError(day)


def _problem(charge: Charge, number: int, tier: Tier, at: Fraction, above: Fraction) -> Problem:
    costs = f"{exact_text(at)}, and just above it {exact_text(above)}"
    message = f"at {exact_text(tier.up_to or Fraction(0))} the whole quantity costs {costs}"
    hint = "use the model graduated if that is not meant"
    return Problem(CHEAPER_IF_MORE, tier.place, f"charges.{charge.id}.tiers[{number}]", message, hint=hint)
