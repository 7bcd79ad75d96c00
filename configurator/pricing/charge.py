"""A charge in the engine, and its amount for given quantities: pure, exact, without a configuration.

Callers with quantities (a quote, the rating of metered usage, a plan over months) use `charged`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Generic, Protocol

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.cadence import Cadence
from configurator.pricing.charge_models import ChargeModel, PerUnit, Usage, ValueOf, rate
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.metered import (
    NO_TREATMENT,
    Measure,
    Percent,
    Treatments,
    as_usage,
    conversion_steps,
    in_groups,
    treatments_of,
)
from configurator.pricing.modifiers import Due, Modifier, PartOfPeriod, Scope, Setting, calculations, scope_of
from configurator.pricing.operations import EXACT, A, Arithmetic, Operation, Treatment, converted
from configurator.pricing.periods.day_windows import DayWindow, minute_of_text, window_at
from configurator.pricing.steps import Calculation, Move, Part, Treated, after_of, moved, of_pieces
from configurator.source import Location
from configurator.units import NO_UNIT, Unit


class CountsFor(StrEnum):
    """What the amounts, quantities and conditions of a rule are about: one piece of an item, or all of them together.

    A rule about one piece counts for every piece.
    """

    PIECE = "piece"
    ITEM = "item"

    def times(self, pieces: Fraction) -> Fraction:
        """Return how often a rule counts for so many pieces."""
        return pieces if self is CountsFor.PIECE else ONE

    def at_once(self, pieces: Fraction) -> Fraction:
        """Return how many pieces a rule is about, of so many."""
        return pieces if self is CountsFor.ITEM else ONE


@dataclass(frozen=True, slots=True)
class Placed:
    """A modifier and its location in the book."""

    modifier: Modifier
    location: Location


@dataclass(frozen=True, slots=True)
class DayPrice:
    """The price per unit and the modifiers of windows that begin within certain hours."""

    window: DayWindow
    price: Amount
    modifiers: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Metering:
    """The sources of a charge's usage besides its quantity, and the transformations before rating.

    `series` names the parameter with its readings; `units` are quantities of several units, `attributes` the lookup
    keys of a matrix, `number` the number of events. `before_quantity` and `before_amount` were charged by earlier bills
    of the same period.
    """

    series: str = ""
    measure: Measure = Measure.SUM
    percent: Percent = Percent()
    units: Mapping[str, CheckedExpression] = field(default_factory=dict)
    attributes: tuple[CheckedExpression, ...] = ()
    number: CheckedExpression | None = None
    treatments: Treatments = NO_TREATMENT
    before_quantity: Amount = NO_AMOUNT
    before_amount: Amount = NO_AMOUNT
    day_prices: tuple[DayPrice, ...] = ()


NO_METERING = Metering()


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge. `each` repeats it for every present instance of a structure (by id path).

    `quantity` is None for a flat amount and for other sources of usage; otherwise it is counted in `per`, as are the
    bounds of tiers. `due` selects its bill if a period is billed in parts. `counts` tells whether one piece of
    the item is rated, or all of them together.
    """

    id: str
    title: Text
    model: ChargeModel
    cadence: Cadence
    location: Location
    quantity: CheckedExpression | None = None
    per: Unit = NO_UNIT
    each: str = ""
    when: CheckedExpression | None = None
    interval: Interval = ALWAYS
    because: Text | None = None
    tags: frozenset[str] = frozenset()
    metering: Metering = NO_METERING
    modifiers: tuple[Placed, ...] = ()
    due: Due = Due.ALWAYS
    counts: CountsFor = CountsFor.PIECE


@dataclass(frozen=True, slots=True)
class Given:
    """The quantities of a charge; `peaks` are earlier ones, for ratchets. Its amount counts for so many `pieces`."""

    quantity: Fraction | None = None
    readings: tuple[Reading, ...] = ()
    units: Mapping[str, Fraction] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    number: Fraction | None = None
    peaks: tuple[Reading, ...] = ()
    part: PartOfPeriod = PartOfPeriod.WHOLE
    pieces: Fraction = ONE

    def together(self, number: Fraction) -> "Given":
        """Return the quantities of so many pieces, as those of one whole."""
        if number is ONE:
            return self
        return replace(
            self,
            quantity=None if self.quantity is None else self.quantity * number,
            readings=_together(self.readings, number),
            units={unit: quantity * number for unit, quantity in self.units.items()},
            number=None if self.number is None else self.number * number,
            peaks=_together(self.peaks, number),
        )


def _together(readings: tuple[Reading, ...], number: Fraction) -> tuple[Reading, ...]:
    return tuple(replace(each, quantity=each.quantity * number) for each in readings)


