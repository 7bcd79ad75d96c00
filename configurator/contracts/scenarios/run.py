"""Scenarios put to the contracts: what was expected beside what was found, so that a failure shows both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.values import show_number
from configurator.contracts.billing import bill
from configurator.contracts.model import Offer
from configurator.contracts.scenarios.load import ContractScenario
from configurator.contracts.statement import Part, Statement
from configurator.errors import ConfiguratorError
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class ContractFinding:
    """What was expected and what was found; `where` is the path below `expect` (`charges.rights`)."""

    where: str
    location: Location
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        """Whether it is what was expected."""
        return self.expected == self.found

    def __str__(self) -> str:
        return f"{self.location}: {self.where}: found {self.found}; expected {self.expected}"


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
        """What was not found as expected."""
        return tuple(finding for finding in self.findings if not finding.passed)


def run_contract_scenarios(offer: Offer, scenarios: Iterable[ContractScenario]) -> tuple[ContractScenarioResult, ...]:
    """Bill every scenario and compare. What cannot be billed is a failure that says why, never an exception."""
    given = tuple(scenarios)
    bills: dict[str, Statement] = {}
    errors: dict[str, str] = {}
    for each in given:
        try:
            bills[each.name] = bill(offer, each.contract, each.happened)
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
    for name, notices in expect.told.items():
        found = dict.fromkeys(told.notice.value for told in statement.told if told.subject == name)
        yield _finding(scenario, "told", name, ", ".join(notices), ", ".join(found))


def _finding(scenario: ContractScenario, key: str, name: str, expected: str, found: str) -> ContractFinding:
    where = f"{key}.{name}" if name else key
    return ContractFinding(where, scenario.expect.places[key], expected or "nothing", found or "nothing")


def _charged(statement: Statement, charge: str) -> Fraction:
    return sum((line.amount for line in statement.lines if line.charge == charge), Fraction(0))


def _invoiced(statement: Statement, charge: str) -> tuple[Fraction, ...]:
    """Return the quantity that the bands of each line priced."""
    bands = (step for line in statement.lines if line.charge == charge for step in line.steps)
    return tuple(step.before for step in bands if step.part is Part.BANDS)


def _list(amounts: Iterable[Fraction]) -> str:
    return ", ".join(map(show_number, amounts))
