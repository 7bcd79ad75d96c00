"""Quotes that earlier engines sealed are kept as they were, with the catalogs and books they stand on."""

import json
import lzma
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from configurator import canonical_json
from configurator.errors import InvalidRequest
from configurator.quoting.quote_body import body_digest
from configurator.quoting.quote_model import SEMANTICS_VERSION, StoredContent, StoredQuote
from configurator.quoting.verification import PriceRecomputation, RecomputationInput, RecomputedPrice, verify
from configurator.quoting.verification_report import CheckName, VerificationOutcome, VerificationReport

SEALED = Path(__file__).parent / "sealed"
OF_MEANING = {CheckName.SEMANTICS, CheckName.CATALOG, CheckName.CONFIGURATION, CheckName.PRICE}
"""The checks that compute something from a catalog or a book; all others look at the quote and at bytes alone."""


def _quotes() -> Iterator[StoredQuote]:
    for path in sorted(SEALED.glob("*.json.xz")):
        kept = json.loads(lzma.decompress(path.read_bytes()))
        contents = {
            digest: StoredContent(digest, {file: text.encode() for file, text in files.items()})
            for digest, files in kept["contents"].items()
        }
        for quote in kept["quotes"]:
            yield StoredQuote(quote["id"], quote["body"], quote["digest"], contents)


QUOTES = {stored.id: stored for stored in _quotes()}


def _outcomes(report: VerificationReport, *, of_meaning: bool) -> set[VerificationOutcome]:
    return {check.outcome for check in report.checks if (check.name in OF_MEANING) is of_meaning}


@pytest.mark.parametrize("id", QUOTES)
def test_a_quote_sealed_before_passes_or_is_undecided_where_its_meaning_is_no_longer_computed(id: str) -> None:
    stored = QUOTES[id]
    report = verify(stored, PriceRecomputation())
    assert {VerificationOutcome.PASSED} == _outcomes(report, of_meaning=False)
    if json.loads(stored.body)["semantics"] == SEMANTICS_VERSION:
        assert VerificationOutcome.PASSED is report.outcome
    else:
        assert VerificationOutcome.UNDECIDED is report.outcome
        assert VerificationOutcome.FAILED not in _outcomes(report, of_meaning=True)


def _read_otherwise(item: RecomputationInput) -> RecomputedPrice:
    raise InvalidRequest(f"the keys of {item.book.id} have other names")


@pytest.mark.parametrize("id", QUOTES)
def test_another_meaning_is_undecided_even_where_its_price_differs(id: str) -> None:
    body = json.loads(QUOTES[id].body)
    body["semantics"] = SEMANTICS_VERSION + 1
    text = canonical_json.dumps(body)
    report = verify(replace(QUOTES[id], body=text, digest=body_digest(text)), _read_otherwise)
    assert {VerificationOutcome.PASSED} == _outcomes(report, of_meaning=False)
    prices = [check for check in report.checks if check.name is CheckName.PRICE]
    assert {VerificationOutcome.UNDECIDED} == {check.outcome for check in prices}
    assert all("is not computed here" in check.message for check in prices)


def test_quotes_of_every_shipped_family_are_kept() -> None:
    cited = {item["catalog"]["id"] for stored in QUOTES.values() for item in json.loads(stored.body)["items"]}
    assert {"aeron", "bmw_x3", "modular_server"} == cited
