"""Charges: each kind and model with the keys it needs, and no others; the models and modifiers are pricing's."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, Final

from configurator.contracts import codes
from configurator.contracts.building.offer_context import OfferContext
from configurator.contracts.model import (
    CapacityLevel,
    ChargePeriod,
    ContractCharge,
    DayCount,
    LevelShare,
    MissingReading,
    MissingRule,
    OverRights,
    PartialPeriod,
    PurchaseCharge,
    QuantityCommitment,
    ReadingMeasure,
    RecurringCharge,
    UsageCharge,
)
from configurator.contracts.shape import (
    ContractChargeShape,
    ContractModifierShape,
    ContractTierShape,
    LevelCapShape,
    QuantityCommitmentShape,
)
from configurator.contracts.terms import Allowance, AllowanceSettling, Ratchet, RatchetBasis
from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT
from configurator.pricing.charge_models import MODELS, Bounds, ChargeModel, PartialPackage, PerUnit, Tier, keys_of
from configurator.pricing.charge_models.tiers import Beyond
from configurator.pricing.metered import Measure, Percent
from configurator.pricing.modifiers import Discount, MaximumSpend, MinimumSpend, Modifier, Multiply, Plus
from configurator.pricing.periods.cycles import Moment
from configurator.pricing.periods.levels import Rank
from configurator.reading.message_parts import some_of
from configurator.reading.shape import Word

PERIOD_KEYS: Final = ("period", "periods", "day_count", "billed")
KIND_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "purchase": (),
    "recurring": ("prorated", *PERIOD_KEYS),
    "usage": (
        "prorated", *PERIOD_KEYS, "partial_period", "prices_of", "measured", "percentile", "rank", "resolution",
        "whole_from", "missing", "estimate", "allowance", "commitment", "ratchet", "bounds_of", "cap", "modifiers",
        "draws",
    ),
}  # fmt: skip
"""The keys that each kind of charge may have, besides those of its model."""

KIND_MODELS: Final[dict[str, tuple[str, ...]]] = {
    "purchase": ("per_unit",),
    "recurring": ("flat", "per_unit", "graduated", "volume", "stairstep", "package"),
    "usage": ("per_unit", "graduated", "volume", "stairstep", "package"),
}
"""The models that each kind may have."""

MODEL_KEYS: Final = ("amount", "price", "tiers", "bounds", "flat_at_zero", "size", "partial")
OF_PRICES: Final = (*MODEL_KEYS, "model", "bounds_of", "cap", "modifiers")
"""The keys that make an amount of a quantity."""

MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""The lengths of periods."""


