"""Repairs in order: by changes or by price, with or without a price to compare with."""

from fractions import Fraction

import pytest

from configurator.catalog.model import Text
from configurator.configuration import Configuration
from configurator.engine import Engine
from configurator.offering.differences import Difference
from configurator.offering.ranking import RankBy, RankedRepair, in_order, ranked
from configurator.session.choices import NO_CHOICES
from configurator.session.repairs import Change, Repair

WORD = Text({"en": "x"}, "en")
NOTHING = Configuration("lamps", "", {}, {}, {})


def repair(changes: int) -> Repair:
    made = tuple(Change(f"f{number}", True, False, WORD, WORD, WORD) for number in range(changes))
    return Repair(made, NO_CHOICES, NOTHING)


def costing(changes: int, price: int) -> RankedRepair:
    return RankedRepair(repair(changes), Difference({}, Fraction(price)))


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
