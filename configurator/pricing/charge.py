"""A charge as the engine knows it, and what it costs for given quantities: pure, exact, and without a configuration.

Whoever holds quantities (a quote, the rating of metered usage, a plan over months) comes to `charged`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.cadence import Cadence
from configurator.pricing.charge_models import ChargeModel, PerUnit, Rated, Usage, ValueOf, rate
from configurator.pricing.charge_models.usage import ZERO, Reading
from configurator.pricing.lines import Move, Operation, Part, Treated, Treatment
from configurator.pricing.metered import (
    NO_TREATMENT,
    Measure,
    Percent,
    Treatments,
    as_usage,
    converted,
    in_groups,
    lessened,
    raised,
    ratchet_floor,
)
from configurator.pricing.modifiers import Due, Modifier, PartOfPeriod, Scope, Setting, moves, scope_of
from configurator.pricing.operations import summed
from configurator.pricing.periods.day_windows import DayWindow, minute_of_text, window_at
from configurator.source import Location
from configurator.units import NO_UNIT, Unit


@dataclass(frozen=True, slots=True)
class Placed:
    """A modifier and where it stands in the book."""

    modifier: Modifier
    location: Location


@dataclass(frozen=True, slots=True)
class DayPrice:
    """The price per unit, and the modifiers, of the windows that begin within some hours of the day."""

    window: DayWindow
    price: Amount
    modifiers: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Metering:
    """Where the usage of a charge comes from, beside its quantity, and what is done to it before it is priced.

    `series` names the parameter with its readings; `units` are quantities of several units, `attributes` what a matrix
    looks up, `number` how many events there were. `before_quantity` and `before_amount` are what earlier bills of the
    same period have charged.
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
    """One priced thing. `each` repeats it for every present instance of a structure (by id path).

    `quantity` is None for a flat amount and where usage comes from elsewhere; otherwise it is counted in `per`, as are
    the bounds of tiers. `due` says on which bill it stands where a period is billed in parts.
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


@dataclass(frozen=True, slots=True)
class Given:
    """The quantities that a charge is asked for; `peaks` are earlier ones, for ratchets."""

    quantity: Fraction | None = None
    readings: tuple[Reading, ...] = ()
    units: Mapping[str, Fraction] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    number: Fraction | None = None
    peaks: tuple[Reading, ...] = ()
    part: PartOfPeriod = PartOfPeriod.WHOLE


@dataclass(frozen=True, slots=True)
class Charged:
    """What a charge costs before its modifiers: the reservation, what the model made, less what was billed before.

    `quantity` is what was asked for; `less` what its model made of the quantity of earlier bills.
    """

    quantity: Fraction
    rated: Rated
    metered: tuple[Treated, ...] = ()
    reserved: tuple[Fraction, Fraction] | None = None
    less: Fraction | None = None


def charged(charge: Charge, given: Given, value_of: ValueOf) -> Charged:
    """Price given quantities by a charge, exactly; see `modified` for what follows."""
    if charge.metering.measure.in_parts:
        return _in_parts(charge, given, value_of)
    usage = _usage(charge.metering, given)
    metering = charge.metering
    if metering.treatments == NO_TREATMENT and not metering.before_quantity:
        return Charged(usage.quantity, rate(charge.model, usage, value_of))
    before = value_of(metering.before_quantity) if metering.before_quantity else None
    metered = tuple(_treated(metering.treatments, usage.quantity + (before or ZERO), given, value_of))
    priced = replace(usage, quantity=metered[-1].after if metered else usage.quantity + (before or ZERO))
    found = Charged(usage.quantity, rate(charge.model, priced, value_of), metered, _reserved(metering, value_of))
    return found if before is None else _less(charge, found, priced, before, given, value_of)


def _usage(metering: Metering, given: Given) -> Usage:
    """Return what is priced; a quantity that is stated beside readings is their sum."""
    quantity = Fraction(1) if given.quantity is None else given.quantity
    if not metering.series:
        total = sum(given.units.values(), ZERO) if given.units else quantity
        return Usage(total, units=given.units, attributes=given.attributes, number=given.number)
    found = as_usage(metering.measure, given.readings, metering.percent)
    if given.quantity is not None:
        found = replace(found, quantity=given.quantity)
    return replace(found, number=given.number, attributes=given.attributes)


def _less(charge: Charge, found: Charged, priced: Usage, before: Fraction, given: Given, value_of: ValueOf) -> Charged:
    """Take off what earlier bills of the period have charged for their quantity; a first bill takes off nothing."""
    steps = tuple(_treated(charge.metering.treatments, before, given, value_of))
    billed = steps[-1].after if steps else before
    less = rate(charge.model, replace(priced, quantity=billed), value_of).amount
    last = Treated(Treatment.BILLED_BEFORE, priced.quantity, billed, priced.quantity - billed)
    return replace(found, metered=(*found.metered, last), less=less)


# ── treatments ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _treated(terms: Treatments, quantity: Fraction, given: Given, value_of: ValueOf) -> Iterator[Treated]:
    """Yield conversion, rounding, ratchet, free units and reservation."""
    for step in converted(quantity, terms.conversion):
        quantity = step.after
        yield step
    if terms.ratchet:
        peaks = [each.quantity for each in given.peaks] or [ZERO]
        step = raised(quantity, ratchet_floor(value_of(terms.ratchet), peaks))
        quantity = step.after
        yield step
    for amount, treatment in ((terms.free, Treatment.FREE), (terms.reserved, Treatment.RESERVED)):
        if amount:
            step = lessened(quantity, treatment, value_of(amount))
            quantity = step.after
            yield step


def _reserved(metering: Metering, value_of: ValueOf) -> tuple[Fraction, Fraction] | None:
    terms = metering.treatments
    return (value_of(terms.reserved_price), value_of(terms.reserved)) if terms.reserved else None


# ── windows and groups ───────────────────────────────────────────────────────────────────────────────────────────────


def _in_parts(charge: Charge, given: Given, value_of: ValueOf) -> Charged:
    """Price every window or group by itself; free units are used up by the earlier ones first."""
    metering, parts = charge.metering, []
    free = value_of(metering.treatments.free) if metering.treatments.free else ZERO
    for number, each in enumerate(in_groups(metering.measure, given.readings), start=1):
        quantity, free = _after_free(metering, each.quantity, free)
        model, modifiers = _of_the_hour(charge, each)
        reserved = _reserved(metering, value_of)
        rest = quantity if reserved is None else max(ZERO, quantity - reserved[1])
        rated = rate(model, Usage(rest, attributes=given.attributes), value_of)
        if rated.parts:
            raise InvalidRequest(f"charges.{charge.id}: events cannot be priced window by window")
        found = list(_moves(rated, reserved))
        setting = _setting(model, given, value_of, PartOfPeriod.WHOLE, ZERO)
        for placed in modifiers:
            if scope_of(placed.modifier) is Scope.PART:
                found += moves(placed.modifier, found[-1].after, setting)
        parts.append(Part(each.key or str(number), each.quantity, tuple(found), found[-1].after))
    whole = sum((part.quantity for part in parts), ZERO)
    amount = summed(part.amount for part in parts)
    return Charged(whole, Rated(Operation.PARTS, ZERO, whole, amount, parts=tuple(parts)))


def _after_free(metering: Metering, quantity: Fraction, free: Fraction) -> tuple[Fraction, Fraction]:
    """Return a window's quantity in the priced unit without free units, and the free units that are left."""
    for step in converted(quantity, metering.treatments.conversion):
        quantity = step.after
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


