"""What the templates show of an evaluation."""

from datetime import date
from typing import Any

from configurator_api.limits import MOST_RANGES
from configurator_api.web.page_address import PageAddress
from configurator_api.web.page_view import page_view, possible_numbers, reasons_in_time

from configurator.budget import UNLIMITED, Budget
from configurator.engine import EvaluationRequest
from configurator.offering.evaluation_json import evaluation_data
from configurator.session import Choices
from tests.api.service import engine


def _view(catalog: str, **choices: Any) -> dict[str, Any]:
    chosen = Choices(choices)
    found = engine().evaluation(
        EvaluationRequest(catalog, date(2026, 3, 1), chosen, seconds=None, differences=catalog != "modular_server")
    )
    return page_view(
        evaluation_data(found), PageAddress(catalog, chosen, "en"), {("trim", "fineline_siena"): "So it is."}
    )


def _members(view: dict[str, Any]) -> dict[str, Any]:
    return {member["path"]: member for group in view["groups"] for member in group["members"]}


def test_the_running_option_is_told_from_the_chosen_one() -> None:
    members = _members(_view("bmw_x3", paint="jet_black"))
    chosen = {option["value"]: option["state"] for option in members["paint"]["options"]}
    assert "selected" == chosen["jet_black"]
    assert [True] == [option["running"] for option in members["upholstery"]["options"] if option["running"]]


def test_a_blocked_option_shows_its_reason() -> None:
    options = _members(_view("bmw_x3", premium_package=False))["trim"]["options"]
    assert ("blocked", "So it is.") == next(
        (option["state"], option["reason"]) for option in options if option["value"] == "fineline_siena"
    )


def test_choices_can_be_undone_one_by_one() -> None:
    chips = _view("bmw_x3", paint="jet_black", bmw_apps=True)["chips"]
    assert [("Paint", "Jet Black")] == [(chip["title"], chip["shown"]) for chip in chips if chip["path"] == "paint"]


def test_the_waterfall_is_written_for_people() -> None:
    view = _view("aeron")
    assert "$" in view["levels"][0]["after"] and "List" == view["levels"][0]["stage"]
    assert all("$" in step["after"] for line in view["lines"] for step in line["steps"])


def test_few_numbers_are_buttons_and_many_are_a_field() -> None:
    members = _members(_view("modular_server"))
    assert ["1", "2"] == [option["value"] for option in members["cabinets"]["options"]]
    assert ([], "2–12") == (members["power_supplies"]["options"], members["power_supplies"]["possible"])


def test_scattered_numbers_are_not_listed_without_end() -> None:
    scattered = [{"low": number, "high": number, "state": "available"} for number in range(0, 100, 2)]
    assert MOST_RANGES + 1 == len(possible_numbers({"ranges": scattered}, "en").split(", "))
    assert possible_numbers({"ranges": scattered}, "en").endswith("and more")


def test_ranges_that_follow_on_each_other_are_one() -> None:
    states = [(2, 2, "available"), (3, 3, "selected"), (4, 16, "available"), (17, 20, "blocked"), (21, 21, "available")]
    ranges = [{"low": low, "high": high, "state": state} for low, high, state in states]
    assert "2–16, 21" == possible_numbers({"ranges": ranges}, "en")


FOUND = engine().evaluation(
    EvaluationRequest("bmw_x3", date(2026, 3, 1), Choices({"premium_package": False}), seconds=None)
)


def test_a_reason_is_in_the_words_of_the_owner() -> None:
    reasons = reasons_in_time(FOUND, "en", UNLIMITED)
    assert "This trim is only made with the Premium Package." == reasons["trim", "fineline_siena"]


def test_what_is_implied_says_because_of_which_choices() -> None:
    found = engine().evaluation(
        EvaluationRequest("bmw_x3", date(2013, 6, 1), Choices({"bmw_apps": True}), seconds=None)
    )
    assert reasons_in_time(found, "en", UNLIMITED)["navigation", "true"].startswith("You chose BMW Apps: yes. ")


def test_without_time_there_are_none_and_nothing_is_made_up() -> None:
    assert {} == reasons_in_time(FOUND, "en", Budget(lambda: 1.0, 0.0))
