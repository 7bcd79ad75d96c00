"""Answers about what is stored are as their schema says."""

import json

from configurator_api.schemas.quote_responses import (
    QuoteListResponse,
    QuoteResponse,
    ReopenedResponse,
    SavedConfigurationResponse,
    VerificationResponse,
)

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


def test_saved_configurations_are_as_described(served: Service) -> None:
    clash = {"catalog": "bmw_x3", "choices": {"trim": "fineline_siena", "premium_package": False}}
    for body in ({"catalog": "aeron", "choices": {"arms": "none"}}, clash):
        made = served.post("/v1/configurations", body)
        here = served.client.get(f"{made.headers['location']}/reopened")
        assert made.json() == as_described(made.content, SavedConfigurationResponse)
        assert here.json() == as_described(here.content, ReopenedResponse)
