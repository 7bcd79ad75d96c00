"""Plans as a drawing."""

import re
from datetime import date
from fractions import Fraction

import pytest

from configurator.contracts.growth.forecast import DemandScenario, Forecast
from configurator.contracts.growth.growth_plan import plan
from configurator.contracts.growth.plan_chart import amounts_beside as chart_steps
from configurator.contracts.growth.plan_chart import svg
from tests.contracts.growth.forecasts import slow_or_fast
from tests.contracts.offers import offer_of

F = Fraction


def test_lines_differ_without_colour_and_are_named() -> None:
    drawing = svg(slow_or_fast(), "en")
    lines = re.findall(r'<polyline points="[^"]+" fill="none" stroke="currentColor" stroke-width="2"([^/]*)/>', drawing)
    assert 5 == len(lines) == len(set(lines))
    assert all(outcome in drawing for outcome in ("Instant Capacity", "Pay per use", "Lease of all cores"))
    assert not re.search(r"#[0-9a-f]{3,6}|rgb|(?:fill|stroke)=\"(?!none|currentColor)", drawing)


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        ("67564.96", [0, 20000, 40000, 60000, 80000]),
        ("1", ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ("0.07", ["0", "0.1"]),
    ],
)
def test_amounts_beside_the_drawing_are_round(highest: str, steps: list[str]) -> None:
    assert [F(each) for each in steps] == chart_steps(F(highest))


def test_names_cannot_leave_their_place_in_the_drawing() -> None:
    offer = offer_of('one: {title: "<script>&", charges: {fee: {kind: recurring, amount: 1}}}')
    drawing = svg(plan(offer, Forecast("cores", date(2026, 1, 1), (DemandScenario("a", F(1), (F(1),)),))), "en")
    assert "&lt;script&gt;&amp;" in drawing and "<script>" not in drawing