def read_charge(
    building: OfferContext, name: Word, shape: ContractChargeShape, where: str, balances: Mapping[str, str]
) -> ContractCharge | None:
    """Read one charge; None if its errors leave nothing usable.

    `balances` are the units of the balances it may draw, by id.
    """
    building.check_id(name, where)
    model_name = shape.model or ("flat" if shape.has("amount") else "per_unit")
    if not _keys_fit(building, shape, where, model_name):
        return None
    title = building.text(shape.title, f"{where}.title", name.location, default=name)
    because = building.reason(shape.because, where, name.location)
    level = _level(building, shape.quantity, f"{where}.quantity")
    if shape.kind == "usage":
        resource = building.resource(shape.quantities or Word(""), f"{where}.quantities")
        return None if resource is None else _usage(building, shape, where, resource, name, model_name, balances)
    model = _model(building, shape, where, model_name)
    if shape.kind == "recurring":
        period = _period(shape, Moment.IN_ADVANCE)
        return RecurringCharge(str(name), title, model, name.location, level, shape.prorated, because, period)
    return None if level is None else PurchaseCharge(str(name), title, level, model, name.location, because)


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keys_fit(building: OfferContext, shape: ContractChargeShape, where: str, model: str) -> bool:
    """Report the keys that a charge of this kind and model lacks, and those it has no use for."""
    kind, report = shape.kind, building.report
    if model not in KIND_MODELS[kind]:
        key = "model" if shape.has("model") else "amount"
        message, expected = f"the kind {kind} has no use for the model {model}", some_of(KIND_MODELS[kind])
        report.add(codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", message, expected)
        return False
    needed, optional = keys_of(MODELS[model])
    if shape.has("draws"):
        needed, optional = (), (*needed, *optional)
    counted = () if model == "flat" else ("quantities" if kind == "usage" else "quantity",)
    own, of_model, fits = (*counted, *needed), (*counted, *needed, *optional), True
    for key in own:
        if not shape.has(key):
            message, wanted = f"`{key}` is missing", f"{some_of(own)} for the kind {kind} and the model {model}"
            report.add(codes.CHARGE_KEYS, shape.location, where, message, wanted)
            fits = False
    for key in (*MODEL_KEYS, "quantity", "quantities", *(each for keys in KIND_KEYS.values() for each in keys)):
        if shape.has(key) and key not in (*of_model, *KIND_KEYS[kind]):
            what, known = (f"the kind {kind}", (*of_model, *KIND_KEYS[kind]))
            if key in MODEL_KEYS:
                what, known = f"the model {model}", of_model
            message, expected = f"{what} has no use for `{key}`", some_of([each for each in known if each != "beyond"])
            hint = "say which model has them, such as `model: graduated`" if key == "tiers" else ""
            report.add(codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", message, expected, hint)
            fits = False
    return fits


def _check_drawn(building: OfferContext, shape: ContractChargeShape, where: str, balances: Mapping[str, str]) -> None:
    """Report keys of prices where a quantity is drawn, which has none."""
    if shape.draws is None or balances.get(shape.draws, building.currency) == building.currency:
        return
    for key in OF_PRICES:
        if shape.has(key):
            message, expected = (
                f"a quantity is drawn, which has no use for `{key}`",
                "a balance of money, or no such key",
            )
            building.report.add(codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", message, expected)


# ── models and modifiers ─────────────────────────────────────────────────────────────────────────────────────────────


def _model(building: OfferContext, shape: ContractChargeShape, where: str, name: str) -> ChargeModel:
    """Read the model; every field of its dataclass is the key of the same name."""
    model: Any = MODELS[name].model
    made: ChargeModel = model(**{each.name: _FIELDS[each.name](building, shape, where) for each in fields(model)})
    return made


def _tiers(building: OfferContext, shape: ContractChargeShape, where: str) -> tuple[Tier, ...]:
    given = shape.tiers or []
    _check_tiers(building, given, f"{where}.tiers", shape)
    return tuple(_tier(building, each, f"{where}.tiers[{number}]") for number, each in enumerate(given, start=1))


def _tier(building: OfferContext, tier: ContractTierShape, where: str) -> Tier:
    price = NO_AMOUNT if tier.price is None else building.figure(tier.price, where, tier.location)
    flat = NO_AMOUNT if tier.flat is None else building.figure(tier.flat, where, tier.location)
    return Tier(None if tier.up_to is None else Fraction(tier.up_to), tier.location, price, flat)


def _check_tiers(
    building: OfferContext, tiers: list[ContractTierShape], where: str, shape: ContractChargeShape
) -> None:
    bounds = [tier.up_to for tier in tiers]
    if not tiers or bounds[-1] is not None:
        location = tiers[-1].location if tiers else shape.location_of("tiers")
        building.report.add(codes.TIERS, location, where, "the last tier has a bound", "a last tier without `up_to`")
    low = ZERO
    for tier in tiers:
        if shape.model == "stairstep" and tier.price is not None:
            message, expected = "a stairstep has one fee for a tier and no price per unit", "`flat` and no `price`"
            building.report.add(codes.TIERS, tier.location_of("price"), where, message, expected)
    for tier in tiers[:-1]:
        if tier.up_to is None or tier.up_to <= low:
            message = f"found {tier.up_to.text if tier.up_to is not None else 'no bound'} after {low}"
            building.report.add(codes.TIERS, tier.location, where, message, "bounds that ascend")
        low = max(low, tier.up_to or low)


_FIELDS: Final[dict[str, Callable[[OfferContext, ContractChargeShape, str], Any]]] = {
    "amount": lambda building, shape, where: building.optional_figure(shape, "amount", where),
    "price": lambda building, shape, where: building.optional_figure(shape, "price", where),
    "tiers": _tiers,
    "bounds": lambda building, shape, where: Bounds(shape.bounds),
    "beyond": lambda building, shape, where: Beyond.LAST_TIER,
    "flat_at_zero": lambda building, shape, where: shape.flat_at_zero,
    "size": lambda building, shape, where: Fraction(shape.size or 1),
    "partial": lambda building, shape, where: PartialPackage(shape.partial),
}

_MODIFIERS: Final[Mapping[str, Callable[[Any], Modifier]]] = {
    "discount": Discount,
    "multiply": Multiply,
    "plus": Plus,
    "minimum_spend": MinimumSpend,
    "maximum_spend": MaximumSpend,
}


def _modifiers(building: OfferContext, given: list[ContractModifierShape], where: str) -> tuple[Modifier, ...]:
    """Read modifiers; report one with no key, or with two."""
    read = []
    for number, shape in enumerate(given, start=1):
        here = f"{where}[{number}]"
        keys = [key for key in _MODIFIERS if shape.has(key)]
        if len(keys) != 1:
            message = f"a modifier does one thing; this one has {len(keys)} keys"
            building.report.add(codes.CHARGE_KEYS, shape.location, here, message, f"one key: {', '.join(_MODIFIERS)}")
            continue
        read.append(_MODIFIERS[keys[0]](building.optional_figure(shape, keys[0], here, signed=keys[0] == "plus")))
    return tuple(read)


# ── usage ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _usage(
    building: OfferContext,
    shape: ContractChargeShape,
    where: str,
    resource: str,
    name: Word,
    model: str,
    balances: Mapping[str, str],
) -> UsageCharge:
    _check_drawn(building, shape, where, balances)
    priced = any(shape.has(key) for key in MODEL_KEYS)
    return UsageCharge(
        str(name),
        building.text(shape.title, f"{where}.title", name.location, default=name),
        resource,
        _measure(shape),
        _model(building, shape, where, model) if priced else PerUnit(NO_AMOUNT),
        name.location,
        _missing(shape),
        _allowance(shape),
        _commitment(building, shape.commitment, f"{where}.commitment"),
        _ratchet(shape),
        _level(building, shape.bounds_of, f"{where}.bounds_of"),
        _cap(building, shape.cap, f"{where}.cap"),
        _modifiers(building, shape.modifiers, f"{where}.modifiers"),
        "" if shape.draws is None else building.balance(shape.draws, f"{where}.draws", list(balances)),
        building.reason(shape.because, where, name.location),
        PartialPeriod(shape.partial_period),
        shape.prorated,
        frozenset(position for position, each in enumerate(shape.modifiers) if not each.prorated),
        _period(shape, Moment.IN_ARREARS),
        shape.prices_of == "first_day",
    )


def _period(shape: ContractChargeShape, moment: Moment) -> ChargePeriod:
    billed = moment if shape.billed is None else Moment(shape.billed)
    return ChargePeriod(MONTHS[shape.period], shape.periods == "calendar", billed, DayCount(shape.day_count))


def _missing(shape: ContractChargeShape) -> MissingRule:
    """Return what a day without a reading counts as: nothing where readings are added up, else the last level."""
    default = MissingReading.ZERO if shape.measured == "sum" else MissingReading.COPY_LAST
    return MissingRule(MissingReading(shape.missing or default), Fraction(shape.estimate or 0))


def _measure(shape: ContractChargeShape) -> ReadingMeasure | OverRights:
    whole_from = None if shape.whole_from is None else Fraction(shape.whole_from) / 100
    match shape.measured:
        case "minutes_over_rights":
            return OverRights(int(shape.resolution), whole_from=whole_from)
        case "days_over_rights":
            return OverRights(0, days=True, whole_from=whole_from)
        case _:
            return ReadingMeasure(Measure(shape.measured), Percent(Fraction(shape.percentile), Rank(shape.rank)))


def _allowance(shape: ContractChargeShape) -> Allowance[Fraction] | None:
    given = shape.allowance
    if given is None:
        return None
    return Allowance(Fraction(given.free), int(given.periods), AllowanceSettling(given.settling), given.prorated)


def _commitment(building: OfferContext, given: QuantityCommitmentShape | None, where: str) -> QuantityCommitment | None:
    if given is None:
        return None
    share = None
    if given.percent is not None and given.of is not None:
        level = building.level(given.of, f"{where}.of")
        share = None if level is None else LevelShare(Fraction(given.percent), level)
    there = tuple(key for key in ("quantity", "percent", "of") if given.has(key))
    if there not in (("quantity",), ("percent", "of")):
        message, expected = "it is not clear how much is committed", "`quantity`, or `percent` with `of`"
        building.report.add(codes.CHARGE_KEYS, given.location, where, message, expected)
        return None
    return QuantityCommitment(
        building.optional_figure(given, "quantity", where),
        share,
        Fraction(given.minimum),
        building.optional_figure(given, "overage_price", where),
        _level(building, given.rises_to, f"{where}.rises_to"),
        given.prorated,
    )


def _ratchet(shape: ContractChargeShape) -> Ratchet | None:
    given = shape.ratchet
    if given is None:
        return None
    periods = None if given.periods is None else int(given.periods)
    return Ratchet(Fraction(given.percent), RatchetBasis(given.of), periods, given.prorated)


def _cap(building: OfferContext, given: LevelCapShape | None, where: str) -> LevelShare | None:
    if given is None:
        return None
    level = building.level(given.of, f"{where}.of")
    return None if level is None else LevelShare(Fraction(given.percent), level, given.prorated)


def _level(building: OfferContext, given: Word | None, where: str) -> CapacityLevel | None:
    return None if given is None else building.level(given, where)
