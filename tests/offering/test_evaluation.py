"""An evaluation holds everything a person needs to see, and nothing that is not certain."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count

import pytest

from configurator.engine import Ask, Engine
from configurator.errors import InvalidRequest, Undecided
from configurator.money import money
from configurator.pricing.cadence import Cadence
from configurator.session.choices import Choices
from configurator.session.states import OptionState
from tests.offering.shop import written

DAY = date(2026, 1, 1)


def _ask(**values: object) -> Ask:
    return Ask("lamps", DAY, Choices({path.replace("__", "."): value for path, value in values.items()}))  # type: ignore[misc]


def test_the_running_price_is_that_of_the_default_completion(lamps: Engine) -> None:
    found = lamps.evaluation(_ask())
    assert found.priced is not None
    assert money("19.50", "EUR") == found.priced.totals.one_time


def test_an_option_differs_by_the_price_of_the_nearest_product_that_has_it(lamps: Engine) -> None:
    found = lamps.evaluation(_ask())
    glass = found.differences["shade", "glass"]
    assert {Cadence.ONE_TIME: money("55.00", "EUR"), Cadence.MONTHLY: money("2.00", "EUR")} == glass.by_cadence
    assert Fraction(55 + 12 * 2) == glass.compare


def test_the_running_value_differs_by_nothing(lamps: Engine) -> None:
    found = lamps.evaluation(_ask(shade="steel"))
    assert Fraction(0) == found.differences["shade", "steel"].compare


def test_numbers_and_instances_are_priced_too(lamps: Engine) -> None:
    found = lamps.evaluation(_ask())
    assert Fraction("4.5") == found.differences["bulbs", 2].compare
    assert Fraction(30) == found.differences["arms", 2].compare


def test_a_blocked_option_has_no_price_difference(lamps: Engine) -> None:
    found = lamps.evaluation(_ask(shade="steel"))
    assert OptionState.BLOCKED is found.states.features["bulbs"].of(4)
    assert ("bulbs", 4) not in found.differences


def test_what_a_repair_costs_is_reckoned_with_all_other_choices_kept(lamps: Engine) -> None:
    found = lamps.evaluation(_ask(shade="steel", bulbs=4, arms=2, dimmer=True))
    differences = {each.repair.changes[0].path: each.difference for each in found.repairs if each.difference}
    assert {"bulbs": 0, "shade": Fraction("-6.5")} == {path: each.compare for path, each in differences.items()}


def test_clashing_choices_come_with_a_conflict_and_repairs_by_price(lamps: Engine) -> None:
    found = lamps.evaluation(_ask(shade="steel", bulbs=4))
    assert found.conflict is not None
    assert (("shade", "bulbs"), ("steel_is_small",)) == (found.conflict.choices, found.conflict.constraints)
    assert [("shade",), ("bulbs",)] == [tuple(c.path for c in each.repair.changes) for each in found.repairs]
    prices = [each.difference.compare for each in found.repairs if each.difference]
    assert sorted(prices) == prices


def test_warnings_code_and_bill_are_those_of_the_completion(lamps: Engine) -> None:
    found = lamps.evaluation(_ask(bulbs=4))
    assert ["many_bulbs"] == [warning.constraint for warning in found.warnings]
    assert "LPD" == found.code
    assert [("bulb", Fraction(4))] == [(item.part, item.quantity) for item in found.bill]


def test_time_that_runs_out_is_undecided_and_never_a_wrong_price(tmp_path_factory: pytest.TempPathFactory) -> None:
    ticks = count()
    engine = Engine.open(*written(tmp_path_factory.mktemp("slow")), now=lambda: float(next(ticks)))
    engine.catalog("lamps")
    try:
        found = engine.evaluation(Ask("lamps", DAY, Choices({"shade": "glass"}), seconds=3.0))
    except Undecided:
        return
    assert found.undecided
    assert OptionState.BLOCKED is not found.states.features["dimmer"].of(True)


def test_an_unknown_feature_is_an_invalid_request_with_a_hint(lamps: Engine) -> None:
    with pytest.raises(InvalidRequest, match="shade"):
        lamps.evaluation(_ask(shadow="glass"))


def test_the_cheapest_completion_is_proved_over_joint_prices(lamps: Engine) -> None:
    found = lamps.evaluation(Ask("lamps", DAY, Choices({"dimmer": True}), cheapest=True))
    assert found.configuration is not None
    assert "paper" == found.configuration.values["shade"]
    assert Fraction(0) == found.slack


def test_a_quick_question_is_answered_the_same_and_undecided_where_choices_clash(lamps: Engine) -> None:
    asked = _ask(shade="glass")
    quick = replace(asked, quick=True, seconds=0.5)
    assert asked.key == quick.key
    assert lamps.evaluation(asked) is lamps.evaluation(quick)
    with pytest.raises(Undecided, match="reasons take longer"):
        lamps.evaluation(replace(_ask(shade="steel", bulbs=4), priced=False, quick=True))
