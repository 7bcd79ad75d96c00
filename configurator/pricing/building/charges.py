"""Charges: each model with the keys it needs, and no others."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from configurator.catalog.building.expressions import Reader
from configurator.language.checked import CheckedExpression
from configurator.language.types import NumberType
from configurator.language.words import did_you_mean, some_of
from configurator.pricing import codes, tags
from configurator.pricing.amounts import Amount
from configurator.pricing.building.amounts import ANY, read_amount
from configurator.pricing.building.context import BookContext, cadence_of
from configurator.pricing.charge_models import (
    Bounds,
    ChargeModel,
    Flat,
    Graduated,
    Package,
    PartialPackage,
    PerUnit,
    Stairstep,
    Tier,
    Volume,
)
from configurator.pricing.model import Charge
from configurator.pricing.shape import Amount as AmountShape
from configurator.pricing.shape import ChargeShape, TierShape
from configurator.reading.shape import Word
from configurator.units import NO_UNIT, PLAIN, Unit

_TIERED: Final = ("tiers", "bounds", "flat_at_zero")
KEYS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "flat": (("amount",), ()),
    "per_unit": (("quantity", "price"), ("per",)),
    "graduated": (("quantity", "tiers"), ("per", *_TIERED[1:])),
    "volume": (("quantity", "tiers"), ("per", *_TIERED[1:])),
    "stairstep": (("quantity", "tiers"), ("per", *_TIERED[1:])),
    "package": (("quantity", "price", "size"), ("per", "free", "partial")),
}
"""The keys each model needs, and those it may have besides."""

MODEL_KEYS: Final = ("amount", "price", "quantity", "per", *_TIERED, "size", "free", "partial")


def read_charges(book: BookContext, given: dict[Word, ChargeShape]) -> tuple[Charge, ...]:
    """Read the charges in the order of the book."""
    found = (_charge(book, name, shape) for name, shape in given.items())
    return tuple(charge for charge in found if charge is not None)


def _charge(book: BookContext, name: Word, shape: ChargeShape) -> Charge | None:
    where = f"charges.{name}"
    book.check_id(name, where)
    each = book.structure(shape.each, where)
    if not _keys_fit(book, shape, where) or each is None:
        return None
    reader = book.reader(each)
    quantity = None if shape.quantity is None else reader.expression(shape.quantity, f"{where}.quantity")
    cadence = cadence_of(shape.recurring)
    return Charge(
        str(name),
        book.text(shape.title, f"{where}.title", name.place, default=name),
        _model(book, shape, where, reader),
        cadence,
        name.place,
        quantity,
        _unit(book, shape, quantity, where),
        each,
        reader.condition(shape.when, f"{where}.when"),
        book.interval(shape.from_, shape.until, where, shape.place),
        book.reason(shape.because, where, shape.place),
        tags.of_charge(str(name), cadence),
    )


def _keys_fit(book: BookContext, shape: ChargeShape, where: str) -> bool:
    needed, allowed = KEYS[shape.model]
    missing = [key for key in needed if not shape.has(key)]
    surplus = [key for key in MODEL_KEYS if shape.has(key) and key not in (*needed, *allowed)]
    wanted = f"{some_of(needed)} for the model {shape.model}"
    for key in missing:
        hint = f"call it `{key}`: it is for one unit" if key == "price" and "amount" in surplus else ""
        book.report.add(codes.CHARGE_KEYS, shape.place, where, f"`{key}` is missing", wanted, hint)
    if missing:
        return False
    for key in surplus:
        message = f"the model {shape.model} has no use for `{key}`"
        book.report.add(
            codes.CHARGE_KEYS, shape.key_place(key), f"{where}.{key}", message, some_of((*needed, *allowed))
        )
    return not surplus


def _unit(book: BookContext, shape: ChargeShape, quantity: CheckedExpression | None, where: str) -> Unit:
    """Return the unit that a quantity is counted in; report where it needs one, or another."""
    if quantity is None or shape.quantity is None:
        return NO_UNIT
    dimension = quantity.type.dimension if isinstance(quantity.type, NumberType) else None
    if dimension is None:
        message = f"`{quantity.text}` is {quantity.type}"
        book.report.add(codes.BAD_AMOUNT, shape.quantity.place, f"{where}.quantity", message, "a number")
    elif shape.per is None and dimension != PLAIN:
        message, hint = f"`{quantity.text}` is {quantity.type}", "say what one price is for, as in `per: m`"
        book.report.add(codes.NEEDS_UNIT, shape.quantity.place, where, message, "a unit under `per`", hint)
    elif shape.per is not None:
        unit = book.units.get(shape.per)
        if unit is not None and unit.dimension == dimension:
            return unit
        message = f"`{shape.per}` is {'no unit' if unit is None else f'a unit of {unit.dimension}'}"
        hint = did_you_mean(shape.per, book.units) if unit is None else ""
        book.report.add(codes.UNKNOWN_UNIT, shape.per.place, f"{where}.per", message, f"a unit of {dimension}", hint)
    return NO_UNIT


# ── models ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _model(book: BookContext, shape: ChargeShape, where: str, reader: Reader) -> ChargeModel:
    def read(given: AmountShape | None, key: str) -> Amount:
        return read_amount(book, given, f"{where}.{key}", reader, ANY)

    bounds = Bounds(shape.bounds)
    match shape.model:
        case "flat":
            return Flat(read(shape.amount, "amount"))
        case "per_unit":
            return PerUnit(read(shape.price, "price"))
        case "graduated":
            return Graduated(_tiers(book, shape, where, read), bounds, shape.flat_at_zero)
        case "volume":
            return Volume(_tiers(book, shape, where, read), bounds, shape.flat_at_zero)
        case "stairstep":
            return Stairstep(_tiers(book, shape, where, read), bounds, shape.flat_at_zero)
        case "package":
            size = Fraction(shape.size or 1)
            return Package(read(shape.price, "price"), size, Fraction(shape.free), PartialPackage(shape.partial))


def _tiers(
    book: BookContext, shape: ChargeShape, where: str, read: Callable[[AmountShape | None, str], Amount]
) -> tuple[Tier, ...]:
    """Read the tiers; report those that are empty, out of order, or leave a quantity without a price."""
    given = shape.tiers or []
    if not given:
        book.report.add(
            codes.EMPTY_TIER, shape.place_of("tiers"), f"{where}.tiers", "there are no tiers", "at least one"
        )
    low = Fraction(0)
    for number, tier in enumerate(given, start=1):
        here, last = f"{where}.tiers[{number}]", number == len(given)
        _check_tier(book, shape, tier, here)
        if (tier.up_to is None) is not last:
            _report_open(book, tier, here, last)
        elif tier.up_to is not None:
            if tier.up_to <= low:
                message = f"the tier ends at {tier.up_to.text}, where the one before it has ended already"
                book.report.add(codes.TIER_ORDER, tier.up_to.place, f"{here}.up_to", message, "ascending bounds")
            low = Fraction(tier.up_to)
    return tuple(
        Tier(
            None if tier.up_to is None else Fraction(tier.up_to),
            tier.place,
            read(tier.price, f"tiers[{number}].price"),
            read(tier.flat, f"tiers[{number}].flat"),
        )
        for number, tier in enumerate(given, start=1)
    )


def _check_tier(book: BookContext, shape: ChargeShape, tier: TierShape, where: str) -> None:
    if shape.model == "stairstep" and (tier.price is not None or tier.flat is None):
        message, expected = "a stairstep has one fee for a tier and no price per unit", "`flat` and no `price`"
        book.report.add(codes.EMPTY_TIER, tier.place, where, message, expected)
    elif tier.price is None and tier.flat is None:
        book.report.add(codes.EMPTY_TIER, tier.place, where, "the tier says no price", "`price`, `flat`, or both")


def _report_open(book: BookContext, tier: TierShape, where: str, last: bool) -> None:
    if last:
        message, hint = "quantities beyond the last bound have no price", "leave out `up_to` in the last tier"
        book.report.add(codes.OPEN_TIER, tier.place_of("up_to"), f"{where}.up_to", message, hint=hint)
    else:
        message, hint = "the tier has no bound, so the tiers after it are never reached", "give it an `up_to`"
        book.report.add(codes.OPEN_TIER, tier.place, where, message, hint=hint)
