"""A report ends with its gravest outcome and reads line by line."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.canonical_json import Json
from configurator.money import money
from configurator.quoting.json_differences import JsonDifference
from configurator.quoting.limits import MOST_DIFFERENCES
from configurator.quoting.quote_model import SEMANTICS_VERSION, Quote, QuoteItem, QuoteTotals
from configurator.quoting.verification_report import (
    CheckName,
    VerificationCheck,
    VerificationOutcome,
    VerificationReport,
    currency_check,
    failed,
    item_sums_check,
    passed,
    sums_check,
    undecided,
)
from tests.examples import share
from tests.quoting.samples import draft, line, quote, quotes, totals

PASSED = passed(CheckName.SUMS, "", "they sum")
UNDECIDED = undecided(CheckName.PRICE, "1", "no files")
FAILED = failed(CheckName.PRICE, "1", "another price", [JsonDifference("total", "1", "2")])


def test_the_gravest_outcome_counts() -> None:
    assert VerificationOutcome.PASSED is VerificationReport("q", (PASSED,)).outcome
    assert VerificationOutcome.UNDECIDED is VerificationReport("q", (PASSED, UNDECIDED)).outcome
    assert VerificationOutcome.FAILED is VerificationReport("q", (FAILED, UNDECIDED, PASSED)).outcome


def test_a_report_reads_line_by_line() -> None:
    assert (
        "quote q: failed (2 checks)\n"
        "passed: sums: they sum\n"
        "failed: item 1: price: another price\n"
        "  total: stored 1, found 2"
    ) == str(VerificationReport("q", (PASSED, FAILED)))


def test_a_report_as_json_holds_the_same() -> None:
    assert {
        "quote": "q",
        "outcome": "failed",
        "checks": [
            {
                "name": "price",
                "item": "1",
                "outcome": "failed",
                "message": "another price",
                "differences": [{"path": "total", "stored": "1", "found": "2"}],
            }
        ],
    } == VerificationReport("q", (FAILED,)).as_json()


def test_differences_are_shown_up_to_a_hundred() -> None:
    many = (JsonDifference(str(index), "", "") for index in range(10**9))
    assert MOST_DIFFERENCES == len(failed(CheckName.PRICE, "", "", many).differences)


def _item(**changes: object) -> QuoteItem:
    return replace(quote().items[0], **changes)  # type: ignore[arg-type]


def _cited(check: VerificationCheck) -> list[tuple[str, str, str]]:
    return [(each.path, each.stored, each.found) for each in check.differences]


def test_a_quote_that_was_drawn_up_adds_up() -> None:
    drawn = quote(drafts=(draft("1"), draft("2", 9)))
    checks = (currency_check(drawn), sums_check(drawn), *map(item_sums_check, drawn.items))
    assert {VerificationOutcome.PASSED} == {check.outcome for check in checks}


@pytest.mark.slow
@settings(max_examples=share(50))
@given(drawn=quotes(), cents=st.integers(-(10**6), 10**6).filter(bool))
def test_one_cent_more_or_less_is_found(drawn: Quote, cents: int) -> None:
    more = drawn.total.one_time + money(cents, drawn.currency)
    forged = replace(drawn, total=QuoteTotals({**drawn.total.by_cadence, "one_time": more}))
    assert (VerificationOutcome.PASSED, VerificationOutcome.FAILED) == (
        sums_check(drawn).outcome,
        sums_check(forged).outcome,
    )
    assert ["total.one_time"] == [each.path for each in sums_check(forged).differences]


def test_a_total_in_another_currency_is_cited() -> None:
    forged = replace(quote(), total=totals("USD", one_time="37.50", monthly="2.97"))
    assert [("total.one_time", "EUR", "USD"), ("total.monthly", "EUR", "USD")] == _cited(currency_check(forged))
    assert VerificationOutcome.FAILED is sums_check(forged).outcome


def test_a_cadence_that_is_missing_or_invented_is_cited() -> None:
    missing = replace(quote(), total=totals(one_time="37.50"))
    assert [("total.monthly", "nothing", "2.97 EUR")] == _cited(sums_check(missing))
    invented = replace(quote(), total=totals(one_time="37.50", monthly="2.97", yearly="0"))
    assert [("total.yearly", "0.00 EUR", "nothing")] == _cited(sums_check(invented))


def test_a_quote_without_items_cannot_be_added_up() -> None:
    assert "cannot be added up" in sums_check(replace(quote(), items=())).message


def test_lines_that_miss_the_price_are_cited() -> None:
    forged = _item(priced={"lines": [line("base", "one_time", "12.49"), line("care", "monthly", "0.99")]})
    assert [("total.one_time", "37.50 EUR", "12.49 EUR"), ("total.monthly", "2.97 EUR", "0.99 EUR")] == _cited(
        item_sums_check(forged)
    )


def test_lines_of_one_piece_are_enough_where_quotes_had_them() -> None:
    lines = [line("base", "one_time", "12.50"), line("care", "monthly", "0.99")]
    older = _item(priced={"lines": lines})
    assert VerificationOutcome.PASSED is item_sums_check(older, SEMANTICS_VERSION - 1).outcome
    assert [("total.one_time", "37.50 EUR", "50.00 EUR"), ("total.monthly", "2.97 EUR", "3.96 EUR")] == _cited(
        item_sums_check(replace(older, quantity=4), SEMANTICS_VERSION - 1)
    )


def test_lines_that_are_none_fail_and_do_not_raise() -> None:
    prices: list[dict[str, Json]] = [
        {},
        {"lines": None},
        {"lines": [1]},
        {"lines": [{}]},
        {"lines": [line("a", "one_time", "x")]},
        {"lines": [line("a", "one_time", "1", "???")]},
        {"lines": [line("a", "one_time", "1", "USD")]},
        {"lines": [line("a", "one_time", "9" * 60), line("b", "one_time", "9" * 60)]},
    ]
    for priced in prices:
        check = item_sums_check(_item(priced=priced))
        assert (VerificationOutcome.FAILED, "1") == (check.outcome, check.item), priced
        assert "cannot be added up" in check.message


def test_a_quantity_beyond_all_money_fails_and_does_not_raise() -> None:
    older = _item(quantity=10**70, priced={"lines": [line("base", "one_time", "12.50")]})
    assert VerificationOutcome.FAILED is item_sums_check(older, SEMANTICS_VERSION - 1).outcome
