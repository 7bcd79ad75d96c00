"""Quotes with order rules: drawn up, sealed, read back, and proved step by step from their own bytes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from configurator.canonical_json import Json, dumps
from configurator.engine import Engine, EvaluationRequest, OrderItemRequest, OrderRequest
from configurator.money import money
from configurator.pricing.orders.order_faults import InvalidOrder
from configurator.quoting.quote_body import body_digest, read_body
from configurator.quoting.quote_model import QuoteWithContents
from configurator.quoting.verification_report import CheckName, VerificationOutcome, VerificationReport

SHOP = Path(__file__).parents[1] / "docs" / "orders"
DAY = date(2026, 3, 10)
ENGINE = Engine.open(SHOP / "catalogs", SHOP / "pricing_rules")


def item(id: str, catalog: str, quantity: int, weight: str) -> OrderItemRequest:
    return OrderItemRequest(id, quantity, EvaluationRequest(catalog, DAY), {"weight": weight})


ITEMS = [item("c", "chair", 3, "7"), item("d", "desk", 1, "25.5")]
ORDER = OrderRequest(ITEMS, "shop", DAY, {"customer.prepaid": 50}, ("SPRING",), DAY)


@pytest.fixture(scope="module")
def drawn() -> QuoteWithContents:
    return ENGINE.quote(ORDER, id="q", seller="acme", created=datetime(2026, 3, 10, tzinfo=UTC))


def verified(drawn: QuoteWithContents, body: str) -> VerificationReport:
    return ENGINE.verify(replace(drawn.stored, body=body, digest=body_digest(body)))


def test_a_quote_has_the_total_of_its_order_and_proves_it(drawn: QuoteWithContents) -> None:
    priced = ENGINE.price_order(ORDER)
    assert priced.total == drawn.quote.total.one_time
    assert drawn.quote == read_body(drawn.sealed.body)
    report = ENGINE.verify(drawn.stored)
    assert VerificationOutcome.PASSED is report.outcome, str(report)
    assert set(CheckName) == {check.name for check in report.checks}


def test_a_quote_without_order_rules_is_the_sum_of_its_items() -> None:
    plain = [replace(each, measures={}) for each in ITEMS]
    found = ENGINE.quote(plain, id="q", seller="acme", created=datetime(2026, 3, 10, tzinfo=UTC))
    amounts = [each.total.one_time for each in found.quote.items]
    assert None is found.quote.order
    assert amounts[0] + amounts[1] == found.quote.total.one_time
    assert VerificationOutcome.PASSED is ENGINE.verify(found.stored).outcome


def leaves(value: Json, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every scalar."""
    match value:
        case dict():
            for key, each in value.items():
                yield from leaves(each, (*at, key))
        case list():
            for index, each in enumerate(value):
                yield from leaves(each, (*at, index))
        case _:
            yield at


def altered(body: str, path: tuple[str | int, ...]) -> str:
    """Return a body with another scalar at a path."""
    document = json.loads(body)
    inside = document
    for step in path[:-1]:
        inside = inside[step]
    value = inside[path[-1]]
    inside[path[-1]] = f"{value}9" if isinstance(value, str) else 7 if value is None else int(not value)
    return dumps(document)


def test_no_altered_place_of_an_order_goes_unnoticed(drawn: QuoteWithContents) -> None:
    paths = [("order", *path) for path in leaves(json.loads(drawn.sealed.body)["order"])]
    paths += [("items", 1, "measures", "weight"), ("items", 0, "quantity"), ("total", "one_time", "amount")]
    passed = [
        path
        for path in paths
        if VerificationOutcome.FAILED is not verified(drawn, altered(drawn.sealed.body, path)).outcome
    ]
    assert [] == passed


def test_altered_and_missing_files_of_order_rules_are_reported(drawn: QuoteWithContents) -> None:
    assert drawn.quote.order is not None
    digest = drawn.quote.order.rules.digest
    content = drawn.stored.contents[digest]
    files = {path: data.replace(b"percent: 19", b"percent: 7") for path, data in content.files.items()}
    for contents in ({**drawn.stored.contents, digest: replace(content, files=files)},
                     {key: each for key, each in drawn.stored.contents.items() if key != digest}):  # fmt: skip
        report = ENGINE.verify(replace(drawn.stored, contents=contents))
        outcomes = {check.name: check.outcome for check in report.checks}
        assert VerificationOutcome.FAILED is outcomes[CheckName.ORDER_BYTES]
        assert VerificationOutcome.PASSED is not outcomes[CheckName.ORDER]


def test_everything_that_is_wrong_with_an_order_is_said_at_once() -> None:
    wrong = replace(
        ORDER,
        codes=("SUMMER",),
        parameters={"customer.prepaid": "much"},
        items=[replace(ITEMS[0], measures={}), ITEMS[1]],
    )
    with pytest.raises(InvalidOrder) as refused:
        ENGINE.quote(wrong, id="q", seller="acme", created=datetime(2026, 3, 10, tzinfo=UTC))
    places = {fault.pointer for fault in refused.value.faults}
    assert {"/codes/0", "/parameters/customer.prepaid", "/items/0/measures"} == places


def test_codes_and_measures_without_order_rules_are_refused() -> None:
    for wrong in (OrderRequest([replace(ITEMS[0], measures={})], codes=("SPRING",)), OrderRequest(ITEMS)):
        with pytest.raises(InvalidOrder, match="order rules"):
            ENGINE.quote(wrong, id="q", seller="acme", created=datetime(2026, 3, 10, tzinfo=UTC))


def test_the_bodies_of_earlier_quotes_stay_as_they_were_sealed(drawn: QuoteWithContents) -> None:
    body = json.loads(drawn.sealed.body)
    earlier = {key: value for key, value in body.items() if key != "order"} | {"format": 1, "semantics": 1}
    earlier["items"] = [{key: value for key, value in each.items() if key != "measures"} for each in body["items"]]
    earlier["total"] = {"one_time": {"amount": str(sum_of(body)), "currency": "EUR"}}
    report = verified(drawn, dumps(earlier))
    failed = [check for check in report.checks if check.outcome is VerificationOutcome.FAILED]
    assert [] == failed


def sum_of(body: dict[str, Any]) -> object:
    """Return the sum of the items of a body."""
    amounts = [money(each["total"]["one_time"]["amount"], "EUR") for each in body["items"]]
    return (amounts[0] + amounts[1]).amount
