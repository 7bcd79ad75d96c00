"""A quote is drawn up only from what fits together, and adds up exactly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from configurator.errors import InvalidRequest
from configurator.pricing.limits import MOST_QUANTITY
from configurator.quoting.limits import MOST_REVISIONS
from configurator.quoting.quotation import QuoteItemDraft, make_quote
from configurator.quoting.quote_model import SEMANTICS_VERSION, PinnedDocument, Quote, QuoteTotals, added
from tests.examples import share
from tests.quoting.samples import BOOK, CATALOG, CREATED, ON, draft, quote, quotes, totals


def test_items_are_added_cadence_by_cadence() -> None:
    drawn = quote(drafts=(draft("1", 3), draft("2", 1)))
    assert totals(one_time="37.50", monthly="2.97") == drawn.items[0].total
    assert totals(one_time="50.00", monthly="3.96") == drawn.total
    assert ("EUR", SEMANTICS_VERSION, ON) == (drawn.currency, drawn.semantics, drawn.on)


@pytest.mark.slow
@settings(max_examples=share(60))
@given(drawn=quotes())
def test_every_quote_is_the_exact_sum_of_its_items(drawn: Quote) -> None:
    assert added(item.total for item in drawn.items) == drawn.total


def test_the_instant_is_kept_in_utc() -> None:
    there = datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    drawn = quote(created=there)
    assert (datetime(2026, 3, 1, 12, tzinfo=UTC), UTC) == (drawn.created, drawn.created.tzinfo)


def test_an_instant_needs_its_time_zone() -> None:
    with pytest.raises(InvalidRequest, match="has no time zone"):
        quote(created=CREATED.replace(tzinfo=None))


@pytest.mark.parametrize("word", ["", " ", "a b", "ä", "-1", "a/b", "a\n", "\0", "x" * 101, "a'b"])
@pytest.mark.parametrize("field", ["id", "seller", "number", "revises"])
def test_a_name_of_another_form_is_refused_with_its_field(field: str, word: str) -> None:
    names = {"id": "q", "seller": "s", field: word}
    with pytest.raises(InvalidRequest, match=f"is no {field}; expected up to 100 letters") as caught:
        make_quote([draft()], created=CREATED, on=ON, **names)  # type: ignore[arg-type]
    assert field == caught.value.field


@pytest.mark.parametrize(
    ("revision", "revises"), [(0, None), (-1, None), (1, "q0"), (2, None), (MOST_REVISIONS + 1, "q0")]
)
def test_a_revision_names_the_quote_before_it(revision: int, revises: str | None) -> None:
    with pytest.raises(InvalidRequest, match="expected 1 for a new quote"):
        quote(revision=revision, revises=revises)
    assert "q0" == quote(revision=2, revises="q0").revises


def test_a_quote_has_items_that_differ_in_their_ids() -> None:
    with pytest.raises(InvalidRequest, match="found 0 items"):
        make_quote([], id="q", seller="s", created=CREATED, on=ON)
    with pytest.raises(InvalidRequest, match="found 1001 items"):
        quote(drafts=tuple(draft(str(index)) for index in range(1001)))
    with pytest.raises(InvalidRequest, match="item '1' occurs twice"):
        quote(drafts=(draft("1"), draft("1")))


def test_one_quote_has_one_currency() -> None:
    with pytest.raises(InvalidRequest, match="found EUR and USD; expected items in one currency"):
        quote(drafts=(draft("1"), draft("2", currency="USD")))


LARGE = replace(draft("large"), total=totals(one_time="0", monthly="60000000000000000.00"))
"""60,000,000,000,000,000 a month; an amount of a quote is at most 92,233,720,368,547,758.07."""


def test_an_amount_that_no_database_keeps_is_refused_with_its_item() -> None:
    assert "60000000000000000.00" == str(quote(drafts=(LARGE,)).total.by_cadence["monthly"].amount)
    with pytest.raises(InvalidRequest, match=r"item larger: 120000000000000000\.00 EUR is too large") as refused:
        quote(
            drafts=(
                draft("1"),
                replace(LARGE, id="larger", total=totals(one_time="0", monthly="120000000000000000.00")),
            )
        )
    assert "larger" == refused.value.field
    with pytest.raises(InvalidRequest, match=r"total of all items: 120000000000000000\.00 EUR is too large") as refused:
        quote(drafts=(LARGE, replace(LARGE, id="again")))
    assert "items" == refused.value.field


WRONG: dict[str, tuple[Callable[[QuoteItemDraft], QuoteItemDraft], str]] = {
    "id": (lambda one: replace(one, id="a b"), "items\\[0\\]: 'a b' is no id"),
    "no piece": (lambda one: replace(one, quantity=0), "found the quantity 0"),
    "too many": (lambda one: replace(one, quantity=MOST_QUANTITY + 1), "expected 1 to 1000000000"),
    "digest": (lambda one: replace(one, book=PinnedDocument("lamps_eu", "abc", "x")), "'abc' is no digest of lamps_eu"),
    "catalog": (
        lambda one: replace(one, catalog=PinnedDocument("lamps", BOOK.digest, "x")),
        "configure it anew on the pinned one",
    ),
    "catalog id": (lambda one: replace(one, catalog=PinnedDocument("l", CATALOG.digest, "x")), "configure it anew"),
    "provenance": (
        lambda one: replace(one, configuration=replace(one.configuration, values={})),
        "has a provenance but no value",
    ),
    "once": (lambda one: replace(one, unit=totals(monthly="1")), "the amount due once is missing"),
    "currencies": (
        lambda one: replace(
            one, unit=QuoteTotals({**totals(one_time="1").by_cadence, **totals("USD", monthly="1").by_cadence})
        ),
        "expected one currency",
    ),
}


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
def test_an_item_that_does_not_fit_says_which_and_why(
    change: Callable[[QuoteItemDraft], QuoteItemDraft], message: str
) -> None:
    with pytest.raises(InvalidRequest, match=message) as caught:
        quote(drafts=(change(draft()),))
    assert caught.value.field.startswith("items[0]")


def test_a_price_becomes_plain_json() -> None:
    priced = {"amount": totals(one_time="1.5").one_time, "on": ON}
    (item,) = quote(drafts=(replace(draft(), priced=priced),)).items
    assert {"amount": {"amount": "1.50", "currency": "EUR"}, "on": "2026-03-01"} == item.priced


def test_what_has_no_price_on_the_day_is_not_quoted() -> None:
    left_out = replace(draft(), priced={"lines": [], "unpriced": [{"item": "shade.glass"}, {"item": "joint"}]})
    with pytest.raises(InvalidRequest, match=r"items\[0\]: shade\.glass, joint: sold, but without a price on that day"):
        quote(drafts=(left_out,))
