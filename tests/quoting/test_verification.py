"""Every kind of tampering is found, at its place, and nothing that was stored makes verification raise."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator import canonical_json
from configurator.canonical_json import Json
from configurator.engine import EvaluationRequest, OrderItemRequest
from configurator.errors import InvalidDocument, InvalidRequest
from configurator.quoting import verification
from configurator.quoting.json_differences import JsonDifference
from configurator.quoting.quote_body import body_digest
from configurator.quoting.quote_model import SEMANTICS_VERSION, StoredContent
from configurator.quoting.verification import PriceRecomputation, RecomputationInput, RecomputedPrice, verify
from configurator.quoting.verification_report import CheckName, VerificationOutcome, VerificationReport
from configurator.reading.files import Files
from tests.examples import share
from tests.quoting.proved import Path, Proof, at, failures, paths, places, put
from tests.quoting.samples import JSON, TEXTS
from tests.shipped import ENGINE

GLASS: Path = ("items", 0)


def _check(report: VerificationReport, name: CheckName, item: str = "glass") -> str:
    (found,) = (check for check in report.checks if (check.name, check.item) == (name, item))
    return found.message


OF_ORDERS = {CheckName.ORDER_BYTES, CheckName.ORDER}
"""The checks of quotes with order rules; see `test_order_verification`."""


def test_an_untouched_quote_passes_every_check(proof: Proof) -> None:
    report = proof.engine.verify(proof.stored)
    assert VerificationOutcome.PASSED is report.outcome, str(report)
    assert set(CheckName) - OF_ORDERS == {check.name for check in report.checks}


def test_the_checks_come_in_their_order_once_for_the_quote_and_once_for_each_item(proof: Proof) -> None:
    of_quote, of_item = list(CheckName)[:4], [name for name in list(CheckName)[4:] if name not in OF_ORDERS]
    expected = [(name, "") for name in of_quote] + [(name, item) for item in ("glass", "plain") for name in of_item]
    assert expected == [(check.name, check.item) for check in proof.engine.verify(proof.stored).checks]


# ── the body ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", "{", '{"format":1}', "[" * 100_000, '{"a":NaN}', "\ud800", '"\\ud800"', "\0"]
)
@pytest.mark.parametrize("resealed", [False, True])
def test_a_body_that_cannot_be_read_is_one_failure(proof: Proof, text: str, resealed: bool) -> None:
    report = proof.with_text(text, resealed=resealed)
    assert {(CheckName.BODY, "")} == failures(report)
    assert "cannot be read" in _check(report, CheckName.BODY, "")


def test_a_body_that_was_only_spaced_is_not_the_one_that_was_sealed(proof: Proof) -> None:
    report = proof.with_text(proof.stored.body.replace(",", ", ", 1))
    assert {(CheckName.BODY, "")} == failures(report)
    assert ["digest"] == places(report, CheckName.BODY)


@pytest.mark.parametrize("old, new", [(",", ", "), ('"format":2', '"format": 2'), ('"id"', '"\\u0069d"')])
def test_a_body_that_says_the_same_otherwise_is_not_canonical_even_under_a_forged_digest(
    proof: Proof, old: str, new: str
) -> None:
    report = proof.with_text(proof.stored.body.replace(old, new, 1), resealed=True)
    assert {(CheckName.BODY, "")} == failures(report)
    assert "not written canonically" in _check(report, CheckName.BODY, "")


def test_a_body_under_another_id_is_found(proof: Proof) -> None:
    report = proof.engine.verify(replace(proof.stored, id="q2"))
    assert {(CheckName.BODY, "")} == failures(report)
    assert ["id"] == places(report, CheckName.BODY)


def test_figures_written_otherwise_are_not_canonical_even_under_a_forged_digest(proof: Proof) -> None:
    amount = at(proof.body, ("total", "one_time", "amount"))
    report = proof.altered(("total", "one_time", "amount"), f"{amount}0", resealed=True)
    assert ["total.one_time.amount"] == places(report, CheckName.BODY)


@pytest.mark.parametrize("created", ["2026-01-01", "2026-01-01T12:00:00", "0001-01-01T00:00:00+23:59", "yesterday"])
def test_an_instant_of_another_form_cannot_be_read(proof: Proof, created: str) -> None:
    assert "created: found" in _check(proof.altered(("created",), created), CheckName.BODY, "")


def test_an_older_meaning_of_files_is_undecided_and_no_fault(proof: Proof) -> None:
    report = proof.altered(("semantics",), SEMANTICS_VERSION + 1, resealed=True)
    assert VerificationOutcome.UNDECIDED is report.outcome
    assert "an engine of the older version" in _check(report, CheckName.SEMANTICS, "")


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _money(amount: str, currency: str = "EUR") -> Json:
    return {"amount": amount, "currency": currency}


FORGED_FIGURES: dict[str, tuple[Path, Json, set[tuple[CheckName, str]]]] = {
    "the total": (("total", "one_time"), _money("1.00"), {(CheckName.SUMS, "")}),
    "another cadence": (("total", "yearly"), _money("1.00"), {(CheckName.SUMS, "")}),
    "the total of an item": (
        (*GLASS, "total", "one_time"),
        _money("1.00"),
        {(CheckName.SUMS, ""), (CheckName.PRICE, "glass"), (CheckName.ITEM_SUMS, "glass")},
    ),
    "the price of one piece": (
        (*GLASS, "unit", "one_time"),
        _money("1.00"),
        {(CheckName.PRICE, "glass")},
    ),
    "the quantity": ((*GLASS, "quantity"), 1, {(CheckName.PRICE, "glass")}),
    "a huge quantity": ((*GLASS, "quantity"), 10**39, {(CheckName.PRICE, "glass")}),
    "a currency": (
        ("total", "one_time"),
        _money("1.00", "USD"),
        {(CheckName.CURRENCY, ""), (CheckName.SUMS, "")},
    ),
    "the currency of the quote": (("currency",), "USD", {(CheckName.CURRENCY, "")}),
    "the amount of a line": (
        (*GLASS, "priced", "lines", 0, "amount"),
        _money("1.00"),
        {(CheckName.PRICE, "glass"), (CheckName.ITEM_SUMS, "glass")},
    ),
    "the lines": (
        (*GLASS, "priced", "lines"),
        [],
        {(CheckName.PRICE, "glass"), (CheckName.ITEM_SUMS, "glass")},
    ),
    "a line that is none": (
        (*GLASS, "priced", "lines"),
        [1],
        {(CheckName.PRICE, "glass"), (CheckName.ITEM_SUMS, "glass")},
    ),
    "a step": ((*GLASS, "priced", "lines", 0, "steps", 0, "after"), "1", {(CheckName.PRICE, "glass")}),
    "the reason of a rule": (
        (*GLASS, "priced", "lines", 0, "title"),
        {"en": "Free"},
        {(CheckName.PRICE, "glass")},
    ),
}


@pytest.mark.parametrize(("path", "value", "expected"), FORGED_FIGURES.values(), ids=FORGED_FIGURES)
def test_a_forged_figure_is_pinpointed_even_under_a_forged_digest(
    proof: Proof, path: Path, value: Json, expected: set[tuple[CheckName, str]]
) -> None:
    assert expected == failures(proof.altered(path, value, resealed=True))
    assert expected | {(CheckName.BODY, "")} == failures(proof.altered(path, value))


def test_a_forged_step_is_cited_with_what_is_right(proof: Proof) -> None:
    line = at(proof.body, ("items", 0, "priced", "lines", 0))
    report = proof.altered((*GLASS, "priced", "lines", 0, "steps", 0, "after"), "0.01", resealed=True)
    (found,) = (each for check in report.checks for each in check.differences)
    assert f"priced.lines[{line['id']}].steps[0].after" == found.path
    assert ('"0.01"', f'"{line["steps"][0]["after"]}"') == (found.stored, found.found)


def test_a_price_of_another_day_or_buyer_is_worked_out_again(proof: Proof) -> None:
    assert (CheckName.PRICE, "plain") in failures(proof.altered(("on",), "2026-02-01", resealed=True))
    changed = proof.altered((*GLASS, "parameters"), {"unheard_of": {"kind": "text", "value": "x"}}, resealed=True)
    assert {(CheckName.PRICE, "glass")} == failures(changed)


# ── the configuration ────────────────────────────────────────────────────────────────────────────────────────────────


def _value_at(proof: Proof, path: str) -> Path:
    values = at(proof.body, ("items", 0, "values"))
    return (*GLASS, "values", next(index for index, each in enumerate(values) if each["path"] == path))


@pytest.mark.parametrize(
    ("feature", "kind", "value", "law"),
    [
        ("dimmer", "boolean", False, "glass_needs_dimmer"),
        ("shade", "text", "wood", "shade"),
        ("shade", "integer", 1, "shade"),
        ("bulbs", "integer", 5, "bulbs"),
        ("bulbs", "number", "1.5", "bulbs"),
        ("arms", "integer", 3, "arms"),
    ],
)
def test_a_forged_value_breaks_a_law_that_is_named(
    proof: Proof, feature: str, kind: str, value: Json, law: str
) -> None:
    body = put(proof.body, (*_value_at(proof, feature), "kind"), kind)
    report = proof.with_body(put(body, (*_value_at(proof, feature), "value"), value), resealed=True)
    assert (CheckName.CONFIGURATION, "glass") in failures(report)
    assert law in places(report, CheckName.CONFIGURATION)


@pytest.mark.parametrize("path", ["arms[", "", "..", "nothing", "arms[a1].nothing", "arms[a9].joint", "x"])
def test_a_value_of_an_unknown_path_is_found(proof: Proof, path: str) -> None:
    report = proof.altered((*_value_at(proof, "shade"), "path"), path, resealed=True)
    assert (CheckName.CONFIGURATION, "glass") in failures(report)


@pytest.mark.parametrize("instances", [{}, {"arms": ["a1"]}, {"arms": ["a1", "a1"]}, {"legs": ["a1"]}, {"a[": []}])
def test_forged_instances_are_found(proof: Proof, instances: Json) -> None:
    report = proof.altered((*GLASS, "instances"), instances, resealed=True)
    assert (CheckName.CONFIGURATION, "glass") in failures(report)


def test_a_valid_value_that_was_swapped_shows_in_the_price(proof: Proof) -> None:
    report = proof.altered((*_value_at(proof, "bulbs"), "value"), 1, resealed=True)
    assert {(CheckName.PRICE, "glass")} == failures(report)


# ── the files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_altered_rule_is_found_by_its_bytes(proof: Proof) -> None:
    report = proof.with_file(proof.path_of("catalog.yaml"), b"bulbs <= 2", b"bulbs <= 1")
    for item in ("glass", "plain"):
        assert (CheckName.CATALOG_BYTES, item) in failures(report)
        assert (CheckName.CATALOG, item) in failures(report)
    assert "were altered: " in _check(report, CheckName.CATALOG_BYTES)


def test_an_altered_price_is_found_by_its_bytes_and_in_the_lines(proof: Proof) -> None:
    report = proof.with_file(proof.path_of("lamps_eu.yaml"), b"shade.glass: 40", b"shade.glass: 4")
    assert {
        (CheckName.BOOK_BYTES, "glass"),
        (CheckName.BOOK_BYTES, "plain"),
        (CheckName.PRICE, "glass"),
        (CheckName.PRICE, "plain"),
    } == failures(report)
    assert "priced.lines[prices.shade].amount.amount" in places(report, CheckName.PRICE)


@pytest.mark.parametrize("end", ["catalog.yaml", "lamps_eu.yaml"])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"- 1", b"a: &a [*a]", b"format: 1", b"{" * 5000])
def test_files_that_are_none_any_more_are_failures(proof: Proof, end: str, data: bytes) -> None:
    path = proof.path_of(end)
    contents = {
        digest: StoredContent(digest, {name: data if name == path else old for name, old in content.files.items()})
        for digest, content in proof.stored.contents.items()
    }
    report = proof.with_contents(contents)
    name = CheckName.CATALOG_BYTES if end == "catalog.yaml" else CheckName.BOOK_BYTES
    assert (name, "glass") in failures(report)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/catalog.yaml", "a\\b", "", "\0"])
def test_a_path_that_leads_elsewhere_is_not_followed(proof: Proof, path: str) -> None:
    contents = {digest: StoredContent(digest, {path: b"catalog: x"}) for digest in proof.stored.contents}
    report = proof.with_contents(contents)
    assert {name for name, _ in failures(report)} >= {
        CheckName.CATALOG_BYTES,
        CheckName.BOOK_BYTES,
    }


def test_missing_files_leave_undecided_what_needs_them(proof: Proof) -> None:
    report = proof.with_contents({})
    items = ("glass", "plain")
    assert {(name, item) for name in (CheckName.CATALOG_BYTES, CheckName.BOOK_BYTES) for item in items} == failures(
        report
    )
    undecided = {check.name for check in report.checks if check.outcome is VerificationOutcome.UNDECIDED}
    assert {
        CheckName.CATALOG,
        CheckName.CONFIGURATION,
        CheckName.PRICE,
    } == undecided
    assert "are not stored" in _check(report, CheckName.CATALOG_BYTES)


@pytest.mark.parametrize("entry", ["", "other.yaml", "../catalog.yaml", "/etc/passwd", "lamps"])
@pytest.mark.parametrize("document", ["catalog", "book"])
def test_another_entry_is_found(proof: Proof, document: str, entry: str) -> None:
    report = proof.altered((*GLASS, document, "entry"), entry, resealed=True)
    assert failures(report) & {(CheckName.CATALOG, "glass"), (CheckName.PRICE, "glass")}


def test_the_files_of_another_document_are_found(proof: Proof) -> None:
    book = at(proof.body, ("items", 0, "book"))
    report = proof.altered((*GLASS, "catalog"), book, resealed=True)
    assert (CheckName.CATALOG, "glass") in failures(report)
    report = proof.altered((*GLASS, "catalog", "id"), "ladders", resealed=True)
    assert ["catalog.id"] == places(report, CheckName.CATALOG)


# ── nothing raises ───────────────────────────────────────────────────────────────────────────────────────────────────

ODD: list[Json] = [None, True, 0, -1, 10**39, "", "x", "9999-12-31", "1/0", "number", "USD", [], {}, ["a", "a"]]


@pytest.mark.slow
@given(data=st.data())
def test_no_altered_place_goes_unnoticed_and_none_raises(proof: Proof, data: st.DataObject) -> None:
    body = proof.body
    path = data.draw(st.sampled_from(paths(body)))
    value = data.draw(st.one_of(st.sampled_from(ODD), JSON))
    altered = put(body, path, value)
    resealed = data.draw(st.booleans())
    text = canonical_json.dumps(altered)
    report = proof.with_text(text, resealed=resealed)
    assert str(report)
    assert report.as_json()
    if text == proof.stored.body:
        assert VerificationOutcome.PASSED is report.outcome
    elif not resealed:
        assert (CheckName.BODY, "") in failures(report)


@settings(max_examples=share(60))
@given(text=st.one_of(TEXTS, JSON.map(canonical_json.dumps)))
def test_no_text_at_all_raises(proof: Proof, text: str) -> None:
    assert VerificationOutcome.FAILED is proof.with_text(text).outcome


@settings(max_examples=share(60))
@given(data=st.data())
def test_no_altered_byte_of_a_file_goes_unnoticed_and_none_raises(proof: Proof, data: st.DataObject) -> None:
    digest = data.draw(st.sampled_from(sorted(proof.stored.contents)))
    files = dict(proof.stored.contents[digest].files)
    path = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[path]) - 1))
    new = data.draw(st.binary(max_size=3).filter(lambda new: new != files[path][at : at + 1]))
    files[path] = files[path][:at] + new + files[path][at + 1 :]
    report = proof.with_contents({**proof.stored.contents, digest: StoredContent(digest, files)})
    assert failures(report) & {
        (CheckName.CATALOG_BYTES, "glass"),
        (CheckName.BOOK_BYTES, "glass"),
    }


@pytest.mark.parametrize("error", [InvalidRequest("no such day"), InvalidDocument(())])
def test_a_price_that_cannot_be_worked_out_is_a_failure(proof: Proof, error: Exception) -> None:
    def refused(_: RecomputationInput, /) -> RecomputedPrice:
        raise error

    report = verify(proof.stored, refused)
    assert {(CheckName.PRICE, "glass"), (CheckName.PRICE, "plain")} == failures(report)


def test_what_is_worked_out_comes_from_stored_bytes_alone(proof: Proof) -> None:
    asked: list[RecomputationInput] = []

    def watched(item: RecomputationInput, /) -> RecomputedPrice:
        asked.append(item)
        return PriceRecomputation()(item)

    assert VerificationOutcome.PASSED is verify(proof.stored, watched).outcome
    assert all(item.catalog.digest in proof.stored.contents for item in asked)
    assert all(dict(item.book_files) == proof.stored.contents[item.book.digest].files for item in asked)
    assert body_digest(proof.stored.body) == proof.stored.digest


def test_what_is_stored_beside_the_body_must_repeat_it(proof: Proof) -> None:
    altered = (JsonDifference("quote_amounts[0].amount", "1", "7450"),)
    report = proof.engine.verify(replace(proof.stored, altered=altered))
    assert {(CheckName.BODY, "")} == failures(report)
    assert ["quote_amounts[0].amount"] == places(report, CheckName.BODY)


ON = date(2013, 6, 1)


def _item() -> tuple[RecomputationInput, object]:
    now = datetime(2013, 6, 1, tzinfo=UTC)
    request = EvaluationRequest("bmw_x3", ON, seconds=None)
    drawn = ENGINE.quote([OrderItemRequest("car", 1, request)], id="q", seller="acme", created=now, on=ON)
    item = drawn.sealed.quote.items[0]
    files = Files(next(each.files for each in drawn.contents if each.digest == item.book.digest))
    catalog = ENGINE.catalog("bmw_x3").catalog
    return RecomputationInput(catalog, item.configuration, item.book, files, ON, item.parameters), item.unit


def test_the_price_is_the_one_that_was_quoted() -> None:
    item, unit = _item()
    assert unit == PriceRecomputation()(item).unit


def test_a_book_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    item, _ = _item()
    again = PriceRecomputation()
    again(item)
    monkeypatch.setattr(verification, "load_book", None)
    again(item)


def test_a_book_that_cannot_be_read_says_so() -> None:
    item, _ = _item()
    with pytest.raises(InvalidDocument):
        PriceRecomputation()(replace(item, book_files=Files({item.book.entry: b"format: 9\n"})))
