"""The page about the format is true: its books load, cost what they are said to cost, and every key is named.

Run with ACCEPT_WORDING=1 in the environment to write the prices below the examples anew, and read what changed.
"""

import os
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price import price
from configurator.pricing.render import as_text, considered_as_text
from configurator.pricing.shape import ALL_SHAPES
from configurator.reading.files import Files

PATH = Path(__file__).parents[2] / "docs" / "pricing-format.md"
PAGE = PATH.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(yaml|csv|text|considered)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS: list[tuple[str, str]] = BLOCK.findall(PAGE)
BOOKS = [text for kind, text in BLOCKS if kind == "yaml"][1:]
TABLE = next(text for kind, text in BLOCKS if kind == "csv")
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


def _catalog() -> Catalog:
    catalog, problems = load_catalog(Files({"catalog.yaml": BLOCKS[0][1].encode()}))
    assert () == problems and catalog is not None
    return catalog


CATALOG = _catalog()


def _book(text: str) -> PriceBook:
    book, problems = load_book(Files({"book.yaml": text.encode(), "prices.csv": TABLE.encode()}), "book.yaml", CATALOG)
    assert () == problems and book is not None
    return book


def _examples() -> list[tuple[str, str, str]]:
    """Return every example of a price: its book, its kind and its text."""
    found, book = [], ""
    for kind, text in BLOCKS[1:]:
        if kind == "yaml":
            book = text
        elif kind != "csv":
            found.append((book, kind, text))
    return found


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
    day = re.search(r"on: (\S+)", ask)
    parameters: dict[str, ParameterValue] = {name: given.pop(name) for name in list(given) if name in book.parameters}
    arms = tuple(f"a{number}" for number in range(1, int(given.get("arms", 0)) + 1))
    values = {**BASE, **given, **{f"arms[{name}].joints": 1 for name in arms}}
    lamp = Configuration("desk_lamp", CATALOG.digest, values, {}, {"arms": arms})
    found = price(lamp, CATALOG, book, date.fromisoformat(day[1]) if day else date(2026, 3, 1), parameters)
    return f"{ask}\n{as_text(found) if kind == 'text' else considered_as_text(found)}\n"


@pytest.mark.parametrize("text", BOOKS, ids=lambda text: text.split("\n")[1])
def test_a_book_of_the_page_loads_without_any_problem(text: str) -> None:
    assert text.startswith("format: 1\n")
    assert text.split("\n")[1] == f"book: {_book(text).id}"


@pytest.mark.parametrize(("book", "kind", "text"), _examples())
def test_an_example_costs_what_the_page_says(book: str, kind: str, text: str) -> None:
    said = _said(_book(book), kind, text.split("\n")[0])
    if os.environ.get("ACCEPT_WORDING") and said != text:
        PATH.write_text(PATH.read_text("utf-8").replace(f"```{kind}\n{text}```", f"```{kind}\n{said}```"), "utf-8")
    else:
        assert said == text


@pytest.mark.parametrize("shape", ALL_SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_of_every_shape_is_explained(shape: type) -> None:
    keys = [field.alias or name for name, field in shape.model_fields.items()]  # type: ignore[attr-defined]
    assert [] == [key for key in keys if f"`{key}`" not in PAGE]
