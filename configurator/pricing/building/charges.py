"""Charges: each model with the keys it needs, and no others."""

from typing import Final

from configurator.language.checked import CheckedExpression
from configurator.language.types import NumberType
from configurator.pricing import codes, tags
from configurator.pricing.building.context import BookContext, cadence_of
from configurator.pricing.building.metering import read_metering
from configurator.pricing.building.models import Making, read_model
from configurator.pricing.building.modifiers import read_modifiers
from configurator.pricing.charge import Charge, Placed
from configurator.pricing.charge_models import MODELS, keys_of
from configurator.pricing.modifiers import Commitment, Due
from configurator.pricing.shape import ChargeShape
from configurator.reading.shape import Word
from configurator.reading.wording import did_you_mean, some_of
from configurator.units import NO_UNIT, PLAIN, Unit

COMMON: Final = ("per", "convert", "ratchet", "free", "reserved", "before")
"""The keys that go with every model that prices a quantity."""

READINGS: Final = ("quantities", "measured", "percentile", "rank", "day_windows")
"""The keys that go with a quantity made of readings."""


def read_charges(book: BookContext, given: dict[Word, ChargeShape]) -> tuple[tuple[Charge, ...], tuple[str, ...]]:
    """Read the charges in the order of the book; also return the tables that were read."""
    tables: list[str] = []
    results = [_charge(book, name, shape, tables) for name, shape in given.items()]
    return tuple(charge for charge in results if charge is not None), tuple(tables)


def _charge(book: BookContext, name: Word, shape: ChargeShape, tables: list[str]) -> Charge | None:
    where = f"charges.{name}"
    book.check_id(name, where)
    each = book.structure(shape.each, where)
    if not _keys_fit(book, shape, where) or each is None:
        return None
    reader = book.reader(each)
    quantity = None if shape.quantity is None else reader.expression(shape.quantity, f"{where}.quantity")
    cadence = cadence_of(shape.recurring)
    modifiers = read_modifiers(book, shape.modifiers, f"{where}.modifiers", reader)
    _check_overage(book, shape, modifiers, where)
    return Charge(
        str(name),
        book.text(shape.title, f"{where}.title", name.location, default=name),
        read_model(Making(book, shape, where, reader, tables)),
        cadence,
        name.location,
        quantity,
        _unit(book, shape, quantity, where),
        each,
        reader.condition(shape.when, f"{where}.when"),
        book.interval(shape.from_, shape.until, where, shape.location),
        book.reason(shape.because, where, shape.location),
        tags.of_charge(str(name), cadence),
        read_metering(book, shape, where, reader),
        modifiers,
        Due(shape.due),
    )


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
    if dimension is None:
        message = f"`{quantity.text}` is {quantity.type}"
        book.report.add(codes.BAD_AMOUNT, shape.quantity.location, f"{where}.quantity", message, "a number")
    elif shape.per is None and dimension != PLAIN:
        message, hint = f"`{quantity.text}` is {quantity.type}", "say what one price is for, as in `per: m`"
        book.report.add(codes.NEEDS_UNIT, shape.quantity.location, where, message, "a unit under `per`", hint)
    elif shape.per is not None:
        unit = book.units.get(shape.per)
        if unit is not None and unit.dimension == dimension:
            return unit
        message = f"`{shape.per}` is {'no unit' if unit is None else f'a unit of {unit.dimension}'}"
        hint = did_you_mean(shape.per, book.units) if unit is None else ""
        book.report.add(codes.UNKNOWN_UNIT, shape.per.location, f"{where}.per", message, f"a unit of {dimension}", hint)
    return NO_UNIT
