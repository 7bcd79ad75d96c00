"""The ends of the published prices of the 2013 BMW X3 xDrive28i, destination included, by the shipped catalog and book.

The published rules forget that the two M Sport packages exclude each other; the shipped catalog adds that they do. Both
are priced here.
"""

import re
from datetime import date
from fractions import Fraction

import pytest

from configurator.catalog.load import load_catalog
from configurator.configuration import FeatureValue
from configurator.offering.price_range import PriceRangeEnd, cheapest, dearest
from configurator.offering.price_search import SearchablePrices
from configurator.pricing.load import load_book
from configurator.pricing.prepare import prepare
from configurator.program.compile import compile_catalog
from configurator.reading.files import Files, read_folder
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder
from configurator.solving.engines import engine_named

DAY = date(2013, 6, 1)


def searchable(*, as_published: bool = False) -> SearchablePrices:
    files = dict(read_folder(shipped_folder("catalogs") / "bmw_x3"))
    if as_published:
        text = files["catalog.yaml"].decode()
        cut = re.sub(r"^  one_m_sport:\n(?:    .*\n)+", "", text, flags=re.MULTILINE)
        assert cut != text
        files["catalog.yaml"] = cut.encode()
    catalog, problems = load_catalog(Files(files))
    assert catalog is not None, problems
    book, found = load_book(read_folder(shipped_folder("pricing_rules") / "bmw_x3"), "bmw_x3_us.yaml", catalog)
    assert book is not None, found
    compiled, refused = compile_catalog(catalog)
    assert compiled is not None, refused
    return SearchablePrices.open(prepare(book, catalog, DAY), compiled, engine_named(), engine_named("cp_sat"))


@pytest.fixture(scope="module")
def shipped() -> SearchablePrices:
    return searchable()


def total(found: PriceRangeEnd | None) -> Fraction:
    assert found is not None
    assert found.proved and found.slack == 0
    assert found.priced.totals.one_time.fraction == found.priced.totals.compare
    return found.priced.totals.compare


@pytest.mark.parametrize(
    ("choices", "least"), [({}, 39_745), ({"bmw_apps": True}, 42_145), ({"navigation": True}, 41_895)]
)
def test_the_cheapest_x3(shipped: SearchablePrices, choices: dict[str, FeatureValue], least: int) -> None:
    assert least == total(cheapest(shipped, Choices(choices)))


def test_the_dearest_x3(shipped: SearchablePrices) -> None:
    assert 57_375 == total(dearest(shipped))


def test_the_dearest_x3_by_the_rules_as_published_has_both_m_sport_packages() -> None:
    found = dearest(searchable(as_published=True))
    assert 60_375 == total(found)
    assert found is not None
    assert found.configuration.values["m_sport_package"] and found.configuration.values["m_sport_package_damper"]


def test_the_prices_of_the_x3_have_an_exact_objective(shipped: SearchablePrices) -> None:
    assert shipped.objective.exact
