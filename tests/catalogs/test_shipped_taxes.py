"""The shipped rates of the European Union, the United States and Canada, as they are published."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from configurator.pricing.orders.load import load_order_rules
from configurator.pricing.orders.model import OrderRules
from configurator.reading.files import read_folder
from tests.pricing.orders.shop import changes, item, line, order, total

TAXES = Path(__file__).parents[2] / "pricing_rules" / "taxes"
DAY = date(2026, 3, 1)


@cache
def rules(name: str) -> OrderRules:
    found, problems = load_order_rules(read_folder(TAXES), f"{name}.yaml")
    assert found is not None, problems
    assert not problems
    return replace(found, currency="EUR")  # as the items of the tests are


def taxed(name: str, on: date = DAY, category: str = "", **customer: object) -> dict[str, str]:
    """Return the taxes on 100, of a category or of none."""
    parameters = {f"customer.{key}": value for key, value in customer.items()}
    priced = order(
        [item("a", [line("100", tags=(f"category.{category}",))])] if category else [item("a", "100")],
        rules(name),
        on=on,
        parameters=parameters,  # type: ignore[arg-type]
    )
    assert 100 + sum(map(float, changes(priced).values())) == pytest.approx(float(total(priced)))
    return {id.removeprefix("stages."): amount for id, amount in changes(priced).items()}


@pytest.mark.parametrize(
    ("country", "category", "on", "expected"),
    [
        ("DE", "", DAY, {"vat@19": "19.00"}),
        ("DE", "", date(2020, 12, 31), {"vat@16": "16.00"}),
        ("DE", "books", date(2020, 12, 31), {"vat@5": "5.00"}),
        ("FR", "", date(2013, 12, 31), {"vat@19.6": "19.60"}),
        ("FR", "food", DAY, {"vat@5.5": "5.50"}),
        ("FR", "books", date(2012, 6, 1), {"vat@7": "7.00"}),
        ("FR", "restaurant", date(2009, 6, 30), {"vat@19.6": "19.60"}),
        ("FR", "restaurant", DAY, {"vat@10": "10.00"}),
        ("DK", "books", DAY, {"vat@25": "25.00"}),
        ("FI", "", date(2024, 9, 1), {"vat@25.5": "25.50"}),
        ("EE", "", date(2025, 6, 30), {"vat@22": "22.00"}),
        ("IE", "food", DAY, {"vat@0": "0.00"}),
        ("NL", "food", date(2018, 12, 31), {"vat@6": "6.00"}),
    ],
)
def test_the_european_union(country: str, category: str, on: date, expected: dict[str, str]) -> None:
    assert expected == taxed("eu", on, category, country=country)


def test_every_state_of_the_european_union_has_a_standard_rate() -> None:
    states = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert 27 == len(states.split())
    assert all(taxed("eu", country=state) for state in states.split())


def test_a_firm_of_another_state_owes_the_tax_itself() -> None:
    assert {"vat@0": "0.00"} == taxed("eu", country="FR", vat_number="FR40303265045")
    assert {"vat@19": "19.00"} == taxed("eu", country="DE", vat_number="DE811569869")
    assert {"vat@0": "0.00"} == taxed("eu", country="CH", outside_eu=True)


@pytest.mark.parametrize(
    ("state", "city", "category", "expected"),
    [
        ("NY", "New York City", "", {"state@4": "4.00", "local@4.875": "4.88"}),
        ("NY", "New York City", "groceries", {"state@0": "0.00", "local@0": "0.00"}),
        ("TX", "Houston", "", {"state@6.25": "6.25", "local@2": "2.00"}),
        ("CA", "", "", {"state@7.25": "7.25"}),
        ("OR", "", "", {"state@0": "0.00"}),
    ],
)
def test_the_united_states(state: str, city: str, category: str, expected: dict[str, str]) -> None:
    assert expected == taxed("us", category=category, state=state, city=city)


@pytest.mark.parametrize(
    ("province", "on", "expected"),
    [
        ("ON", DAY, {"gst@13": "13.00"}),
        ("NS", DAY, {"gst@14": "14.00"}),
        ("NS", date(2025, 3, 31), {"gst@15": "15.00"}),
        ("BC", DAY, {"gst@5": "5.00", "pst@7": "7.00"}),
        ("AB", DAY, {"gst@5": "5.00"}),
        ("QC", date(2012, 12, 31), {"gst@5": "5.00", "qst_on_gst": "9.98"}),
        ("QC", date(2013, 1, 1), {"gst@5": "5.00", "qst@9.975": "9.98"}),
        ("QC", date(2010, 12, 31), {"gst@5": "5.00", "qst_on_gst": "7.88"}),
    ],
)
def test_canada(province: str, on: date, expected: dict[str, str]) -> None:
    assert expected == taxed("canada", on, province=province)


def test_an_exempt_customer_of_canada() -> None:
    assert {"gst@0": "0.00", "pst@0": "0.00"} == taxed("canada", province="BC", exempt=True)
