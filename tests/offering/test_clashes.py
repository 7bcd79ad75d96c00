"""All reasons and all ways out, with prices, over the shop of lamps."""

from datetime import date
from fractions import Fraction

from configurator.engine import Ask, Engine
from configurator.offering.clashes import Clashes, clashes, clashes_data
from configurator.offering.ranking import RankBy
from configurator.session.choices import Choices

ASK = Ask("lamps", date(2026, 3, 1))
CLASH = Choices({"bulbs": 4, "shade": "steel", "dimmer": False})


def asked(lamps: Engine, choices: Choices, by: RankBy = RankBy.CHANGES, **wish: str) -> Clashes:
    session = lamps.session("lamps", choices)
    path, value = next(iter(wish.items()), (None, None))
    return clashes(session, lamps.prepared(ASK), path, value, by=by)


def test_every_way_out_of_a_clash_has_its_price(lamps: Engine) -> None:
    found = asked(lamps, CLASH, RankBy.PRICE)
    assert ("steel_is_small",) == found.explanations[0].constraints
    assert {("bulbs",), ("shade",)} == {tuple(each.path for each in one.repair.changes) for one in found.repairs}
    prices = [each.difference.compare for each in found.repairs if each.difference]
    assert (2, sorted(prices)) == (len(prices), prices)


def test_where_nothing_stands_in_the_way_there_is_nothing_to_tell(lamps: Engine) -> None:
    assert Clashes((), (), True) == asked(lamps, Choices(), shade="glass")


def test_a_value_that_a_choice_forbids_names_it_and_what_giving_it_up_costs(lamps: Engine) -> None:
    found = asked(lamps, Choices({"dimmer": False, "bulbs": 4}), shade="glass")
    assert [("dimmer",)] == [each.choices for each in found.explanations]
    assert [Fraction(79)] == [each.difference.compare for each in found.repairs if each.difference]


def test_as_data_it_is_what_the_api_tells(lamps: Engine) -> None:
    told = clashes_data(asked(lamps, CLASH))
    assert ({"conflicts", "repairs", "complete"}, True) == (set(told), told["complete"])
