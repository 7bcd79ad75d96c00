"""From a file of scenarios to what happened, and what is expected; every name is checked against the offer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.contracts import codes
from configurator.contracts.billing import MOST_DAYS
from configurator.contracts.building.context import Building
from configurator.contracts.capacity import Capacity, Change
from configurator.contracts.model import Contract, Level, Levels, Offer
from configurator.contracts.scenarios.shape import (
    ActiveShape,
    ContractScenariosShape,
    ExpectShape,
    ScenarioShape,
    UseShape,
)
from configurator.contracts.statement import BlockPurchase, Happened, LevelChange
from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import time_zone
from configurator.pricing.periods.day_windows import minute_of_text
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.documents import read_document
from configurator.reading.files import Files
from configurator.reading.shape import Number, Word
from configurator.reading.wording import did_you_mean, some_of
from configurator.source import Location

ENTRY = "scenarios.yaml"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a statement must say; None and nothing are not checked. `places` tells where each key stands."""

    total: Fraction | None = None
    same_total_as: str = ""
    charges: Mapping[str, Fraction] = field(default_factory=dict)
    balances: Mapping[str, Fraction] = field(default_factory=dict)
    invoiced: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContractScenario:
    """What happened under a contract, and what must come of it."""

    name: str
    location: Location
    contract: str
    happened: Happened
    expect: Expected


def load_contract_scenarios(
    files: Files, offer: Offer, entry: str = ENTRY
) -> tuple[tuple[ContractScenario, ...], tuple[Problem, ...]]:
    """Read a file of scenarios; none where it has any error."""
    shape, problems = read_document(files, entry, ContractScenariosShape)
    if shape is None:
        return (), problems
    report = BuildReport(list(problems))
    building = Building(BuildContext(report, files), offer.currency, offer.resources)
    read = [_scenario(building, offer, each) for each in shape.scenarios]
    if errors_in(report.problems):
        return (), in_order(report.problems)
    return tuple(each for each in read if each is not None), in_order(report.problems)


def _scenario(building: Building, offer: Offer, shape: ScenarioShape) -> ContractScenario | None:
    if shape.contract not in offer.contracts:
        hint = did_you_mean(shape.contract, offer.contracts)
        expected = "" if hint else f"one of {some_of(offer.contracts)}"
        message = f"there is no contract `{shape.contract[:60]}`"
        building.report.add(codes.UNKNOWN_NAME, shape.contract.location, shape.name, message, expected, hint)
        return None
    if shape.until <= shape.start or (shape.until - shape.start).days > MOST_DAYS:
        message = f"the contract goes from {shape.start} until {shape.until}"
        building.report.add(codes.BAD_TERM, shape.until.location, shape.name, message, f"1 to {MOST_DAYS} days")
        return None
    contract, zone = offer.contracts[shape.contract], time_zone(offer.time_zone)
    known = list(contract.balances)
    for name in (*shape.use, *shape.active):
        building.resource(name, shape.name)
    happened = Happened(
        shape.start,
        shape.until,
        {str(name): _readings(uses, shape) for name, uses in shape.use.items()},
        {str(name): _active(building, uses, zone, shape) for name, uses in shape.active.items()},
        tuple(_changes(building, shape)),
        tuple(
            BlockPurchase(each.on, building.balance(each.balance, shape.name, known), int(each.blocks))
            for each in shape.purchases
        ),
        _levels(building, shape.levels, shape.name),
        None if shape.billing_day is None else int(shape.billing_day),
    )
    return ContractScenario(
        str(shape.name), shape.location, contract.id, happened, _expected(building, shape.expect, contract, shape.name)
    )


def _readings(uses: list[UseShape], shape: ScenarioShape) -> dict[date, Fraction]:
    return {day: Fraction(use.value) for use in uses for day in _days(use, shape)}


def _days(use: UseShape | ActiveShape, shape: ScenarioShape) -> Iterator[date]:
    """Yield the days of a use, as far as they lie within the contract."""
    day = max(date(use.from_.year, use.from_.month, use.from_.day), shape.start)
    until = min(use.until or use.from_ + ONE_DAY, shape.until)
    while day < until:
        yield date(day.year, day.month, day.day)
        day += ONE_DAY


def _active(building: Building, uses: list[ActiveShape], zone: tzinfo, shape: ScenarioShape) -> tuple[Change, ...]:
    return tuple(change for use in uses for change in _switched(building, use, zone, shape))


def _switched(building: Building, use: ActiveShape, zone: tzinfo, shape: ScenarioShape) -> Iterator[Change]:
    """Yield the moments at which units are switched on and off, day by day."""
    try:
        hours, minutes = divmod(minute_of_text(use.at), 60)
    except InvalidRequest as error:
        building.report.add(codes.BAD_TERM, use.at.location, shape.name, str(error))
        return
    on, off = Capacity(active=Fraction(use.units)), Capacity(active=-Fraction(use.units))
    for day in _days(use, shape):
        start = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=zone).astimezone(UTC)
        yield Change(start, on)
        yield Change(start + timedelta(minutes=int(use.minutes)), off)


def _changes(building: Building, shape: ScenarioShape) -> Iterator[LevelChange]:
    for each in shape.changes:
        level = building.level(each.level, shape.name)
        if level is not None:
            yield LevelChange(each.on, level, Fraction(each.by))


def _levels(building: Building, given: Mapping[Word, Number], where: str) -> Levels:
    found: dict[Level, Fraction] = {}
    for name, units in given.items():
        level = building.level(name, where)
        if level is not None:
            found[level] = Fraction(units)
    return found


def _expected(building: Building, shape: ExpectShape, contract: Contract, where: str) -> Expected:
    charges = [charge.id for charge in contract.charges]
    for name in (*shape.charges, *shape.invoiced):
        if name not in charges and name not in contract.balances:
            message, expected = f"contract {contract.id} has no charge `{name[:60]}`", f"one of {some_of(charges)}"
            building.report.add(codes.UNKNOWN_NAME, name.location, where, message, expected)
    for name in shape.balances:
        building.balance(name, where, list(contract.balances))
    keys = ("total", "same_total_as", "charges", "balances", "invoiced", "told")
    return Expected(
        None if shape.total is None else Fraction(shape.total),
        str(shape.same_total_as or ""),
        {str(name): Fraction(amount) for name, amount in shape.charges.items()},
        {str(name): Fraction(amount) for name, amount in shape.balances.items()},
        {str(name): tuple(map(Fraction, amounts)) for name, amounts in shape.invoiced.items()},
        {str(name): tuple(map(str, notices)) for name, notices in shape.told.items()},
        {key: shape.key_location(key) for key in keys},
    )