def _moves(rated: Rated, reserved: tuple[Fraction, Fraction] | None) -> Iterator[Move]:
    start = ZERO
    if reserved is not None:
        price, quantity = reserved
        start = price * quantity
        yield Move(Operation.TIMES, ZERO, price, quantity, start)
    yield Move(rated.operation, start, rated.base, rated.operand, start + rated.amount, rated.slices)


# ── modifiers ────────────────────────────────────────────────────────────────────────────────────────────────────────


def modified(charge: Charge, placed: Placed, before: Fraction, given: Given, value_of: ValueOf) -> Iterator[Move]:
    """Yield what a modifier of the whole period does to the amount of a charge; nothing where it changes nothing."""
    if charge.metering.measure.in_parts and scope_of(placed.modifier) is Scope.PART:
        return
    billed = value_of(charge.metering.before_amount) if charge.metering.before_amount else ZERO
    yield from moves(placed.modifier, before, _setting(charge.model, given, value_of, given.part, billed))


def _setting(model: ChargeModel, given: Given, value_of: ValueOf, part: PartOfPeriod, billed: Fraction) -> Setting:
    def price_of(quantity: Fraction) -> Fraction:
        return rate(model, Usage(quantity, attributes=given.attributes), value_of).amount

    return Setting(value_of, price_of, model.price if isinstance(model, PerUnit) else NO_AMOUNT, billed, part)


# ── the whole amount ─────────────────────────────────────────────────────────────────────────────────────────────────


def amount_of(
    charge: Charge, given: Given, value_of: ValueOf, landed: Callable[[Fraction], Fraction] = lambda exact: exact
) -> Fraction:
    """Return what a charge comes to, through the same steps as its line; `landed` rounds each as the book does."""
    found = charged(charge, given, value_of)
    amount = ZERO
    if found.reserved is not None:
        amount = landed(found.reserved[0] * found.reserved[1])
    amount = landed(amount + found.rated.amount)
    if found.less:
        amount = landed(amount - landed(found.less))
    for placed in charge.modifiers:
        for move in modified(charge, placed, amount, given, value_of):
            amount = landed(move.after)
    return amount
