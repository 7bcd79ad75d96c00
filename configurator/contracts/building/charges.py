"""Charges: each kind with the keys it needs, and no others."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from configurator.contracts import codes
from configurator.contracts.allowances import Allowance, Settling
from configurator.contracts.building.context import NOWHEN, Building
from configurator.contracts.model import (
    Band,
    Cap,
    Charge,
    Commitment,
    Dated,
    Level,
    OverRights,
    Purchase,
    Recurring,
    Usage,
)
from configurator.contracts.ratchets import NO_RATCHET, Decaying, Demand, Permanent, Ratchet
from configurator.contracts.readings import Measure, MeasureRule, Missing, MissingRule
from configurator.contracts.shape import CapShape, ChargeShape, CommitmentShape, RatchetShape, TierShape
from configurator.pricing.periods.levels import Rank
from configurator.reading.shape import Word
from configurator.reading.wording import some_of

NEEDED: Final = {"purchase": ("of", "price"), "recurring": ("amount",), "usage": ("of",)}
"""The keys that each kind of charge needs."""

ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "purchase": (),
    "recurring": ("per", "prorated"),
    "usage": (
        "price", "tiers", "bands_of", "measure", "percent", "rank", "resolution", "whole_from", "missing", "estimate",
        "allowance", "commitment", "ratchet", "rises_to", "on_demand", "cap", "minimum", "maximum", "draws",
    ),
}  # fmt: skip
"""The keys that each may have besides."""

OF_PRICES: Final = ("price", "tiers", "bands_of", "on_demand", "cap", "minimum", "maximum")
"""The keys that make an amount of a quantity."""

NOTHING: Final = Dated(((NOWHEN, Fraction(0)),))


def read_charge(
    building: Building, name: Word, shape: ChargeShape, where: str, balances: Mapping[str, str]
) -> Charge | None:
    """Read one charge; None where nothing of it can be understood without what is wrong.

    `balances` are the units of the balances that it may draw, by their ids.
    """
    building.check_id(name, where)
    if not _keys_fit(building, shape, where):
        return None
    title = building.text(shape.title, f"{where}.title", name.location, default=name)
    because = building.reason(shape.because, where, name.location)
    match shape.kind:
        case "purchase":
            level = _level(building, shape.of, f"{where}.of")
            price = building.figure(
                [] if shape.price is None else shape.price, f"{where}.price", shape.location_of("price")
            )
            return None if level is None else Purchase(str(name), title, level, price, name.location, because)
        case "recurring":
            amount = building.figure(
                [] if shape.amount is None else shape.amount, f"{where}.amount", shape.location_of("amount")
            )
            per = _level(building, shape.per, f"{where}.per")
            return Recurring(str(name), title, amount, name.location, per, shape.prorated, because)
        case "usage":
            resource = None if shape.of is None else building.resource(shape.of, f"{where}.of")
            if resource is None:
                return None
            return _usage(building, shape, where, resource, name, balances)


def _keys_fit(building: Building, shape: ChargeShape, where: str) -> bool:
    needed, allowed = NEEDED[shape.kind], ALLOWED[shape.kind]
    fits = True
    for key in needed:
        if not shape.has(key):
            message, wanted = f"`{key}` is missing", f"{some_of(needed)} for the kind {shape.kind}"
            building.report.add(codes.CHARGE_KEYS, shape.location, where, message, wanted)
            fits = False
    for key in (key for each in (*NEEDED.values(), *ALLOWED.values()) for key in each):
        if shape.has(key) and key not in (*needed, *allowed):
            message = f"the kind {shape.kind} has no use for `{key}`"
            expected = some_of((*needed, *allowed))
            building.report.add(codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", message, expected)
            fits = False
    return fits and (shape.kind != "usage" or _priced_once(building, shape, where))


def _priced_once(building: Building, shape: ChargeShape, where: str) -> bool:
    """Whether a usage charge has a price or tiers, and not both; what draws quantities from a balance needs neither."""
    for key in ("on_demand", "rises_to"):
        if shape.has(key) and not shape.has("commitment"):
            message = f"`{key}` is said of a commitment, and there is none"
            building.report.add(codes.CHARGE_KEYS, shape.key_location(key), f"{where}.{key}", message, "`commitment`")
    given = [key for key in ("price", "tiers") if shape.has(key)]
    if len(given) == 1 or (not given and shape.has("draws")):
        return True
    message = "both `price` and `tiers` are given" if given else "neither `price` nor `tiers` is given"
    building.report.add(codes.CHARGE_KEYS, shape.location, where, message, "one of them")
    return False


# ── usage ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _usage(
    building: Building, shape: ChargeShape, where: str, resource: str, name: Word, balances: Mapping[str, str]
) -> Usage:
    _check_drawn(building, shape, where, balances)
    on_demand = None
    if shape.on_demand is not None:
        on_demand = building.figure(shape.on_demand, f"{where}.on_demand", shape.location_of("on_demand"))
    return Usage(
        str(name),
        building.text(shape.title, f"{where}.title", name.location, default=name),
        resource,
        _measure(shape),
        _bands(building, shape, where),
        name.location,
        MissingRule(Missing(shape.missing), Fraction(shape.estimate or 0)),
        _allowance(shape),
        _commitment(building, shape.commitment, f"{where}.commitment"),
        _ratchet(building, shape.ratchet, f"{where}.ratchet"),
        _level(building, shape.rises_to, f"{where}.rises_to"),
        _level(building, shape.bands_of, f"{where}.bands_of"),
        on_demand,
        _cap(building, shape.cap, f"{where}.cap"),
        None if shape.minimum is None else Fraction(shape.minimum),
        None if shape.maximum is None else Fraction(shape.maximum),
        "" if shape.draws is None else building.balance(shape.draws, f"{where}.draws", list(balances)),
        building.reason(shape.because, where, name.location),
    )


def _check_drawn(building: Building, shape: ChargeShape, where: str, balances: Mapping[str, str]) -> None:
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


def _measure(shape: ChargeShape) -> MeasureRule | OverRights:
    whole_from = None if shape.whole_from is None else Fraction(shape.whole_from) / 100
    match shape.measure:
        case "minutes_over_rights":
            return OverRights(int(shape.resolution), whole_from=whole_from)
        case "days_over_rights":
            return OverRights(0, days=True, whole_from=whole_from)
        case _:
            return MeasureRule(Measure(shape.measure), Fraction(shape.percent), Rank(shape.rank))


def _bands(building: Building, shape: ChargeShape, where: str) -> tuple[Band, ...]:
    if shape.tiers is None:
        price = NOTHING
        if shape.price is not None:
            price = building.figure(shape.price, f"{where}.price", shape.location_of("price"))
        return (Band(None, price),)
    _check_tiers(building, shape.tiers, f"{where}.tiers", shape)
    return tuple(_band(building, tier, f"{where}.tiers[{at}]") for at, tier in enumerate(shape.tiers, start=1))


def _band(building: Building, tier: TierShape, where: str) -> Band:
    for figure in (tier.price, tier.flat):
        if figure is not None:
            building.not_negative(figure, where)
    bound = None if tier.up_to is None else Fraction(tier.up_to)
    return Band(bound, Dated(((NOWHEN, Fraction(tier.price or 0)),)), Fraction(tier.flat or 0))


def _check_tiers(building: Building, tiers: list[TierShape], where: str, shape: ChargeShape) -> None:
    bounds = [tier.up_to for tier in tiers]
    if not tiers or bounds[-1] is not None:
        location = tiers[-1].location if tiers else shape.location_of("tiers")
        building.report.add(codes.TIERS, location, where, "the last tier has a bound", "a last tier without `up_to`")
    low = Fraction(0)
    for tier in tiers[:-1]:
        if tier.up_to is None or tier.up_to <= low:
            message = f"found {tier.up_to.text if tier.up_to is not None else 'no bound'} after {low}"
            building.report.add(codes.TIERS, tier.location, where, message, "bounds that ascend")
        low = max(low, tier.up_to or low)


def _allowance(shape: ChargeShape) -> Allowance | None:
    given = shape.allowance
    if given is None:
        return None
    return Allowance(Fraction(given.included), int(given.periods), Settling(given.settling))


def _commitment(building: Building, given: CommitmentShape | None, where: str) -> Commitment | None:
    if given is None:
        return None
    minimum = Fraction(given.minimum)
    if given.quantity is not None and given.percent is None and given.of is None:
        return Commitment(building.figure(given.quantity, f"{where}.quantity", given.location), minimum=minimum)
    if given.quantity is None and given.percent is not None and given.of is not None:
        level = building.level(given.of, f"{where}.of")
        return Commitment(None, Fraction(given.percent), level, minimum)
    message, expected = "it is not clear how much is committed", "`quantity`, or `percent` with `of`"
    building.report.add(codes.CHARGE_KEYS, given.location, where, message, expected)
    return None


def _ratchet(building: Building, given: RatchetShape | None, where: str) -> Ratchet:
    if given is None:
        return NO_RATCHET
    match given.kind, given.shrink, given.share:
        case "permanent", None, None:
            return Permanent()
        case "decaying", shrink, None if shrink is not None:
            return Decaying(Fraction(shrink) / 100, int(given.periods or 3))
        case "demand", None, share if share is not None:
            return Demand(Fraction(share) / 100, int(given.periods or 11))
    message, expected = f"the keys do not fit {given.kind}", "`shrink` for decaying, `share` for demand"
    building.report.add(codes.CHARGE_KEYS, given.location, where, message, expected)
    return NO_RATCHET


def _cap(building: Building, given: CapShape | None, where: str) -> Cap | None:
    if given is None:
        return None
    level = building.level(given.of, f"{where}.of")
    return None if level is None else Cap(Fraction(given.percent), level)


def _level(building: Building, given: Word | None, where: str) -> Level | None:
    return None if given is None else building.level(given, where)
