"""The rows of a quote repeat what its body says."""

from configurator.quoting.body import seal
from configurator.storage.sql.rows import WHOLE_QUOTE, amount_rows, item_rows, quote_row
from configurator.storage.sql.tables import quote_amounts, quote_items, quotes
from tests.quoting.samples import draft, quote

QUOTE = quote(drafts=(draft("a", 3), draft("b", 1)), number="2026-1")


def test_every_column_is_given() -> None:
    assert set(quotes.c.keys()) == set(quote_row(seal(QUOTE)))
    assert [set(quote_items.c.keys())] * 2 == [set(row) for row in item_rows(QUOTE)]
    assert all(set(quote_amounts.c.keys()) == set(row) for row in amount_rows(QUOTE))


def test_items_count_from_one_and_the_whole_quote_is_before_them() -> None:
    assert [(1, "a", 3), (2, "b", 1)] == [(row["position"], row["item"], row["quantity"]) for row in item_rows(QUOTE)]
    assert [WHOLE_QUOTE, 1, 2] == sorted({int(str(row["position"])) for row in amount_rows(QUOTE)})


def test_the_amounts_of_the_items_sum_to_those_of_the_quote() -> None:
    rows = [row for row in amount_rows(QUOTE) if row["cadence"] == "one_time"]
    whole, *items = (int(str(row["amount"])) for row in rows)
    assert ({2}, whole) == ({row["scale"] for row in rows}, sum(items))
