"""The published figures of the shipped catalogs, computed and never looked up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice, product

import pytest

from configurator.catalog.model import Catalog, Enumeration, Feature
from configurator.catalog.product_code import decode, encode
from configurator.configuration import Configuration
from configurator.engine import EvaluationRequest
from configurator.money import money
from configurator.offering.price_range import cheapest, dearest
from configurator.offering.price_search import SearchablePrices
from configurator.pricing.prepare import prepare
from configurator.program.compile import compile_catalog
from configurator.session.choices import Choices
from configurator.solving.engines import engine_named
from tests.shipped import ENGINE

DAY = date(2013, 6, 1)
CODES = ("AER1B22HWALPG1G1G1C7BK", "AER1C33DFALPVPRSNASNAC7DVP", "AER1A11NNSZSG1G1G1BB")


def _feature(catalog: Catalog, name: str) -> Enumeration:
    member = catalog.root.members[name]
    assert isinstance(member, Feature)
    assert isinstance(member.domain, Enumeration)
    return member.domain


def _prices_data(catalog: Catalog) -> SearchablePrices:
    compiled, _ = compile_catalog(catalog)
    book = ENGINE.book("bmw_x3")
    assert compiled is not None
    assert book is not None
    return SearchablePrices.open(prepare(book.model, catalog, DAY), compiled, engine_named(), engine_named("cp_sat"))


def test_there_are_exactly_63_000_work_chairs() -> None:
    found = ENGINE.session("aeron").count()
    assert (63_000, True) == (found.number, found.exact)


@pytest.mark.parametrize("code", CODES)
def test_a_published_code_reads_and_writes_back(code: str) -> None:
    (choices,) = decode(ENGINE.catalog("aeron").catalog, code)
    found = ENGINE.evaluation(EvaluationRequest("aeron", date(2025, 10, 15), Choices(choices), differences=False))
    assert (True, code) == (found.session.consistent, found.code)


def _chairs(catalog: Catalog) -> Iterator[dict[str, str]]:
    """Yield every combination of options that is a chair, by the rules as published and by plain loops."""
    for size, height in HEIGHTS:
        for arms, armpad, pad_finish in ARM_SETS:
            for tilt, back, casters in product(
                *(_feature(catalog, name).options for name in ("tilt", "back", "casters"))
            ):
                for frame, chassis, base in FINISHES:
                    chair = {"size": size, "height": height, "tilt": tilt, "arms": arms, "armpad": armpad, "back": back}
                    chair |= {"frame": frame, "chassis": chassis, "base": base, "casters": casters}
                    yield chair | ({"armpad_finish": pad_finish} if pad_finish else {})


@pytest.mark.slow
@pytest.mark.parametrize("step", [21, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_chair_has_a_code_of_its_own_that_reads_back(step: int) -> None:
    catalog = ENGINE.catalog("aeron").catalog
    seen: set[str] = set()
    for chair in islice(_chairs(catalog), 0, None, step):
        code = encode(catalog, Configuration("aeron", catalog.digest, chair, {}, {}))
        assert (chair,) == tuple(map(dict, decode(catalog, code)))
        seen.add(code)
    assert 63_000 // step == len(seen)


def test_the_x3_costs_from_39_745_to_57_375() -> None:
    prices = _prices_data(ENGINE.catalog("bmw_x3").catalog)
    least, greatest = cheapest(prices), dearest(prices)
    assert least is not None
    assert greatest is not None
    assert (money("39745.00", "USD"), True) == (least.priced.totals.one_time, least.proved)
    assert (money("57375.00", "USD"), True) == (greatest.priced.totals.one_time, greatest.proved)


def test_the_rules_as_published_let_an_x3_cost_60_375() -> None:
    catalog = ENGINE.catalog("bmw_x3").catalog
    kept = tuple(law for law in catalog.root.constraints if law.id != "one_m_sport")
    assert len(kept) + 1 == len(catalog.root.constraints)
    greatest = dearest(_prices_data(replace(catalog, root=replace(catalog.root, constraints=kept))))
    assert greatest is not None
    assert money("60375.00", "USD") == greatest.priced.totals.one_time


@pytest.mark.parametrize(("option", "total"), [("bmw_apps", "42145.00"), ("navigation", "41895.00")])
def test_the_least_price_with_an_option(option: str, total: str) -> None:
    found = cheapest(_prices_data(ENGINE.catalog("bmw_x3").catalog), Choices({option: True}))
    assert found is not None
    assert money(total, "USD") == found.priced.totals.one_time


HEIGHTS = (
    ("small", "low"),
    ("medium", "low"),
    ("medium", "standard"),
    ("medium", "high"),
    ("large", "standard"),
    ("large", "high"),
)
ARM_SETS = (
    ("none", "none", ""),
    *product(("fixed", "height", "pivot", "full"), ("plain", "leather"), ("black", "dark_mineral", "dark_carbon")),
)
FINISHES = (
    ("graphite", "graphite", "graphite"),
    ("carbon", "satin_carbon", "dark_carbon"),
    ("carbon", "satin_carbon", "satin_carbon"),
    ("mineral", "satin_aluminum", "dark_mineral"),
    ("mineral", "satin_aluminum", "satin_aluminum"),
    ("onyx", "onyx", "black"),
    ("onyx", "onyx", "onyx"),
)
