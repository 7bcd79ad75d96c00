"""A small van shop with a price book, and configurations of it written by hand."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from textwrap import dedent

from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price import price
from configurator.pricing.price_lines import Line, Priced
from configurator.problems import Problem
from configurator.reading.files import Files
from tests.catalog.loading import catalog_of

DAY = date(2026, 3, 1)

VAN = """
title: {en: Van, de: Transporter}
locales: [en, de]
components:
  engines:
    title: Engines
    attributes: {power: {type: number, unit: kW}}
    items:
      petrol: {title: Petrol engine, power: 90}
      diesel: {title: Diesel engine, power: 110}
  extras:
    title: Extras
    items: {navi: Navigation system, radio: Radio, roof: Roof window}
features:
  engine: {title: Engine, options: engines}
  paint: {title: Paint, options: {white: White, red: Red, black: Black}}
  sport: {title: Sport package, type: boolean}
  navigation: {title: Navigation, type: boolean, component: navi}
  radio: {title: Radio, type: boolean, component: radio}
  roof: {title: Roof, type: boolean, component: roof}
  seats: {title: Seats, type: integer, range: 2..9}
  cable: {title: Cable, type: number, range: 0 m .. 10 m, step: 0.5 m}
  spare: {title: Spare wheel, options: {small: Small, full: Full}, when: not sport}
structures:
  racks:
    title: Rack
    cardinality: 0..4
    features:
      shelves: {title: Shelves, type: integer, range: 1..6}
      coat: {title: Coat, options: {plain: Plain, zinc: Zinc}}
bill_of_materials:
  motor: {part: engine, quantity: "1"}
  screws: {each: racks, part: "'screw'", quantity: 4 * shelves}
"""

HEAD = """
format: 1
book: b
catalog: x
currency: EUR
"""

BASE: dict[str, FeatureValue] = {
    "engine": "petrol",
    "paint": "white",
    "sport": False,
    "navigation": False,
    "radio": False,
    "roof": False,
    "seats": 3,
    "cable": 2,
    "spare": "small",
    "racks": 0,
}


@cache
def van() -> Catalog:
    return catalog_of(VAN)


def chosen(values: Mapping[str, FeatureValue] | None = None, racks: int = 0) -> Configuration:
    """Return the plain van with some values changed; rack number k has k shelves, plain ones, unless changed."""
    complete: dict[str, FeatureValue] = {**BASE, "racks": racks}
    names = tuple(f"r{number}" for number in range(1, racks + 1))
    for number, name in enumerate(names, start=1):
        complete |= {f"racks[{name}].shelves": number, f"racks[{name}].coat": "plain"}
    complete |= values or {}
    if complete["sport"]:
        complete.pop("spare", None)
    return Configuration("x", van().digest, complete, {}, {"racks": names})


def load(text: str, head: str = HEAD, **files: str) -> tuple[PriceBook | None, tuple[Problem, ...]]:
    """Load a book for the van; `files` are its tables, `prices_csv` being `prices.csv`."""
    tables = {name.replace("_", ".", 1): dedent(content).encode() for name, content in files.items()}
    return load_book(Files({"book.yaml": f"{head}{dedent(text)}".encode(), **tables}), "book.yaml", van())


def book_of(text: str, head: str = HEAD, **files: str) -> PriceBook:
    """Load a book for the van that must have no error."""
    book, problems = load(text, head, **files)
    if book is None:
        raise ValueError("\n".join(map(str, problems)))
    return book


def problems_of(text: str, head: str = HEAD, **files: str) -> list[tuple[str, str]]:
    """Return the codes and messages of what is wrong with a book."""
    return [(problem.code.name, problem.message) for problem in load(text, head, **files)[1]]


def priced(
    text: str,
    values: Mapping[str, FeatureValue] | None = None,
    *,
    racks: int = 0,
    on: date = DAY,
    parameters: Mapping[str, ParameterValue] | None = None,
    head: str = HEAD,
) -> Priced:
    """Price the plain van, with some values changed, by a book written in a test."""
    return price(chosen(values, racks), van(), book_of(text, head), on, parameters)


def amounts(found: Priced) -> dict[str, str]:
    """Return the lines as `id: amount`."""
    return {line.id: str(line.amount.amount) for line in found.lines}


def total(found: Priced) -> str:
    """Return what is due once, as text."""
    return str(found.totals.one_time.amount)


def line(found: Priced, name: str) -> Line:
    """Return the line with an id."""
    return next(each for each in found.lines if each.id == name)
