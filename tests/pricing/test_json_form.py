"""The canonical JSON of a price."""

import json
from datetime import date

from configurator.pricing.json_form import canonical, to_json, totals_to_json
from tests.pricing.shop import priced

BOOK = """
compare_over: 12 months
parameters: {customer.segment: {type: text, default: retail}, rate: {type: number, default: 0}}
prices: {items: {petrol: 9000.005, diesel: [{amount: 1, when: sport}, {amount: 2, from: 2027-01-01}]}}
charges:
  seats: {title: {en: Seats, de: Sitze}, model: graduated, quantity: seats, tiers: [{up_to: 2, price: 5}, {price: 4}]}
  care: {amount: 2.50, recurring: month, because: Looked after}
stages: [{id: fleet, kind: discount, percent: 5, when: "customer.segment == 'fleet'", because: Fleet}]
"""


def test_a_price_says_everything_that_it_stands_on() -> None:
    found = to_json(priced(BOOK))
    assert {"id": "b"}.items() <= found["book"].items()
    assert ("2026-03-01", "EUR", {"customer.segment": "retail", "rate": "0"}, 12, False) == (
        found["on"], found["currency"], found["parameters"], found["compare_over_months"], found["illustrative"],
    )  # fmt: skip


def test_a_line_says_its_steps_with_rule_place_figures_rounding_and_reason() -> None:
    line = to_json(priced(BOOK))["lines"][0]
    assert {
        "id": "prices.engine",
        "rule": "prices.petrol",
        "kind": "item",
        "title": {"en": "Petrol engine"},
        "cadence": "one_time",
        "item": "petrol",
        "feature": "engine",
        "instance": "",
        "amount": {"amount": "9000.01", "currency": "EUR"},
        "steps": [
            {
                "stage": "list",
                "rule": "prices.petrol",
                "place": "book.yaml:9:26",
                "interval": {"from": None, "until": None},
                "operation": "times",
                "before": "0",
                "base": "9000.005",
                "operand": "1",
                "after": "9000.01",
                "because": None,
                "rounding": {"exact": "9000.005", "step": "0.01", "mode": "half_up"},
            }
        ],
    } == line


def test_tiers_say_their_slices() -> None:
    lines = to_json(priced(BOOK))["lines"]
    slices = lines[1]["steps"][0]["slices"]
    assert {"above": "2", "up_to": None, "quantity": "1", "price": "4", "flat": "0", "amount": "4"} == slices[1]


def test_what_was_considered_and_what_has_no_price_is_said() -> None:
    found = to_json(priced(BOOK, {"engine": "diesel"}, on=date(2026, 6, 1)))
    assert [("prices.diesel", "case_passed_over"), ("stages.fleet", "not_eligible")] == [
        (each["rule"], each["outcome"]) for each in found["considered"]
    ]
    lapsed = to_json(priced("prices: {items: {petrol: [{amount: 1, from: 2027-01-01}], diesel: 2}}"))
    assert [{"item": "petrol", "feature": "engine", "place": "book.yaml:6:18", "key": ""}] == lapsed["unpriced"]


def test_totals_are_a_vector_and_the_number_that_ranks() -> None:
    assert {
        "one_time": {"amount": "9014.01", "currency": "EUR"},
        "monthly": {"amount": "2.50", "currency": "EUR"},
        "compare": "9044.01",
    } == totals_to_json(priced(BOOK).totals)


def test_the_canonical_text_is_json_without_floats() -> None:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is a float")

    assert json.loads(canonical(priced(BOOK)), parse_float=refuse) == to_json(priced(BOOK))
