"""Charges: each model with the keys it needs, and no others; the source of its usage and its transformations."""

from fractions import Fraction
from typing import Final

from configurator.catalog.building.expressions import ExpressionReader
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.language.types import NUMBER, NumberType
from configurator.money import Rounding
from configurator.pricing import codes, tags
from configurator.pricing.building.amount_reader import PERCENT, POSITIVE, read_amount
from configurator.pricing.building.book_context import BookContext, cadence_of
from configurator.pricing.building.model_reader import Making, read_model
from configurator.pricing.building.modifier_reader import read_modifiers
from configurator.pricing.charge import NO_METERING, Charge, CountsFor, DayPrice, Metering, Placed
from configurator.pricing.charge_models import MODELS, keys_of
from configurator.pricing.metered import NO_TREATMENT, Conversion, Measure, Percent, Treatments
from configurator.pricing.modifiers import Commitment, Due
from configurator.pricing.periods.day_windows import DayWindow, day_window
from configurator.pricing.periods.levels import Rank
from configurator.pricing.shape import ChargeShape, ConvertShape, DayWindowShape
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Word
from configurator.units import NO_UNIT, PLAIN, Unit

COMMON: Final = ("per", "convert", "ratchet", "free", "reserved", "before")
"""The keys that go with every model that prices a quantity."""

READINGS: Final = ("quantities", "measured", "percentile", "rank", "day_windows")
"""The keys that go with a quantity made of readings."""


def read_charges(book: BookContext, given: dict[Word, ChargeShape]) -> tuple[tuple[Charge, ...], tuple[str, ...]]:
    """Read the charges in the order of the book; also return the tables that were read."""
    tables: list[str] = []
    results = [read_charge(book, name, shape, f"charges.{name}", tables) for name, shape in given.items()]
    return tuple(charge for charge in results if charge is not None), tuple(tables)


def read_charge(book: BookContext, name: Word, shape: ChargeShape, where: str, tables: list[str]) -> Charge | None:
    """Read one charge; `tables` grows by the files that are read."""
    book.check_id(name, where)
    each = book.structure(shape.each, where)
    if not _keys_fit(book, shape, where) or each is None:
        return None
    reader = book.reader(each)
    quantity = None if shape.quantity is None else reader.expression(shape.quantity, f"{where}.quantity")
    cadence = cadence_of(shape.recurring)
    modifiers = read_modifiers(book, shape.modifiers, f"{where}.modifiers", reader)
    _check_overage(book, shape, modifiers, where)
    metering = read_metering(book, shape, where, reader)
    return Charge(
        str(name),
        book.text(shape.title, f"{where}.title", name.location, default=name),
        read_model(Making(book, shape, where, reader, metering.attributes, tables)),
        cadence,
        name.location,
        quantity,
        _unit(book, shape, quantity, where),
        each,
        reader.condition(shape.when, f"{where}.when"),
        book.interval(shape.from_, shape.until, where, shape.location),
        book.reason(shape.because, where, shape.location),
        tags.of_charge(str(name), cadence),
        metering,
        modifiers,
        Due(shape.due),
        CountsFor.ITEM if _of_the_item(book, shape) else CountsFor.PIECE,
    )


def _of_the_item(book: BookContext, shape: ChargeShape) -> bool:
    """Return whether all pieces of an item are rated together; a unit of the catalog called `item` is that unit."""
    return shape.per == CountsFor.ITEM.value and CountsFor.ITEM.value not in book.units


