"""An evaluation holds everything a person needs to see, and nothing that is not certain."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest

from configurator.engine import Engine, EvaluationRequest
from configurator.errors import InvalidRequest, Undecided
from configurator.money import money
from configurator.pricing.cadence import Cadence
from configurator.session.choices import Choices
from configurator.session.states import OptionState
from tests.offering.shop import written

DAY = date(2026, 1, 1)


def _request(**values: object) -> EvaluationRequest:
    return EvaluationRequest("lamps", DAY, Choices({path.replace("__", "."): value for path, value in values.items()}))  # type: ignore[misc]


def test_the_running_price_is_that_of_the_default_completion(lamps: Engine) -> None:
    found = lamps.evaluation(_request())
    assert found.priced is not None
    assert money("19.50", "EUR") == found.priced.totals.one_time


def test_an_option_differs_by_the_price_of_the_product_it_leads_to(lamps: Engine) -> None:
    found = lamps.evaluation(_request())
    glass = found.differences["shade", "glass"]
    assert {Cadence.ONE_TIME: money("55.00", "EUR"), Cadence.MONTHLY: money("2.00", "EUR")} == glass.by_cadence
    assert Fraction(55 + 12 * 2) == glass.compare


def test_the_running_value_differs_by_nothing(lamps: Engine) -> None:
    found = lamps.evaluation(_request(shade="steel"))
    assert Fraction(0) == found.differences["shade", "steel"].compare


def test_numbers_and_instances_are_priced_too(lamps: Engine) -> None:
    found = lamps.evaluation(_request())
    assert Fraction("4.5") == found.differences["bulbs", 2].compare
    assert Fraction(30) == found.differences["arms", 2].compare


def test_a_blocked_option_has_no_price_difference(lamps: Engine) -> None:
    found = lamps.evaluation(_request(shade="steel"))
    assert OptionState.BLOCKED is found.states.features["bulbs"].of(4)
    assert ("bulbs", 4) not in found.differences


def test_what_a_repair_costs_is_reckoned_with_all_other_choices_kept(lamps: Engine) -> None:
    found = lamps.evaluation(_request(shade="steel", bulbs=4, arms=2, dimmer=True))
    differences = {each.repair.changes[0].path: each.difference for each in found.repairs if each.difference}
    assert {"bulbs": 0, "shade": Fraction("-6.5")} == {path: each.compare for path, each in differences.items()}


def test_clashing_choices_come_with_a_conflict_and_repairs_by_price(lamps: Engine) -> None:
    found = lamps.evaluation(_request(shade="steel", bulbs=4))
    assert found.conflict is not None
    assert (("shade", "bulbs"), ("steel_is_small",)) == (found.conflict.choices, found.conflict.constraints)
    assert [("shade",), ("bulbs",)] == [tuple(c.path for c in each.repair.changes) for each in found.repairs]
    prices = [each.difference.compare for each in found.repairs if each.difference]
    assert sorted(prices) == prices


def test_warnings_code_and_bill_are_those_of_the_completion(lamps: Engine) -> None:
    found = lamps.evaluation(_request(bulbs=4))
    assert ["many_bulbs"] == [warning.constraint for warning in found.warnings]
    assert "LPD" == found.code
    assert [("bulb", Fraction(4))] == [(item.part, item.quantity) for item in found.bill]


def test_time_that_runs_out_is_undecided_and_never_a_wrong_price(tmp_path_factory: pytest.TempPathFactory) -> None:
    ticks = count()
    engine = Engine.open(*written(tmp_path_factory.mktemp("slow")), now=lambda: float(next(ticks)))
    engine.catalog("lamps")
    try:
        found = engine.evaluation(EvaluationRequest("lamps", DAY, Choices({"shade": "glass"}), seconds=3.0))
    except Undecided:
        return
    assert found.undecided
    assert OptionState.BLOCKED is not found.states.features["dimmer"].of(True)


def test_an_unknown_feature_is_an_invalid_request_with_a_hint(lamps: Engine) -> None:
    with pytest.raises(InvalidRequest, match="shade"):
        lamps.evaluation(_request(shadow="glass"))


def test_the_cheapest_completion_is_proved_over_joint_prices(lamps: Engine) -> None:
    found = lamps.evaluation(EvaluationRequest("lamps", DAY, Choices({"dimmer": True}), cheapest=True))
    assert found.configuration is not None
    assert "paper" == found.configuration.values["shade"]
    assert Fraction(0) == found.slack


def test_a_quick_question_is_answered_the_same_and_undecided_where_choices_clash(lamps: Engine) -> None:
    request = _request(shade="glass")
    quick = replace(request, quick=True, seconds=0.5)
    assert request.key == quick.key
    assert lamps.evaluation(request) is lamps.evaluation(quick)
    with pytest.raises(Undecided, match="reasons take longer"):
        lamps.evaluation(replace(_request(shade="steel", bulbs=4), priced=False, quick=True))


def test_the_price_is_there_or_the_reason_why_not(lamps: Engine) -> None:
    assert "19.50 EUR" == str(lamps.evaluate("lamps", on=DAY).price.total)
    with pytest.raises(InvalidRequest, match="the choices conflict, so there is no price"):
        _ = lamps.evaluate("lamps", {"shade": "steel", "bulbs": 4}, on=DAY).price
    with pytest.raises(InvalidRequest, match="without a price book"):
        _ = lamps.evaluation(EvaluationRequest("lamps", DAY, priced=False)).price


def test_an_evaluation_is_quoted_as_it_was_asked_for(lamps: Engine) -> None:
    evaluation = lamps.evaluate("lamps", {"dimmer": True}, on=DAY, cheapest=True)
    drawn = lamps.quote([evaluation.item(quantity=3)])
    assert evaluation.price.total * 3 == drawn.quote.total.one_time
    assert (DAY, "local") == (drawn.quote.on, drawn.quote.seller)
    with pytest.raises(InvalidRequest, match="expected a positive integer"):
        evaluation.item(quantity=0)


def test_today_is_that_of_the_clock(tmp_path: Path) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    engine = Engine.open(*written(tmp_path), clock=lambda: late)
    assert engine.day(EvaluationRequest("lamps", late)) == engine.evaluate("lamps").price.on


def test_only_conflicting_choices_have_an_explanation(lamps: Engine) -> None:
    assert "" == lamps.evaluate("lamps", on=DAY).explanation()
    assert "you chose" in lamps.evaluate("lamps", {"shade": "steel", "bulbs": 4}, on=DAY).explanation()


def test_a_product_with_a_part_without_a_price_has_none_and_no_click_leads_to_one(tmp_path: Path) -> None:
    catalogs, books = written(tmp_path)
    book = books / "lamps" / "lamps_eu.yaml"
    cases = "[{amount: 40, when: bulbs == 1}]"
    book.write_text(book.read_text(encoding="utf-8").replace("shade.glass: 40", f"shade.glass: {cases}"), "utf-8")
    engine = Engine.open(catalogs, books, now=lambda: 0.0)
    found = engine.evaluation(_request(shade="glass", bulbs=1))
    assert found.price.totals.one_time.fraction > 40
    assert ("bulbs", 1) in found.differences and ("bulbs", 2) not in found.differences
    unpriced = engine.evaluation(_request(shade="glass", bulbs=2))
    assert {} == unpriced.differences
    with pytest.raises(InvalidRequest, match="shade: sold, but without a price on that day"):
        unpriced.price  # noqa: B018  # asking for the price is what is refused
