"""Scenarios beside contracts: usage and events with the expected and the actual result."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.feature_values import show_number
from configurator.contracts import codes
from configurator.contracts.billing import bill
from configurator.contracts.building.offer_context import OfferContext
from configurator.contracts.capacity import Capacity, CapacityChange
from configurator.contracts.limits import MOST_STATEMENT_DAYS
from configurator.contracts.model import CapacityLevel, Contract, Levels, Offer
from configurator.contracts.shape import (
    ActiveUseShape,
    ContractExpectShape,
    ContractScenarioShape,
    ContractScenariosShape,
    DailyUseShape,
)
from configurator.contracts.statement import BlockPurchase, ContractActivity, LevelChange, Statement
from configurator.errors import ConfiguratorError, InvalidRequest
from configurator.money import ZERO
from configurator.pricing.periods.calendar import ONE_DAY, time_zone
from configurator.pricing.periods.day_windows import minute_of_text
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.files import Files
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Number, Word
from configurator.reading.yaml import read_document
from configurator.source import Location

SCENARIOS_ENTRY: Final = "scenarios.yaml"


@dataclass(frozen=True, slots=True)
class ExpectedStatement:
    """Expected content of a statement; None and empty values are not checked. `places` are the locations of the
    keys."""

    total: Fraction | None = None
    same_total_as: str = ""
    charges: Mapping[str, Fraction] = field(default_factory=dict)
    balances: Mapping[str, Fraction] = field(default_factory=dict)
    invoiced: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContractScenario:
    """Usage and events under a contract, and the expected result."""

    name: str
    location: Location
    contract: str
    activity: ContractActivity
    expect: ExpectedStatement


def load_contract_scenarios(
    files: Files, offer: Offer, entry: str = SCENARIOS_ENTRY
) -> tuple[tuple[ContractScenario, ...], tuple[Problem, ...]]:
    """Read a file of scenarios; none where it has any error."""
    shape, problems = read_document(files, entry, ContractScenariosShape)
    if shape is None:
        return (), problems
    report = BuildReport(list(problems))
    building = OfferContext(BuildContext(report, files), offer.currency, offer.resources)
    read = [_scenario(building, offer, each) for each in shape.scenarios]
    if errors_in(report.problems):
        return (), in_order(report.problems)
    return tuple(each for each in read if each is not None), in_order(report.problems)


def _scenario(building: OfferContext, offer: Offer, shape: ContractScenarioShape) -> ContractScenario | None:
    if shape.contract not in offer.contracts:
        hint = did_you_mean(shape.contract, offer.contracts)
        expected = "" if hint else f"one of {some_of(offer.contracts)}"
        message = f"there is no contract `{shape.contract[:60]}`"
        building.report.add(codes.UNKNOWN_NAME, shape.contract.location, shape.name, message, expected, hint)
        return None
    if shape.until <= shape.start or (shape.until - shape.start).days > MOST_STATEMENT_DAYS:
        message = f"the contract goes from {shape.start} until {shape.until}"
        building.report.add(
            codes.BAD_TERM, shape.until.location, shape.name, message, f"1 to {MOST_STATEMENT_DAYS} days"
        )
        return None
    contract, zone = offer.contracts[shape.contract], time_zone(offer.time_zone)
    known = list(contract.balances)
    for name in (*shape.use, *shape.active):
        building.resource(name, shape.name)
    activity = ContractActivity(
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
        str(shape.name), shape.location, contract.id, activity, _expected(building, shape.expect, contract, shape.name)
    )


def _readings(uses: list[DailyUseShape], shape: ContractScenarioShape) -> dict[date, Fraction]:
    return {day: Fraction(use.value) for use in uses for day in _days(use, shape)}


def _days(use: DailyUseShape | ActiveUseShape, shape: ContractScenarioShape) -> Iterator[date]:
    """Yield the days of a usage within the contract."""
    day = max(date(use.from_.year, use.from_.month, use.from_.day), shape.start)
    until = min(use.until or use.from_ + ONE_DAY, shape.until)
    while day < until:
        yield date(day.year, day.month, day.day)
        day += ONE_DAY


def _active(
    building: OfferContext, uses: list[ActiveUseShape], zone: tzinfo, shape: ContractScenarioShape
) -> tuple[CapacityChange, ...]:
    return tuple(change for use in uses for change in _switched(building, use, zone, shape))


def _switched(
    building: OfferContext, use: ActiveUseShape, zone: tzinfo, shape: ContractScenarioShape
) -> Iterator[CapacityChange]:
    """Yield the moments at which units are switched on and off, day by day."""
    try:
        hours, minutes = divmod(minute_of_text(use.at), 60)
    except InvalidRequest as error:
        building.report.add(codes.BAD_TERM, use.at.location, shape.name, str(error))
        return
    on, off = Capacity(active=Fraction(use.units)), Capacity(active=-Fraction(use.units))
    for day in _days(use, shape):
        start = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=zone).astimezone(UTC)
        yield CapacityChange(start, on)
        yield CapacityChange(start + timedelta(minutes=int(use.minutes)), off)


def _changes(building: OfferContext, shape: ContractScenarioShape) -> Iterator[LevelChange]:
    for each in shape.changes:
        level = building.level(each.level, shape.name)
        if level is not None:
            yield LevelChange(each.on, level, Fraction(each.by))


def _levels(building: OfferContext, given: Mapping[Word, Number], where: str) -> Levels:
    units_by_level: dict[CapacityLevel, Fraction] = {}
    for name, units in given.items():
        level = building.level(name, where)
        if level is not None:
            units_by_level[level] = Fraction(units)
    return units_by_level


def _expected(building: OfferContext, shape: ContractExpectShape, contract: Contract, where: str) -> ExpectedStatement:
    charges = [charge.id for charge in contract.charges]
    for name in (*shape.charges, *shape.invoiced):
        if name not in charges and name not in contract.balances:
            message, expected = f"contract {contract.id} has no charge `{name[:60]}`", f"one of {some_of(charges)}"
            building.report.add(codes.UNKNOWN_NAME, name.location, where, message, expected)
    for name in shape.balances:
        building.balance(name, where, list(contract.balances))
    keys = ("total", "same_total_as", "charges", "balances", "invoiced", "told")
    return ExpectedStatement(
        None if shape.total is None else Fraction(shape.total),
        str(shape.same_total_as or ""),
        {str(name): Fraction(amount) for name, amount in shape.charges.items()},
        {str(name): Fraction(amount) for name, amount in shape.balances.items()},
        {str(name): tuple(map(Fraction, amounts)) for name, amounts in shape.invoiced.items()},
        {str(name): tuple(map(str, notices)) for name, notices in shape.told.items()},
        {key: shape.key_location(key) for key in keys},
    )


# ── results ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ContractFinding:
    """The expected and the actual value; `where` is the path below `expect` (`charges.rights`)."""

    where: str
    location: Location
    expected: str
    actual: str

    @property
    def passed(self) -> bool:
        """Whether it is as expected."""
        return self.expected == self.actual

    def __str__(self) -> str:
        return f"{self.location}: {self.where}: found {self.actual}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class ContractScenarioResult:
    """A scenario of an offer with a finding for each of its expectations."""

    offer: str
    scenario: ContractScenario
    findings: tuple[ContractFinding, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was found as expected."""
        return all(finding.passed for finding in self.findings)

    @property
    def failures(self) -> tuple[ContractFinding, ...]:
        """The failed expectations."""
        return tuple(finding for finding in self.findings if not finding.passed)


