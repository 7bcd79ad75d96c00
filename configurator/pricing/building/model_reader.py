"""Charge models from their shape: every field of a model's dataclass is the key of the same name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Final

from configurator.catalog.building.expressions import ExpressionReader
from configurator.language.checked import CheckedExpression
from configurator.pricing import codes
from configurator.pricing.amounts import Amount
from configurator.pricing.building.amount_reader import ANY, PERCENT, POSITIVE, Sign, read_amount
from configurator.pricing.building.book_context import BookContext
from configurator.pricing.building.matrix_reader import read_matrix
from configurator.pricing.charge_models import MODELS, Band, Beyond, Bounds, ChargeModel, Matrix, PartialPackage, Tier
from configurator.pricing.shape import Amount as AmountShape
from configurator.pricing.shape import BandShape, ChargeShape, TierShape
from configurator.reading.shape import Number


@dataclass(frozen=True, slots=True)
class Making:
    """A charge whose model is being read, by its `attributes`; `tables` grows by the files that are read."""

    book: BookContext
    shape: ChargeShape
    where: str
    reader: ExpressionReader
    attributes: Sequence[CheckedExpression]
    tables: list[str]

    def amount(self, given: AmountShape | None, key: str, sign: Sign = ANY) -> Amount:
        return read_amount(self.book, given, f"{self.where}.{key}", self.reader, sign)

    def report(self, code: Any, key: str, message: str, expected: str = "", hint: str = "") -> None:
        where = f"{self.where}.{key}"
        self.book.report.add(code, self.shape.location_of(key), where, message, expected, hint)


def read_model(making: Making) -> ChargeModel:
    """Read the model of a charge; its keys have been checked."""
    model = MODELS[making.shape.model].model
    if model is Matrix:
        return read_matrix(making.book, making.shape, making.where, making.reader, making.attributes, making.tables)
    made: Any = model
    return made(**{each.name: _FIELDS.get(each.name, _an_amount(each.name))(making) for each in fields(model)})  # type: ignore[no-any-return]


_SIGNS: Final = {
    "rate": PERCENT,
    **dict.fromkeys(("fixed", "free_events", "free_amount", "least", "most"), POSITIVE),
}
"""The amounts that are not negative; a price may be, as a credit."""


def _an_amount(key: str) -> Callable[[Making], Amount]:
    sign = _SIGNS.get(key, ANY)
    return lambda making: making.amount(getattr(making.shape, key), key, sign)


# ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tiers(making: Making) -> tuple[Tier, ...]:
    """Read the tiers; report those that are empty, out of order, or leave a quantity without a price."""
    given = making.shape.tiers or []
    if not given:
        making.report(codes.EMPTY_TIER, "tiers", "there are no tiers", "at least one")
    low, results = Fraction(0), []
    for number, tier in enumerate(given, start=1):
        key, last = f"tiers[{number}]", number == len(given)
        _check_tier(making, tier, key)
        bound = _bound(making, tier, key, low)
        _check_bound(making, tier, key, bound, low, last)
        low = low if bound is None else bound
        results.append(_tier(making, tier, key, bound))
    return tuple(results)


def _tier(making: Making, tier: TierShape, key: str, bound: Fraction | None) -> Tier:
    price = making.amount(tier.price, f"{key}.price")
    flat = making.amount(tier.flat, f"{key}.flat")
    block = None if tier.block is None else Fraction(tier.block)
    return Tier(bound, tier.location, price, flat, block, making.amount(tier.cap, f"{key}.cap", POSITIVE))


def _bound(making: Making, tier: TierShape, key: str, low: Fraction) -> Fraction | None:
    """Return where a tier ends; its width may be written in blocks."""
    if tier.blocks is None:
        return None if tier.up_to is None else Fraction(tier.up_to)
    if tier.up_to is not None or tier.block is None:
        message, expected = "`blocks` needs the size of a `block`, and no `up_to`", "`block` and `blocks`, or `up_to`"
        making.book.report.add(codes.EMPTY_TIER, tier.location_of("blocks"), f"{making.where}.{key}", message, expected)
        return None if tier.up_to is None else Fraction(tier.up_to)
    return low + Fraction(tier.block) * Fraction(tier.blocks)


def _check_bound(making: Making, tier: TierShape, key: str, bound: Fraction | None, low: Fraction, last: bool) -> None:
    report, here = making.book.report, f"{making.where}.{key}"
    if bound is None and not last:
        message, hint = "the tier has no bound, so the tiers after it are never reached", "give it an `up_to`"
        report.add(codes.OPEN_TIER, tier.location, here, message, hint=hint)
    elif bound is not None and last and making.shape.beyond is None:
        message = "quantities beyond the last bound have no price"
        hint = "leave out `up_to` in the last tier, or say `beyond: last_tier` or `beyond: nothing`"
        report.add(codes.OPEN_TIER, tier.location_of("up_to"), f"{here}.up_to", message, hint=hint)
    elif bound is not None and bound <= low:
        shown = Number(bound) if tier.up_to is None else tier.up_to
        message = f"the tier ends at {shown.text}, where the one before it has ended already"
        report.add(codes.TIER_ORDER, tier.location_of("up_to"), f"{here}.up_to", message, "ascending bounds")


def _check_tier(making: Making, tier: TierShape, key: str) -> None:
    report, here = making.book.report, f"{making.where}.{key}"
    if making.shape.model == "stairstep" and (tier.price is not None or tier.flat is None):
        message, expected = "a stairstep has one fee for a tier and no price per unit", "`flat` and no `price`"
        report.add(codes.EMPTY_TIER, tier.location, here, message, expected)
    elif tier.price is None and tier.flat is None:
        report.add(codes.EMPTY_TIER, tier.location, here, "the tier says no price", "`price`, `flat`, or both")


# ── bands ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bands(making: Making) -> tuple[Band, ...]:
    """Read the bands; report a band that comes after one without limits, or has a limit below the one before."""
    given = making.shape.bands or []
    if not given:
        making.report(codes.EMPTY_TIER, "bands", "there are no bands", "at least one")
    low: dict[str, Fraction] = {}
    results = []
    for number, band in enumerate(given, start=1):
        key, limits = f"bands[{number}]", _limits(band)
        last = number == len(given)
        _check_band(making, band, key, limits, low, last)
        low = low | limits
        results.append(Band(limits, band.location, making.amount(band.flat, f"{key}.flat")))
    return tuple(results)


def _limits(band: BandShape) -> dict[str, Fraction]:
    own = {} if band.up_to is None else {"": Fraction(band.up_to)}
    return own | {str(unit): Fraction(limit) for unit, limit in band.limits.items()}


def _check_band(
    making: Making, band: BandShape, key: str, limits: dict[str, Fraction], low: dict[str, Fraction], last: bool
) -> None:
    report, here = making.book.report, f"{making.where}.{key}"
    if not limits and not last:
        message, hint = "the band has no limit, so the bands after it are never reached", "give it an `up_to`"
        report.add(codes.OPEN_TIER, band.location, here, message, hint=hint)
    if limits and last and making.shape.beyond is None:
        message = "usage beyond the limits of the last band has no price"
        hint = "add a band without limits, or say `beyond: last_tier` or `beyond: nothing`"
        report.add(codes.OPEN_TIER, band.location, here, message, hint=hint)
    for unit, limit in limits.items():
        if limit < low.get(unit, limit):
            message = f"the limit of {unit or 'the quantity'} is below that of the band before"
            report.add(codes.TIER_ORDER, band.location, here, message, "ascending limits")


_FIELDS: Final[dict[str, Callable[[Making], Any]]] = {
    "tiers": _tiers,
    "bands": _bands,
    "bounds": lambda making: Bounds(making.shape.bounds),
    "beyond": lambda making: Beyond(making.shape.beyond or "last_tier"),
    "flat_at_zero": lambda making: making.shape.flat_at_zero,
    "size": lambda making: Fraction(making.shape.size or 1),
    "partial": lambda making: PartialPackage(making.shape.partial),
}
"""The fields that are no amounts."""
