"""The API is as its description says, for whatever a machine thinks of sending it."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.service import service

EXAMPLES = 12
# What is well formed may still name something unknown: 422 is then the right answer.
NOT_ASKED: list[Any] = [positive_data_acceptance]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_operation_keeps_to_its_description(tmp_path: Path, mode: GenerationMode) -> None:
    with service(tmp_path, most_seconds=2.0) as served:
        schema = schemathesis.openapi.from_asgi("/v1/openapi.json", served.client.app)
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]
            if mode is GenerationMode.NEGATIVE and operation.path == "/v1/health":
                continue  # It takes nothing that could be wrong.

            def check(case: schemathesis.Case[Any]) -> None:
                case.call_and_validate(headers=served.auth, excluded_checks=NOT_ASKED)

            quick = settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            quick(given(case=operation.as_strategy(mode))(check))()
