"""A period is rated as a whole: the situations D16 to D27, by their numbers, and others like them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from configurator.contracts.billing import bill
from configurator.contracts.contract_scenarios import SCENARIOS_ENTRY, load_contract_scenarios
from configurator.contracts.offers import ENTRY, load_offer
from configurator.contracts.statement import Statement
from configurator.reading.files import Files

HALF_OF_JUNE = "start: 2026-06-16, until: 2026-07-01"


def statement(contract: str, scenario: str) -> Statement:
    """Bill a contract for gigabytes, written as in a file."""
    head = "format: 2\noffer: storage\ncurrency: USD\nresources: {storage: {unit: GB}}"
    offer = f"{head}\ncontracts:\n  own: {contract}"
    loaded, problems = load_offer(Files({ENTRY: offer.encode()}))
    assert loaded is not None, problems
    text = f"format: 1\nscenarios: [{{name: Own, contract: own, expect: {{}}, {scenario}}}]"
    scenarios, problems = load_contract_scenarios(Files({SCENARIOS_ENTRY: text.encode()}), loaded)
    assert scenarios, problems
    return bill(loaded, "own", scenarios[0].activity)


def usage(terms: str) -> str:
    """Return a contract with one usage charge."""
    return f"{{charges: {{use: {{kind: usage, quantities: storage, {terms}}}}}}}"


def level(value: int, start: str = "2026-06-16", until: str = "2026-07-01") -> str:
    """Return a use of so many gigabytes on every day."""
    return f"use: {{storage: [{{from: {start}, until: {until}, value: {value}}}]}}"


def amounts(found: Statement, charge: str = "use") -> list[Fraction]:
    """Return what each period came to."""
    return [line.amount for line in found.lines if line.charge == charge]


@pytest.mark.parametrize(
    ("number", "terms", "expected"),
    [
        ("D16", "price: 1", "50"),
        ("D17", "price: 1, measured: high_water", "50"),
        ("D18", "model: graduated, tiers: [{up_to: 60, price: 1}, {price: 0.5}]", "40"),
        ("D19", "price: 1, commitment: {quantity: 350}", "175"),
        ("D22", "model: graduated, prorated: false, tiers: [{up_to: 60, price: 1}, {price: 0.5}]", "80"),
        ("D22", "price: 1, commitment: {quantity: 350, prorated: false}", "350"),
        ("like D18", "model: volume, tiers: [{up_to: 60, price: 1}, {price: 0.5, flat: 10}]", "30"),
        ("like D19", "price: 1, modifiers: [{minimum_spend: 300}]", "150"),
        ("like D22", "price: 1, modifiers: [{minimum_spend: 300, prorated: false}]", "300"),
        ("like D22", "price: 1, modifiers: [{maximum_spend: 30, prorated: false}]", "30"),
        ("included", "price: 1, allowance: {free: 40}", "30"),
        ("included, whole", "price: 1, allowance: {free: 40, prorated: false}", "10"),
        ("averaged", "price: 1, partial_period: average_over_period, commitment: {quantity: 350}", "350"),
        ("averaged", "price: 1, partial_period: average_over_period, measured: high_water", "100"),
    ],
)
def test_the_days_that_are_there_are_rated_and_then_shared(number: str, terms: str, expected: str) -> None:
    found = statement(usage(terms), f"{HALF_OF_JUNE}, {level(100)}")
    assert [Fraction(expected)] == amounts(found), number


def test_d20_a_ratchet_remembers_what_a_whole_period_would_have_been() -> None:
    terms = "price: 1, ratchet: {percent: 100, of: invoiced}, missing: zero"
    found = statement(usage(terms), f"start: 2026-06-16, until: 2026-08-01, billing_day: 1, {level(100)}")
    assert [Fraction(50), Fraction(100)] == amounts(found)


@pytest.mark.parametrize(
    ("spend", "until", "expected"),
    [
        ("100", "2026-07-16", "48.39"),
        ("{amount: 100, prorated: false}", "2026-07-16", "100"),
        ("100", "2026-08-01", "100"),
    ],
)
def test_d21_a_contract_minimum_is_due_in_its_share_and_without_any_use(spend: str, until: str, expected: str) -> None:
    contract = f"{{minimum_spend: {spend}, charges: {{use: {{kind: usage, quantities: storage, price: 1}}}}}}"
    found = statement(contract, f"start: 2026-07-01, until: {until}")
    assert Fraction(expected) == found.total


def test_d23_calls_of_one_day_are_billed_once() -> None:
    calls = "use: {storage: [{from: 2026-06-10, value: 10}]}"
    found = statement(usage("measured: sum, price: 1"), f"start: 2026-06-01, until: 2026-08-01, {calls}")
    assert [10, 0] == amounts(found)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("measured: sum, price: 1", "10"),
        ("measured: sum, price: 1, allowance: {free: 12}", "4"),
        ("measured: sum, price: 1, allowance: {free: 12, prorated: false}", "0"),
        ("measured: sum, price: 1, commitment: {quantity: 40}", "20"),
        ("measured: sum, model: graduated, tiers: [{up_to: 10, price: 1}, {price: 0.5}]", "7.50"),
    ],
)
def test_what_was_summed_up_is_not_shared_and_its_terms_are(terms: str, expected: str) -> None:
    calls = "use: {storage: [{from: 2026-06-20, value: 10}]}"
    assert [Fraction(expected)] == amounts(statement(usage(terms), f"{HALF_OF_JUNE}, {calls}"))


def fee(terms: str) -> str:
    """Return a contract with one fee."""
    return f"{{charges: {{fee: {{kind: recurring, {terms}}}}}}}"


@pytest.mark.parametrize(
    ("terms", "scenario", "expected"),
    [
        ("amount: 30, periods: calendar, day_count: actual/30", "start: 2026-08-17, until: 2026-09-01", "15"),
        ("amount: 30, periods: calendar", "start: 2026-08-17, until: 2026-09-01", "14.52"),
        ("amount: 30, periods: calendar, day_count: 30/360", "start: 2026-08-17, until: 2026-09-01", "14"),
        ("amount: 30, periods: calendar, day_count: actual/30", "start: 2026-07-01, until: 2026-08-01", "30"),
        ("amount: 91, period: quarter, periods: calendar", "start: 2026-05-20, until: 2026-07-01", "42"),
        ("amount: 365, period: year, periods: calendar", "start: 2026-12-01, until: 2027-01-01", "31"),
        ("amount: 181, period: half_year, periods: calendar", "start: 2026-06-21, until: 2026-07-01", "10"),
    ],
)
def test_d24_and_d25_fees_of_other_periods_and_day_counts(terms: str, scenario: str, expected: str) -> None:
    assert [Fraction(expected)] == amounts(statement(fee(terms), scenario), "fee")


def test_a_period_is_billed_on_its_first_day_or_on_its_last() -> None:
    days = "start: 2026-05-20, until: 2027-01-10"
    for billed, expected in (
        ("in_advance", ["2026-05-20", "2026-07-01", "2026-10-01", "2027-01-01"]),
        ("in_arrears", ["2026-06-30", "2026-09-30", "2026-12-31", "2027-01-09"]),
    ):
        found = statement(fee(f"amount: 90, period: quarter, periods: calendar, billed: {billed}"), days)
        assert expected == [line.on.isoformat() for line in found.lines]


@pytest.mark.parametrize(
    ("prices_of", "measured", "readings", "expected"),
    [
        ("day_of_use", "sum", {"2026-06-05": 10, "2026-06-25": 10}, "30"),
        ("first_day", "sum", {"2026-06-05": 10, "2026-06-25": 10}, "20"),
        ("day_of_use", "time_weighted", {"2026-06-01": 10, "2026-06-16": 20}, "25"),
        ("day_of_use", "high_water", {"2026-06-01": 10, "2026-06-16": 20}, "30"),
    ],
)
def test_d26_a_use_costs_what_it_does_on_its_day(
    prices_of: str, measured: str, readings: Mapping[str, int], expected: str
) -> None:
    prices = "price: [{amount: 1}, {amount: 2, from: 2026-06-16}]"
    given = ", ".join(f"{{from: {day}, value: {value}}}" for day, value in readings.items())
    terms = f"measured: {measured}, prices_of: {prices_of}, {prices}"
    found = statement(usage(terms), f"start: 2026-06-01, until: 2026-07-01, use: {{storage: [{given}]}}")
    assert [Fraction(expected)] == amounts(found)


def test_tiers_whose_prices_change_go_on_where_they_were() -> None:
    tiers = "model: graduated, tiers: [{up_to: 10, price: [{amount: 4}, {amount: 8, from: 2026-06-16}]}, {price: 1}]"
    use = "use: {storage: [{from: 2026-06-05, value: 6}, {from: 2026-06-20, value: 6}]}"
    found = statement(usage(f"measured: sum, {tiers}"), f"start: 2026-06-01, until: 2026-07-01, {use}")
    assert [6 * 4 + 4 * 8 + 2 * 1] == amounts(found)


def test_d27_the_rest_of_a_yearly_commitment_is_due_on_the_last_day_of_the_year() -> None:
    contract = (
        "{minimum_spend: {amount: 720, period: year}, "
        "charges: {use: {kind: usage, quantities: storage, measured: sum, price: 1}}}"
    )
    days = ("2026-01-10", 100), ("2026-02-10", 20), ("2026-03-10", 50), ("2026-04-10", 30)
    use = ", ".join(f"{{from: {day}, value: {value}}}" for day, value in days)
    found = statement(contract, f"start: 2026-01-01, until: 2027-01-01, use: {{storage: [{use}]}}")
    assert [100, 20, 50, 30, 0, 0, 0, 0, 0, 0, 0, 0] == amounts(found)
    rest = [(each.amount, each.on) for each in found.lines if each.charge == "minimum"]
    assert [(Fraction(520), date(2026, 12, 31))] == rest
    assert 720 == found.total


@pytest.mark.parametrize(("below", "expected"), [("credit", -5), ("zero", 0)])
def test_a_month_below_zero_is_a_credit_or_nothing(below: str, expected: int) -> None:
    charges = "{use: {kind: usage, quantities: storage, price: 1, modifiers: [{plus: -5}]}}"
    found = statement(f"{{below_zero: {below}, charges: {charges}}}", "start: 2026-06-01, until: 2026-07-01")
    assert expected == found.total
