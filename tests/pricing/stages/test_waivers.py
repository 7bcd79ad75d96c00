"""Waivers: parts that a package includes keep their line and cost nothing."""

import pytest

from configurator.pricing.operations import Operation
from configurator.pricing.price_lines import Outcome
from tests.pricing.shop import amounts, line, priced, problems_of

PRICES = "prices: {items: {navi: 1500, radio: 200, roof: 800, racks.shelves: 10}}\n"
ALL = {"sport": True, "navigation": True, "radio": True, "roof": True}


def test_an_included_part_keeps_its_line_and_says_why_it_is_free() -> None:
    book = PRICES + "waivers: {sport: {when: sport, includes: [navi], because: In the sport package}}"
    found = line(priced(book, ALL), "prices.navigation")
    step = found.steps[1]
    assert [0, -1500] == [found.exact, step.operand]
    assert (Operation.WAIVE, "In the sport package", "waivers.sport") == (step.operation, str(step.because), step.rule)


def test_a_part_may_be_named_by_its_feature_its_component_or_a_selector() -> None:
    for name in ("navigation", "navi", "feature.navigation", "component.navi", "group.extras", "prices.navi"):
        book = PRICES + f"waivers: {{w: {{includes: [{name}], because: In}}}}"
        assert "0" == amounts(priced(book, {"navigation": True}))["prices.navigation"], name


def test_of_one_of_the_parts_only_the_dearest_that_was_chosen_is_waived() -> None:
    book = PRICES + "waivers: {sport: {when: sport, choose_one_of: [radio, roof], because: One is included}}"
    found = priced(book, ALL)
    assert {"prices.navigation": "1500", "prices.radio": "200", "prices.roof": "0"} == amounts(found)
    assert [("prices.radio", Outcome.NOT_THE_DEAREST)] == [(each.subject, each.outcome) for each in found.trace]


def test_where_one_part_is_free_already_the_other_one_is_waived() -> None:
    book = (
        PRICES
        + """
waivers:
  first: {includes: [roof], because: Always}
  sport: {when: sport, choose_one_of: [radio, roof], because: One is included}
"""
    )
    found = priced(book, ALL)
    assert {"prices.navigation": "1500", "prices.radio": "0", "prices.roof": "0"} == amounts(found)
    assert [("prices.roof", Outcome.ALREADY_WAIVED)] == [(each.subject, each.outcome) for each in found.trace]


def test_equally_dear_parts_are_waived_in_the_order_of_their_lines() -> None:
    book = "prices: {items: {radio: 200, roof: 200}}\nwaivers: {s: {choose_one_of: [roof, radio], because: One}}"
    assert {"prices.radio": "0", "prices.roof": "200"} == amounts(priced(book, ALL))


def test_the_prices_of_a_part_in_several_cadences_are_waived_together() -> None:
    book = """
    compare_over: 36 months
    prices: {items: {radio: [{amount: 200}, {amount: 30, recurring: month}], roof: 800}}
    waivers: {s: {choose_one_of: [roof, radio], because: One}}
    """
    found = amounts(priced(book, ALL))
    assert {"prices.radio": "0", "prices.radio:monthly": "0", "prices.roof": "800"} == found


def test_a_waiver_may_be_repeated_for_instances() -> None:
    book = PRICES + "waivers: {z: {each: racks, when: coat == 'zinc', includes: [racks.shelves], because: Zinc}}"
    found = priced(book, {"racks[r2].coat": "zinc"}, racks=2)
    assert {"prices.racks[r1].shelves": "10", "prices.racks[r2].shelves": "0"} == amounts(found)


def test_why_nothing_was_waived_is_told() -> None:
    book = (
        PRICES
        + """
waivers:
  sport: {when: sport, includes: [navi], because: In}
  empty: {includes: [roof], because: In}
"""
    )
    found = priced(book, {"navigation": True})
    assert [("waivers.sport", Outcome.NOT_ELIGIBLE), ("waivers.empty", Outcome.NOTHING_TO_ACT_ON)] == [
        (each.rule, each.outcome) for each in found.trace
    ]


@pytest.mark.parametrize(
    ("book", "waiver", "expected"),
    [
        ("", "", "prices.radio"),
        ("", ", over: 12 months", "prices.navigation:monthly"),
        ("compare_over: 2 years", "", "prices.navigation:monthly"),
        ("compare_over: 2 years", ", over: 9 months", "prices.radio"),
    ],
)
def test_a_waiver_says_over_which_time_the_dearest_is(book: str, waiver: str, expected: str) -> None:
    text = f"""
        {book}
        prices: {{items: {{radio: 100, navigation: [{{amount: 10, recurring: month}}]}}}}
        waivers: {{w: {{choose_one_of: [radio, navigation], because: One{waiver}}}}}
        """
    found = priced(text, {"radio": True, "navigation": True})
    assert [expected] == [line.id for line in found.lines if line.exact == 0]


def test_a_time_that_is_none_is_told() -> None:
    waiver = "waivers: {w: {choose_one_of: [radio], because: One, over: long}}"
    assert ("pricing.bad-horizon", "`long` is no horizon") in problems_of(f"prices: {{items: {{radio: 1}}}}\n{waiver}")
