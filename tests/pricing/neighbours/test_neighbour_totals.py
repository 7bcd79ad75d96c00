"""Many products are priced together as each is alone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from configurator.configuration import Configuration
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.neighbours import totals_near
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared, run
from tests.pricing.random_books import books, vans
from tests.pricing.shop import DAY, book_of, van

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


@given(books(), alike())
def test_products_near_a_priced_one_have_the_totals_of_each_priced_from_scratch(
    text: str, products: tuple[Configuration, list[Configuration]]
) -> None:
    first, near = products
    prepared = prepare(book_of(text), van(), DAY, FLEET)
    assert [price_prepared(each, prepared).totals for each in near] == totals_near(
        run(first, prepared), [Neighbour.of(first, each) for each in near]
    )
