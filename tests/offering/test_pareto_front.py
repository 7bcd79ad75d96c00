"""Fronts of the shop of lamps; the laws over random catalogs are in tests/laws."""

from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.best_build import Aim, read_aim
from configurator.offering.goals import Sense
from configurator.offering.pareto_front import ParetoFront
from configurator.session.choices import NO_CHOICES
from tests.offering.test_price_range import DAY


def front(lamps: Engine, aim: Aim, *, number: int = 50, budget: Budget = UNLIMITED) -> ParetoFront:
    return lamps.price_search(EvaluationRequest("lamps", DAY)).front(NO_CHOICES, aim, number=number, budget=budget)


def test_each_more_bulb_costs_more(lamps: Engine) -> None:
    found = front(lamps, read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs")]))
    prices = [(each.priced.totals.compare, each.reached) for each in found.points]
    assert [(Fraction(39 + 9 * more, 2), (Fraction(1 + more),)) for more in range(4)] == prices
    assert found.complete


def test_three_goals_have_a_front_too(lamps: Engine) -> None:
    goals = [(Sense.MOST, "bulbs"), (Sense.MOST, "count(arms)")]
    found = front(lamps, read_aim(lamps.outline("lamps"), goals))
    assert {(Fraction(bulbs), Fraction(arms)) for bulbs in range(1, 5) for arms in range(3)} == {
        each.reached for each in found.points
    }


def test_a_price_limit_cuts_the_front(lamps: Engine) -> None:
    aim = read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs")], at_most=Fraction(25))
    assert [(Fraction(1),), (Fraction(2),)] == [each.reached for each in front(lamps, aim).points]


def test_a_number_of_points_ends_it_incomplete(lamps: Engine) -> None:
    aim = read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs")])
    found = front(lamps, aim, number=2)
    assert (2, False) == (len(found.points), found.complete)
