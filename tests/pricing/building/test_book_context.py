"""Selectors, resolved to the tags of lines."""

import pytest

from tests.pricing.shop import book_of, problems_of

PRICES = "prices: {items: {navi: 5, petrol: 1, diesel: 2}}\ncharges: {base: {amount: 1}}\n"


def tags_of(selector: str) -> frozenset[str]:
    stage = f"stages: [{{id: s, kind: discount, percent: 1, on: '{selector}', because: So}}]"
    found = book_of(PRICES + "categories: {hardware: [group.engines, base], more: [category.hardware, navi]}\n" + stage)
    assert found.stages[0].on is not None
    return found.stages[0].on.tags


@pytest.mark.parametrize(
    ("selector", "tags"),
    [
        ("all", {"all"}),
        ("recurring", {"recurring"}),
        ("monthly", {"monthly"}),
        ("prices.navi", {"prices.navi"}),
        ("charges.base", {"charges.base"}),
        ("base", {"charges.base"}),
        ("group.extras", {"group.extras"}),
        ("engine", {"feature.engine"}),
        ("engine.petrol", {"option.engine.petrol"}),
        ("radio", {"feature.radio", "component.radio"}),
        ("category.hardware", {"group.engines", "charges.base"}),
        ("category.more", {"group.engines", "charges.base", "component.navi"}),
    ],
)
def test_a_selector_stands_for_the_tags_of_lines(selector: str, tags: set[str]) -> None:
    assert tags == tags_of(selector)


@pytest.mark.parametrize("selector", ["al", "charges.bse", "category.none", "group.engine", "prices.radio", "nothing"])
def test_a_selector_that_names_no_line_is_told(selector: str) -> None:
    stage = f"stages: [{{id: s, kind: discount, percent: 1, on: '{selector}', because: So}}]"
    assert [("pricing.unknown-lines", f"`{selector}` names no line")] == problems_of(PRICES + stage)
