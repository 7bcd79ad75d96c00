"""Bodies of searches: amounts are exact numbers, goals have a sense, everything is bounded."""

from fractions import Fraction

import pytest
from configurator_api.schemas.searching import BestRequest, FrontRequest, RangeRequest
from pydantic import ValidationError

from tests.api.service import NOW

GOAL = {"sense": "most", "expression": "power"}


def test_a_search_asks_for_choices_on_a_day_within_the_time_of_the_service() -> None:
    ask = RangeRequest.model_validate({"choices": {"a": True}, "seconds": Fraction(60)}).ask("lamps", NOW, 10.0)
    assert ({"a": True}, NOW, 10.0) == (ask.choices.values, ask.on, ask.seconds)


@pytest.mark.parametrize("amount", [40_000, Fraction("1999.90"), 0])
def test_an_amount_is_an_exact_number(amount: int | Fraction) -> None:
    assert Fraction(amount) == BestRequest.model_validate({"at_most": amount}).at_most


@pytest.mark.parametrize("amount", [-1, "40000", True, 10**16])
def test_what_is_no_amount_is_refused(amount: object) -> None:
    with pytest.raises(ValidationError, match="expected an amount"):
        BestRequest.model_validate({"at_most": amount})


@pytest.mark.parametrize("goals", [[], [GOAL] * 3, [{"sense": "best", "expression": "power"}], [{"sense": "most"}]])
def test_a_front_has_one_goal_or_two(goals: object) -> None:
    with pytest.raises(ValidationError):
        FrontRequest.model_validate({"goals": goals})


def test_a_best_build_needs_no_goal() -> None:
    assert [] == BestRequest.model_validate({}).goals
