"""A body is read back as the quote it was written from, and every other text is refused with its place."""

import json
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given, settings

from configurator import canonical_json
from configurator.canonical_json import Json
from configurator.errors import InvalidRequest, NotExact
from configurator.quoting.quote_body import body_digest, read_body, seal, write_quote
from configurator.quoting.quote_model import Quote
from tests.examples import share
from tests.quoting.proved import Path, put
from tests.quoting.samples import draft, quote, quotes


@given(drawn=quotes())
def test_any_quote_is_read_back_equal_in_value_type_and_order(drawn: Quote) -> None:
    sealed = seal(drawn)
    again = read_body(sealed.body)
    assert drawn == again
    assert seal(again) == sealed
    for ours, theirs in zip(drawn.items, again.items, strict=True):
        assert list(ours.configuration.values) == list(theirs.configuration.values)
        assert [type(each) for each in ours.configuration.values.values()] == [
            type(each) for each in theirs.configuration.values.values()
        ]


@pytest.mark.slow
@settings(max_examples=share(40))
@given(drawn=quotes())
def test_a_body_is_canonical_json(drawn: Quote) -> None:
    body = seal(drawn).body
    assert canonical_json.dumps(json.loads(body)) == body


def test_the_digest_is_the_sha_256_of_the_text() -> None:
    sealed = seal(quote())
    assert sha256(sealed.body.encode()).hexdigest() == sealed.digest
    assert 64 == len(body_digest("\ud800"))


def test_a_body_says_what_its_documentation_says() -> None:
    body = write_quote(quote(number="2026-1"))
    assert {
        "format": 2,
        "id": "q_1",
        "seller": "acme",
        "number": "2026-1",
        "revision": 1,
        "revises": None,
        "created": "2026-03-01T12:30:00.000250Z",
        "on": "2026-03-01",
        "currency": "EUR",
        "semantics": 2,
        "order": None,
        "total": {
            "one_time": {"amount": "37.50", "currency": "EUR"},
            "monthly": {"amount": "2.97", "currency": "EUR"},
        },
    } == {name: value for name, value in body.items() if name != "items"}
    (item,) = body["items"]
    assert [
        {"path": "shade", "provenance": "chosen", "kind": "text", "value": "glass"},
        {"path": "dimmable", "provenance": "default", "kind": "boolean", "value": True},
        {"path": "bulbs", "provenance": "implied", "kind": "integer", "value": 2},
        {"path": "cable", "provenance": "default", "kind": "number", "value": "2.5"},
    ] == item["values"]
    assert {"kind": "number", "value": "1/3"} == item["parameters"]["discount"]


def test_what_a_body_cannot_hold_is_not_sealed() -> None:
    one = draft()
    with pytest.raises(InvalidRequest, match=r"parameters\.count\.kind"):
        seal(quote(drafts=(replace(one, parameters={"count": 2}),)))  # type: ignore[dict-item]
    drawn = quote()
    stray = replace(drawn.items[0], configuration=replace(one.configuration, catalog="ladders"))
    with pytest.raises(NotExact, match="draw it up anew"):
        seal(replace(drawn, items=(stray,)))


def test_a_whole_number_with_a_unit_stays_a_number() -> None:
    one = draft()
    whole = replace(one.configuration, values={**one.configuration.values, "cable": Fraction(2)})
    (item,) = read_body(seal(quote(drafts=(replace(one, configuration=whole),))).body).items
    assert Fraction is type(item.configuration.values["cable"])


ITEM: Path = ("items", 0)
WRONG: dict[str, tuple[Path, Json, str]] = {
    "format": (("format",), 3, "format: found 3, expected 1 or 2: upgrade this program"),
    "id": (("id",), 7, "id: found 7, expected a text"),
    "revision": (("revision",), True, "revision: found True, expected a whole number"),
    "number": (("number",), 7, "number: found 7, expected a text"),
    "day": (("on",), "2026-02-30", "on: found '2026-02-30', expected a day"),
    "instant": (("created",), "2026-03-01T12:30:00Z", "created: found .*, expected an instant such as"),
    "items": (("items",), {}, "items: found {}, expected a list"),
    "item": (ITEM, "x", "items\\[0\\]: found 'x', expected an object"),
    "unknown": (("discount",), 1, "the document: discount is unknown"),
    "unknown inside": ((*ITEM, "catalog", "url"), "x", "items\\[0\\].catalog: url is unknown"),
    "amount": (("total", "one_time", "amount"), "1,5", "total.one_time: '1,5' is not an amount"),
    "endless amount": (("total", "one_time", "amount"), "1" * 90, "total.one_time: "),
    "currency": (("total", "one_time", "currency"), "???", "total.one_time: "),
    "due once": (("total",), {}, "total: one_time is missing"),
    "provenance": ((*ITEM, "values", 0, "provenance"), "guessed", "expected chosen, implied or default"),
    "kind": ((*ITEM, "values", 0, "kind"), "float", "found 'float', expected text, boolean, integer or number"),
    "boolean": ((*ITEM, "values", 1, "value"), 1, "values\\[1\\].value: found 1, expected true or false"),
    "integer": ((*ITEM, "values", 2, "value"), True, "values\\[2\\].value: found True, expected a whole number"),
    "exact number": ((*ITEM, "values", 3, "value"), "1/0", "expected an exact number such as 0.5 or 1/3"),
    "twice": ((*ITEM, "values", 1, "path"), "shade", "a path occurs twice"),
    "instances": ((*ITEM, "instances", "arms"), [1], "items\\[0\\].instances.arms: found 1, expected the ids"),
    "priced": ((*ITEM, "priced"), [], "items\\[0\\].priced: found \\[\\], expected an object"),
}


@pytest.mark.parametrize(("path", "value", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(path: Path, value: Json, message: str) -> None:
    body = put(json.loads(seal(quote()).body), path, value)
    with pytest.raises(InvalidRequest, match=message):
        read_body(canonical_json.dumps(body))


@pytest.mark.parametrize("name", sorted(write_quote(quote())))
def test_a_missing_field_is_named(name: str) -> None:
    body = {key: value for key, value in write_quote(quote()).items() if key != name}
    with pytest.raises(InvalidRequest, match=f"the document: {name} is missing"):
        read_body(canonical_json.dumps(body))


@pytest.mark.parametrize("text", ["", "[]", '{"format":1,"format":1}', "1e999999999", "[" * 10**6])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        read_body(text)
