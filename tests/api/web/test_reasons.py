"""Implied and blocked options have their reason, as far as there is time."""

from datetime import date

from configurator_api.web.reasons import reasons_in_time

from configurator.budget import UNLIMITED, Budget
from configurator.engine import Ask
from configurator.session import Choices
from tests.api.service import engine

FOUND = engine().evaluate(Ask("bmw_x3", date(2026, 3, 1), Choices({"premium_package": False}), seconds=None))


def test_a_reason_is_in_the_words_of_the_owner() -> None:
    reasons = reasons_in_time(FOUND, "en", UNLIMITED)
    assert "This trim is only made with the Premium Package." == reasons["trim", "fineline_siena"]


def test_what_is_implied_says_because_of_which_choices() -> None:
    found = engine().evaluate(Ask("bmw_x3", date(2013, 6, 1), Choices({"bmw_apps": True}), seconds=None))
    assert reasons_in_time(found, "en", UNLIMITED)["navigation", "true"].startswith("You chose BMW Apps: yes. ")


def test_without_time_there_are_none_and_nothing_is_made_up() -> None:
    assert {} == reasons_in_time(FOUND, "en", Budget(lambda: 1.0, 0.0))
