"""Tables of prices over all products: whatever their columns hold, search and check see what pricing shows."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue
from configurator.offering.price_range import price_range
from configurator.offering.price_search import SearchablePrices
from configurator.owner.price_coverage_search import every_product_has_a_price
from configurator.pricing.batch.batch_differences import differences_near
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared, run
from configurator.pricing.price_lines import Priced
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files
from configurator.session.choices import NO_CHOICES
from configurator.session.completion import configuration_of
from configurator.session.partial_assignment import PartialAssignment
from configurator.solving.engines import engine_named
from configurator.solving.port import RankSolutions
from tests.catalog.loading import catalog_of
from tests.examples import share
from tests.pricing.shop import DAY, HEAD

BLINDS = """
features:
  fabric: {options: {linen: Linen, silk: Silk}}
  motor: {type: boolean}
  width: {type: integer, range: 1..6}
  height: {type: number, range: 1 m .. 2 m, step: 0.5 m}
  remote: {options: {small: Small, large: Large}, when: motor}
constraints:
  light: {when: "fabric == 'silk'", require: width <= 4, because: Silk is heavy}
"""
KINDS = {
    "fabric": ("linen", "silk", ""),
    "motor": ("true", "false", ""),
    "remote": ("small", "large", ""),
    "width": ("1", "2", "3", "4", "5", "6", ""),
    "height": ("1 m", "1.5 m", "2 m", ""),
}
NUMBERS = ("width", "height")


@cache
def blinds() -> Catalog:
    return catalog_of(BLINDS)


@cache
def compiled() -> CompiledCatalog:
    found, problems = compile_catalog(blinds())
    assert found is not None, problems
    return found


@cache
def products() -> tuple[Configuration, ...]:
    solver = engine_named("brute_force").load(compiled().program)
    every = solver.ask(RankSolutions((), number=100_000), UNLIMITED)
    inquiry = PartialAssignment(compiled(), solver, NO_CHOICES)
    return tuple(configuration_of(inquiry, solution) for solution in every.solutions)


@dataclass(frozen=True)
class Drawn:
    """A random table: its columns with how they are read, and its rows with their prices in their order."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def linear(self) -> list[str]:
        return [name for name, kind in self.columns if kind == "linear"]

    @property
    def csv(self) -> str:
        header = [f"{name}_up_to" if kind == "up_to" else name for name, kind in self.columns]
        lines = [[*cells, str(price)] for cells, price in self.rows]
        return "".join(f"{','.join(each)}\n" for each in ([*header, "price"], *lines))

    @property
    def book(self) -> str:
        by = ", ".join(f"{name}: {name}" for name, _ in self.columns)
        keys = f"model: matrix, quantity: '1', table: t.csv, by: {{{by}}}, hit: most_specific, linear: {self.linear}"
        return f"{HEAD}charges:\n  size: {{{keys}}}\n"


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    names = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=3, unique=True))
    kinds = [draw(st.sampled_from(("value", "up_to", "linear"))) if name in NUMBERS else "value" for name in names]
    cells = [
        st.sampled_from(KINDS[name][:-1] if kind == "linear" else KINDS[name])
        for name, kind in zip(names, kinds, strict=True)
    ]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=14, unique=True))
    prices = [draw(st.integers(0, 40)) for _ in rows]
    return Drawn(tuple(zip(names, kinds, strict=True)), tuple(zip(rows, prices, strict=True)))


def loaded(table: Drawn) -> PriceBook | None:
    """Return the book of a table; None where rows cover one another."""
    files = {"book.yaml": table.book.encode(), "t.csv": table.csv.encode()}
    book, problems = load_book(Files(files), "book.yaml", blinds())
    assert {each.code.name for each in problems} <= {"pricing.duplicate-price", "pricing.unreachable-row"}, problems
    return book


# ── a second reading of the rules ────────────────────────────────────────────────────────────────────────────────────


def number(text: str) -> Fraction:
    return Fraction(text.removesuffix(" m"))


def value_of(product: Configuration, name: str) -> FeatureValue | None:
    return product.values.get(name)


def number_of(product: Configuration, name: str) -> Fraction:
    return Fraction(product.values[name])


def fits(product: Configuration, name: str, kind: str, cell: str) -> bool:
    value = value_of(product, name)
    if not cell or kind == "linear":
        return True
    if value is None:
        return False
    if kind == "up_to":
        return Fraction(value) <= number(cell)
    return number(cell) == value if name in NUMBERS else cell == str(value).lower()


