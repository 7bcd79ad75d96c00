"""A quote is frozen, and its totals tell what is due once."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.quoting.quote_body import read_body, seal
from configurator.quoting.quote_model import SEMANTICS_VERSION, QuoteTotals, added, check_totals, times
from tests.quoting.samples import quote, totals, vectors


def test_nothing_of_a_quote_changes() -> None:
    drawn = quote()
    for part, field in ((drawn, "total"), (drawn.items[0], "quantity"), (drawn.total, "by_cadence")):
        with pytest.raises(FrozenInstanceError):
            setattr(part, field, None)


def test_totals_tell_what_is_due_once_and_the_currency() -> None:
    vector = totals(monthly="1", one_time="2")
    assert ("2.00 EUR", "EUR") == (str(vector.one_time), vector.currency)


def test_a_quote_is_drawn_up_with_the_version_of_this_engine() -> None:
    assert SEMANTICS_VERSION == quote().semantics
    assert SEMANTICS_VERSION == read_body(seal(quote()).body).semantics


def test_cadences_are_never_added_together() -> None:
    assert totals(one_time="3", monthly="1", yearly="5") == added(
        [totals(one_time="1", monthly="1"), totals(one_time="2", yearly="5")]
    )


@given(ones=st.lists(vectors("EUR"), min_size=1, max_size=5), quantity=st.integers(1, 10**6))
def test_so_many_of_a_sum_are_the_sum_of_so_many(ones: list[QuoteTotals], quantity: int) -> None:
    assert times(added(ones), quantity) == added(times(one, quantity) for one in ones)


@given(ones=st.lists(vectors("EUR"), min_size=1, max_size=5))
def test_the_order_does_not_matter_for_a_sum(ones: list[QuoteTotals]) -> None:
    assert added(ones) == added(reversed(ones))


def test_nothing_and_mixed_currencies_cannot_be_added() -> None:
    with pytest.raises(InvalidRequest, match="found no item"):
        added([])
    with pytest.raises(InvalidRequest, match="found EUR and USD"):
        added([totals(one_time="1"), totals("USD", one_time="1")])


def test_what_is_due_once_is_always_said() -> None:
    check_totals(totals(one_time="0"), "unit")
    with pytest.raises(InvalidRequest, match="unit: the amount due once is missing"):
        check_totals(totals(monthly="1"), "unit")
    mixed = QuoteTotals({**totals(one_time="1").by_cadence, **totals("USD", monthly="1").by_cadence})
    with pytest.raises(InvalidRequest, match="unit: found EUR and USD; expected one currency"):
        check_totals(mixed, "unit")
