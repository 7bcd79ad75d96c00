"""Answers about what is stored are as their schema says."""

import json

from configurator.quoting.quote_responses import QuoteResponse
from configurator.quoting.verification_report import VerificationResponse
from configurator.storage.quote_lists import QuoteListResponse
from tests.api.service import Service
from tests.offering.test_evaluation_responses import as_described

ITEMS = {"items": [{"id": "chair", "catalog": "aeron", "quantity": 30}], "number": "2026-1"}


def test_quotes_and_their_proof_are_as_described(served: Service) -> None:
    made = served.post("/v1/quotes", ITEMS, **served.auth, **{"Idempotency-Key": "described"})
    report = served.client.get(f"{made.headers['location']}/verification", headers=served.auth)
    listed = served.client.get("/v1/quotes", headers=served.auth)
    for content, described in (
        (made.content, QuoteResponse),
        (report.content, VerificationResponse),
        (listed.content, QuoteListResponse),
    ):
        assert json.loads(content) == as_described(content, described)