def expected(table: Drawn, product: Configuration) -> Fraction | None:
    """Return the price of a product by walking the rows; None where there is none."""
    fitting = [
        (cells, price)
        for cells, price in table.rows
        if all(fits(product, *column, cell) for column, cell in zip(table.columns, cells, strict=True))
    ]
    plain = [n for n, (_, kind) in enumerate(table.columns) if kind == "value"]
    linear = [n for n, (_, kind) in enumerate(table.columns) if kind == "linear"]
    masks = {tuple(n for n in plain if cells[n]) for cells, _ in fitting}
    for mask in sorted(masks, key=lambda each: (-len(each), each)):
        group = [(cells, price) for cells, price in fitting if tuple(n for n in plain if cells[n]) == mask]
        first = [cell for n, cell in enumerate(group[0][0]) if n not in linear]
        alike = [row for row in group if [cell for n, cell in enumerate(row[0]) if n not in linear] == first]
        found = between(table, product, alike, linear)
        if found is not None:
            return found
    return None


def between(
    table: Drawn, product: Configuration, rows: list[tuple[tuple[str, ...], int]], linear: list[int]
) -> Fraction | None:
    if not linear:
        return Fraction(rows[0][1])
    here, *rest = linear
    value = number_of(product, table.columns[here][0])
    points = sorted({number(cells[here]) for cells, _ in rows})
    below, above = [each for each in points if each <= value], [each for each in points if each >= value]
    if not below or not above:
        return None
    low, high = (
        between(table, product, [row for row in rows if number(row[0][here]) == point], rest)
        for point in (below[-1], above[0])
    )
    if low is None or high is None:
        return None
    width = above[0] - below[-1]
    return low if not width else low + (high - low) * (value - below[-1]) / width


def absent(table: Drawn, product: Configuration) -> bool:
    return any(value_of(product, name) is None for name, _ in table.columns)


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def prices_of(book: PriceBook) -> list[Priced]:
    prepared = prepare(book, blinds(), DAY)
    return [price_prepared(product, prepared) for product in products()]


@settings(max_examples=share(100))
@given(tables())
def test_a_product_has_the_price_of_the_rows_that_fit_or_none(table: Drawn) -> None:
    book = loaded(table)
    if book is None:
        return
    for product, found in zip(products(), prices_of(book), strict=True):
        wanted = expected(table, product)
        rounded = Fraction(0) if wanted is None else book.rounding.landed(wanted)
        assert rounded == found.totals.compare
        assert (wanted is None and not absent(table, product)) == bool(found.unpriced)


@settings(max_examples=share(60))
@given(tables())
def test_the_check_names_a_product_without_a_price_if_there_is_one(table: Drawn) -> None:
    book = loaded(table)
    if book is None or table.linear[1:]:
        return
    missing = any(found.unpriced for found in prices_of(book))
    problems = list(every_product_has_a_price(book, compiled(), UNLIMITED))
    assert ["owner.no-price"] * missing == [problem.code.name for problem in problems]


@pytest.mark.slow
@pytest.mark.parametrize("listed", [2_000, 0])
@settings(max_examples=share(30), deadline=None)
@given(table=tables())
def test_the_range_is_that_of_the_products_that_have_a_price(listed: int, table: Drawn) -> None:
    book = loaded(table)
    if book is None:
        return
    with patch("configurator.pricing.symbolic.tabulated.MOST_COMBINATIONS", listed):
        engine = engine_named("cp_sat")
        prices = SearchablePrices.open(prepare(book, blinds(), DAY), compiled(), engine, engine)
        found = price_range(prices)
    every = [each.totals.compare for each in prices_of(book) if not each.unpriced]
    is_bounded = bool(table.linear[1:])
    if not every:
        assert is_bounded or found is None
        return
    assert found is not None
    assert found.at_least <= min(every) <= max(every) <= found.at_most
    ends = [end.priced.totals.compare for end in found.both if end is not None]
    assert is_bounded or [min(every), max(every)] == ends


@settings(max_examples=share(40), deadline=None)
@given(tables(), st.data())
def test_products_priced_together_have_a_price_where_each_alone_has(table: Drawn, data: st.DataObject) -> None:
    book = loaded(table)
    if book is None:
        return
    prepared = prepare(book, blinds(), DAY)
    near = data.draw(st.sampled_from(products()))
    others = data.draw(st.lists(st.sampled_from(products()), min_size=1, max_size=8))
    running = run(near, prepared)
    alone = [price_prepared(each, prepared) for each in others]
    expected = [None if each.unpriced else each.totals.less(running.priced.totals) for each in alone]
    assert expected == differences_near(running, [Neighbour.of(near, each) for each in others])
