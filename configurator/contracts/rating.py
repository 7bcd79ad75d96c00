"""From a used quantity to an amount, step by step, as a usage charge says. Exact; a line is rounded at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.contracts.allowances import over
from configurator.contracts.commitment import invoiced, split
from configurator.contracts.model import Band, Levels, Usage, units_of
from configurator.contracts.ratchets import Demand, floor_after
from configurator.contracts.statement import Part, TermStep
from configurator.money import round_to
from configurator.pricing.steps import RoundingRule, Slice

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class History:
    """What was measured and what was invoiced in the periods before, the oldest first."""

    measured: tuple[Fraction, ...] = ()
    invoiced: tuple[Fraction, ...] = ()

    def after(self, measured: Fraction, invoiced: Fraction) -> "History":
        """Return the history one period later."""
        return History((*self.measured, measured), (*self.invoiced, invoiced))


@dataclass(frozen=True, slots=True)
class Rated:
    """The steps of a period and where they lead: the quantity that was invoiced, and the exact amount."""

    steps: tuple[TermStep, ...]
    quantity: Fraction
    amount: Fraction


def rate_usage(
    charge: Usage, measured: Fraction, day: date, levels: Levels, history: History, filled: int = 0
) -> Rated:
    """Rate what was measured in a period; prices are those of `day`, the first of it."""
    steps = [TermStep(Part.MEASURED, NOTHING, Fraction(filled), measured)]
    quantity = _over_allowance(charge, measured, history, steps)
    floor = committed(charge, day, levels, history, measured)
    billed = _committed(charge, quantity, floor, steps)
    amount = _priced(charge, quantity, billed, floor, day, levels, steps)
    for part, bound in ((Part.MINIMUM, charge.minimum), (Part.MAXIMUM, charge.maximum)):
        if bound is not None:
            bounded = max(amount, bound) if part is Part.MINIMUM else min(amount, bound)
            steps.append(TermStep(part, amount, bound, bounded))
            amount = bounded
    return Rated(tuple(steps), invoiced(quantity, floor), amount)


def committed(charge: Usage, day: date, levels: Levels, history: History, measured: Fraction = NOTHING) -> Fraction:
    """Return the least that is invoiced for a period, after what was invoiced (or, for demand, used) before."""
    agreed = NOTHING if charge.commitment is None else charge.commitment.on(day, levels)
    if charge.rises_to is not None and any(used > agreed for used in (*history.measured, measured)):
        agreed = max(agreed, units_of(levels, charge.rises_to))
    used = history.measured if isinstance(charge.ratchet, Demand) else history.invoiced
    return floor_after(charge.ratchet, agreed, used)


def priced(bands: Sequence[Band], quantity: Fraction, day: date, whole: Fraction | None = None) -> tuple[Slice, ...]:
    """Price every part of a quantity in its band; with `whole`, bounds are hundredths of it."""
    slices, low = [], NOTHING
    for band in bands:
        if quantity <= low:
            break
        bound = None if band.up_to is None else band.up_to if whole is None else band.up_to * whole / 100
        part = (quantity if bound is None else min(quantity, bound)) - low
        price = band.price.on(day)
        slices.append(Slice(low, bound, part, price, band.flat))
        low = quantity if bound is None else bound
    return tuple(slices)


def landed(amount: Fraction, rounding: RoundingRule) -> TermStep:
    """Round an amount as the offer says."""
    return TermStep(Part.ROUNDED, amount, rounding.step, round_to(amount, rounding.step, rounding.mode))


def _over_allowance(charge: Usage, measured: Fraction, history: History, steps: list[TermStep]) -> Fraction:
    if charge.allowance is None:
        return measured
    quantity = over(charge.allowance, (*history.measured, measured))[-1]
    steps.append(TermStep(Part.OVER_ALLOWANCE, measured, charge.allowance.included, quantity))
    return quantity


def _committed(charge: Usage, quantity: Fraction, floor: Fraction, steps: list[TermStep]) -> Fraction:
    """Return what the bands price: all that is invoiced, or only what is committed where the rest is on demand."""
    if not floor and charge.commitment is None and charge.on_demand is None:
        return quantity
    billed = floor if charge.on_demand is not None else invoiced(quantity, floor)
    steps.append(TermStep(Part.COMMITTED, quantity, floor, billed))
    return billed


def _priced(
    charge: Usage, used: Fraction, billed: Fraction, floor: Fraction, day: date, levels: Levels, steps: list[TermStep]
) -> Fraction:
    whole = None if charge.bands_of is None else units_of(levels, charge.bands_of)
    slices = priced(charge.bands, billed, day, whole)
    amount = sum((each.amount for each in slices), NOTHING)
    steps.append(TermStep(Part.BANDS, billed, amount, amount, slices))
    if charge.on_demand is not None and (above := split(used, floor).above):
        beside = above * charge.on_demand.on(day)
        steps.append(TermStep(Part.ON_DEMAND, amount, beside, amount + beside))
        amount += beside
    if charge.cap is not None:
        most = units_of(levels, charge.cap.of) * charge.cap.percent / 100
        bound = sum((each.amount for each in priced(charge.bands, most, day, whole)), NOTHING)
        steps.append(TermStep(Part.CAP, amount, bound, min(amount, bound)))
        amount = min(amount, bound)
    return amount
