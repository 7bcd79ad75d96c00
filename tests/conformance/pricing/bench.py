"""The bench: asks the engine what a translation asks, and compares the answer with the figure that was published."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Final

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.configuration import Configuration
from configurator.contracts.billing import bill
from configurator.contracts.contract_scenarios import SCENARIOS_ENTRY, load_contract_scenarios
from configurator.contracts.offers import ENTRY, load_offer
from configurator.contracts.statement import Statement
from configurator.money import Money
from configurator.pricing.codes import UNKNOWN_CURRENCY
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price import price
from configurator.reading.files import Files
from tests.conformance.pricing.asked import Answer, Asked, Called, Figures, NotExpressible, Quoted, Stated
from tests.conformance.pricing.cases import Case, Noted, Unsaid
from tests.conformance.pricing.registry import TRANSLATIONS

DAY: Final = date(2026, 1, 1)
_CATALOG: Final = "format: 1\ncatalog: usage\ntitle: Usage\nfeatures: {plan: {title: Plan, type: boolean}}\n"
_PLAIN: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*")


class Verdict(StrEnum):
    """How a case went: whatever is not met has failed."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, how it went, and why it did not pass."""

    case: Case
    verdict: Verdict
    why: str = ""


def judged(case: Case) -> Outcome:
    """Put one case to the engine."""
    translate = TRANSLATIONS.get(case.model)
    if translate is None:
        return Outcome(case, Verdict.FAILED, "there is no translation for this model")
    parameters, given = Noted(case.parameters), Noted(case.input)
    try:
        answer = answered(translate(replace(case, parameters=parameters, input=given)))
    except (NotExpressible, Unsaid) as reason:
        return Outcome(case, Verdict.FAILED, str(reason))
    except Exception as error:  # whatever breaks in a case is a failure of that case
        return Outcome(case, Verdict.FAILED, f"{type(error).__name__}: {error}")
    if same(case.expected, answer):
        return Outcome(case, Verdict.PASSED)
    why = f"expected {case.expected}, found {shown(answer)}"
    unread = [*parameters.unread, *given.unread]
    return Outcome(case, Verdict.FAILED, f"{why}; not read: {', '.join(unread)}" if unread else why)


def answered(asked: Asked) -> Answer:
    """Let the engine compute."""
    match asked:
        case Called(call, arguments, read):
            return read(call(**arguments))
        case Quoted(book, read, phases, currency):
            loaded, configuration = _book(_text(book, currency)), _configuration()
            prices = [
                price(configuration, _catalog(), loaded, DAY, _inputs(loaded, phase.inputs), part=phase.part)
                for phase in phases
            ]
            return read(prices)
        case Stated(offer, scenario, read):
            return read(_statement(offer, scenario))


# ── the book ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _catalog() -> Catalog:
    catalog, problems = load_catalog(Files({"catalog.yaml": _CATALOG.encode()}), "catalog.yaml")
    if catalog is None:
        raise ValueError("; ".join(map(str, problems)))
    return catalog


def _configuration() -> Configuration:
    return Configuration("usage", _catalog().digest, {"plan": True}, {}, {})


def _text(book: Mapping[str, Any], currency: str) -> str:
    return _lines({"format": "1", "book": "published", "catalog": "usage", "currency": currency, **book})


def _lines(document: Mapping[str, Any]) -> str:
    return "\n".join(f"{key}: {flow(value)}" for key, value in document.items())


def _book(text: str) -> PriceBook:
    book, problems = load_book(Files({"book.yaml": text.encode()}), "book.yaml", _catalog())
    if book is None and any(problem.code is UNKNOWN_CURRENCY for problem in problems):
        raise NotExpressible("ISO 4217 knows no such currency")
    if book is None:
        raise ValueError("; ".join(map(str, problems)))
    return book


def _inputs(book: PriceBook, given: Mapping[str, Any]) -> dict[str, ParameterValue]:
    """Return inputs as the kind of their parameter: a series stays text, a number becomes exact."""
    return {name: str(value) if book.parameters[name].series else Fraction(str(value)) for name, value in given.items()}


# ── the contract ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _statement(offer: Mapping[str, Any], scenario: Mapping[str, Any]) -> Statement:
    text = _lines({"format": "2", "offer": "published", "currency": "USD", "discount_rate": "0", **offer})
    loaded, problems = load_offer(Files({ENTRY: text.encode()}))
    if loaded is None:
        raise ValueError("; ".join(map(str, problems)))
    scenarios = _lines({"format": "1", "scenarios": [{"name": "published", "expect": {}, **scenario}]})
    read, problems = load_contract_scenarios(Files({SCENARIOS_ENTRY: scenarios.encode()}), loaded)
    if not read:
        raise ValueError("; ".join(map(str, problems)))
    (only,) = read
    return bill(loaded, only.contract, only.activity)


def flow(value: Any) -> str:
    """Write data as YAML in one line; texts that are no plain words or numbers are quoted."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case bool():
            return "true" if value else "false"
        case str() if not _PLAIN.fullmatch(value):
            return json.dumps(value)
        case _:
            return str(value)


# ── the comparison ───────────────────────────────────────────────────────────────────────────────────────────────────


def same(expected: Any, found: Answer) -> bool:
    """Whether an answer is what was published: numbers by their value, lists and mappings member by member."""
    match expected:
        case Mapping():
            found = found.members if isinstance(found, Figures) else found
            return (
                isinstance(found, Mapping)
                and expected.keys() <= found.keys()
                and all(same(value, found[key]) for key, value in expected.items())
            )
        case list():
            if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != len(expected):
                return False
            return all(same(one, other) for one, other in zip(expected, found, strict=True))
        case _:
            return _scalar(expected) == _scalar(found.headline if isinstance(found, Figures) else found)


def _scalar(value: Any) -> object:
    match value:
        case Money():
            return value.fraction
        case datetime() | date():
            return value.isoformat()
        case bool():
            return str(value)
        case int() | Decimal() | Fraction():
            return Fraction(value)
        case str():
            try:
                return Fraction(value)
            except (ValueError, ZeroDivisionError):
                return value
        case _:
            return value


def shown(found: Answer) -> str:
    """Write an answer for people."""
    match found:
        case Figures(_, members):
            return shown(members)
        case Mapping():
            return "{" + ", ".join(f"{key}: {shown(value)}" for key, value in found.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(shown, found)) + "]"
        case _:
            return str(found)
