"""Answers about choices are as their schema says, and hold nothing that it does not describe."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from configurator.offering.evaluation_responses import EvaluationResponse, WhyResponse
from tests.api.service import Service

REQUESTS = [
    ("aeron", {}),
    ("bmw_x3", {"choices": {"bmw_apps": True}, "on": "2013-06-01"}),
    ("bmw_x3", {"choices": {"trim": "fineline_siena", "premium_package": False}}),
    ("modular_server", {"choices": {"cells": 2}, "seconds": 10}),
    ("modular_server", {"choices": {"cells": 2}, "priced": False}),
]


def as_described(content: bytes, described: Any) -> Any:
    """Return what is left of a response that is read and written by its type: everything, if it is as described."""
    type_ = TypeAdapter(described)
    return type_.dump_python(type_.validate_json(content), mode="json", by_alias=True, exclude_unset=True)


@pytest.mark.parametrize(("catalog", "body"), REQUESTS)
def test_an_evaluation_is_as_described(served: Service, catalog: str, body: dict[str, Any]) -> None:
    content = served.post(f"/v1/catalogs/{catalog}/evaluate", body).content
    assert json.loads(content) == as_described(content, EvaluationResponse)


def test_an_explanation_is_as_described(served: Service) -> None:
    body = {"choices": {"premium_package": False}, "path": "trim", "value": "fineline_siena"}
    content = served.post("/v1/catalogs/bmw_x3/explain", body).content
    assert json.loads(content) == as_described(content, WhyResponse)
