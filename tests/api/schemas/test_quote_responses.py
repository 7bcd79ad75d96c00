"""Answers about what is stored are as their schema says."""

import json

from configurator_api.schemas.quote_responses import (
    QuoteListResponse,
    QuoteResponse,
    ReopenedResponse,
    SavedConfigurationResponse,
    VerificationResponse,
)
from configurator_api.schemas.response_types import ResponseModel

from tests.api.schemas.test_evaluation_responses import undescribed
from tests.api.service import Service

ITEMS = {"items": [{"id": "chair", "catalog": "aeron", "quantity": 30}], "number": "2026-1"}


def _described(content: bytes, model: type[ResponseModel]) -> list[str]:
    return sorted(set(undescribed(json.loads(content), model.model_validate_json(content))))


def test_quotes_and_their_proof_are_as_described(served: Service) -> None:
    made = served.post("/v1/quotes", ITEMS, **served.auth, **{"Idempotency-Key": "described"})
    report = served.client.get(f"{made.headers['location']}/verification", headers=served.auth)
    listed = served.client.get("/v1/quotes", headers=served.auth)
    assert [[], [], []] == [
        _described(made.content, QuoteResponse),
        _described(report.content, VerificationResponse),
        _described(listed.content, QuoteListResponse),
    ]


def test_saved_configurations_are_as_described(served: Service) -> None:
    clash = {"catalog": "bmw_x3", "choices": {"trim": "fineline_siena", "premium_package": False}}
    for body in ({"catalog": "aeron", "choices": {"arms": "none"}}, clash):
        made = served.post("/v1/configurations", body)
        here = served.client.get(f"{made.headers['location']}/reopened")
        assert [[], []] == [
            _described(made.content, SavedConfigurationResponse),
            _described(here.content, ReopenedResponse),
        ]
