"""A quote is frozen, and its totals tell what is due once."""

from dataclasses import FrozenInstanceError

import pytest

from tests.quoting.samples import quote, totals


def test_nothing_of_a_quote_changes() -> None:
    drawn = quote()
    for part, field in ((drawn, "total"), (drawn.items[0], "quantity"), (drawn.total, "by_cadence")):
        with pytest.raises(FrozenInstanceError):
            setattr(part, field, None)


def test_totals_tell_what_is_due_once_and_the_currency() -> None:
    vector = totals(monthly="1", one_time="2")
    assert ("2.00 EUR", "EUR") == (str(vector.one_time), vector.currency)
