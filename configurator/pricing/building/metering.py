"""The source of a charge's usage and its transformations, from its shape."""

from fractions import Fraction

from configurator.catalog.building.expressions import ExpressionReader
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.language.types import NUMBER
from configurator.money import Rounding
from configurator.pricing import codes
from configurator.pricing.building.amounts import PERCENT, POSITIVE, read_amount
from configurator.pricing.building.context import BookContext
from configurator.pricing.building.modifiers import read_modifiers
from configurator.pricing.charge import NO_METERING, DayPrice, Metering
from configurator.pricing.metered import NO_TREATMENT, Conversion, Measure, Percent, Treatments
from configurator.pricing.periods.day_windows import DayWindow, day_window
from configurator.pricing.periods.levels import Rank
from configurator.pricing.shape import ChargeShape, ConvertShape, DayWindowShape
from configurator.reading.shape import Word
from configurator.reading.wording import did_you_mean


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
