"""Scenarios of orders, beside the order rules that they test: each expectation with the actual value."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from configurator.canonical_json import exact_text
from configurator.engine import Engine
from configurator.errors import ConfiguratorError
from configurator.offering.order_document import OrderDocument
from configurator.owner.limits import SECONDS_FOR_SCENARIO
from configurator.owner.scenario_runs import LONG_AGO, Finding
from configurator.owner.shape import OrderExpectShape, OrderScenarioShape, OrderScenariosShape
from configurator.pricing.cadence import Cadence
from configurator.pricing.orders.load import ORDER_SCENARIOS, holds_order_rules, load_order_rules
from configurator.pricing.orders.order_faults import InvalidOrder
from configurator.pricing.orders.priced_order import PricedOrder
from configurator.problems import Problem
from configurator.reading.files import Files, read_folder
from configurator.reading.yaml import read_document
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class OrderScenario:
    """The name of a scenario, and where it is written."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class OrderScenarioResult:
    """A scenario of an order with a finding for each of its expectations."""

    scenario: OrderScenario
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was found as expected."""
        return not self.failures

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The failed expectations."""
        return tuple(finding for finding in self.findings if not finding.passed)


def order_problems(files: Files) -> tuple[bool, list[Problem]]:
    """Return whether a folder is about orders, and everything that is wrong with its order rules and scenarios."""
    entries = [path for path in files if path.endswith(".yaml") and holds_order_rules(files, path)]
    problems = [problem for entry in entries for problem in load_order_rules(files, entry)[1]]
    if ORDER_SCENARIOS in files:
        problems += read_document(files, ORDER_SCENARIOS, OrderScenariosShape)[1]
    return bool(entries), problems


def run_order_scenarios(engine: Engine, books: Path, families: tuple[str, ...] = ()) -> Iterator[OrderScenarioResult]:
    """Run the scenarios of all folders of books, or of some."""
    for path in sorted(books.glob(f"*/{ORDER_SCENARIOS}")):
        if not families or path.parent.name in families:
            shape, _ = read_document(read_folder(path.parent), ORDER_SCENARIOS, OrderScenariosShape)
            for scenario in shape.scenarios if shape else ():
                yield _run(engine, scenario)


def _run(engine: Engine, shape: OrderScenarioShape) -> OrderScenarioResult:
    scenario = OrderScenario(str(shape.name), shape.name.location)
    request = OrderDocument(shape).request(LONG_AGO, seconds=SECONDS_FOR_SCENARIO)
    try:
        return OrderScenarioResult(scenario, tuple(_findings(shape.expect, engine.price_order(request))))
    except InvalidOrder as refused:
        pointers = sorted(fault.pointer for fault in refused.faults)
        return OrderScenarioResult(scenario, (_of_faults(shape.expect, pointers, str(refused)),))
    except ConfiguratorError as error:
        return OrderScenarioResult(scenario, (Finding("expect", shape.expect.location, "a price", str(error), False),))


def _of_faults(expect: OrderExpectShape, pointers: list[str], message: str) -> Finding:
    expected = sorted(map(str, expect.faults))
    text = ", ".join(expected) or "no fault"
    return Finding("faults", expect.location, text, message, expected == pointers)


def _findings(expect: OrderExpectShape, order: PricedOrder) -> Iterator[Finding]:
    totals = {cadence: money.fraction for cadence, money in order.totals.by_cadence.items()}
    known = {
        "total": totals[Cadence.ONE_TIME],
        "due": order.due.fraction,
        "monthly": totals.get(Cadence.MONTHLY),
        "yearly": totals.get(Cadence.YEARLY),
    }
    for name, actual in known.items():
        expected = getattr(expect, name)
        if expected is not None:
            yield _finding(name, expect.location_of(name), expected, actual)
    steps = {step.line.id.removeprefix("stages."): step.line.exact for step in order.steps}
    for name, expected in expect.steps.items():
        yield _finding(f"steps.{name}", name.location, expected, steps.get(name))
    items = {item.id: item.net.get(Cadence.ONE_TIME) for item in order.items}
    for name, expected in expect.items.items():
        money = items.get(name)
        yield _finding(f"items.{name}", name.location, expected, None if money is None else money.fraction)
    if expect.faults:
        yield _of_faults(expect, [], "no fault")


def _finding(where: str, location: Location, expected: Fraction, actual: Fraction | None) -> Finding:
    found = "nothing" if actual is None else exact_text(actual)
    return Finding(where, location, exact_text(Fraction(expected)), found, actual == expected)
