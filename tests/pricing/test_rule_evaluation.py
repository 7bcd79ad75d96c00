"""Amounts resolved for a day and a configuration, and instances walked."""

from datetime import date
from fractions import Fraction

from configurator.catalog.model import ALWAYS, Interval
from configurator.catalog.world import ConfigurationWorld
from configurator.pricing.amounts import Case, both
from configurator.pricing.price_lines import Outcome
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, Unresolved, WithBase, instances_of, resolve
from configurator.source import Location
from tests.pricing.shop import book_of, chosen, van

HERE = Location("book.yaml", 1, 1)


def world(racks: int = 0, *, sport: bool = False) -> ConfigurationWorld:
    return ConfigurationWorld(van(), chosen({"sport": sport}, racks))


def amount_of(text: str) -> tuple[Case, ...]:
    return book_of(f"stages: [{{id: s, kind: surcharge, amount: {text}, because: So}}]").stages[0].amount


def test_the_first_case_in_force_that_applies_is_taken_and_those_before_it_are_kept() -> None:
    amount = amount_of("[{amount: 1, when: sport}, {amount: 2, from: 2027-01-01}, {amount: 3}]")
    found = [resolve(amount, date(year, 1, 1), world(), ROOT_AT) for year in (2026, 2027)]
    assert [3, 2] == [each.value for each in found if isinstance(each, Resolved)]
    assert [1, 1] == [len(each.passed) for each in found if isinstance(each, Resolved)]


def test_without_a_case_it_is_told_whether_the_day_or_a_condition_was_in_the_way() -> None:
    condition = resolve(amount_of("[{amount: 1, when: sport}]"), date(2026, 1, 1), world(), ROOT_AT)
    day = resolve(amount_of("[{amount: 1, from: 2027-01-01}]"), date(2026, 1, 1), world(), ROOT_AT)
    assert isinstance(condition, Unresolved) and isinstance(day, Unresolved)
    assert [(Outcome.NOT_ELIGIBLE, "sport"), (Outcome.OUT_OF_DATE, "")] == [
        (each.outcome, each.condition) for each in (condition, day)
    ]


def test_a_case_whose_expression_is_absent_is_passed_over() -> None:
    amount = amount_of("[{amount: 1 if spare == 'full' else 2}, {amount: 9, when: sport}]")
    found = resolve(amount, date(2026, 1, 1), world(sport=True), ROOT_AT)
    assert isinstance(found, Resolved)
    assert 9 == found.value


def test_instances_are_walked_in_order_with_the_root_beside_them() -> None:
    assert [{"": "", "racks": "racks[r1]"}, {"": "", "racks": "racks[r2]"}] == list(instances_of("racks", world(2)))
    assert [{"": ""}] == list(instances_of("", world(2)))


def test_base_is_the_amount_that_a_stage_acts_on() -> None:
    inside = WithBase(world(1), Fraction(7))
    assert [Fraction(7), "petrol", ("racks[r1]",)] == [
        inside.parameter("base"), inside.value("", ("engine",)), inside.instances("", ("racks",)),
    ]  # fmt: skip
    assert Fraction(90_000) == inside.attribute("", ("engine",), "power")


def test_two_intervals_meet_in_the_days_of_both() -> None:
    early, late = Interval(None, date(2027, 1, 1)), Interval(date(2026, 1, 1), None)
    assert Interval(date(2026, 1, 1), date(2027, 1, 1)) == both(early, late)
    assert (early, late, late) == (both(ALWAYS, early), both(late, ALWAYS), both(late, late))
