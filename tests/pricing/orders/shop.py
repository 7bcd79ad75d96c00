"""Small orders for tests: products that cost what a test says, and order rules written in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from textwrap import dedent

from configurator.catalog.model import ALWAYS, Text
from configurator.money import ZERO, Money, decimal_of, plain
from configurator.pricing.cadence import Cadence
from configurator.pricing.operations import Operation
from configurator.pricing.orders.load import load_order_rules
from configurator.pricing.orders.model import OrderRules
from configurator.pricing.orders.order_faults import OrderFault
from configurator.pricing.orders.order_lines import OrderItem
from configurator.pricing.orders.prepared_order import prepare_order
from configurator.pricing.orders.price_order import price_order
from configurator.pricing.orders.priced_order import PricedOrder
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price_lines import Line, LineKind, Priced, Totals
from configurator.pricing.steps import Step
from configurator.problems import Problem
from configurator.reading.files import Files
from configurator.source import Location

DAY = date(2026, 3, 1)
HERE = Location("book.yaml", 1, 1)
HEAD = "format: 1\norder_rules: shop\ncurrency: EUR\n"


def rules_read(text: str, head: str = HEAD, **files: str) -> tuple[OrderRules | None, tuple[Problem, ...]]:
    """Load order rules; `files` are their tables, `zones_csv` being `zones.csv`."""
    tables = {name.replace("_", ".", 1): dedent(content).encode() for name, content in files.items()}
    return load_order_rules(Files({"shop.yaml": f"{head}{dedent(text)}".encode(), **tables}), "shop.yaml")


def rules_of(text: str, head: str = HEAD, **files: str) -> OrderRules:
    """Load order rules that must have no error."""
    rules, problems = rules_read(text, head, **files)
    if rules is None:
        raise ValueError("\n".join(map(str, problems)))
    return rules


def problems_of(text: str, head: str = HEAD, **files: str) -> list[tuple[str, str]]:
    """Return the codes and messages of what is wrong with order rules."""
    return [(problem.code.name, problem.message) for problem in rules_read(text, head, **files)[1]]


def line(amount: str, cadence: Cadence = Cadence.ONE_TIME, tags: Sequence[str] = ()) -> Line:
    """Return a line of a book that comes to an amount."""
    step = Step("list", "prices.x", HERE, ALWAYS, Operation.ADD, ZERO, ZERO, Fraction(amount))
    name = f"prices.{'.'.join(('x', *tags))}:{cadence}"
    return Line(
        name, LineKind.ITEM, Text({"en": "x"}, "en"), cadence, (step,), "EUR", frozenset(("all", "list", *tags))
    )


def item(
    id: str,
    amount: str | Sequence[Line],
    quantity: int = 1,
    *,
    catalog: str = "x",
    code: str = "",
    product: str = "",
    measures: Mapping[str, str] | None = None,
) -> OrderItem:
    """Return so many pieces of something that costs an amount each, or has these lines for all of them."""
    lines = (line(plain(decimal_of(Fraction(amount) * quantity))),) if isinstance(amount, str) else tuple(amount)
    sums = {Cadence.ONE_TIME: ZERO}
    for each in lines:
        sums[each.cadence] = sums.get(each.cadence, ZERO) + each.exact
    totals = Totals({cadence: Money(decimal_of(sum), "EUR") for cadence, sum in sums.items()}, sums[Cadence.ONE_TIME])
    priced = Priced("b", "", catalog, "", DAY, "EUR", {}, lines, totals, ("list",), (), (), False, None)
    measured = {name: Fraction(amount) for name, amount in (measures or {}).items()}
    return OrderItem(id, quantity, priced, product or f"{catalog}{code}{id}", code, {}, measured)


def outcome(
    items: Sequence[OrderItem],
    rules: str | OrderRules,
    *,
    on: date = DAY,
    parameters: Mapping[str, ParameterValue] | None = None,
    codes: Sequence[str] = (),
    paid_on: date | None = None,
) -> PricedOrder | list[OrderFault]:
    """Price an order, or return what is wrong with it."""
    read = rules_of(rules) if isinstance(rules, str) else rules
    prepared, faults = prepare_order(read, on, parameters or {}, codes, paid_on)
    if prepared is None:
        return faults
    priced, faults = price_order(items, prepared)
    return faults if priced is None else priced


def order(
    items: Sequence[OrderItem],
    rules: str | OrderRules,
    *,
    on: date = DAY,
    parameters: Mapping[str, ParameterValue] | None = None,
    codes: Sequence[str] = (),
    paid_on: date | None = None,
) -> PricedOrder:
    """Price an order in which nothing is wrong."""
    result = outcome(items, rules, on=on, parameters=parameters, codes=codes, paid_on=paid_on)
    if isinstance(result, list):
        raise ValueError("\n".join(map(str, result)))
    return result


def total(priced: PricedOrder) -> str:
    """Return what is due once, before credits, as text."""
    return plain(priced.total.amount, 2)


def changes(priced: PricedOrder) -> dict[str, str]:
    """Return what each step of an order comes to."""
    return {step.line.id: plain(step.line.amount.amount, 2) for step in priced.steps}
