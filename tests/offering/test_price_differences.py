"""Every number on its step has a price difference, few or many, whole or not."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from configurator.catalog.model import Text
from configurator.configuration import Configuration
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.price_differences import (
    AllConflicts,
    RankBy,
    RankedRepair,
    all_conflicts,
    in_order,
    ranked,
)
from configurator.offering.repair_json import conflicts_data
from configurator.pricing.price_lines import TotalDifference
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.repairs import Repair, ValueChange

CATALOG = """
format: 1
catalog: rails
title: Rails
features:
  cable: {title: Cable, type: number, range: 1 m .. 3 m, step: 1 m, default: 1 m}
  hooks: {title: Hooks, type: integer, range: 0..8, step: 4, default: 0}
  screws: {title: Screws, type: integer, range: 0..1000, default: 10}
"""
BOOK = """
format: 1
book: rails_eu
title: Rails
catalog: rails
currency: EUR
time_zone: Europe/Berlin
charges:
  cable: {title: Cable, model: per_unit, quantity: "cable / 1[m]", price: 2}
  hooks: {title: Hooks, model: per_unit, quantity: hooks, price: 1}
  screws: {title: Screws, model: per_unit, quantity: screws, price: 0.10}
"""


def test_numbers_are_priced_on_their_step(tmp_path: Path) -> None:
    for path, text in (("catalogs/rails/catalog.yaml", CATALOG), ("books/rails/rails_eu.yaml", BOOK)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text.strip() + "\n", encoding="utf-8")
    found = Engine.open(tmp_path / "catalogs", tmp_path / "books").evaluation(
        EvaluationRequest("rails", date(2026, 1, 1))
    )
    compared = {key: each.compare for key, each in found.differences.items()}
    assert {("hooks", number): Fraction(number) for number in (0, 4, 8)}.items() <= compared.items()
    assert {("cable", Fraction(metres)): Fraction(2 * metres - 2) for metres in (1, 2, 3)}.items() <= compared.items()
    assert [9, 10, 11] == [value for path, value in compared if path == "screws"]


WORD = Text({"en": "x"}, "en")
NOTHING = Configuration("lamps", "", {}, {}, {})


def repair(changes: int) -> Repair:
    made = tuple(ValueChange(f"f{number}", True, False, WORD, WORD, WORD) for number in range(changes))
    return Repair(made, NO_CHOICES, NOTHING)


def costing(changes: int, price: int) -> RankedRepair:
    return RankedRepair(repair(changes), TotalDifference({}, Fraction(price)))


SOME = [costing(1, 30), costing(2, 5), costing(1, 20)]


@pytest.mark.parametrize(
    ("by", "expected"), [(RankBy.CHANGES, [(1, 20), (1, 30), (2, 5)]), (RankBy.PRICE, [(2, 5), (1, 20), (1, 30)])]
)
def test_repairs_are_ranked_by_changes_or_by_price(by: RankBy, expected: list[tuple[int, int]]) -> None:
    found = [
        (len(each.repair.changes), int(each.difference.compare)) for each in in_order(SOME, by=by) if each.difference
    ]
    assert expected == found


def test_without_a_price_fewer_changes_come_first(lamps: Engine) -> None:
    found = ranked([repair(2), repair(1)], lamps.session("lamps"), None, by=RankBy.PRICE)
    assert [1, 2] == [len(each.repair.changes) for each in found]
    assert [None, None] == [each.difference for each in found]


ASK = EvaluationRequest("lamps", date(2026, 3, 1))
CLASH = Choices({"bulbs": 4, "shade": "steel", "dimmer": False})


def conflicts_of(lamps: Engine, choices: Choices, by: RankBy = RankBy.CHANGES, **wish: str) -> AllConflicts:
    session = lamps.session("lamps", choices)
    path, value = next(iter(wish.items()), (None, None))
    return all_conflicts(session, lamps.prepared(ASK), path, value, by=by)


def test_every_way_out_of_a_clash_has_its_price(lamps: Engine) -> None:
    found = conflicts_of(lamps, CLASH, RankBy.PRICE)
    assert ("steel_is_small",) == found.explanations[0].constraints
    assert {("bulbs",), ("shade",)} == {tuple(each.path for each in one.repair.changes) for one in found.repairs}
    prices = [each.difference.compare for each in found.repairs if each.difference]
    assert (2, sorted(prices)) == (len(prices), prices)


def test_where_nothing_stands_in_the_way_there_is_nothing_to_tell(lamps: Engine) -> None:
    assert AllConflicts((), (), True) == conflicts_of(lamps, Choices(), shade="glass")


def test_a_value_that_a_choice_forbids_names_it_and_what_giving_it_up_costs(lamps: Engine) -> None:
    found = conflicts_of(lamps, Choices({"dimmer": False, "bulbs": 4}), shade="glass")
    assert [("dimmer",)] == [each.choices for each in found.explanations]
    assert [Fraction(79)] == [each.difference.compare for each in found.repairs if each.difference]


def test_as_data_it_is_what_the_api_tells(lamps: Engine) -> None:
    data = conflicts_data(conflicts_of(lamps, CLASH))
    assert ({"conflicts", "repairs", "complete"}, True) == (set(data), data["complete"])
