"""What may be read of a price; nothing is computed here, but by the engine."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from configurator.money import Rounding
from configurator.pricing.figures import (
    Per,
    billed_before,
    breakdown,
    effective_unit_price,
    paid_quantity,
    tier_number,
)
from configurator.pricing.price_lines import Line, Priced
from configurator.pricing.rerating import booked_amount, due, due_in_turn
from configurator.units import NO_UNIT, STANDARD_UNITS
from tests.conformance.pricing.asked import Answer, Figures
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import mode_of, places_of

Read = Callable[[Sequence[Priced]], Answer]


def total(phases: Sequence[Priced]) -> Answer:
    """Return what is due once."""
    return phases[-1].totals.one_time.fraction


def line_of(priced: Priced, rule: str) -> Line | None:
    """Return the first line of a rule."""
    return next((line for line in priced.lines if line.rule == rule), None)


def amount_of(rule: str) -> Read:
    """Return the amount of a rule's line; nothing where there is none."""

    def read(phases: Sequence[Priced]) -> Answer:
        line = line_of(phases[-1], rule)
        return Fraction(0) if line is None else line.exact

    return read


def exact_of(rule: str) -> Read:
    """Return the figure of a rule before it was rounded."""

    def read(phases: Sequence[Priced]) -> Answer:
        line = line_of(phases[-1], rule)
        if line is None:
            return Fraction(0)
        note = line.steps[-1].rounding
        return line.exact if note is None else note.exact

    return read


def of_line(figure: Callable[[Line], Answer], rule: str = "charges.usage") -> Read:
    """Return a figure of a rule's line; nothing where there is none."""

    def read(phases: Sequence[Priced]) -> Answer:
        line = line_of(phases[-1], rule)
        return Fraction(0) if line is None else figure(line)

    return read


QUANTITY: Read = of_line(paid_quantity)
TIER: Read = of_line(tier_number)


def packages(phases: Sequence[Priced]) -> Answer:
    """Return how many packages were priced."""
    line = line_of(phases[-1], "charges.usage")
    return Fraction(0) if line is None else line.steps[0].operand


def unit_price(
    per: Per = Per.USED,
    places: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    *,
    counted_in: str = "",
    of: str = "",
) -> Read:
    """Return the effective price of a unit, or of another unit than the one that is counted in."""
    units = (STANDARD_UNITS[counted_in], STANDARD_UNITS[of]) if of else (NO_UNIT, NO_UNIT)
    return of_line(lambda line: effective_unit_price(line, per, places, rounding, counted_in=units[0], of=units[1]))


def rounded_unit_price(case: Case, per: Per = Per.USED) -> Read:
    """Return the effective price of a unit, rounded as its case says."""
    if case.rounding is None:
        return unit_price(per)
    return unit_price(per, places_of(case.rounding), mode_of(case))


def spend(phases: Sequence[Priced]) -> Answer:
    """Return what came off, what was added up to a minimum, and what is left."""
    line = line_of(phases[-1], "charges.usage")
    if line is None:
        return {"discounts": Fraction(0), "minimum_top_up": Fraction(0), "total": Fraction(0)}
    found = breakdown(line)
    return {"discounts": found.discounts, "minimum_top_up": found.minimum_top_up, "total": found.total}


def quantities(phases: Sequence[Priced]) -> Answer:
    """Return the quantity that is billed now, and the one that was billed before."""
    return {
        "line": of_line(paid_quantity)(phases),
        "prior": of_line(billed_before)(phases),
    }


def dues(phases: Sequence[Priced]) -> Answer:
    """Return what each pricing adds to those before it."""
    return [each.amount for each in due_in_turn(phases)]


def change_of_plan(phases: Sequence[Priced]) -> Answer:
    """Return what a new plan adds to the old one, and the credit and the charge that it comes from."""
    old, new = phases
    net = due_in_turn(phases)[-1].amount
    return Figures(net, {"credit": total([old]), "charge": total([new]), "net": net})


def due_after(booked: str) -> Read:
    """Return what is due beside an amount that was booked."""
    return lambda phases: due(phases[-1], [booked_amount(Fraction(booked))]).amount


def credit_after(booked: str) -> Read:
    """Return what is given back of an amount that was booked."""
    return lambda phases: due(phases[-1], [booked_amount(Fraction(booked))]).credit


def each_of(**reads: Read) -> Read:
    """Return several answers by name."""
    return lambda phases: {name: read(phases) for name, read in reads.items()}
