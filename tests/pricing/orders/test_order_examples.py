"""The page about orders: its recipes hold, and every key has its place in it."""

import re
from pathlib import Path

import pytest

from configurator.pricing.orders.shape import ALL_ORDER_SHAPES
from configurator.reading.shape import Shape
from tests.pricing.orders.shop import rules_of

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "orders.md").read_text(encoding="utf-8")
SHOP = ROOT / "tests" / "docs" / "orders"
CATEGORIES = "categories: {chairs: [catalog.a], printers: [catalog.b], books: [catalog.c]}\n"


def test_the_recipes_are_order_rules() -> None:
    blocks = re.findall(r"```yaml\n(stages:.*?)```", PAGE, re.DOTALL)
    rules = [rules_of(f"{CATEGORIES}{block}") for block in blocks]
    assert [["three_for_two", "gift", "bundle", "cash", "smallest"]] == [
        [rule.stage.id for rule in each.rules] for each in rules
    ]


@pytest.mark.parametrize(
    "file", ["pricing_rules/shop/shop.yaml", "pricing_rules/shop/order_scenarios.yaml", "order.yaml"]
)
def test_the_page_shows_the_files_that_its_example_runs(file: str) -> None:
    assert (SHOP / file).read_text(encoding="utf-8") in PAGE


@pytest.mark.parametrize("shape", ALL_ORDER_SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_is_on_the_page(shape: type[Shape]) -> None:
    keys = (info.alias or name for name, info in shape.model_fields.items())
    assert [] == [key for key in keys if not re.search(rf"\b{key}\b", PAGE)]