@dataclass(frozen=True, slots=True)
class Charged(Generic[A]):
    """The amount of a charge before its modifiers: the reservation plus the rated amount, less what was billed before.

    `quantity` is the given one; `less` the rated amount of earlier bills' quantity.
    """

    quantity: Fraction
    rated: Calculation[A]
    metered: tuple[Treated, ...] = ()
    reserved: tuple[A, A] | None = None
    less: A | None = None

    def of_pieces(self, carrier: Arithmetic[A], number: Fraction) -> "Charged[A]":
        """Return the same of so many pieces."""
        if number is ONE:
            return self
        return replace(
            self,
            quantity=self.quantity * number,
            rated=of_pieces(carrier, self.rated, number),
            reserved=None if self.reserved is None else (self.reserved[0], carrier.scaled(self.reserved[1], number)),
            less=None if self.less is None else carrier.scaled(self.less, number),
        )


def charged(charge: Charge, given: Given, value_of: ValueOf) -> Charged[Fraction]:
    """Price given quantities by a charge, exactly; see `add_up` for what follows."""
    return _of_one(charge, given, value_of).of_pieces(EXACT, given.pieces)


def _of_one(charge: Charge, given: Given, value_of: ValueOf) -> Charged[Fraction]:
    metering = charge.metering
    if metering.measure.in_parts:
        return _in_parts(charge, given, value_of)
    usage = _usage(metering, given)
    if metering is NO_METERING or (metering.treatments == NO_TREATMENT and not metering.before_quantity):
        return Charged(usage.quantity, rate(charge.model, usage, value_of))
    before = value_of(metering.before_quantity) if metering.before_quantity else None
    metered = tuple(treatments_of(metering.treatments, usage.quantity + (before or ZERO), given.peaks, value_of))
    priced = replace(usage, quantity=metered[-1].after if metered else usage.quantity + (before or ZERO))
    result = Charged(usage.quantity, rate(charge.model, priced, value_of), metered, _reserved(metering, value_of))
    return result if before is None else _less(charge, result, priced, before, given, value_of)


def _usage(metering: Metering, given: Given) -> Usage:
    """Return the billed quantity; a quantity stated beside readings is their sum."""
    quantity = ONE if given.quantity is None else given.quantity
    if not metering.series:
        total = sum(given.units.values(), ZERO) if given.units else quantity
        return Usage(total, units=given.units, attributes=given.attributes, number=given.number)
    usage = as_usage(metering.measure, given.readings, metering.percent)
    if given.quantity is not None:
        usage = replace(usage, quantity=given.quantity)
    return replace(usage, number=given.number, attributes=given.attributes)


def _less(
    charge: Charge, result: Charged[Fraction], priced: Usage, before: Fraction, given: Given, value_of: ValueOf
) -> Charged[Fraction]:
    """Subtract the charge of earlier bills of the period for their quantity; nothing for a first bill."""
    steps = tuple(treatments_of(charge.metering.treatments, before, given.peaks, value_of))
    billed = steps[-1].after if steps else before
    less = rate(charge.model, replace(priced, quantity=billed), value_of).amount
    last = Treated(Treatment.BILLED_BEFORE, priced.quantity, billed)
    return replace(result, metered=(*result.metered, last), less=less)


def _reserved(metering: Metering, value_of: ValueOf) -> tuple[Fraction, Fraction] | None:
    terms = metering.treatments
    return (value_of(terms.reserved_price), value_of(terms.reserved)) if terms.reserved else None


# ── windows and groups ───────────────────────────────────────────────────────────────────────────────────────────────


def _in_parts(charge: Charge, given: Given, value_of: ValueOf) -> Charged[Fraction]:
    """Price every window or group separately; earlier ones use up free units first."""
    metering, parts = charge.metering, []
    free = value_of(metering.treatments.free) if metering.treatments.free else ZERO
    for number, each in enumerate(in_groups(metering.measure, given.readings), start=1):
        quantity, free = _after_free(metering, each.quantity, free)
        model, modifiers = _of_the_hour(charge, each)
        reserved = _reserved(metering, value_of)
        rest = quantity if reserved is None else EXACT.above_zero(quantity - reserved[1])
        rated = rate(model, Usage(rest, attributes=given.attributes), value_of)
        if rated.parts:
            raise InvalidRequest(f"charges.{charge.id}: events cannot be priced window by window")
        tally = _PartTally(exact_setting(model, given, value_of, part=PartOfPeriod.WHOLE))
        own = [placed for placed in modifiers if scope_of(placed.modifier) is Scope.PART]
        add_up(tally, Charged(rest, rated, reserved=reserved), own)
        parts.append(Part(each.key or str(number), each.quantity, tuple(tally.moves)))
    whole = sum((part.quantity for part in parts), ZERO)
    return Charged(whole, Calculation(Operation.PARTS, ZERO, whole, parts=tuple(parts)))


