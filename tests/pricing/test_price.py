"""The price of a configuration as a whole."""

from dataclasses import replace

import pytest

from configurator.errors import InvalidRequest
from configurator.pricing.cadence import Cadence
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price, price_prepared
from configurator.pricing.stages import STAGES
from tests.pricing.shop import DAY, book_of, chosen, priced, total, van


def test_the_stages_are_list_prices_charges_waivers_adjustments_taxes_and_totals() -> None:
    assert [
        "at_list_prices", "with_charges", "with_parts_waived", "with_adjustments", "with_taxes", "with_rounded_total",
    ] == [stage.__name__ for stage in STAGES]  # fmt: skip


def test_an_empty_book_prices_everything_at_nothing_due_once() -> None:
    found = priced("")
    assert ("0", {Cadence.ONE_TIME}) == (total(found), set(found.totals.by_cadence))


def test_a_price_is_pinned_to_the_digests_of_its_book_and_catalog() -> None:
    book = book_of("charges: {base: {amount: 5}}")
    found = price(chosen(), van(), book, DAY)
    assert (book.digest, van().digest, DAY) == (found.book_digest, found.catalog_digest, found.on)


def test_a_configuration_of_another_catalog_is_refused() -> None:
    prepared = prepare(book_of(""), van(), DAY)
    with pytest.raises(InvalidRequest, match="the configuration is of catalog y, the book of x"):
        price_prepared(replace(chosen(), catalog="y"), prepared)


def test_line_ids_are_unique_and_name_rule_instance_and_cadence() -> None:
    book = """
    prices: {items: {radio: [{amount: 1}, {amount: 2, recurring: month}], racks.shelves: 3}}
    charges: {bolts: {each: racks, amount: 1}}
    stages: [{id: d, kind: discount, percent: 10, because: So}]
    """
    ids = [line.id for line in priced(book, {"radio": True}, racks=2).lines]
    assert [
        "prices.radio", "prices.radio:monthly", "prices.racks[r1].shelves", "prices.racks[r2].shelves",
        "charges.bolts@racks[r1]", "charges.bolts@racks[r2]", "stages.d", "stages.d:monthly",
    ] == ids  # fmt: skip
