"""Modifiers of a charge from their shapes, in the order of the book."""

from fractions import Fraction

from configurator.catalog.building.expressions import ExpressionReader
from configurator.money import Rounding
from configurator.pricing import codes
from configurator.pricing.amounts import Amount
from configurator.pricing.building.amount_reader import ANY, PERCENT, POSITIVE, Sign, read_amount
from configurator.pricing.building.book_context import BookContext
from configurator.pricing.charge import Placed
from configurator.pricing.modifiers import (
    Commitment,
    Discount,
    Due,
    MaximumSpend,
    MinimumSpend,
    Modifier,
    Multiply,
    Plus,
    Prepaid,
    RoundTo,
    Scope,
    Shortage,
)
from configurator.pricing.shape import Amount as AmountShape
from configurator.pricing.shape import CommitmentShape, ModifierShape, PrepaidShape, RoundToShape, SpendShape
from configurator.reading.shape import Number

KINDS = tuple(ModifierShape.model_fields)


def read_modifiers(
    book: BookContext, given: list[ModifierShape], where: str, reader: ExpressionReader
) -> tuple[Placed, ...]:
    """Read modifiers; report one with no key, or with two."""
    placeds = []
    for number, shape in enumerate(given, start=1):
        here = f"{where}[{number}]"
        keys = [key for key in KINDS if shape.has(key)]
        if len(keys) != 1:
            message = f"a modifier does one thing; this one has {len(keys)} keys"
            book.report.add(codes.CHARGE_KEYS, shape.location, here, message, "one key: " + ", ".join(KINDS))
            continue
        placeds.append(Placed(_modifier(book, shape, keys[0], f"{here}.{keys[0]}", reader), shape.location))
    return tuple(placeds)


def _modifier(book: BookContext, shape: ModifierShape, kind: str, where: str, reader: ExpressionReader) -> Modifier:
    def read(given: AmountShape | None, sign: Sign = ANY, key: str = "") -> Amount:
        return read_amount(book, given, f"{where}.{key}" if key else where, reader, sign)

    match kind:
        case "discount":
            return Discount(read(shape.discount, PERCENT))
        case "multiply":
            return Multiply(read(shape.multiply))
        case "plus":
            return Plus(read(shape.plus))
        case "round_to":
            return _round_to(shape.round_to)
        case "minimum_spend":
            spend = shape.minimum_spend
            if isinstance(spend, SpendShape):
                return MinimumSpend(read(spend.amount, POSITIVE), Due(spend.due))
            return MinimumSpend(read(spend, POSITIVE))
        case "maximum_spend":
            return MaximumSpend(read(shape.maximum_spend, POSITIVE))
        case "commitment" if shape.commitment is not None:
            return _commitment(book, shape.commitment, where, reader)
        case "prepaid" if shape.prepaid is not None:
            return _prepaid(book, shape.prepaid, where, reader)
    raise TypeError(f"{kind} is no modifier")


def _round_to(given: Number | RoundToShape | None) -> RoundTo:
    if isinstance(given, RoundToShape):
        return RoundTo(Fraction(given.step), Rounding(given.mode))
    return RoundTo(Fraction(given or 1))


def _commitment(book: BookContext, shape: CommitmentShape, where: str, reader: ExpressionReader) -> Commitment:
    for one, other in (("amount", "quantity"), ("overage_factor", "overage_price")):
        if shape.has(one) and shape.has(other):
            message = f"both `{one}` and `{other}` are given"
            book.report.add(codes.CHARGE_KEYS, shape.key_location(other), f"{where}.{other}", message, "one of them")
    if not shape.has("amount") and not shape.has("quantity"):
        book.report.add(codes.CHARGE_KEYS, shape.location, where, "nothing is promised", "`amount` or `quantity`")
    return Commitment(
        read_amount(book, shape.amount, f"{where}.amount", reader, POSITIVE),
        read_amount(book, shape.quantity, f"{where}.quantity", reader, POSITIVE),
        read_amount(book, shape.overage_factor, f"{where}.overage_factor", reader, POSITIVE),
        read_amount(book, shape.overage_price, f"{where}.overage_price", reader, POSITIVE),
        shape.true_up,
        Scope(shape.per),
    )


def _prepaid(book: BookContext, shape: PrepaidShape, where: str, reader: ExpressionReader) -> Prepaid:
    balance = read_amount(book, shape.balance, f"{where}.balance", reader, POSITIVE)
    surcharge = read_amount(book, shape.surcharge, f"{where}.surcharge", reader, PERCENT)
    return Prepaid(balance, surcharge, Shortage(shape.short))