def _after_free(metering: Metering, quantity: Fraction, free: Fraction) -> tuple[Fraction, Fraction]:
    """Return a window's quantity in the priced unit without free units, and the free units that are left."""
    for treatment, figure, mode in conversion_steps(metering.treatments.conversion):
        quantity = converted(EXACT, treatment, quantity, figure, mode)
    taken = min(quantity, free)
    return quantity - taken, free - taken


def _of_the_hour(charge: Charge, reading: Reading) -> tuple[ChargeModel, tuple[Placed, ...]]:
    """Return the price and modifiers of the hours in which a window begins, or the charge's own."""
    prices = charge.metering.day_prices
    if prices:
        position = window_at([each.window for each in prices], minute_of_text(reading.key))
        if position is not None:
            return PerUnit(prices[position].price), prices[position].modifiers
    return charge.model, charge.modifiers


# ── from the model's amount to that of the line ──────────────────────────────────────────────────────────────────────


class Tally(Protocol[A]):
    """An amount in the making: it starts at 0 and takes one calculation after the other, over some carrier."""

    @property
    def amount(self) -> A:
        """The amount so far."""

    def landed(self, amount: A) -> A:
        """Return an amount rounded as every line of the book is."""

    def setting(self) -> Setting[A]:
        """Return the inputs of modifiers."""

    def begin(self, placed: Placed) -> None:
        """Mark the next amounts as those of a modifier."""

    def take(self, calculation: Calculation[A], placed: Placed | None = None) -> None:
        """Take a calculation; that of a modifier is no step where it changes nothing."""


def add_up(tally: Tally[A], result: Charged[A], modifiers: Iterable[Placed]) -> None:
    """Apply the reservation, the rated amount, the deduction of earlier bills, and every modifier in order."""
    if result.reserved is not None:
        tally.take(Calculation(Operation.TIMES, *result.reserved))
    tally.take(result.rated)
    if result.less:
        carrier = tally.setting().carrier
        less = carrier.scaled(tally.landed(result.less), -ONE)
        tally.take(Calculation(Operation.BILLED_BEFORE, carrier.constant(ZERO), less))
    for placed in modifiers:
        tally.begin(placed)
        for calculation in calculations(placed.modifier, tally.amount, tally.setting()):
            tally.take(calculation, placed)


def modifiers_of(charge: Charge) -> Iterable[Placed]:
    """Return the modifiers that act on the whole period."""
    if not charge.metering.measure.in_parts:
        return charge.modifiers
    return [placed for placed in charge.modifiers if scope_of(placed.modifier) is not Scope.PART]


def exact_setting(
    model: ChargeModel,
    given: Given,
    value_of: ValueOf,
    billed: Amount = NO_AMOUNT,
    *,
    part: PartOfPeriod,
    pieces: Fraction = ONE,
) -> Setting[Fraction]:
    """Return the inputs of modifiers if all quantities are given."""

    def price_of(quantity: Fraction) -> Fraction:
        return rate(model, Usage(quantity, attributes=given.attributes), value_of).amount

    unit_price = model.unit_price
    return Setting(EXACT, value_of, price_of, value_of(billed) if billed else ZERO, unit_price, part, pieces)


class _PartTally:
    """Records the exact moves of a part."""

    def __init__(self, setting: Setting[Fraction]) -> None:
        self.moves: list[Move] = []
        self.amount, self._setting = ZERO, setting

    def setting(self) -> Setting[Fraction]:
        return self._setting

    def landed(self, amount: Fraction) -> Fraction:
        return amount

    def begin(self, placed: Placed) -> None:
        """Moves name no modifier."""

    def take(self, calculation: Calculation[Fraction], placed: Placed | None = None) -> None:
        move = moved(calculation, self.amount)
        if placed is None or move.after != self.amount:
            self.moves.append(move)
            self.amount = move.after


class _Sum:
    """Computes an amount and records nothing."""

    def __init__(self, setting: Callable[[], Setting[Fraction]], landed: Callable[[Fraction], Fraction]) -> None:
        self.amount, self.setting, self.landed = ZERO, setting, landed

    def begin(self, placed: Placed) -> None:
        """A sum names no modifier."""

    def take(self, calculation: Calculation[Fraction], placed: Placed | None = None) -> None:
        after = after_of(calculation, self.amount)
        self.amount = after if calculation.operation is Operation.ROUND else self.landed(after)


def amount_of(
    charge: Charge, given: Given, value_of: ValueOf, landed: Callable[[Fraction], Fraction] = lambda exact: exact
) -> Fraction:
    """Return the amount of a charge, by the same calculations as its line; `landed` rounds each like the book."""
    billed = charge.metering.before_amount
    setting = partial(exact_setting, charge.model, given, value_of, billed, part=given.part, pieces=given.pieces)
    tally = _Sum(setting, landed)
    add_up(tally, charged(charge, given, value_of), modifiers_of(charge))
    return tally.amount