def run_contract_scenarios(offer: Offer, scenarios: Iterable[ContractScenario]) -> tuple[ContractScenarioResult, ...]:
    """Bill every scenario and compare. A scenario that cannot be billed is a failure with its reason, never an
    exception."""
    given = tuple(scenarios)
    bills: dict[str, Statement] = {}
    errors: dict[str, str] = {}
    for each in given:
        try:
            bills[each.name] = bill(offer, each.contract, each.activity)
        except ConfiguratorError as error:
            errors[each.name] = str(error)
    return tuple(ContractScenarioResult(offer.id, each, tuple(_findings(each, bills, errors))) for each in given)


def _findings(
    scenario: ContractScenario, bills: Mapping[str, Statement], errors: Mapping[str, str]
) -> Iterator[ContractFinding]:
    if scenario.name in errors:
        yield ContractFinding("", scenario.location, "a statement", errors[scenario.name])
        return
    statement, expect = bills[scenario.name], scenario.expect
    if expect.total is not None:
        yield _finding(scenario, "total", "", show_number(expect.total), show_number(statement.total))
    if expect.same_total_as:
        other = bills.get(expect.same_total_as)
        wanted = "a scenario of this name" if other is None else show_number(other.total)
        yield _finding(scenario, "same_total_as", "", wanted, show_number(statement.total))
    for name, amount in expect.charges.items():
        yield _finding(scenario, "charges", name, show_number(amount), show_number(_charged(statement, name)))
    for name, amount in expect.balances.items():
        yield _finding(scenario, "balances", name, show_number(amount), show_number(statement.balance(name)))
    for name, amounts in expect.invoiced.items():
        yield _finding(scenario, "invoiced", name, _list(amounts), _list(_invoiced(statement, name)))
    for name, notices in expect.notices.items():
        reported = dict.fromkeys(event.kind.value for event in statement.events if event.subject == name)
        yield _finding(scenario, "told", name, ", ".join(notices), ", ".join(reported))


def _finding(scenario: ContractScenario, key: str, name: str, expected: str, text: str) -> ContractFinding:
    where = f"{key}.{name}" if name else key
    return ContractFinding(where, scenario.expect.places[key], expected or "nothing", text or "nothing")


def _charged(statement: Statement, charge: str) -> Fraction:
    return sum((line.amount for line in statement.lines if line.charge == charge), ZERO)


def _invoiced(statement: Statement, charge: str) -> tuple[Fraction, ...]:
    """Return the quantity of each line that its charge model priced."""
    quantities = (line.quantity for line in statement.lines if line.charge == charge)
    return tuple(quantity for quantity in quantities if quantity is not None)


def _list(amounts: Iterable[Fraction]) -> str:
    return ", ".join(map(show_number, amounts))
