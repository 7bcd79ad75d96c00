"""Discounts, surcharges, minimum and maximum, in the order of the book."""

import pytest

from configurator.pricing.operations import Operation
from configurator.pricing.price_lines import LineKind, Outcome
from tests.pricing.shop import amounts, line, priced, total

BASE = """
prices: {items: {petrol: 1000, diesel: 2000, navi: [{amount: 100}, {amount: 10, recurring: month}]}}
charges: {setup: {amount: 50}}
"""


def staged(*stages: str, **values: bool) -> dict[str, str]:
    """Return the lines of the stages alone."""
    book = BASE + "stages:\n" + "".join(f"  - {{{stage}, because: So}}\n" for stage in stages)
    found = amounts(priced(book, {"navigation": True, **values}))
    return {name.removeprefix("stages."): amount for name, amount in found.items() if name.startswith("stages.")}


def test_a_discount_takes_a_percentage_off_every_cadence() -> None:
    assert {"d": "-115", "d:monthly": "-1"} == staged("id: d, kind: discount, percent: 10")


def test_a_stage_sees_the_lines_as_the_one_before_it_left_them() -> None:
    found = staged("id: a, kind: discount, percent: 10, on: list", "id: b, kind: discount, percent: 10")
    assert {"a": "-110", "a:monthly": "-1", "b": "-104", "b:monthly": "-0.9"} == {
        name: amount.rstrip("0") if "." in amount else amount for name, amount in found.items()
    }


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("on: list", "-110"),
        ("on: charges", "-5"),
        ("on: charges.setup", "-5"),
        ("on: [charges.setup, navi]", "-15"),
        ("on: group.engines", "-100"),
        ("on: one_time", "-115"),
        ("except: charges", "-110"),
        ("except: [group.engines, recurring]", "-15"),
    ],
)
def test_a_stage_acts_on_the_lines_it_names(on: str, expected: str) -> None:
    assert expected == staged(f"id: d, kind: discount, percent: 10, {on}")["d"]


def test_a_category_is_a_name_for_lines() -> None:
    book = (
        BASE
        + """
categories: {hardware: [group.engines], all_but_setup: [category.hardware, navi]}
stages: [{id: d, kind: discount, percent: 10, on: category.all_but_setup, because: So}]
"""
    )
    assert "-110" == amounts(priced(book, {"navigation": True}))["stages.d"]


def test_an_amount_is_added_whatever_was_sold() -> None:
    assert {"freight": "895"} == staged("id: freight, kind: surcharge, amount: 895")


def test_an_amount_on_lines_is_added_only_where_one_of_them_is_there() -> None:
    with_roof = staged("id: r, kind: surcharge, amount: 5, on: navi")
    book = BASE + "stages: [{id: r, kind: surcharge, amount: 5, on: navi, because: So}]"
    found = priced(book)
    assert ({"r": "5"}, [Outcome.NOTHING_TO_ACT_ON]) == (with_roof, [each.outcome for each in found.trace])


def test_a_discount_never_takes_more_than_it_acts_on() -> None:
    found = priced(BASE + "stages: [{id: d, kind: discount, amount: 80, on: charges, because: So}]")
    steps = line(found, "stages.d").steps
    assert ([Operation.ADD, Operation.AT_LEAST], "-50") == (
        [step.operation for step in steps],
        amounts(found)["stages.d"],
    )


def test_a_stage_keeps_within_its_own_bounds() -> None:
    assert ["-60", "-200", "30", "10"] == [
        staged(f"id: s, {kind}, on: [list, charges], except: recurring")["s"]
        for kind in (
            "kind: discount, percent: 10, at_most: 60",
            "kind: discount, percent: 10, at_least: 200",
            "kind: surcharge, percent: 1, at_least: 30",
            "kind: surcharge, percent: 1, at_most: 10",
        )
    ]


def test_a_minimum_adds_what_is_lacking_and_a_maximum_takes_off_what_is_too_much() -> None:
    assert {"low": "350", "high": "-500"} == staged(
        "id: low, kind: minimum, amount: 1500", "id: high, kind: maximum, amount: 1000"
    )


def test_a_minimum_that_is_reached_is_not_needed() -> None:
    found = priced(BASE + "stages: [{id: low, kind: minimum, amount: 10, because: So}]")
    assert [("stages.low", Outcome.NOT_NEEDED)] == [(each.rule, each.outcome) for each in found.trace]


def test_a_recurring_stage_turns_a_share_of_what_is_due_once_into_a_period() -> None:
    assert {"care:yearly": "115"} == staged("id: care, kind: surcharge, percent: 10, recurring: year")


def test_a_stage_may_change_every_line_instead_of_adding_one() -> None:
    book = BASE + "stages: [{id: d, kind: discount, percent: 10, on: list, at: line, because: So}]"
    found = priced(book, {"navigation": True})
    assert {
        "prices.engine": "900", "prices.navigation": "90", "prices.navigation:monthly": "9", "charges.setup": "50",
    } == amounts(found)  # fmt: skip
    assert [1000, 900] == [step.after for step in line(found, "prices.engine").steps]


def test_an_amount_off_every_line_leaves_nothing_negative_and_free_lines_free() -> None:
    book = """
    prices: {items: {petrol: 30, diesel: 0, paint.white: 0, paint.red: 0, paint.black: 0}}
    stages: [{id: d, kind: discount, amount: 40, on: list, at: line, because: So}]
    """
    assert {"prices.engine": "0", "prices.paint": "0"} == amounts(priced(book))


def test_a_condition_may_speak_of_what_the_stage_acts_on() -> None:
    stage = "stages: [{{id: d, kind: discount, percent: 10, when: 'base >= {}[EUR]', because: Large order}}]"
    assert "945" == total(priced(BASE + stage.format(1050)))
    found = priced(BASE + stage.format(1051))
    assert [("stages.d", Outcome.NOT_ELIGIBLE, "base >= 1051[EUR]")] == [
        (each.rule, each.outcome, each.condition) for each in found.trace
    ]


def test_a_stage_has_cases_like_any_amount() -> None:
    book = (
        BASE
        + """
stages:
  - id: d
    kind: discount
    percent: [{amount: 20, when: sport, because: Sport week}, {amount: 10}]
    because: Always
"""
    )
    reasons = [str(line(priced(book, {"sport": sport}), "stages.d").steps[0].because) for sport in (True, False)]
    assert ["Sport week", "Always"] == reasons


def test_the_kind_of_the_stage_is_that_of_its_line() -> None:
    book = BASE + "stages: [{id: d, kind: discount, percent: 1, because: So}]"
    assert LineKind.DISCOUNT == line(priced(book), "stages.d").kind
