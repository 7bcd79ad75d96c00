"""Many products are priced together as each is alone."""

from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.batch.batch_differences import differences_near, swap_differences
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.load import load_book
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price_prepared, run
from configurator.reading.files import Files
from tests.catalog.loading import catalog_of
from tests.pricing.random_books import books, pieces, vans
from tests.pricing.shop import DAY, HEAD, VAN, book_of, van

FLEET = {"customer.segment": "fleet"}


@st.composite
def alike(draw: st.DrawFn) -> tuple[Configuration, list[Configuration]]:
    """Draw a van, and others with some of the values of further ones, most with the same features and racks."""
    first, others = draw(vans()), draw(st.lists(vans(), min_size=1, max_size=6))
    near = []
    for other in others:
        shared = sorted(first.values.keys() & other.values.keys() - {"racks"})
        taken = draw(st.sets(st.sampled_from(shared)))
        values = {**first.values, **{path: other.values[path] for path in taken}}
        near.append(replace(first, values=values) if draw(st.integers(0, 5)) else other)
    return first, near


@given(books(), alike(), pieces)
def test_products_near_a_priced_one_cost_as_much_more_as_each_priced_from_scratch(
    text: str, products: tuple[Configuration, list[Configuration]], quantity: int
) -> None:
    first, near = products
    prepared = prepare(book_of(text), van(), DAY, FLEET, quantity=quantity)
    running = run(first, prepared)
    assert [price_prepared(each, prepared).totals.less(running.priced.totals) for each in near] == differences_near(
        running, [Neighbour.of(first, each) for each in near]
    )


SHADES = [f"shade{number}" for number in range(24)]


@cache
def painted_van() -> Catalog:
    """Return the van in many more colours."""
    more = "".join(f", {shade}: {shade}" for shade in SHADES)
    return catalog_of(VAN.replace("black: Black}}", f"black: Black{more}}}}}"))


def shade_prices(seed: int) -> str:
    """Return list prices of every shade: mostly once, some monthly too, some by condition."""
    random, lines = Random(seed), []
    for shade in SHADES:
        figure = random.choice(("0", f"{random.randrange(1_000)}.{random.randrange(100):02}"))
        amounts = (
            figure,
            "[{amount: 1}, {amount: 3, recurring: month}]",
            "[{amount: 5, when: sport}, {amount: 7}]",
            "[{amount: 2, when: paint != 'shade3'}, {amount: 8}]",
        )
        lines.append(f"    paint.{shade}: {random.choices(amounts, (24, 2, 2, 1))[0]}\n")
    return "".join(lines)


def prepared_with(text: str, shades: str, quantity: int) -> Prepared:
    """Return a random book with prices of shades."""
    text = text.replace("prices:\n  items:\n", f"prices:\n  items:\n{shades}", 1)
    if "sales" not in text:
        bold = "  - {id: bold, kind: surcharge, percent: 7, because: Bold, on: [paint.shade0, paint.shade1]}\n"
        before, _, rest = text.partition("stages:\n")
        text = f"{before}stages:\n{bold}{rest}"
    book, problems = load_book(Files({"book.yaml": f"{HEAD}{text}".encode()}), "book.yaml", painted_van())
    if book is None:
        raise ValueError("\n".join(map(str, problems)))
    return prepare(book, painted_van(), DAY, FLEET, quantity=quantity)


def with_value(configuration: Configuration, path: str, value: FeatureValue) -> Configuration:
    return replace(configuration, values={**configuration.values, path: value})


@given(books(), st.integers(0, 10_000), vans(), vans(), pieces)
def test_every_swap_has_the_price_of_its_own_price(
    text: str, seed: int, before: Configuration, after: Configuration, quantity: int
) -> None:
    prepared = prepared_with(text, shade_prices(seed), quantity)
    running = run(before, prepared)
    for path, values in (
        ("paint", ["red", *SHADES, "white"]),
        ("roof", [True, False]),
        ("engine", ["diesel", "petrol"]),
    ):
        first = with_value(after, path, values[0])
        found = swap_differences(run(first, prepared), path, values, running.priced.totals)
        for value in values:
            alone = price_prepared(with_value(after, path, value), prepared).totals
            assert alone.less(running.priced.totals) == found[value]
