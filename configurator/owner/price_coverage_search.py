"""Products that can be built and have no price: a search for one by every rule of a book that may not cover all."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice, product
from typing import Final

from configurator.budget import Budget
from configurator.catalog.feature_values import show_value
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from configurator.language.checked import Value
from configurator.language.types import BooleanType, NumberType, OptionType
from configurator.owner.codes import NO_PRICE
from configurator.owner.limits import MOST_PARAMETER_SETS, MOST_PRICE_DAYS
from configurator.pricing.charge_models import Matrix
from configurator.pricing.checks.unconditional import cases_in
from configurator.pricing.model import Parameter, PriceBook
from configurator.pricing.prepare import ParameterValue, Prepared, prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Unpriced
from configurator.pricing.symbolic import missing_prices
from configurator.pricing.symbolic.missing_prices import UncoveredRule
from configurator.problems import Problem
from configurator.program.compile.catalog_passes import CompiledCatalog
from configurator.reading.message_parts import quoted, some_of
from configurator.session.session import Session
from configurator.solving.engines import DEFAULT, engine_named
from configurator.solving.port import Assumptions, Satisfiable, Solve, Unsatisfiable
from configurator.source import Location

ANY_TEXT: Final = "?"
"""A text that a parameter may have, and that no table names."""

EARLY: Final = date(2000, 1, 1)
"""The day that represents all days before the first date of a book."""


def every_product_has_a_price(book: PriceBook, compiled: CompiledCatalog, budget: Budget) -> Iterator[Problem]:
    """Yield a warning for every rule by which a product has no price, with an example, on the first such day.

    A list price lacks a case that applies, or a table lacks a row. Raises Undecided if time runs out.
    """
    reported: set[Location] = set()
    days = _days(book)
    for day in days[:MOST_PRICE_DAYS]:
        for parameters in islice(_parameter_sets(book), MOST_PARAMETER_SETS):
            try:
                prepared = prepare(book, compiled.catalog, day, parameters)
            except InvalidRequest:
                continue
            for problem in _on_day(prepared, compiled, reported, dated=len(days) > 1, budget=budget):
                reported.add(problem.location)
                yield problem


def _on_day(
    prepared: Prepared, compiled: CompiledCatalog, known: set[Location], *, dated: bool, budget: Budget
) -> Iterator[Problem]:
    missing = missing_prices(prepared, compiled, budget)
    rules = [rule for rule in missing.rules if rule.location not in known]
    if not rules:
        return
    solver = engine_named(DEFAULT).load(missing.compiled.program, budget=budget)
    session = Session.open(missing.compiled, solver, budget=budget)
    for rule in rules:
        match solver.ask(Solve(Assumptions(rule.values)), budget):
            case Satisfiable(witness):
                yield from _reported(prepared, rule, session.configuration(witness), dated=dated, budget=budget)
            case Unsatisfiable():
                pass
            case _:
                raise budget.undecided(f"every product was known to have a price by {rule.rule}")


def _reported(
    prepared: Prepared, rule: UncoveredRule, configuration: Configuration, *, dated: bool, budget: Budget
) -> Iterator[Problem]:
    """Yield the problem of a product without a price; what is known within bounds only is priced to see."""
    unpriced = next((each for each in price_prepared(configuration, prepared).unpriced if _is_by(each, rule)), None)
    if unpriced is None:
        raise budget.undecided(f"every product was known to have a price by {rule.rule}")
    product = some_of(f"{path} {show_value(value)}" for path, value in _telling(prepared, rule, configuration))
    if unpriced.key:
        what, expected = f"the table has no row for {unpriced.key}", "a row for everything that can be built"
        hint = "leave a cell empty where an attribute is of no account"
    else:
        what, expected = f"no price of {quoted(unpriced.item)} applies", "a case for everything that can be built"
        hint = "add a last case without `when`, with the amount 0 if it costs nothing"
    given = some_of(f"{name} {_shown(value)}" for name, value in prepared.parameters.items())
    when = f" on {prepared.on}" if dated else ""
    message = f"{what}{when}{f' with {given}' if given else ''}, as for this product: {product}"
    yield Problem(NO_PRICE, rule.location, rule.rule, message, expected, hint)


def _is_by(unpriced: Unpriced, rule: UncoveredRule) -> bool:
    return unpriced.location == rule.location


def _telling(prepared: Prepared, rule: UncoveredRule, configuration: Configuration) -> list[tuple[str, FeatureValue]]:
    """Return the values of a product, those that the rule reads first."""
    reads = prepared.reads.get(rule.rule)
    read = reads.rooted if reads is not None else frozenset()
    return sorted(configuration.values.items(), key=lambda each: each[0] not in read)


def _shown(value: Value) -> str:
    return quoted(value) if isinstance(value, str) else show_value(value)


# ── days and parameters ──────────────────────────────────────────────────────────────────────────────────────────────


def _days(book: PriceBook) -> list[date]:
    """Return the days from which other figures hold, within those of the book."""
    charges = [charge for charge in book.charges if isinstance(charge.model, Matrix)]
    prices = [case.interval for case in cases_in(tuple(book.prices.items.values()))]
    intervals = [*prices, *(charge.interval for charge in charges)]
    starts = {day for each in intervals for day in (each.start, each.end) if day is not None and day in book.effective}
    first = book.effective.start or min((EARLY, *(day - timedelta(days=1) for day in (*starts, *_ends(book)))))
    return sorted({first, *starts})


def _ends(book: PriceBook) -> Iterable[date]:
    return () if book.effective.end is None else (book.effective.end,)


def _parameter_sets(book: PriceBook) -> Iterator[Mapping[str, ParameterValue]]:
    """Yield sets of parameters: every listed value; of others the default, or some value."""
    values = [_values(each) for each in book.parameters.values()]
    return (dict(zip(book.parameters, chosen, strict=True)) for chosen in product(*values))


def _values(parameter: Parameter) -> list[ParameterValue]:
    if parameter.series:
        return [[]] if parameter.default is None else [parameter.default]
    match parameter.type:
        case OptionType(options):
            return list(options)
        case BooleanType():
            return [True, False]
        case _ if parameter.default is not None:
            return [parameter.default]
        case NumberType():
            return [0]
        case _:
            return [ANY_TEXT]
