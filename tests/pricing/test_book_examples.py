"""Books of the desk lamp in the guide and the reference load, cost what is shown, and every key is documented.

Run with ACCEPT_WORDING=1 in the environment to write the prices below the examples anew, and read what changed.
"""

import re
from datetime import date
from fractions import Fraction

import pytest

from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price import price
from configurator.pricing.rendered_price import as_text, considered_as_text
from configurator.pricing.shape import ALL_SHAPES
from tests.pricing.pricing_pages import BOOKS_REFERENCE, PricingPages, accepts

PAGES = PricingPages("desk_lamp")
CATALOG = PAGES.catalog
BASE: dict[str, FeatureValue] = {
    "shade": "cone",
    "colour": "blue",
    "dimmer": False,
    "clamp": False,
    "studio": False,
    "bulbs": 1,
    "cable": Fraction(1),
    "arms": 0,
}


def _value(text: str) -> FeatureValue:
    if text in ("true", "false"):
        return text == "true"
    try:
        number = Fraction(text)
    except ValueError:
        return text
    return int(number) if number.denominator == 1 else number


def _said(book: PriceBook, kind: str, ask: str) -> str:
    """Return what the page should say below its question `> shade: globe, on: 2026-03-01`."""
    given = {name: _value(value) for name, value in re.findall(r"([\w.]+): ([^,\n]+)", ask) if name != "on"}
    day, quantity = re.search(r"on: (\S+)", ask), given.pop("quantity", 1)
    assert isinstance(quantity, int)
    parameters: dict[str, ParameterValue] = {name: given.pop(name) for name in list(given) if name in book.parameters}
    arms = tuple(f"a{number}" for number in range(1, int(given.get("arms", 0)) + 1))
    values = {**BASE, **given, **{f"arms[{name}].joints": 1 for name in arms}}
    lamp = Configuration("desk_lamp", CATALOG.digest, values, {}, {"arms": arms})
    on = date.fromisoformat(day[1]) if day else date(2026, 3, 1)
    found = price(lamp, CATALOG, book, on, parameters, quantity=quantity)
    return f"{ask}\n{as_text(found) if kind == 'text' else considered_as_text(found)}\n"


@pytest.mark.parametrize("text", PAGES.books, ids=lambda text: text.split("\n")[1])
def test_a_book_loads_without_any_problem(text: str) -> None:
    assert text.startswith("format: 1\n")
    assert text.split("\n")[1] == f"book: {PAGES.book(text).id}"


@pytest.mark.parametrize(("book", "kind", "text"), PAGES.examples())
def test_an_example_costs_what_is_shown(book: str, kind: str, text: str) -> None:
    said = _said(PAGES.book(book), kind, text.split("\n")[0])
    assert said == text or accepts(kind, text, said)


@pytest.mark.parametrize("shape", ALL_SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_of_every_shape_is_explained(shape: type) -> None:
    keys = [field.alias or name for name, field in shape.model_fields.items()]  # type: ignore[attr-defined]
    assert [] == [key for key in keys if f"`{key}`" not in BOOKS_REFERENCE]
