"""Scenarios run by the engine: each expectation with the actual value and its location."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.addresses import split_option
from configurator.catalog.bill import bill_of_materials, totals
from configurator.catalog.feature_values import show_number, show_value
from configurator.catalog.product_code import encode
from configurator.catalog.scenarios import Expectation, Scenario
from configurator.catalog.verify_choices import Violation, violations
from configurator.configuration import Configuration
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import ConfiguratorError
from configurator.money import ZERO
from configurator.owner.limits import SECONDS_FOR_SCENARIO
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Line, Priced
from configurator.session.choices import Choices
from configurator.session.explanation import Explanation
from configurator.session.render import as_text
from configurator.session.session import Session
from configurator.session.states import OptionStates
from configurator.source import Location

LONG_AGO = date(2000, 1, 1)
"""The day of scenarios that neither name one nor price anything, in catalogs that have always been in force."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The expected and the actual value; `where` is the path below `expect` (`states.paint.red`)."""

    where: str
    location: Location
    expected: str
    actual: str
    passed: bool

    def __str__(self) -> str:
        return f"{self.location}: {self.where}: found {self.actual}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario of a catalog with a finding for each of its expectations."""

    catalog: str
    scenario: Scenario
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was found as expected."""
        return all(finding.passed for finding in self.findings)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The failed expectations."""
        return tuple(finding for finding in self.findings if not finding.passed)


def run_scenario(
    engine: Engine,
    catalog: str,
    scenario: Scenario,
    *,
    seconds: float = SECONDS_FOR_SCENARIO,
    limit: Budget = UNLIMITED,
) -> ScenarioResult:
    """Run a scenario of a catalog.

    Each question takes at most `seconds`, all of them what is left of `limit`. An undecidable expectation is a failure
    with its reason, never an exception.
    """
    evidence = Evidence(engine, catalog, scenario, seconds, limit)
    findings = (_finding(evidence, each) for key in JUDGES for each in _expected(scenario.expect, key))
    return ScenarioResult(catalog, scenario, tuple(findings))


@dataclass(frozen=True, slots=True)
class _Expected:
    """One expectation: its key, its subject (a path, a line, a part), and its value."""

    key: str
    subject: str
    expected: object
    location: Location

    @property
    def where(self) -> str:
        return f"{self.key}.{self.subject}" if self.subject else self.key


def _expected(expect: Expectation, key: str) -> Iterator[_Expected]:
    """Yield the expectations under one key of the file."""
    location = expect.places.get(key, Location("", 1, 1))
    expected = getattr(expect, {"total": "totals", "message": "messages"}.get(key, key))
    if isinstance(expected, Mapping):
        yield from (_Expected(key, subject, each, location) for subject, each in expected.items())
    elif isinstance(expected, tuple):
        yield from (_Expected(key, "", each, location) for each in expected)
    elif expected is not None:
        yield _Expected(key, "", expected, location)


def _finding(evidence: "Evidence", each: _Expected) -> Finding:
    try:
        text, passed = JUDGES[each.key](evidence, each)
    except ConfiguratorError as error:
        text, passed = f"nothing: {error}", False
    return Finding(each.where, each.location, _shown(each.expected), text, passed)


def _shown(expected: object) -> str:
    match expected:
        case None:
            return ABSENT
        case str() | bool() | int() | Fraction():
            return show_value(expected)
        case _:
            return str(expected)


@dataclass(frozen=True)
class Evidence:
    """The engine's results for a scenario, computed only as needed by the expectations."""

    engine: Engine
    catalog: str
    scenario: Scenario
    most_seconds: float
    limit: Budget

    @property
    def seconds(self) -> float:
        """The time that the next question may take."""
        left = self.limit.remaining()
        return self.most_seconds if left is None else min(self.most_seconds, left)

    @cached_property
    def session(self) -> Session:
        """The session with all choices."""
        return self.engine.session(self.catalog, self._choices, seconds=self.seconds)

    @cached_property
    def conflict(self) -> Explanation | None:
        """Why the choices do not go together."""
        return self.session.conflict(budget=self.engine.budget(self.seconds))

    @cached_property
    def states(self) -> OptionStates:
        """The states of everything."""
        return self.session.states(budget=self.engine.budget(self.seconds))

    @cached_property
    def configuration(self) -> Configuration | None:
        """The completed configuration; None where the choices do not go together."""
        if not self.session.consistent:
            return None
        if self.scenario.cheapest:
            return self.engine.evaluation(self._request).configuration
        return self.session.complete(budget=self.engine.budget(self.seconds))

    @cached_property
    def priced(self) -> Priced | None:
        """Its price, where the scenario names a book."""
        prepared = self.engine.prepared(self._request)
        return price_prepared(self.configuration, prepared) if self.configuration and prepared else None

    @cached_property
    def warnings(self) -> tuple[Violation, ...]:
        """The warnings of the completed configuration."""
        catalog = self.session.compiled.catalog
        return () if self.configuration is None else violations(catalog, self.configuration)

    @property
    def _request(self) -> EvaluationRequest:
        scenario = self.scenario
        return EvaluationRequest(
            self.catalog,
            scenario.on or self._some_day,
            self._choices,
            book=scenario.book or None,
            priced=bool(scenario.book),
            parameters=dict(scenario.parameters),
            cheapest=scenario.cheapest,
            differences=False,
            seconds=self.seconds,
            quantity=scenario.quantity,
        )

    @property
    def locale(self) -> str:
        """The locale that texts are compared in: the catalog's first."""
        return self.session.compiled.catalog.locales[0]

    @property
    def _choices(self) -> Choices:
        return Choices(dict(self.scenario.choices))

    @property
    def _some_day(self) -> date:
        return self.engine.outline(self.catalog).effective.start or LONG_AGO


