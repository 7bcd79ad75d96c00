"""Every charge model, modifier and measure has an example in the reference, and each example costs what is shown.

Run with ACCEPT_WORDING=1 in the environment to write the prices below the examples anew, and read what changed.
"""

import re
from datetime import date
from fractions import Fraction

import pytest

from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.charge_models import MODELS
from configurator.pricing.metered import Measure
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price import price
from configurator.pricing.price_lines import Priced
from configurator.pricing.rendered_price import as_text
from configurator.pricing.rerating import DueEntries, due_in_turn
from configurator.pricing.shape import ModifierShape
from tests.pricing.pricing_pages import PricingPages, accepts
from tests.pricing.proof import flaws

PAGES = PricingPages("storage_plan")
CATALOG, BOOKS = PAGES.catalog, PAGES.books
BASE: dict[str, FeatureValue] = {"tier": "cold", "region": "eu", "seats": 0}


def _said(book: PriceBook, kind: str, ask: str) -> str:
    """Return what the page should say below its question."""
    if kind == "text":
        return f"{ask}\n{as_text(_priced(book, ask))}\n"
    bills = due_in_turn([_priced(book, each) for each in ask.removeprefix("> ").split("; ")])
    rows = [f"bill {number}: {bill.amount}\n{_entries(bill)}" for number, bill in enumerate(bills, start=1)]
    return f"{ask}\n{''.join(rows)}"


def _entries(bill: DueEntries) -> str:
    return "".join(
        f"    {each.kind} {each.entry.id}: {each.entry.amount}"
        + (f" ({each.entry.quantity} × {each.entry.unit_price})\n" if each.entry.quantity is not None else "\n")
        for each in bill.entries
    )


def _priced(book: PriceBook, ask: str) -> Priced:
    asked = dict(re.findall(r"([\w.]+): (.+?)(?=, [\w.]+: |$)", ask.removeprefix("> ")))
    day = date.fromisoformat(asked.pop("on", "2026-03-01"))
    parameters: dict[str, ParameterValue] = {
        name: asked[name] if book.parameters[name].series else Fraction(asked[name])
        for name in asked
        if name in book.parameters
    }
    chosen = {name: int(value) if value.isdecimal() else value for name, value in asked.items() if name in BASE}
    plan = Configuration("storage_plan", CATALOG.digest, {**BASE, **chosen}, {}, {})
    found = price(plan, CATALOG, book, day, parameters)
    assert () == flaws(found)
    return found


@pytest.mark.parametrize("text", BOOKS, ids=lambda text: text.split("\n")[1])
def test_a_book_loads_without_any_problem(text: str) -> None:
    assert text.split("\n")[1] == f"book: {PAGES.book(text).id}"


@pytest.mark.parametrize(("book", "kind", "text"), PAGES.examples())
def test_an_example_costs_what_is_shown(book: str, kind: str, text: str) -> None:
    said = _said(PAGES.book(book), kind, text.split("\n")[0])
    assert said == text or accepts(kind, text, said)


@pytest.mark.parametrize("name", [*MODELS, *ModifierShape.model_fields])
def test_every_model_and_modifier_has_an_example(name: str) -> None:
    key = rf"model: {name}\b" if name in MODELS else rf"\b{name}:"
    assert name == "flat" or any(re.search(key, text) for text in BOOKS)


@pytest.mark.parametrize(
    "measure", [each for each in Measure if each not in (Measure.SUM, Measure.LAST, Measure.COUNT)]
)
def test_every_measure_that_is_more_than_a_sum_has_an_example(measure: Measure) -> None:
    assert measure is Measure.RUNNING_TOTALS or any(
        f"measured: {measure}\n" in f"{text},".replace(",", "\n") for text in BOOKS
    )
