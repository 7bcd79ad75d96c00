"""Answers about choices are as their schema says, and hold nothing that it does not tell."""

import json
from typing import Any

import pytest
from configurator_api.schemas.evaluation_responses import EvaluationResponse, WhyResponse
from pydantic import BaseModel

from tests.api.service import Service

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("aeron", {}),
    ("bmw_x3", {"choices": {"bmw_apps": True}, "on": "2013-06-01"}),
    ("bmw_x3", {"choices": {"trim": "fineline_siena", "premium_package": False}}),
    ("modular_server", {"choices": {"cells": 2}, "seconds": 5}),
    ("modular_server", {"choices": {"cells": 2}, "priced": False}),
]


def undescribed(found: object, described: BaseModel | None, path: str = "") -> list[str]:
    """Return the paths of what an answer holds and its description does not name."""
    if isinstance(described, BaseModel) and isinstance(found, dict):
        fields = {field.alias or name: name for name, field in type(described).model_fields.items()}
        extra = [f"{path}.{name}" for name in found if name not in fields]
        inner = [
            each
            for name, value in found.items()
            if name in fields
            for each in undescribed(value, getattr(described, fields[name]), f"{path}.{name}")
        ]
        return extra + inner
    if isinstance(described, list) and isinstance(found, list):
        return [
            each for one, other in zip(found, described, strict=True) for each in undescribed(one, other, path + "[]")
        ]
    return []


@pytest.mark.parametrize(("catalog", "body"), ASKED)
def test_an_evaluation_is_as_described(served: Service, catalog: str, body: dict[str, Any]) -> None:
    content = served.post(f"/v1/catalogs/{catalog}/evaluate", body).content
    described = EvaluationResponse.model_validate_json(content)
    assert [] == sorted(set(undescribed(json.loads(content), described)))


def test_an_explanation_is_as_described(served: Service) -> None:
    body = {"choices": {"premium_package": False}, "path": "trim", "value": "fineline_siena"}
    content = served.post("/v1/catalogs/bmw_x3/explain", body).content
    assert [] == undescribed(json.loads(content), WhyResponse.model_validate_json(content))