# ── one check per key: the actual value, and whether it is as expected ───────────────────────────────────────────────

Judgement = tuple[str, bool]
ABSENT = "absent"
NOT_THERE = "nothing of that name"
NO_PRODUCT = "no product, as the choices do not go together"
NO_PRICE = "no price"


def _valid(evidence: Evidence, each: _Expected) -> Judgement:
    result = evidence.session.consistent
    if result == each.expected or evidence.conflict is None:
        return show_value(result), result == each.expected
    return f"{show_value(result)} ({as_text(evidence.conflict, evidence.locale)})", False


def _violates(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.conflict is None:
        return "no conflict", False
    named = evidence.conflict.constraints
    return ", ".join(named) or "a conflict without constraints", each.expected in named


def _state(evidence: Evidence, each: _Expected) -> Judgement:
    path, value = split_option(evidence.session.compiled.catalog, each.subject)
    feature_state = evidence.states.at(path)
    state = (
        feature_state.of(evidence.session.standing_assignment.checked(path, value)) if value else feature_state.state
    )
    return state.value, state.value == each.expected


def _value(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.configuration is None:
        return NO_PRODUCT, False
    result = evidence.configuration.values.get(each.subject)
    return ABSENT if result is None else show_value(result), result == each.expected


def _total(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.priced is None:
        return NO_PRICE, False
    by_cadence = {cadence.value: money for cadence, money in evidence.priced.totals.by_cadence.items()}
    money = by_cadence.get(each.subject)
    return (NOT_THERE, False) if money is None else _amount(money.fraction, each)


def _line(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.priced is None:
        return NO_PRICE, False
    lines = [line for line in evidence.priced.lines if each.subject in _names(line)]
    return _amount(sum((line.amount.fraction for line in lines), ZERO), each) if lines else (NOT_THERE, False)


def _names(line: Line) -> tuple[str, ...]:
    """Return the names of a line in a scenario: its id, its item, or its charge or stage."""
    return line.id, line.item, line.rule, line.rule.partition(".")[2]


def _message(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.conflict is not None:
        text = as_text(evidence.conflict, evidence.locale)
    else:
        text = "\n".join(warning.message for warning in evidence.warnings)
    return text or "no message", str(each.expected) in text


def _warning(evidence: Evidence, each: _Expected) -> Judgement:
    names = dict.fromkeys(warning.constraint for warning in evidence.warnings)
    return ", ".join(names) or "no warnings", each.expected in names


def _count(evidence: Evidence, each: _Expected) -> Judgement:
    counted = evidence.session.count(budget=evidence.engine.budget(evidence.seconds))
    text = str(counted.number) if counted.exact else f"at least {counted.number}"
    return text, counted.exact and counted.number == each.expected


def _code(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.configuration is None:
        return NO_PRODUCT, False
    text = encode(evidence.session.compiled.catalog, evidence.configuration)
    return text, text == each.expected


def _bill(evidence: Evidence, each: _Expected) -> Judgement:
    if evidence.configuration is None:
        return NO_PRODUCT, False
    value = totals(bill_of_materials(evidence.session.compiled.catalog, evidence.configuration)).get(each.subject)
    return (NOT_THERE, False) if value is None else _amount(value, each)


def _amount(value: Fraction, each: _Expected) -> Judgement:
    return show_number(value), value == each.expected


JUDGES: Mapping[str, Callable[[Evidence, _Expected], Judgement]] = MappingProxyType(
    {
        "valid": _valid,
        "violates": _violates,
        "states": _state,
        "values": _value,
        "total": _total,
        "lines": _line,
        "message": _message,
        "warnings": _warning,
        "count": _count,
        "code": _code,
        "bill": _bill,
    }
)
"""By the key of the file, in the order of findings."""
