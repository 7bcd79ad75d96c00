"""The whole offer, part by part, in the order in which parts may name one another."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.expressions import ExpressionReader, scope_of
from configurator.catalog.model import Catalog
from configurator.contracts import codes
from configurator.contracts.building.contract_charges import MONTHS, read_charge
from configurator.contracts.building.offer_context import OfferContext
from configurator.contracts.capacity import Capacity, pooled
from configurator.contracts.model import (
    BalanceTerms,
    BelowZero,
    Bonus,
    CapacityLevel,
    Contract,
    ContractResource,
    GrowthRule,
    LevelKind,
    Levels,
    Offer,
    SpendBound,
)
from configurator.contracts.shape import (
    BalanceShape,
    ContractResourceShape,
    ContractShape,
    OfferShape,
    SpendBoundShape,
)
from configurator.contracts.terms import Rollover
from configurator.language.checked import CheckedExpression
from configurator.language.types import NUMBER
from configurator.pricing.building.head_reader import read_currency, read_rounding, read_time_zone
from configurator.pricing.modifiers import Shortage
from configurator.reading.files import Files
from configurator.reading.shape import Number, Word

_UNITS: Final = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)


def build_offer(
    shape: OfferShape, files: Files, entry: str, report: BuildReport, catalogs: Callable[[str], Catalog | None] | None
) -> Offer | None:
    """Build an offer; None if its errors leave nothing usable."""
    currency = read_currency(shape, report)
    if currency is None:
        return None
    context = BuildContext(report, files, tuple(map(str, shape.locales)) or ("en",))
    resources = {str(name): _resource(context, name, each) for name, each in shape.resources.items()}
    building = OfferContext(context, currency, resources)
    for name in (shape.offer, *shape.resources, *shape.contracts):
        building.check_id(name, "offer" if name is shape.offer else str(name))
    kept = files.only((entry,))
    return Offer(
        str(shape.offer),
        building.text(shape.title, "title", shape.location, default=shape.offer),
        currency,
        read_time_zone(shape, report),
        MONTHS[shape.billing],
        read_rounding(shape, currency, report),
        resources,
        _levels(shape),
        {str(name): _contract(building, name, each) for name, each in shape.contracts.items()},
        shape.location,
        kept.digest,
        Fraction(shape.discount_rate),
        shape.illustrative,
        None if shape.source is None else building.text(shape.source, "source", shape.location),
        str(shape.catalog or ""),
        _configured(building, shape, catalogs),
    )


def _configured(
    building: OfferContext, shape: OfferShape, catalogs: Callable[[str], Catalog | None] | None
) -> dict[CapacityLevel, CheckedExpression]:
    """Read the levels that a configuration has; where no catalogs are at hand, none is configured."""
    given = [(name, kind, text) for name, each in shape.resources.items() for kind, text in each.configured.items()]
    if shape.catalog is None or catalogs is None:
        for name, kind, _ in given if shape.catalog is None else ():
            message, expected = "levels are configured, and no catalog is named", "`catalog`"
            building.report.add(codes.UNKNOWN_NAME, kind.location, f"resources.{name}.configured", message, expected)
        return {}
    catalog = catalogs(shape.catalog)
    if catalog is None:
        building.report.add(
            codes.UNKNOWN_NAME, shape.catalog.location, "catalog", f"there is no catalog `{shape.catalog}`"
        )
        return {}
    expressions: dict[CapacityLevel, CheckedExpression] = {}
    reader = ExpressionReader(building.context, scope_of(catalog.root, (), catalog.units))
    for name, kind, text in given:
        where = f"resources.{name}.configured.{kind}"
        level = building.level(Word(f"{name}.{kind}", kind.location), where)
        expression = reader.expression(text, where, NUMBER)
        if level is not None and expression is not None:
            expressions[level] = expression
    return expressions


def _resource(context: BuildContext, name: Word, shape: ContractResourceShape) -> ContractResource:
    title = context.text(shape.title, f"resources.{name}.title", name.location, default=name)
    installed = sum((Fraction(member.installed) for member in shape.members.values()), Fraction(shape.installed))
    most = shape.most if shape.most is not None else max(installed, Fraction(1))
    return ContractResource(str(name), title, str(shape.unit), Fraction(most), name.location)


def _levels(shape: OfferShape) -> Levels:
    given: dict[CapacityLevel, Fraction] = {}
    for name, each in shape.resources.items():
        members = (Capacity(Fraction(member.installed), Fraction(member.rights)) for member in each.members.values())
        whole = pooled([Capacity(Fraction(each.installed), Fraction(each.rights)), *members])
        given[CapacityLevel(str(name), LevelKind.INSTALLED)] = whole.installed
        given[CapacityLevel(str(name), LevelKind.RIGHTS)] = whole.rights
        given[CapacityLevel(str(name), LevelKind.REQUESTED)] = Fraction(each.requested)
    return given


def _contract(building: OfferContext, name: Word, shape: ContractShape) -> Contract:
    where = f"contracts.{name}"
    known = {str(id): str(each.unit) for id, each in shape.balances.items()}
    charges = (
        read_charge(building, charge, each, f"{where}.charges.{charge}", known)
        for charge, each in shape.charges.items()
    )
    return Contract(
        str(name),
        building.text(shape.title, f"{where}.title", name.location, default=name),
        tuple(charge for charge in charges if charge is not None),
        {str(id): _balance(building, id, each, f"{where}.balances.{id}") for id, each in shape.balances.items()},
        *_contract_levels(building, shape, f"{where}.levels"),
        _follows(building, shape, f"{where}.follows"),
        name.location,
        building.reason(shape.because, where, name.location),
        _spend(shape.minimum_spend),
        _spend(shape.maximum_spend),
        BelowZero(shape.below_zero),
    )


def _spend(given: Number | SpendBoundShape | None) -> SpendBound | None:
    if isinstance(given, SpendBoundShape):
        return SpendBound(Fraction(given.amount), MONTHS[given.period], given.prorated)
    return None if given is None else SpendBound(Fraction(given))


def _balance(building: OfferContext, name: Word, shape: BalanceShape, where: str) -> BalanceTerms:
    building.check_id(name, where)
    bonus, rollover = None, None
    if shape.bonus is not None:
        level = building.level(shape.bonus.per, f"{where}.bonus.per")
        bonus = None if level is None else Bonus(Fraction(shape.bonus.amount), level)
    if shape.rollover is not None:
        rollover = Rollover(Fraction(shape.rollover.percent) / 100, shape.rollover.only_if_not_smaller)
    return BalanceTerms(
        str(name),
        building.text(shape.title, f"{where}.title", name.location, default=name),
        str(shape.unit),
        Fraction(shape.block),
        building.figure(shape.price, f"{where}.price", shape.location_of("price")),
        name.location,
        Fraction(shape.opening),
        bonus,
        Fraction(shape.low),
        Shortage(shape.short),
        Fraction(shape.surcharge),
        building.optional_figure(shape, "overage_price", where),
        shape.refill,
        building.months(shape.term, f"{where}.term"),
        rollover,
        building.reason(shape.because, where, name.location),
    )


def _contract_levels(
    building: OfferContext, shape: ContractShape, where: str
) -> tuple[Levels, dict[CapacityLevel, CapacityLevel]]:
    """Read the levels of a contract: numbers, and levels that they are equal to."""
    units: dict[CapacityLevel, Fraction] = {}
    equal: dict[CapacityLevel, CapacityLevel] = {}
    for name, given in shape.levels.items():
        level = building.level(name, f"{where}.{name}")
        if level is None:
            continue
        if _UNITS.fullmatch(given):
            units[level] = Fraction(given)
        elif (other := building.level(given, f"{where}.{name}")) is not None:
            equal[level] = other
    return units, equal


def _follows(building: OfferContext, shape: ContractShape, where: str) -> dict[CapacityLevel, GrowthRule]:
    rules = {}
    for name, each in shape.follows.items():
        level = building.level(name, f"{where}.{name}")
        if level is not None:
            rules[level] = GrowthRule(Fraction(each.step), Fraction(each.headroom), each.down)
    return rules