def _keys(model: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    entry = MODELS[model]
    needed, besides = keys_of(entry)
    if not entry.needs:
        return needed, besides
    if model == "percentage":
        return (*entry.needs, *needed), (*besides, "per", "events", *READINGS)
    return (*entry.needs, *needed), (*besides, *COMMON, *READINGS)


KEYS: Final = {model: _keys(model) for model in MODELS}
"""The keys each model needs, and those it may have besides."""

MODEL_KEYS: Final = tuple(dict.fromkeys(key for keys in KEYS.values() for part in keys for key in part))


def _keys_fit(book: BookContext, shape: ChargeShape, where: str) -> bool:
    needed, allowed = KEYS[shape.model]
    instead = {"quantity": "quantities"}
    missing = [key for key in needed if not shape.has(key) and not shape.has(instead.get(key, key))]
    allowed = (*allowed, "per") if _of_the_item(book, shape) else allowed
    surplus = [key for key in MODEL_KEYS if shape.has(key) and key not in (*needed, *allowed)]
    wanted = f"{some_of(needed)} for the model {shape.model}"
    for key in missing:
        hint = f"call it `{key}`: it is for one unit" if key == "price" and "amount" in surplus else ""
        book.report.add(codes.CHARGE_KEYS, shape.location, where, f"`{key}` is missing", wanted, hint)
    if missing:
        return False
    for key in surplus:
        message = f"the model {shape.model} has no use for `{key}`"
        book.report.add(
            codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", message, some_of((*needed, *allowed))
        )
    return not surplus


def _check_overage(book: BookContext, shape: ChargeShape, modifiers: tuple[Placed, ...], where: str) -> None:
    """Report overage by the unit where the model has no price of a unit."""
    for number, placed in enumerate(modifiers, start=1):
        is_by_unit = isinstance(placed.modifier, Commitment) and placed.modifier.overage_price
        if is_by_unit and shape.model != "per_unit":
            message = f"the model {shape.model} has no price of one unit to compare with"
            here = f"{where}.modifiers[{number}].commitment.overage_price"
            book.report.add(codes.CHARGE_KEYS, placed.location, here, message, "`overage_factor`")


def _unit(book: BookContext, shape: ChargeShape, quantity: CheckedExpression | None, where: str) -> Unit:
    """Return the unit that a quantity is counted in; report where it needs one, or another."""
    if quantity is None or shape.quantity is None:
        return NO_UNIT
    dimension = quantity.type.dimension if isinstance(quantity.type, NumberType) else None
    per = None if _of_the_item(book, shape) else shape.per
    if dimension is None:
        message = f"`{quantity.text}` is {quantity.type}"
        book.report.add(codes.BAD_AMOUNT, shape.quantity.location, f"{where}.quantity", message, "a number")
    elif per is None and dimension != PLAIN:
        message, hint = f"`{quantity.text}` is {quantity.type}", "say what one price is for, as in `per: m`"
        book.report.add(codes.NEEDS_UNIT, shape.quantity.location, where, message, "a unit under `per`", hint)
    elif per is not None:
        unit = book.units.get(per)
        if unit is not None and unit.dimension == dimension:
            return unit
        message = f"`{per}` is {'no unit' if unit is None else f'a unit of {unit.dimension}'}"
        hint = did_you_mean(per, book.units) if unit is None else ""
        book.report.add(codes.UNKNOWN_UNIT, per.location, f"{where}.per", message, f"a unit of {dimension}", hint)
    return NO_UNIT


def read_metering(book: BookContext, shape: ChargeShape, where: str, reader: ExpressionReader) -> Metering:
    """Read the keys beside the quantity of a charge."""
    metering = Metering(
        _series(book, shape, where),
        Measure(shape.measured or "sum"),
        Percent(Fraction(shape.percentile or 95), Rank(shape.rank)),
        _units(shape, where, reader),
        _expressions(shape.by, f"{where}.by", reader),
        None if shape.events is None else reader.expression(shape.events, f"{where}.events", NUMBER),
        _treatments(book, shape, where, reader),
        read_amount(book, shape.before.quantity if shape.before else None, f"{where}.before.quantity", reader),
        read_amount(book, shape.before.amount if shape.before else None, f"{where}.before.amount", reader),
        _day_prices(book, shape, where, reader),
    )
    _check_together(book, shape, metering, where)
    return NO_METERING if metering == NO_METERING else metering


# ── where usage comes from ───────────────────────────────────────────────────────────────────────────────────────────


def _series(book: BookContext, shape: ChargeShape, where: str) -> str:
    return _named(book, shape.quantities, f"{where}.quantities") if isinstance(shape.quantities, Word) else ""


def _named(book: BookContext, name: Word, where: str) -> str:
    """Return the named series; report one that the book does not declare."""
    if name in book.series:
        return str(name)
    message, expected = f"`{name}` is no series", "a parameter of type: series"
    book.report.add(codes.UNKNOWN_SERIES, name.location, where, message, expected, did_you_mean(name, book.series))
    return ""


def _units(shape: ChargeShape, where: str, reader: ExpressionReader) -> dict[str, CheckedExpression]:
    if not isinstance(shape.quantities, dict):
        return {}
    read = {
        str(unit): reader.expression(text, f"{where}.quantities.{unit}", NUMBER)
        for unit, text in shape.quantities.items()
    }
    return {unit: checked_expression for unit, checked_expression in read.items() if checked_expression is not None}


def _expressions(given: dict[Word, Word] | None, where: str, reader: ExpressionReader) -> tuple[CheckedExpression, ...]:
    results = (reader.expression(text, f"{where}.{name}") for name, text in (given or {}).items())
    return tuple(each for each in results if each is not None)


# ── transformations ──────────────────────────────────────────────────────────────────────────────────────────────────


def _treatments(book: BookContext, shape: ChargeShape, where: str, reader: ExpressionReader) -> Treatments:
    ratchet, reserved = shape.ratchet, shape.reserved
    treatments = Treatments(
        None if shape.convert is None else _conversion(shape.convert),
        read_amount(book, ratchet.percent if ratchet else None, f"{where}.ratchet.percent", reader, PERCENT),
        _named(book, ratchet.of, f"{where}.ratchet.of") if ratchet else "",
        read_amount(book, shape.free, f"{where}.free", reader, POSITIVE),
        read_amount(book, reserved.quantity if reserved else None, f"{where}.reserved.quantity", reader, POSITIVE),
        read_amount(book, reserved.price if reserved else None, f"{where}.reserved.price", reader, POSITIVE),
    )
    return NO_TREATMENT if treatments == NO_TREATMENT else treatments


def _conversion(shape: ConvertShape) -> Conversion:
    rounding = None if shape.rounding == "none" else Rounding(shape.rounding)
    return Conversion(Fraction(shape.multiply_by or 1), Fraction(shape.divide_by or 1), rounding, int(shape.places))


def _day_prices(book: BookContext, shape: ChargeShape, where: str, reader: ExpressionReader) -> tuple[DayPrice, ...]:
    day_prices: list[DayPrice] = []
    for number, each in enumerate(shape.day_windows, start=1):
        here = f"{where}.day_windows[{number}]"
        window = _day_window(book, each, here)
        if window is None:
            continue
        if any(window.overlaps(other.window) for other in day_prices):
            message = f"from {each.from_} until {each.until} another price holds at some time as well"
            book.report.add(codes.OVERLAPPING_DATES, each.location, here, message, "one price for every hour")
        price = read_amount(book, each.price, f"{here}.price", reader)
        day_prices.append(DayPrice(window, price, read_modifiers(book, each.modifiers, f"{here}.modifiers", reader)))
    return tuple(day_prices)


def _day_window(book: BookContext, shape: DayWindowShape, where: str) -> DayWindow | None:
    try:
        return day_window(str(shape.from_), str(shape.until))
    except InvalidRequest as error:
        book.report.add(codes.EMPTY_INTERVAL, shape.location, where, str(error))
        return None


def _check_together(book: BookContext, shape: ChargeShape, metering: Metering, where: str) -> None:
    """Report keys that contradict one another."""
    wrong: list[tuple[str, str]] = []
    if not metering.series and not isinstance(shape.quantities, Word):
        wrong += [(key, "it needs a series under `quantities`") for key in ("measured", "rank", "percentile")]
        wrong.append(("day_windows", "it needs a series under `quantities`"))
    if metering.measure is not Measure.PERCENTILE:
        wrong += [(key, "it needs `measured: percentile`") for key in ("percentile", "rank")]
    if metering.measure is not Measure.WINDOWED:
        wrong.append(("day_windows", "it needs `measured: windowed`"))
    if isinstance(shape.quantities, dict) and shape.model != "capacity_band":
        wrong.append(("quantities", "several units go with the model capacity_band"))
    if metering.measure.in_parts and shape.model == "percentage":
        wrong.append(("measured", "events are not priced by windows or groups"))
    if isinstance(shape.quantities, dict) or metering.measure is Measure.PRORATED_CHANGES:
        wrong += [(key, "it needs one quantity") for key in ("convert", "ratchet", "free", "reserved", "before")]
    if metering.measure.in_parts:
        wrong += [(key, "it does not go with windows or groups") for key in ("before", "ratchet")]
    for key, reason in dict(wrong).items():
        if shape.has(key):
            book.report.add(
                codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", f"`{key}` does not fit: {reason}"
            )
